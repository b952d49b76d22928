"""Names of rows in a list that differ: where two are alike, what is known of each stands beside its name."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.analysis.statistics.name_words import fold
from atlas.scene.query.formatting import spread_of
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from atlas.catalog import Layer

# Text of a value that stands beside a name, at most; and values beside it.
_LONGEST, _MOST = 48, 3


def distinct_names(layer: "Layer", gdf: "gpd.GeoDataFrame", row_ids: "Iterable[str]", lang: str) -> dict[str, str]:
    """Return the name of each row; of those with the same one, with values beside it until they differ.

    The values are those of the columns that are searched, then of the others in their order, and only those in which
    the rows of the same name differ; rows whose values are all alike are told apart by their ids.
    """
    names = {row_id: row_name(layer, gdf.loc[row_id], lang) for row_id in row_ids}
    shared = Counter(fold(name) for name in names.values())
    alike: dict[str, list[str]] = {}
    for row_id, name in names.items():
        if shared[fold(name)] > 1:
            alike.setdefault(fold(name), []).append(row_id)
    for rows in alike.values():
        names |= _told_apart({row_id: names[row_id] for row_id in rows}, layer, gdf, lang)
    return names


def _told_apart(names: dict[str, str], layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> dict[str, str]:
    beside: dict[str, list[str]] = {row_id: [] for row_id in names}
    for column in _columns(layer):
        texts = {row_id: _text(layer, gdf, row_id, column, lang) for row_id in names}
        if len(set(texts.values())) < 2:  # noqa: PLR2004 - it tells nothing apart
            continue
        written = Counter(tuple(parts) for parts in beside.values())
        for row_id, text in texts.items():
            # One that differs already needs nothing more.
            if text and written[tuple(beside[row_id])] > 1 and len(beside[row_id]) < _MOST:
                beside[row_id].append(text)
        if len({tuple(parts) for parts in beside.values()}) == len(beside):
            break
    left = Counter(tuple(parts) for parts in beside.values())
    for row_id, parts in beside.items():
        if left[tuple(parts)] > 1:
            parts.append(row_id)
    return {row_id: " · ".join((name, *beside[row_id])) for row_id, name in names.items()}


def _columns(layer: "Layer") -> list[str]:
    searched = dict.fromkeys((*layer.search.names, *layer.search.about, *layer.fields))
    return [
        name
        for name in searched
        if name not in {layer.name, "licence"} and not layer.fields[name].technical and not layer.fields[name].refers
    ] + [name for name in layer.fields if layer.fields[name].refers and not layer.fields[name].technical]


def _text(layer: "Layer", gdf: "gpd.GeoDataFrame", row_id: str, column: str, lang: str) -> str:
    value: Any = gdf[column][row_id]
    if pd.isna(value):
        return ""
    field = layer.fields[column]
    text = write_value(field, value, lang, spread_of(gdf, column, field))
    return text if len(text) <= _LONGEST else ""
