"""Area of the union of many areas of a mapped layer, taken place by place: some thousand shapes are made at a time."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.measure import areas_m2

# Number of shapes that are joined at once: more take longer, and more memory.
PIECE_ROWS = 2_500
_AREA = 2
Change = Callable[[np.ndarray], np.ndarray]


def union_area_m2(features: gpd.GeoSeries, rows: np.ndarray, change: Change) -> float:
    """Return the area of the union of some features.

    The ground is halved until few features meet a part; the union is cut there, so that the parts add up.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326, mapped.
    rows
        Positions of some with an area.
    change
        Is done to the shapes before they are joined.

    Returns
    -------
    float
        m², see `atlas.analysis.spatial.measure.areas_m2`.
    """
    bounds = features.array.bounds[rows]
    placed = np.isfinite(bounds).all(axis=1)
    rows, bounds = rows[placed], bounds[placed]
    if not len(rows):
        return 0.0
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return _area_m2(features, rows, bounds, (west, south, east, north), change)


def _area_m2(
    features: gpd.GeoSeries,
    rows: np.ndarray,
    bounds: np.ndarray,
    part: tuple[float, float, float, float],
    change: Change,
) -> float:
    low, high = part[:2], part[2:]
    if len(rows) > PIECE_ROWS:
        inner = np.stack([np.maximum(bounds[:, :2], low), np.minimum(bounds[:, 2:], high)]).mean(axis=0)
        axis = int(np.subtract(high, low).argmax())
        cut = float(np.median(inner[:, axis]))
        sides = bounds[:, axis] < cut, bounds[:, axis + 2] > cut
        # Where nearly all meet both halves nothing is won.
        if low[axis] < cut < high[axis] and all(2 * side.sum() < 1.8 * len(rows) for side in sides):
            west, south, east, north = part
            halves = (
                ((west, south, cut, north), (cut, south, east, north))
                if axis == 0
                else ((west, south, east, cut), (west, cut, east, north))
            )
            parts = zip(sides, halves, strict=True)
            return sum(_area_m2(features, rows[side], bounds[side], half, change) for side, half in parts)
    shapes = change(np.asarray(features.array[rows]).copy())
    crossing = ((bounds[:, :2] < low) | (bounds[:, 2:] > high)).any(axis=1)
    shapes[crossing] = shapely.intersection(shapes[crossing], shapely.box(*part))
    surfaces = shapely.get_parts(shapes)
    whole = shapely.union_all(surfaces[shapely.get_dimensions(surfaces) == _AREA])
    return float(areas_m2(gpd.GeoSeries([whole], crs="EPSG:4326")).iloc[0])
