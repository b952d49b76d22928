"""Maps of a comparison: small maps at one scale, coloured by a measure, and outlines to overlay."""

import math
from typing import TYPE_CHECKING, TypedDict

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from atlas.analysis.indicators import Measure, complete_values, completeness_states
from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.analysis.statistics.classify import quantile_uppers
from atlas.i18n import t
from atlas.scene.compare.comparison import compared_ids, is_international
from atlas.scene.compare.indicator_cache import indicator_values, level_territories, spread_of_level
from atlas.scene.compare.measures import (
    layers_of,
    measure_title,
    norm_of,
    unit_text,
    write_apart,
    write_bound,
    write_value,
)
from atlas.scene.compare.territories import names_of
from atlas.scene.compare.true_size import Ring, TrueOutline, on_plane, plane_of, rings_of, true_outline, unwrapped
from atlas.scene.query.compare_parameters import MOST_SIDE_BY_SIDE
from atlas.scene.query.territories import HOME_BASIN, TerritoryName
from atlas.scene.query.variable import variable_text

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

CRS = "EPSG:4326"
CLASSES = 5
# Tolerance of simplification, as a share of the width of a territory: less than a pixel on a small map.
_FINENESS = 0.002
# An area of a map; its class is None where nothing is known: hatched, never the lowest class.
MapArea = TypedDict("MapArea", {"id": str, "name": str, "rings": list[Ring], "class": int | None, "text": str})
# A class of a map and its upper bound; `alone`: every value in it is that bound.
MapBreak = TypedDict("MapBreak", {"bound": float, "class": int, "text": str, "alone": bool})


class MapMarks(TypedDict):
    """Rings of the features drawn over the colours for orientation, by layer."""

    slag_heaps: list[list[Ring]]
    unesco_components: list[list[Ring]]


class TerritoryMap(TerritoryName):
    """A small map of one territory, in kilometres around its centre."""

    bounds: tuple[float, float, float, float]
    outline: list[Ring]
    marks: MapMarks
    areas: list[MapArea]


class MeasureMaps(TypedDict):
    """Maps of the territories of a comparison at one scale, coloured by the same classes of one measure.

    `variable` is the measure with its unit and years; `warning` says that it is an amount, which colours areas by
    their size; None for any other.
    """

    measure: str
    title: str
    variable: str
    warning: str | None
    partial: str | None
    breaks: list[MapBreak]
    maps: list[TerritoryMap]


class OverlaidOutline(TerritoryName, TrueOutline):
    """An outline to overlay on another; `approximate`: it unites administrative units that contain the basin."""

    approximate: bool


def colour_maps(measure: Measure, view: "View", atlas: "Atlas") -> MeasureMaps:
    """Return a small map for each territory of a comparison, coloured by one measure.

    Inside the basin the communes are coloured; in a comparison with partner basins, whose communes are not in the
    atlas, each territory is one area.
    """
    ids, lang, norm = compared_ids(view, atlas), view.lang, norm_of(view)
    whole = is_international(ids, atlas)
    communes = communes_of_one_map(ids, view, atlas)
    # Of many communes each is an area of one map of the basin, not a map of its own.
    shown = tuple(dict.fromkeys((HOME_BASIN, *(one for one in ids if one not in communes)))) if communes else ids
    parts = {territory: (territory,) if whole else _parts(territory, view, atlas) for territory in shown}
    if communes:
        outlined = level_territories(communes[0], view, atlas).outlines
        parts[HOME_BASIN] = tuple(commune for commune in communes if outlined[commune] is not None)
    every = list(dict.fromkeys(part for own in parts.values() for part in own))
    measured = indicator_values(every, measure.indicator, view, norm, atlas)[measure.part]
    values, states = complete_values(measured), completeness_states(measured)
    classes, unit = _classes(values.dropna().to_numpy()), measure.unit_in(norm)
    # The parts are of one level.
    wide = spread_of_level(every[0], measure, view, norm, atlas) if every else 0
    names = names_of([*shown, *every], atlas, lang, drawn=t("compare.drawn_outline", lang))
    bounds = [bound for bound, _, _ in classes]

    def area(part: str, rings: list[Ring]) -> MapArea:
        value = float(values[part])
        shade = None if math.isnan(value) else classes[np.searchsorted(bounds, value)][1]
        text = write_bound(write_value(float(measured.value[part]), unit, lang, wide), states[part], lang)
        return {"id": part, "name": names[part], "rings": rings, "class": shade, "text": text}

    maps: list[TerritoryMap] = []
    for territory in shown:
        outline = level_territories(territory, view, atlas).outlines[territory]
        if outline is None:
            continue
        plane = plane_of(outline)
        drawn = _without_areas(territory, names[territory], outline, plane, atlas)
        west, _, east, _ = drawn["bounds"]
        rings = _rings(parts[territory], plane, _FINENESS * (east - west), view, atlas)
        drawn["areas"] = [area(*pair) for pair in zip(parts[territory], rings, strict=True)]
        maps.append(drawn)
    return {
        "measure": measure.id,
        "title": measure_title(measure, atlas.catalog, lang),
        "variable": measure_variable(measure, unit, atlas, lang),
        "warning": t("classes.warning", lang) if measure.is_amount(norm) else None,
        "partial": t("compare.partial", lang) if (states != "complete").any() else None,
        "breaks": [
            {"bound": bound, "class": shade, "text": text, "alone": alone}
            for (bound, shade, alone), text in zip(classes, write_apart(bounds, unit, lang, wide), strict=True)
        ],
        "maps": maps,
    }


def communes_of_one_map(ids: tuple[str, ...], view: "View", atlas: "Atlas") -> tuple[str, ...]:
    """Return the communes of a comparison that are the areas of one map: none where each can have a map of its own."""
    communes = tuple(
        territory for territory in ids if level_territories(territory, view, atlas).level[territory] == "commune"
    )
    return communes if len(communes) > MOST_SIDE_BY_SIDE else ()


def outlines(ids: tuple[str, ...], view: "View", atlas: "Atlas") -> list[OverlaidOutline]:
    """Return the outlines of territories in kilometres, to be overlaid; those known as points have none."""
    names = names_of(ids, atlas, view.lang, drawn=t("compare.drawn_outline", view.lang))
    found: list[OverlaidOutline] = []
    for territory in ids:
        territories = level_territories(territory, view, atlas)
        outline = territories.outlines[territory]
        if outline is not None:
            approximate = bool(territories.approximate[territory])
            found.append(
                {"id": territory, "name": names[territory], "approximate": approximate, **true_outline(outline)}
            )
    return found


def measure_variable(measure: Measure, unit: str, atlas: "Atlas", lang: str) -> str:
    """Return a measure with its unit and the years of its data."""
    sources = [source for layer in layers_of((measure,), atlas.catalog) for _, source in atlas.catalog[layer].files]
    words = unit_text(unit, lang).strip("()")
    if not words:
        words = t(f"classes.unit_{unit}", lang) if unit in {"ratio", "decade"} else t("classes.number", lang)
    return variable_text(measure_title(measure, atlas.catalog, lang), words, sources, lang)


def _without_areas(
    territory: str, name: str, outline: shapely.Geometry, plane: pyproj.CRS, atlas: "Atlas"
) -> TerritoryMap:
    local = gpd.GeoSeries([unwrapped(outline)], crs=CRS).to_crs(plane).iloc[0]
    west, south, east, north = shapely.bounds(local).tolist()
    tolerance_km = _FINENESS * max(east - west, north - south)
    return {
        "id": territory,
        "name": name,
        "bounds": (round(west, 3), round(south, 3), round(east, 3), round(north, 3)),
        "outline": rings_of(shapely.simplify(local, tolerance_km)),
        "marks": {
            "slag_heaps": _marks("slag_heaps", outline, plane, tolerance_km, atlas),
            "unesco_components": _marks("unesco_components", outline, plane, tolerance_km, atlas),
        },
        "areas": [],
    }


def _marks(
    layer: str, outline: shapely.Geometry, plane: pyproj.CRS, tolerance_km: float, atlas: "Atlas"
) -> list[list[Ring]]:
    features = atlas.frames[layer].geometry
    inside = features[shapely.intersects(prepared_copy(outline), features.to_numpy())]
    areas = inside[shapely.get_dimensions(inside.to_numpy()) == 2]  # noqa: PLR2004 - a surface
    return on_plane(areas, plane, tolerance_km) if len(areas) else []


def _parts(territory: str, view: "View", atlas: "Atlas") -> tuple[str, ...]:
    """Return the areas that are coloured: the communes whose interior point lies in the territory, or itself."""
    territories = level_territories(territory, view, atlas)
    outline = territories.outlines[territory]
    if territories.level[territory] == "commune" or outline is None:
        return (territory,)
    communes = atlas.frames["communes"]
    inner = shapely.point_on_surface(communes.geometry.to_numpy())
    own = tuple(communes.index[shapely.covers(prepared_copy(outline), inner)])
    return own or (territory,)


def _rings(
    parts: tuple[str, ...], plane: pyproj.CRS, tolerance_km: float, view: "View", atlas: "Atlas"
) -> list[list[Ring]]:
    shapes = [level_territories(part, view, atlas).outlines[part] for part in parts]
    return on_plane(gpd.GeoSeries(shapes, crs=CRS), plane, tolerance_km)


def _classes(values: np.ndarray) -> list[tuple[float, int, bool]]:
    """Return at most five quantile classes: upper bound, position on the colour ramp, whether all values are the bound.

    Zero is a class of its own where it is the least value: nothing is different from little. Fewer classes are spread
    over the whole ramp.
    """
    if len(values) == 0:
        return []
    zero = bool(values.min() == 0)
    rest = values[values > 0] if zero else values
    parts = CLASSES - 1 if zero else CLASSES
    upper = [*([0.0] if zero else []), *(quantile_uppers(rest, parts).tolist() if len(rest) else [])]
    lowest = len(upper) == 1 or zero
    shades = np.linspace(0, CLASSES - 1, len(upper)).round().astype(int) if len(upper) > 1 else [CLASSES - 1]
    return [(bound, int(shade), k == 0 and lowest) for k, (bound, shade) in enumerate(zip(upper, shades, strict=True))]
