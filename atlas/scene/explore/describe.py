"""A text description of the map, for readers who use a screen reader."""

from typing import TYPE_CHECKING

import pandas as pd

from atlas.catalog.filter import NUMERIC
from atlas.i18n import plural, t
from atlas.scene.map.answer import question_of
from atlas.scene.query.conditions import describe_conditions
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_masks import row_mask, shown_layers
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Classes that a sentence names; a longer one is hard to follow when it is read aloud.
_MOST_CLASSES = 5


def describe_view(view: "View", atlas: "Atlas") -> list[str]:
    """Return the paragraphs that describe the map of a view.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    list of str
        The question with the number of its answers, where one is asked; the number of layers and the conditions; one
        paragraph for each layer shown: rows kept and in all, the largest classes, the extremes of its first measure,
        rows without position or without that measure.
    """
    conditions = "; ".join(condition.text for condition in describe_conditions(view, atlas))
    shown = shown_layers(view, atlas.catalog)
    count, number = len(shown), write_number(len(shown), view.lang)
    question = question_of(view, atlas)
    return [
        *([f"{question}."] if question else []),
        plural("describe.asked", view.lang, count, layers=number, conditions=conditions)
        if conditions
        else plural("describe.all", view.lang, count, layers=number),
        *(" ".join(_layer(atlas.catalog[layer_id], view, atlas)) for layer_id in shown),
    ]


def _layer(layer: "Layer", view: "View", atlas: "Atlas") -> "Iterator[str]":
    lang, gdf = view.lang, atlas.frames[layer.id]
    kept = gdf[row_mask(layer.id, view, atlas)]
    of = {"layer": layer.title(lang), "n": write_number(len(kept), lang), "total": write_number(len(gdf), lang)}
    every = len(kept) == len(gdf)
    yield plural("describe.every", lang, len(gdf), **of) if every else t("describe.some", lang, **of)
    if kept.empty:
        return
    if layer.style and layer.style.by:
        yield _classes(layer, kept, layer.style.by, lang)
    measure = next((name for name, field in layer.fields.items() if field.type in NUMERIC and field.unit), None)
    if measure:
        yield from _extremes(layer, kept, measure, lang, spread_of(gdf, measure, layer.fields[measure]))
    unplaced = int((kept.geometry.isna() | kept.geometry.array.is_empty).sum())
    if unplaced and layer.geometry != "none":
        yield plural("describe.unplaced", lang, unplaced, n=write_number(unplaced, lang))


def _classes(layer: "Layer", kept: "gpd.GeoDataFrame", by: str, lang: str) -> str:
    field, counts = layer.fields[by], kept[by].value_counts(dropna=False)
    named = [
        f"{t('value.unknown', lang) if pd.isna(value) else write_value(field, value, lang)} {write_number(count, lang)}"
        for value, count in counts.head(_MOST_CLASSES).items()
    ]
    more = len(counts) - len(named)
    rest = [plural("describe.more_classes", lang, more, n=more)] if more > 0 else []
    return f"{field.title(lang)}{t('value.is', lang)}{', '.join(named + rest)}."


def _extremes(layer: "Layer", kept: "gpd.GeoDataFrame", measure: str, lang: str, spread: float) -> "Iterator[str]":
    field, values = layer.fields[measure], kept[measure].astype("float64")
    known = values.dropna()
    if known.empty:
        yield t("describe.none_known", lang, field=field.title(lang))
        return
    least, most = known.idxmin(), known.idxmax()
    yield t(
        "describe.extremes",
        lang,
        field=field.title(lang),
        least=write_value(field, known[least], lang, spread),
        least_name=row_name(layer, kept.loc[least], lang),
        most=write_value(field, known[most], lang, spread),
        most_name=row_name(layer, kept.loc[most], lang),
    )
    if missing := len(values) - len(known):
        yield t("describe.missing", lang, field=field.title(lang), n=write_number(missing, lang))
