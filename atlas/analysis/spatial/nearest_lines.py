"""Shortest lines from shapes to the nearest of others, on one plane."""

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.parallel import query_in_parallel
from atlas.analysis.spatial.pieces import pieces_to_make

# An edge of a box this long, in degrees, is straight on a plane within a few metres.
_EDGE_DEGREES, _MARGIN_M = 0.1, 20.0


def shortest_lines(shapes: np.ndarray, others: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the placed shapes and the shortest line from each to the others, on one plane."""
    own, other = query_in_parallel(others.sindex.nearest, shapes, return_all=False)
    return own, shapely.shortest_line(shapes[own], others.to_numpy()[other])


def lines_to_pieces(shapes: np.ndarray, others: gpd.GeoSeries, crs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the same for others that are mapped: piece by piece, and only the pieces that may have a nearer one.

    Parameters
    ----------
    shapes
        In the projection.
    others
        Mapped, EPSG:4326, all with a position.
    crs
        EPSG code of the projection.
    """
    bounds, pieces = others.array.bounds, list(pieces_to_make(others))
    boxes = [shapely.box(*bounds[rows, :2].min(axis=0), *bounds[rows, 2:].max(axis=0)) for rows in pieces]
    around = gpd.GeoSeries(boxes, crs="EPSG:4326").segmentize(_EDGE_DEGREES).to_crs(crs).to_numpy()
    # Nothing in a box is nearer than this; without position nothing is near.
    least = shapely.distance(shapes[:, None], around[None]) - _MARGIN_M
    least[np.isnan(least)] = np.inf
    shortest, lines = np.full(len(shapes), np.inf), np.full(len(shapes), None, dtype=object)
    for piece in np.argsort(least.min(axis=0, initial=np.inf)):
        near = np.flatnonzero(least[:, piece] < shortest)
        if len(near):
            own, found = shortest_lines(shapes[near], others.iloc[pieces[piece]].to_crs(crs))
            own, metres = near[own], shapely.length(found)
            nearer = metres < shortest[own]
            shortest[own[nearer]], lines[own[nearer]] = metres[nearer], found[nearer]
    placed = np.flatnonzero(np.isfinite(shortest))
    return placed, lines[placed]
