"""Neighbours of territories: those that touch (queen), those within a distance, or the nearest ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.measure import metric_crs
from atlas.errors import IndicatorError
from atlas.io.extras import needs_extra

if TYPE_CHECKING:
    from libpysal.graph import Graph

Rule = Literal["queen", "distance", "nearest"]
RULES: tuple[Rule, ...] = get_args(Rule)
# Outlines that are nearer than this touch: simplified ones never share every vertex.
TOUCH_M = 10
NEAREST = 6


@dataclass(frozen=True, slots=True)
class NeighbourRule:
    """The rule that makes two territories neighbours.

    Attributes
    ----------
    rule
        ``queen``: outlines touch, a corner is enough; ``distance``: centroids within `distance_m`; ``nearest``: the
        `nearest` nearest centroids.
    distance_m
        For ``distance``; None is the least distance at which every territory has a neighbour.
    nearest
        For ``nearest``.
    """

    rule: Rule = "queen"
    distance_m: float | None = None
    nearest: int = NEAREST


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Neighbours of territories.

    Attributes
    ----------
    graph
        Row-standardised weights, without the islands.
    islands
        Territories without a neighbour.
    distance_m
        The distance used; None for another rule.
    crs
        Reference system that distances are measured in.
    """

    graph: "Graph"
    islands: tuple[str, ...]
    distance_m: float | None
    crs: str

    @property
    def ids(self) -> list[str]:
        """Return the territories that have neighbours, in order."""
        return [str(territory) for territory in self.graph.unique_ids]

    @property
    def mean(self) -> float:
        """Return the mean number of neighbours."""
        return float(self.graph.cardinalities.mean()) if self.graph.n else 0.0


def find_neighbours(shapes: gpd.GeoSeries, rule: NeighbourRule) -> Neighbours:
    """Return the neighbours of territories, the islands apart.

    Parameters
    ----------
    shapes
        GeoSeries of Polygon or MultiPolygon, EPSG:4326, indexed by id.
    rule
        Rule and its number.

    Raises
    ------
    IndicatorError
        The territories lie in several zones of projection, so that no plane holds their distances.
    LayerDataError
        The library is not installed.
    """
    ordered = shapes.sort_index()
    local = on_metric_plane(ordered)
    centres = local.centroid
    xy = shapely.get_coordinates(centres.to_numpy())
    distance = rule.distance_m
    if rule.rule == "queen":
        pairs, distance = _touching(local), None
    elif rule.rule == "distance":
        distance = _least_distance(xy) if distance is None else distance
        pairs = _within(centres, distance)
    else:
        pairs, distance = _nearest(xy, rule.nearest), None
    own, other = pairs[:, pairs[0] != pairs[1]]
    ids = ordered.index.astype(str).to_numpy()
    alone = np.setdiff1d(np.arange(len(ids)), own)
    with needs_extra("moran"):
        from libpysal.graph import Graph  # noqa: PLC0415 - seconds that the first map must not wait for

        graph = Graph.from_arrays(ids[own], ids[other], np.ones(len(own))) if len(own) else None
    if graph is None:
        raise IndicatorError("statistics_islands", count=len(ids))
    connected = [str(ids[k]) for k in range(len(ids)) if k not in set(alone.tolist())]
    graph = Graph(graph.adjacency.loc[connected]).transform("r")
    return Neighbours(graph, tuple(str(ids[k]) for k in alone), distance, str(local.crs))


def on_metric_plane(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return shapes in the one projection that measures distances around all of them.

    Raises
    ------
    IndicatorError
        They lie in several zones.
    """
    bounds = shapely.bounds(shapes.to_numpy())
    codes = np.unique(metric_crs(bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)))
    if len(codes) > 1:
        raise IndicatorError("statistics_zones", zones=len(codes))
    return shapes.to_crs(int(codes[0]))


def _touching(local: gpd.GeoSeries) -> np.ndarray:
    shapes = local.to_numpy()
    return np.asarray(shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCH_M))


def _within(centres: gpd.GeoSeries, distance_m: float) -> np.ndarray:
    points = centres.to_numpy()
    return np.asarray(shapely.STRtree(points).query(points, predicate="dwithin", distance=distance_m))


def _tree_distances(xy: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return distance and position of the nearest other points; of equal distances the first id is nearer."""
    gaps = np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
    np.fill_diagonal(gaps, np.inf)
    # Rounded to a millimetre: equal distances on a grid differ in their last digit.
    order = np.argsort(gaps.round(3), axis=1, kind="stable")[:, :count]
    return np.take_along_axis(gaps, order, axis=1), order


def _least_distance(xy: np.ndarray) -> float:
    distances, _ = _tree_distances(xy, 1)
    # Rounded up to a metre: the distance that is shown is the one that is used.
    return float(np.ceil(distances.max()))


def _nearest(xy: np.ndarray, count: int) -> np.ndarray:
    if not 1 <= count < len(xy):
        raise IndicatorError("statistics_nearest", count=count, most=len(xy) - 1)
    _, order = _tree_distances(xy, count)
    return np.stack([np.repeat(np.arange(len(xy)), count), order.ravel()])
