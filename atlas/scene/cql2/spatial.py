"""Spatial conditions of CQL2, and distances."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyproj
import shapely

from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.analysis.spatial.proximity import within_distance
from atlas.errors import ViewError
from atlas.scene.cql2.operands import GEOMETRY, Rows
from atlas.scene.query.drawn_shape import MOST_METRES

if TYPE_CHECKING:
    from pyproj import CRS

    from atlas.scene.cql2.parse import Expression

Spatial = Callable[["list[Expression]", Rows, "CRS | None"], Any]
# For each condition the test of a literal against the features, and the one where the literal comes first.
_TESTS = {
    "s_intersects": (shapely.intersects, shapely.intersects),
    "s_disjoint": (shapely.disjoint, shapely.disjoint),
    "s_equals": (shapely.equals, shapely.equals),
    "s_touches": (shapely.touches, shapely.touches),
    "s_overlaps": (shapely.overlaps, shapely.overlaps),
    "s_crosses": (shapely.crosses, shapely.crosses),
    "s_within": (shapely.contains, shapely.within),
    "s_contains": (shapely.within, shapely.contains),
}
_UNITS = {
    **dict.fromkeys(("", "m", "meter", "meters", "metre", "metres"), 1.0),
    **dict.fromkeys(("km", "kilometer", "kilometers", "kilometre", "kilometres"), 1_000.0),
    **dict.fromkeys(("foot", "feet"), 0.3048),
    "statute miles": 1_609.344,
    "nautical miles": 1_852.0,
}
_BOX, _BOX_3D = 4, 6
# Edges of a box in another reference system are curved: each is read at this many places.
_STEPS = 32
_ATLAS_CRS = "OGC:CRS84"
# Greatest longitude and latitude; a hair more, which a change of reference system may add.
_WORLD = np.array([180, 90]) + 1e-6


def _condition(operator: str) -> Spatial:
    def test(arguments: "list[Expression]", rows: Rows, crs: "CRS | None") -> Any:
        literal, first = _literal(operator, arguments, 2)
        shape = read_shape(literal, crs)
        met = _TESTS[operator][int(first)](prepared_copy(shape), rows.gdf.geometry.to_numpy())
        return _unknown_without_place(np.asarray(met, dtype=bool), rows)

    return test


def within_metres(arguments: "list[Expression]", rows: Rows, crs: "CRS | None") -> Any:
    """Return which rows are within a distance of a geometry: ``S_DWITHIN(geometry, POINT(2 50), 500, 'meters')``."""
    literal, _ = _literal("s_dwithin", arguments[:2], 2)
    distance, *unit = arguments[2:4] or [None]
    # A unit without quotation marks, as in the language before this one, reads as the name of a property.
    words = [str(part.get("property")) if isinstance(part, dict) else str(part) for part in unit]
    factor = _UNITS.get(words[0].lower() if words else "")
    number = isinstance(distance, int | float) and not isinstance(distance, bool)
    if not number or factor is None or not 0 <= (metres := float(distance) * factor) <= MOST_METRES:
        raise ViewError("cql_distance", key="filter", value=f"{distance} {' '.join(words)}"[:60])
    drawn = gpd.GeoSeries([read_shape(literal, crs)], crs=rows.gdf.crs)
    return _unknown_without_place(within_distance(rows.gdf.geometry, drawn, metres), rows)


def read_shape(literal: "Expression", crs: "CRS | None") -> shapely.Geometry:
    """Return a geometry of a filter, EPSG:4326.

    Parameters
    ----------
    literal
        GeoJSON, or ``{"bbox": […]}``.
    crs
        Its reference system, with its own order of axes; None: longitude and latitude.

    Raises
    ------
    ViewError
        It is no geometry, or lies where its reference system is not defined.
    """
    try:
        shape = _box(literal["bbox"]) if "bbox" in literal else shapely.geometry.shape(literal)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as problem:
        raise ViewError("cql_geometry", key="filter") from problem
    if crs is not None and not shapely.is_empty(shape):
        shape = to_degrees(shape, crs)
    shape = shapely.force_2d(shape)
    places = shapely.get_coordinates(shape)
    # Written so that what is no number lies nowhere either.
    if not len(places) or not (np.abs(places) <= _WORLD).all():
        raise ViewError("cql_geometry", key="filter")
    if not shapely.is_valid(shape):
        # Repairing an outline that crosses itself a thousand times takes gigabytes.
        raise ViewError("cql_invalid", key="filter", problem=shapely.is_valid_reason(shape))
    return shape


def to_degrees(shape: shapely.Geometry, crs: "CRS") -> shapely.Geometry:
    """Return a geometry of another reference system, with the order of axes of its definition, as EPSG:4326."""
    transformer = pyproj.Transformer.from_crs(crs, _ATLAS_CRS, always_xy=False)
    size = np.ptp(shapely.get_coordinates(shape), axis=0).max(initial=0)
    dense = shapely.segmentize(shape, size / _STEPS) if size > 0 and np.isfinite(size) else shape
    return shapely.transform(dense, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


def box_shape(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """Return a box as the geometry that it is: an area, two across the antimeridian, a line without width, a point."""
    if west > east:
        return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


def _box(numbers: "Expression") -> shapely.Geometry:
    values = [float(number) for number in numbers]
    if len(values) == _BOX_3D:
        values = [*values[:2], *values[3:5]]
    if len(values) != _BOX:
        raise ValueError(numbers)
    return box_shape(*values)


def _literal(operator: str, arguments: "list[Expression]", count: int) -> "tuple[Expression, bool]":
    """Return the geometry that features are compared with, and whether it comes first."""
    named = [isinstance(part, dict) and part.get("property") == GEOMETRY for part in arguments]
    if len(arguments) != count or sum(named) != 1:
        raise ViewError("cql_spatial", key="filter", value=operator, name=GEOMETRY)
    first = named[1]
    return arguments[0 if first else 1], first


def _unknown_without_place(met: np.ndarray, rows: Rows) -> Any:
    return pa.array(met, mask=rows.gdf.geometry.isna().to_numpy())


SPATIAL: dict[str, Spatial] = {operator: _condition(operator) for operator in _TESTS}
