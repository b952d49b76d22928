"""Cut geometries at the 180th meridian: uncut, they would span the whole width of a flat map."""

import warnings
from collections.abc import Callable
from typing import Any

import antimeridian
import numpy as np
import shapely

from atlas.io.imports.source_file import SourceFile

_CUT: dict[str, Callable[..., Any]] = {
    "Polygon": antimeridian.fix_polygon,
    "MultiPolygon": antimeridian.fix_multi_polygon,
    "LineString": antimeridian.fix_line_string,
    "MultiLineString": antimeridian.fix_multi_line_string,
}
# Single lines and areas, as GEOS numbers them.
_SPLITTABLE = (1, 3)
_HALF, _WHOLE, _POLE = 180.0, 360.0, 90.0


def split_at_meridian(shapes: np.ndarray, source: SourceFile) -> np.ndarray:
    """Cut shapes at the 180th meridian, and shift longitudes of 180 to 360 back by 360.

    Parameters
    ----------
    shapes
        In longitude and latitude (EPSG:4326), None without position.
    source
        The file; counts of what is cut go to its findings.
    """
    bounds = shapely.bounds(shapes)
    beyond = np.abs(bounds[:, [0, 2]]).max(axis=1) > _HALF
    parts, rows = shapely.get_parts(shapes, return_index=True)
    own = shapely.bounds(parts)
    # A part that reaches from edge to edge of the map was cut there already.
    crossing = (own[:, 2] - own[:, 0] > _HALF) & ~((own[:, 0] <= -_HALF) & (own[:, 2] >= _HALF))
    crossing &= np.isin(shapely.get_type_id(parts), _SPLITTABLE) & ~beyond[rows]
    touched = np.union1d(np.flatnonzero(beyond), rows[crossing])
    source.findings.repair("antimeridian", len(touched))
    if not len(touched):
        return shapes
    shapes = shapes.copy()
    for row in touched:
        shapes[row] = _brought_back(shapes[row]) if beyond[row] else _cut(shapes[row])
    source.findings.repair("collapsed", sum(shapes[row] is None for row in touched))
    return shapes


def _brought_back(shape: Any) -> Any:
    """Shift the part beyond the 180th meridian by 360 degrees; None where nothing is left."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    dimension, turned = shapely.get_dimensions(shape), []
    for turn in (-_WHOLE, 0, _WHOLE):
        inside = shapely.intersection(shape, shapely.box(-_HALF - turn, -_POLE, _HALF - turn, _POLE))
        # An area that only touches the edge of the map leaves no area there.
        if shapely.get_dimensions(inside) == dimension:
            turned.append(_moved(inside, turn))
    whole = shapely.union_all(turned)
    return None if whole.is_empty else whole


def _moved(shape: Any, turn: float) -> Any:
    return shapely.transform(shape, lambda pairs: np.add(pairs, (turn, 0.0)))


def _cut(shape: Any) -> Any:
    """Cut a geometry that jumps from one edge of the map to the other; None when nothing is left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _CUT[shape.geom_type](shape, great_circle=False)
        except Exception:  # noqa: BLE001 - a geometry that cannot be cut is left out and counted
            return None
