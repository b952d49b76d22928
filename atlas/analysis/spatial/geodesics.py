"""Lines that join two places along the shortest way on the ellipsoid: a link, never a route."""

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, Point
from shapely.affinity import translate

from atlas.analysis.spatial.measure import GEOD

# Between two vertices the straight chord of a map leaves the geodesic by less than 1 km at these latitudes.
STEP_M = 100_000


def geodesics(starts: gpd.GeoSeries, ends: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the geodesic from each start to the end of the same row, a vertex at most every 100 km.

    Parameters
    ----------
    starts, ends
        GeoSeries of Point, EPSG:4326, same index.

    Returns
    -------
    GeoSeries
        LineString, EPSG:4326, same index; MultiLineString where the geodesic crosses the antimeridian, cut there; None
        where an end is missing or both are the same place.

    References
    ----------
    RFC 7946, 3.1.9: lines that cross the antimeridian are cut in two.
    """
    lines = [_geodesic(start, end) for start, end in zip(starts, ends, strict=True)]
    return gpd.GeoSeries(lines, index=starts.index, crs="EPSG:4326")


def _geodesic(start: Point | None, end: Point | None) -> shapely.Geometry | None:
    if start is None or end is None or start == end:
        return None
    ends = (start.x, start.y, end.x, end.y)
    _, _, metres = GEOD.inv(*ends)
    count = int(metres // STEP_M)
    between = GEOD.npts(*ends, npts=count) if count else []
    lon, lat = np.array([(start.x, start.y), *between, (end.x, end.y)]).T
    # Unwrapped longitudes continue past 180: the part beyond is cut off and shifted by 360.
    line = LineString(np.column_stack([np.unwrap(lon, period=360), lat]))
    west, _, east, _ = line.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004 - the ends of the map
        return line
    worlds = [(turn, line & shapely.box(turn - 180, -90, turn + 180, 90)) for turn in (-360, 0, 360)]
    return shapely.union_all([translate(piece, -turn) for turn, piece in worlds if not piece.is_empty])


def shortest_m(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the length of the geodesic from each point to the nearest of some others.

    Parameters
    ----------
    points, others
        Arrays of Point, EPSG:4326; `others` all with a position.

    Returns
    -------
    ndarray of float
        m; NaN for a point without position, and where there are no others.
    """
    placed = ~(shapely.is_missing(points) | shapely.is_empty(points))
    result, (lon, lat) = np.full(len(points), np.nan), shapely.get_coordinates(points[placed]).T
    if len(others) == 0:
        return result
    other_lon, other_lat = shapely.get_coordinates(others).T
    pairs = np.broadcast_arrays(lon[:, None], lat[:, None], other_lon, other_lat)
    x, y, other_x, other_y = (np.ravel(side) for side in pairs)
    metres = np.asarray(GEOD.inv(x, y, other_x, other_y)[2]).reshape(pairs[0].shape)
    result[placed] = metres.min(axis=1)
    return result
