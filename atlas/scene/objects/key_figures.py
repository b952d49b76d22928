"""The figures of an object that matter most, each with its rank among the rows of its layer."""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import numpy as np
import pandas as pd

from atlas.i18n import plural, t
from atlas.io.memo import memoize
from atlas.scene.objects.cited_values import cited_values
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.objects.cited_values import CitedValue
    from atlas.scene.objects.object_row import ObjectRow

MOST_FIGURES = 3
_MEASURED = frozenset({"number", "integer", "year"})
# A rank says nothing where few rows have a value, or where a large share has the same.
_LEAST_RANKED, _MOST_EQUAL = 5, 0.25


class KeyFigure(TypedDict):
    """A figure of an object."""

    title: str
    text: str
    # The value is missing; `text` says so.
    unknown: NotRequired[bool]
    # Its rank, or where it is cited.
    beside: NotRequired[str]


def key_fields(layer: "Layer") -> tuple[str, ...]:
    """Return the fields of a layer whose values matter most, the first of all first.

    They are those that its card declares; else what its symbols grow with and are coloured by, its years, then the
    numbers that are filters, then the others.
    """
    if layer.card and layer.card.figures:
        return layer.card.figures
    style = [layer.style.size_by, layer.style.classed_by] if layer.style else []
    years = [layer.period.start, layer.period.end] if layer.period else []
    numbers = [name for name, field in layer.fields.items() if field.type in _MEASURED and not _is_second(name, layer)]
    filters = [name for name in numbers if layer.fields[name].filter]
    named = dict.fromkeys(name for name in (*style, *years, *filters, *numbers) if name)
    return tuple(name for name in named if not layer.fields[name].technical)


def _is_second(name: str, layer: "Layer") -> bool:
    """Return whether a column is a second measure of another: the producer's own area beside the one measured."""
    return name.endswith("_producer") and name.removesuffix("_producer") in layer.fields


def key_figures(
    layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str, atlas: "Atlas | None" = None
) -> list[KeyFigure]:
    """Return up to three figures of a row.

    They are the first of `key_fields`, known or not, and the next that are known; then the values that the table of its
    card cites of it, where all pages give the same one (only with ``atlas``).
    """
    fields = key_fields(layer)
    shown = [name for position, name in enumerate(fields) if position == 0 or not pd.isna(row[name])]
    figures = [_figure(layer, gdf, name, row[name], lang) for name in shown[:MOST_FIGURES]]
    return [*figures, *_cited(layer, row.id, lang, atlas)][:MOST_FIGURES] if atlas else figures


def _cited(layer: "Layer", row_id: str, lang: str, atlas: "Atlas") -> "Iterator[KeyFigure]":
    by_code: dict[str, list[CitedValue]] = {}
    for value in cited_values(layer, row_id, atlas, lang):
        by_code.setdefault(value.code, []).append(value)
    for code in layer.card.cited.figures if layer.card and layer.card.cited else ():
        values = by_code.get(code, [])
        if len({text for value in values for text in (value.text, *value.others)}) == 1:
            beside = ", ".join(part for part in (values[0].source, values[0].about) if part)
            yield {"title": values[0].title, "text": values[0].text, "beside": beside}


def _figure(layer: "Layer", gdf: "gpd.GeoDataFrame", name: str, value: Any, lang: str) -> KeyFigure:
    field = layer.fields[name]
    title = field.title(lang)
    if pd.isna(value):
        return {"title": title, "text": t("value.unknown", lang), "unknown": True}
    figure: KeyFigure = {"title": title, "text": write_value(field, value, lang, spread_of(gdf, name, field))}
    if rank := write_rank(field, gdf, name, value, lang):
        figure["beside"] = rank
    return figure


def write_rank(field: "Field", gdf: "gpd.GeoDataFrame", name: str, value: Any, lang: str) -> str:
    """Return the rank of a value among those known: of numbers from the greatest, of years from the earliest.

    Empty where the field is no number, few rows have a value, or many have the same.
    """
    if field.type not in _MEASURED:
        return ""
    known = known_values(gdf, name)
    low, high = np.searchsorted(known, float(value), "left"), np.searchsorted(known, float(value), "right")
    if len(known) < _LEAST_RANKED or high - low > max(1.0, _MOST_EQUAL * len(known)):
        return ""
    rank = int(low if field.type == "year" else len(known) - high) + 1
    among = memoize(gdf, ("among", name, lang), lambda: _among(len(known), len(gdf), lang))
    key = "year" if field.type == "year" else "number"
    return t(f"card.rank_{key}", lang, rank=write_number(rank, lang), among=among)


def _among(known: int, every: int, lang: str) -> str:
    """Return how many rows have a value, and whether these are all."""
    count = write_number(known, lang)
    return (
        t("card.among_all", lang, count=count)
        if known == every
        else plural("card.among_known", lang, known, count=count)
    )


def known_values(gdf: "gpd.GeoDataFrame", name: str) -> np.ndarray:
    """Return the finite values of a column of numbers or years, sorted."""

    def sort() -> np.ndarray:
        values = gdf[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        return np.sort(values[np.isfinite(values)])

    return memoize(gdf, ("sorted", name), sort)
