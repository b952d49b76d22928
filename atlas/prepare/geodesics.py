"""Lines that join two places along the shortest way on the ellipsoid: a link, never a route."""

import geopandas as gpd
from shapely import LineString, Point

from atlas.analysis.measure import GEOD

# Between two vertices the straight chord of a map leaves the geodesic by less than 1 km at these latitudes.
STEP_M = 100_000


def geodesics(starts: gpd.GeoSeries, ends: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give the geodesic from each start to the end of the same row, a vertex at most every 100 km.

    Parameters
    ----------
    starts, ends
        GeoSeries of Point, EPSG:4326, same index.

    Returns
    -------
    GeoSeries
        LineString, EPSG:4326, same index; None where an end is missing or both are the same place.
    """
    lines = [_geodesic(start, end) for start, end in zip(starts, ends, strict=True)]
    return gpd.GeoSeries(lines, index=starts.index, crs="EPSG:4326")


def _geodesic(start: Point | None, end: Point | None) -> LineString | None:
    if start is None or end is None or start == end:
        return None
    ends = (start.x, start.y, end.x, end.y)
    _, _, metres = GEOD.inv(*ends)
    count = int(metres // STEP_M)
    between = GEOD.npts(*ends, npts=count) if count else []
    return LineString([start, *between, end])
