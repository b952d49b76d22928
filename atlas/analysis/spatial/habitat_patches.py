"""Habitat patches and how well they are connected: equivalent connectivity, gaps, the most useful missing links.

Straight lines from edge to edge, no barriers: no layer of roads or built-up areas is shipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import LAMBERT_93, areas_m2
from atlas.analysis.spatial.overlay import CRS, Inside, dissolve

# Smaller parts are slivers of digitising.
LEAST_M2 = 100
# Patches that touch are a micrometre apart: a link of no length is none.
_TOUCHING_M = 1e-6
# No corridor longer than this is worth proposing.
_LONGEST_M = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """Parts of the union of habitats.

    Attributes
    ----------
    shapes
        Polygons, EPSG:4326.
    area_ha
        ha, EPSG:6933.
    local
        The same polygons, EPSG:2154, in which distances are measured.
    rows
        Layer → pairs of a patch and a row that it is made of, and the index of the layer.
    """

    shapes: np.ndarray
    area_ha: np.ndarray
    local: np.ndarray
    rows: Mapping[str, tuple[np.ndarray, np.ndarray, pd.Index]]


@dataclass(frozen=True, slots=True)
class PatchLink:
    """A possible corridor: its patches, its length, its gain."""

    start: int
    end: int
    length_m: float
    gain_ha: float


def make_patches(layers: Mapping[str, gpd.GeoSeries]) -> Patches:
    """Merge habitats into patches larger than 100 m².

    Parameters
    ----------
    layers
        Layer id → GeoSeries of polygons, EPSG:4326.
    """
    every = np.concatenate([features.to_numpy() for features in layers.values()])
    shapes, areas = sizeable(dissolve(every))
    tree = shapely.STRtree(shapes)
    rows = {}
    for layer, features in layers.items():
        row, patch = tree.query(features.to_numpy(), predicate="intersects")
        rows[layer] = (patch, row, features.index)
    return Patches(shapes, areas, gpd.GeoSeries(shapes, crs=CRS).to_crs(LAMBERT_93).to_numpy(), rows)


def sizeable(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the polygons larger than 100 m², and return their areas in ha."""
    areas = areas_m2(gpd.GeoSeries(shapes, crs=CRS)).to_numpy()
    kept = areas > LEAST_M2
    return shapes[kept], areas[kept] / 1e4


def distances_m(local: np.ndarray) -> np.ndarray:
    """Return the distance from edge to edge of every pair of shapes in EPSG:2154, m."""
    return distances_within_m(local, [np.arange(len(local))])[0]


def distances_within_m(local: np.ndarray, groups: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the distance of every pair within each group of shapes, see `distances_m`; groups are positions."""
    pairs = [np.triu_indices(len(group), 1) for group in groups]
    starts = np.concatenate([group[start] for group, (start, _) in zip(groups, pairs, strict=True)])
    ends = np.concatenate([group[end] for group, (_, end) in zip(groups, pairs, strict=True)])
    metres = np.maximum(shapely.distance(local[starts], local[ends]), _TOUCHING_M)
    found, begin = [], 0
    for group, (start, end) in zip(groups, pairs, strict=True):
        table = np.zeros((len(group), len(group)))
        table[start, end] = metres[begin : begin + len(start)]
        found.append(table + table.T)
        begin += len(start)
    return found


def paths_m(distance_m: np.ndarray) -> np.ndarray:
    """Return the shortest way between every pair through the patches between them, which cost nothing to cross, m.

    By Floyd and Warshall; the checks of scipy take longer than the few patches of a commune.
    """
    path = distance_m.copy()
    for through in range(len(path) if len(path) > 2 else 0):  # noqa: PLR2004 - two have no other between them
        np.minimum(path, path[:, through, None] + path[None, through, :], out=path)
    return path


def equivalent_connectivity_of(area_ha: np.ndarray, path_m: np.ndarray, d50_m: float) -> float:
    r"""Return the equivalent connectivity EC(PC): the size of one patch that would be as connected as all of them.

    Parameters
    ----------
    area_ha
        Of each patch.
    path_m
        Shortest way between every pair, as returned by `paths_m`.
    d50_m
        Distance that half of the dispersing animals cover.

    Returns
    -------
    float
        ha; 0 without a patch.

    Notes
    -----
    .. math:: EC = \sqrt{\sum_i \sum_j a_i a_j p^*_{ij}}, \qquad p_{ij} = e^{-d_{ij} \ln 2 / d_{50}}

    References
    ----------
    Saura et al. 2011, doi:10.1016/j.ecolind.2010.06.011; Saura and Pascual-Hortal 2007,
    doi:10.1016/j.landurbplan.2007.03.005.
    """
    return float(np.sqrt(area_ha @ np.exp2(-path_m / d50_m) @ area_ha))


def spanning_m(distance_m: np.ndarray) -> np.ndarray:
    """Return the lengths of the shortest links that join all patches, m.

    Those longer than a distance are its gaps: the patches within that distance of one another make one group more.
    """
    # By Prim: always the patch that is nearest to those that are joined already.
    nearest, links = distance_m[0].copy(), []
    nearest[0] = np.inf
    joined = np.zeros(len(distance_m), dtype=bool)
    joined[0] = True
    for _ in range(len(distance_m) - 1):
        patch = int(nearest.argmin())
        links.append(nearest[patch])
        joined[patch] = True
        nearest = np.where(joined, np.inf, np.minimum(nearest, distance_m[patch]))
    return np.sort(links)


def missing_links(patches: Patches, inside: np.ndarray, d50_m: float, count: int) -> list[PatchLink]:
    """Return the corridors that would raise EC(PC) most for each metre built.

    A corridor, once there, makes its two patches touch. Candidates are the pairs up to 5 km apart whose straight line
    is their shortest way.

    Parameters
    ----------
    patches
        All of them.
    inside
        Positions of those that make the network.
    d50_m
        As for `equivalent_connectivity_of`.
    count
        How many corridors.
    """
    distance = distances_m(patches.local[inside])
    area, path = patches.area_ha[inside], paths_m(distance)
    before = equivalent_connectivity_of(area, path, d50_m)
    direct = (path >= distance * (1 - 1e-9)) & (distance > _TOUCHING_M) & (distance <= _LONGEST_M)
    found = []
    for start, end in zip(*np.nonzero(np.triu(direct)), strict=True):
        through = path[:, start, None] + path[None, end, :]
        shorter = np.minimum(path, np.minimum(through, through.T))
        gain = equivalent_connectivity_of(area, shorter, d50_m) - before
        found.append(PatchLink(int(inside[start]), int(inside[end]), float(distance[start, end]), gain))
    return sorted(found, key=lambda link: -link.gain_ha / link.length_m)[:count]


def rows_of(patches: Patches, inside: Inside, layer: str) -> Inside:
    """Return the rows of a layer that the patches of each territory are made of."""
    patch, row, ids = patches.rows[layer]
    return inside.joined(patch, row, ids)
