"""Figures of an object or an area against the whole: its layer, and the territory around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import areas_m2
from atlas.analysis.spatial.proximity import intersects
from atlas.analysis.statistics.summary import GroupTotals, measure_groups
from atlas.i18n import t
from atlas.io.memo import memoize
from atlas.scene.objects.key_figures import key_fields, known_values, write_rank
from atlas.scene.query.completeness import gaps_of
from atlas.scene.query.conditions import territory_name
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_masks import row_mask, selected_outline, territory_outline
from atlas.scene.query.row_values import write_value
from atlas.scene.query.territories import HOME_BASIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# What of a group of rows is measured, and its unit.
_AMOUNTS: tuple[tuple[str, str, Callable[[GroupTotals], float | None]], ...] = (
    ("area", "ha", lambda totals: totals.area_ha),
    ("length", "km", lambda totals: totals.length_km),
)

# Areas that cover this share of another cover it: outlines of several producers never match to the metre.
_COVERS = 0.995


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A figure here, that of the whole layer, and the share or rank; that of the territory, and the share of it."""

    title: str
    layer: str
    here: str
    whole: str
    share: str
    place: str = ""
    place_share: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Figures against the whole; `place` names the territory of the last two columns, "" where there is none."""

    title: str
    place: str
    rows: tuple[SheetRow, ...]


def object_against_whole(layer_id: str, row_id: str, view: "View", atlas: "Atlas") -> SheetTable:
    """Compare the area, length and figures of a row with those of all rows, and of those in the territory around it.

    The territory is that of the view, else the basin of the atlas where the row lies in it. Areas are those of unions:
    nothing counts twice.
    """
    layer, gdf, lang = atlas.catalog[layer_id], atlas.frames[layer_id], view.lang
    position = gdf.index.get_loc(row_id)
    alone, every = np.array([position]), np.arange(len(gdf))
    shape = gdf.geometry.iloc[position]
    rows: list[SheetRow] = []
    place, outline = _around(view, shape, atlas)
    if layer.geometry != "none" and shape is not None:
        (here,), whole = measure_groups(gdf.geometry, [alone]), _totals(gdf, every)
        inside = (
            [*measure_groups(gdf.geometry, [alone], outline), _totals(gdf, _meeting(gdf, every, outline), outline)]
            if outline
            else []
        )
        rows += [
            _amount(
                t(f"series.{key}_share", lang),
                layer_id,
                unit,
                [read(totals) for totals in (here, whole, *inside)],
                lang,
            )
            for key, unit, read in _AMOUNTS
            if read(here) is not None
        ]
    rows += [_ranked(layer, gdf, row_id, name, lang) for name in key_fields(layer)[:6] if _is_number(layer, name)]
    place = place if any(row.place for row in rows) else ""
    return SheetTable(t("series.whole", lang), place, tuple(rows))


def area_against_whole(
    area: shapely.Geometry, layers: "Iterable[Layer]", view: "View", atlas: "Atlas", *, drawn: bool
) -> SheetTable:
    """Compare what lies in an area with the whole of each layer, and with the territory around it.

    Parameters
    ----------
    area
        EPSG:4326.
    layers
        Those that are compared. One without a row in the area is left out, in an object also one that covers it:
        that says nothing of what lies there.
    view
        Its filters hold for all numbers; its territory is that around the area.
    atlas
        Declarations and rows.
    drawn
        Whether the area is the drawn shape of the view, whose rule says which rows lie in it; else rows that meet it.
    """
    lang = view.lang
    anywhere = replace(view, territory=(), select=None, territory_rule="meets")
    around = replace(view, select=None) if drawn and view.territory and view.select else anywhere
    place, outline = _around(around, area, atlas)
    size = float(areas_m2(gpd.GeoSeries([area], crs="EPSG:4326")).iloc[0]) / 1e4
    rows: list[SheetRow] = []
    for layer in layers:
        gdf = atlas.frames[layer.id]
        every = np.flatnonzero(row_mask(layer.id, anywhere, atlas))
        inside = np.flatnonzero(row_mask(layer.id, view, atlas)) if drawn else _meeting(gdf, every, area)
        if not len(inside):
            continue
        (here,) = measure_groups(gdf.geometry, [inside], area)
        if not drawn and (here.area_ha or 0) >= _COVERS * size:
            continue
        whole = _totals(gdf, every)
        beside = [_totals(gdf, _meeting(gdf, every, outline), outline)] if outline else []
        gaps = "; ".join(gaps_of(layer, view, area, atlas))
        totals = (here, whole, *beside)
        title = layer.title(lang)
        rows.append(
            _amount(title, layer.id, None, [float(part.count) for part in totals], lang, about=gaps, least=bool(gaps))
        )
        rows += [
            _amount(
                f"{title}, {t(f'series.{key}', lang).lower()}",
                layer.id,
                unit,
                [read(part) for part in totals],
                lang,
                least=bool(gaps),
            )
            for key, unit, read in _AMOUNTS
            if read(here)
        ]
    return SheetTable(t("series.whole", lang), place if outline else "", tuple(rows))


def _totals(gdf: "gpd.GeoDataFrame", rows: np.ndarray, outline: shapely.Geometry | None = None) -> GroupTotals:
    """Measure rows together; a series of sheets asks for the same ones on every page."""
    return memoize(gdf, ("totals", outline, rows.tobytes()), lambda: measure_groups(gdf.geometry, [rows], outline)[0])


def _meeting(gdf: "gpd.GeoDataFrame", rows: np.ndarray, outline: shapely.Geometry | None) -> np.ndarray:
    return rows[intersects(gdf.geometry, outline)[rows]] if outline is not None else rows


def _around(view: "View", shape: shapely.Geometry | None, atlas: "Atlas") -> tuple[str, shapely.Geometry | None]:
    """Return the territory around a shape, by name and outline: that of the view, else the basin where it meets it."""
    if view.territory:
        names = ", ".join(territory_name(territory, view.lang, atlas) for territory in view.territory)
        return names, selected_outline(replace(view, select=None), atlas)
    if shape is None or HOME_BASIN not in _territories(atlas):
        return "", None
    outline = territory_outline(HOME_BASIN, atlas)
    if not shapely.intersects(outline, shape) or shapely.contains(shape, outline):
        return "", None
    return territory_name(HOME_BASIN, view.lang, atlas), outline


def _territories(atlas: "Atlas") -> set[str]:
    basins = [layer.id for layer in atlas.catalog.values() if layer.level == "basin"]
    return {str(row) for layer in basins for row in atlas.frames[layer].index}


def _amount(  # noqa: PLR0913 - what a row says
    title: str,
    layer: str,
    unit: str | None,
    amounts: "list[float | None]",
    lang: str,
    *,
    about: str = "",
    least: bool = False,
) -> SheetRow:
    """Write an amount here, of the whole, and of the territory: what lies in it first, where that differs."""
    here, whole, *beside = amounts
    inside, place = (beside[0], beside[1]) if len(beside) == 2 else (here, beside[0] if beside else None)  # noqa: PLR2004
    written = _written(here, unit, lang)
    return SheetRow(
        title,
        layer,
        t("value.at_least", lang, value=written) if least else written,
        _written(whole, unit, lang),
        _share(here, whole, lang),
        _written(place, unit, lang) if beside else "",
        _share(inside, place, lang) if beside else "",
        about,
    )


def _written(amount: float | None, unit: str | None, lang: str) -> str:
    return t("value.unknown", lang) if amount is None else write_number(amount, lang, unit)


def _share(part: float | None, whole: float | None, lang: str) -> str:
    return write_number(100 * part / whole, lang, "%") if part is not None and whole else t("value.unknown", lang)


def _is_number(layer: "Layer", name: str) -> bool:
    return layer.fields[name].type in {"number", "integer", "year"}


def _ranked(layer: "Layer", gdf: "gpd.GeoDataFrame", row_id: str, name: str, lang: str) -> SheetRow:
    """Write a figure beside the middle one of all rows, with its rank."""
    field, value, known = layer.fields[name], gdf[name][row_id], known_values(gdf, name)
    unknown, spread = t("value.unknown", lang), spread_of(gdf, name, field)
    middle = float(np.median(known)) if len(known) else None
    whole = (
        unknown
        if middle is None
        else write_value(field, round(middle) if field.type == "year" else middle, lang, spread)
    )
    missing = bool(pd.isna(value))
    return SheetRow(
        field.title(lang),
        layer.id,
        unknown if missing else write_value(field, value, lang, spread),
        t("series.median", lang, value=whole),
        "" if missing else write_rank(field, gdf, name, value, lang),
    )
