"""The summary of what is selected: counts, areas and lengths of every layer shown, by class of its legend."""

import math
from typing import TYPE_CHECKING, Literal, TypedDict

import geopandas as gpd
import numpy as np

from atlas.analysis.spatial.measure import areas_m2
from atlas.analysis.statistics.summary import GroupTotals, measure_groups
from atlas.i18n import t
from atlas.scene.map.classes import classes_of
from atlas.scene.map.compose import mark_of
from atlas.scene.query.completeness import gaps_of
from atlas.scene.query.conditions import describe_area_rule, territory_name
from atlas.scene.query.row_masks import row_mask, selected_outline, shown_layers

if TYPE_CHECKING:
    import shapely

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


class SummaryTotals(TypedDict):
    """Rows, those of them without position, area and length; None where the geometry has none."""

    count: int
    unplaced: int
    area_ha: float | None
    length_km: float | None


class ClassSummary(SummaryTotals):
    """The rows of one class of the legend."""

    code: str | None
    title: str


class LayerSummary(SummaryTotals):
    """The selected rows of one layer; `of` counts all its rows, `classes` has those of the legend with a row.

    `gaps` says what is missing in the layer in the area measured: with one, every number is at least that.
    """

    layer: str
    title: str
    of: int
    gaps: list[str]
    classes: list[ClassSummary]


class Summary(TypedDict):
    """What a view selects.

    `measured` is "inside" when territories or a drawn shape give an outline, and "whole" otherwise; `note` is the same
    as a sentence, and says by which rule the rows are counted. `area_ha` is the area of the outline.
    """

    measured: Literal["inside", "whole"]
    note: str
    territories: list[str]
    area_ha: float | None
    layers: list[LayerSummary]


def summarize(view: "View", atlas: "Atlas") -> Summary:
    """Summarise the rows that a view selects.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    Summary
        One entry for each layer shown, in the order of the catalogue.
    """
    outline = selected_outline(view, atlas)
    measured: Literal["inside", "whole"] = "whole" if outline is None else "inside"
    layers = [
        _layer(atlas.catalog[layer_id], view, atlas, outline=outline) for layer_id in shown_layers(view, atlas.catalog)
    ]
    return {
        "measured": measured,
        "note": _note(measured, layers, view, atlas),
        "territories": [territory_name(place, view.lang, atlas) for place in view.territory],
        "area_ha": None
        if outline is None
        else _round(areas_m2(gpd.GeoSeries([outline], crs="EPSG:4326")).iloc[0] / 1e4),
        "layers": layers,
    }


def has_areas_and_lines(summary: SummaryTotals) -> bool:
    """Return whether a layer has an area and a length, which are those of different rows."""
    return bool(summary["area_ha"]) and bool(summary["length_km"])


def _note(measured: str, layers: list[LayerSummary], view: "View", atlas: "Atlas") -> str:
    kept = describe_area_rule(view, atlas)
    parts = [t(f"summary.{measured}", view.lang), *([t("summary.kept", view.lang, kept=kept)] if kept else [])]
    mixed = [layer["title"] for layer in layers if has_areas_and_lines(layer)]
    parts += [t("summary.mixed", view.lang, layer=title) for title in mixed]
    return " ".join(parts)


def _layer(layer: "Layer", view: "View", atlas: "Atlas", *, outline: "shapely.Geometry | None") -> LayerSummary:
    gdf = atlas.frames[layer.id]
    rows = np.flatnonzero(row_mask(layer.id, view, atlas))
    made = mark_of(layer, atlas, view.lang, classes_of(layer, view)) if layer.style else None
    symbols = made.symbols if made and len(made.symbols) > 1 else ()
    classes = [rows[made.symbol_of[rows] == position] for position in range(len(symbols))] if made else []
    whole, *parts = measure_groups(gdf.geometry, [rows, *classes], outline)
    return {
        "layer": layer.id,
        "title": layer.title(view.lang),
        "of": len(gdf),
        "gaps": list(gaps_of(layer, view, outline, atlas)),
        **_figures(whole),
        "classes": [
            {"code": symbol.code, "title": symbol.title, **_figures(part)}
            for symbol, part in zip(symbols, parts, strict=True)
            if part.count
        ],
    }


def _figures(measured: GroupTotals) -> SummaryTotals:
    return {
        "count": measured.count,
        "unplaced": measured.unplaced,
        "area_ha": _round(measured.area_ha),
        "length_km": _round(measured.length_km),
    }


def _round(figure: float | None) -> float | None:
    """Round to two decimals; a small figure keeps three digits: it is not nothing."""
    if figure is None or not figure:
        return figure
    return round(float(figure), max(2, 2 - math.floor(math.log10(abs(figure)))))
