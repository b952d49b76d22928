"""The maps of a comparison: small ones at one scale, coloured by a measure, and outlines to lay over one another."""

import math
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.indicators import Measure
from atlas.analysis.spatial.prepared_geometry import prepared
from atlas.i18n import t
from atlas.scene.compare.comparison import compared_ids, is_across
from atlas.scene.compare.indicator_cache import indicator_values, level_territories
from atlas.scene.compare.measures import measure_title, norm_of, write_value
from atlas.scene.compare.territories import names_of
from atlas.scene.compare.true_size import on_plane, plane_of, rings_of, true_outline, unwrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

CRS = "EPSG:4326"
CLASSES = 5
# What is drawn of a territory is simplified to this part of its width: below a pixel on a small map.
_FINENESS = 0.002
# Drawn over the colours, so that a reader finds the place: layers and how they look.
_MARKS = ("slag_heaps", "unesco_components")


def colour_maps(one: Measure, view: "View", atlas: "Atlas") -> dict[str, Any]:
    """Return a small map for each territory of a comparison, coloured by one measure.

    Inside the basin the communes are coloured; beside a partner basin, of which none are known, each is one area.

    Returns
    -------
    dict
        ``title``, ``breaks`` (``bound``, ``class``, ``text``, ``alone``: all its values are the bound) and
        ``maps``: ``id``, ``name``,
        ``bounds`` (km around the centre), ``outline`` (rings) and ``areas``: ``id``, ``name``, ``rings``, ``class``
        (None where nothing is known: hatched, never the lowest class), ``text``. All maps are in kilometres.
    """
    ids, lang, norm = compared_ids(view, atlas), view.lang, norm_of(view)
    names = names_of(ids, atlas, lang, drawn=t("compare.drawn_outline", lang))
    maps = [drawn for one_id in ids if (drawn := _outline(one_id, names[one_id], view, atlas))]
    whole = is_across(ids, atlas)
    parts = {one_id: (one_id,) if whole else _parts(one_id, view, atlas) for one_id in ids}
    every = list(dict.fromkeys(part for own in parts.values() for part in own))
    measured = indicator_values(every, one.indicator, view, norm, atlas)[one.part]
    values, unit = measured.value, one.unit_in(norm)
    classes = _classes(values.dropna().to_numpy())
    bounds = [bound for bound, _, _ in classes]
    part_names = names_of(every, atlas, lang, drawn=t("compare.drawn_outline", lang))
    for drawn in maps:
        own = parts[drawn["id"]]
        drawn["areas"] = [
            {
                "id": part,
                "name": part_names[part],
                "rings": rings,
                "class": None if math.isnan(values[part]) else classes[np.searchsorted(bounds, values[part])][1],
                "text": write_value(float(values[part]), unit, lang),
            }
            for part, rings in zip(own, _rings(own, drawn, view, atlas), strict=True)
        ]
        del drawn["plane"]
    return {
        "title": measure_title(one, atlas.catalog, lang),
        "breaks": [
            {"bound": bound, "class": shade, "text": write_value(bound, unit, lang), "alone": alone}
            for bound, shade, alone in classes
        ],
        "maps": maps,
    }


def outlines(ids: "tuple[str, ...]", view: "View", atlas: "Atlas") -> list[dict[str, Any]]:
    """Return the outlines of territories in kilometres, to be overlaid; those known as points have none."""
    names = names_of(ids, atlas, view.lang, drawn=t("compare.drawn_outline", view.lang))
    found = []
    for one in ids:
        territories = level_territories(one, view, atlas)
        outline = territories.outlines[one]
        if outline is not None:
            approximate = bool(territories.approximate[one])
            found.append({"id": one, "name": names[one], "approximate": approximate} | true_outline(outline))
    return found


def _outline(one: str, name: str, view: "View", atlas: "Atlas") -> dict[str, Any] | None:
    outline = level_territories(one, view, atlas).outlines[one]
    if outline is None:
        return None
    plane = plane_of(outline)
    local = gpd.GeoSeries([unwrapped(outline)], crs=CRS).to_crs(plane).iloc[0]
    west, south, east, north = shapely.bounds(local).tolist()
    fine = _FINENESS * max(east - west, north - south)
    marks = {layer: _marks(layer, outline, plane, fine, atlas) for layer in _MARKS}
    return {
        "id": one,
        "name": name,
        "plane": plane,
        "bounds": [round(edge, 3) for edge in (west, south, east, north)],
        "outline": rings_of(shapely.simplify(local, fine)),
        "marks": marks,
    }


def _marks(layer: str, outline: shapely.Geometry, plane: Any, fine: float, atlas: "Atlas") -> list[list[list[float]]]:
    features = atlas.frames[layer].geometry
    inside = features[shapely.intersects(prepared(outline), features.to_numpy())]
    areas = inside[shapely.get_dimensions(inside.to_numpy()) == 2]  # noqa: PLR2004 - a surface
    return on_plane(areas, plane, fine) if len(areas) else []


def _parts(one: str, view: "View", atlas: "Atlas") -> tuple[str, ...]:
    """Return what a territory is coloured by: the communes it has or cuts, or itself."""
    territories = level_territories(one, view, atlas)
    outline = territories.outlines[one]
    if territories.level[one] == "commune" or outline is None:
        return (one,)
    communes = atlas.frames["communes"]
    inner = shapely.point_on_surface(communes.geometry.to_numpy())
    own = tuple(communes.index[shapely.covers(prepared(outline), inner)])
    return own or (one,)


def _rings(parts: "tuple[str, ...]", drawn: "Mapping[str, Any]", view: "View", atlas: "Atlas") -> list[Any]:
    outlines_of = [level_territories(part, view, atlas).outlines[part] for part in parts]
    west, _, east, _ = drawn["bounds"]
    return on_plane(gpd.GeoSeries(outlines_of, crs=CRS), drawn["plane"], _FINENESS * (east - west))


def _classes(values: np.ndarray) -> list[tuple[float, int, bool]]:
    """Return at most five classes of as many areas each: upper bound, shade, and whether all its values are the same.

    Zero is a class of its own where it is the least value: none of something is not little of it. Fewer classes keep
    the whole ramp.
    """
    if len(values) == 0:
        return []
    zero = bool(values.min() == 0)
    rest = values[values > 0] if zero else values
    parts = CLASSES - 1 if zero else CLASSES
    cuts = np.quantile(rest, np.linspace(0, 1, parts + 1)[1:], method="inverted_cdf") if len(rest) else rest
    upper = [*([0.0] if zero else []), *np.unique(cuts).tolist()]
    lowest = len(upper) == 1 or zero
    shades = np.linspace(0, CLASSES - 1, len(upper)).round().astype(int) if len(upper) > 1 else [CLASSES - 1]
    return [(bound, int(shade), k == 0 and lowest) for k, (bound, shade) in enumerate(zip(upper, shades, strict=True))]
