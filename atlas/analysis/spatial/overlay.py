"""Overlay of layers and territories: features that meet a territory, areas, unions, lengths."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.cutting import pieces, spread
from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.analysis.spatial.parallel import query_in_parallel
from atlas.analysis.spatial.prepared_geometry import FEW_VERTICES

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories

CRS = "EPSG:4326"
# Borders of several producers never match to the metre: up to these, what lies across a border is a sliver.
SLIVER_M2, SLIVER_M = 100, 10
_LINE, _SURFACE = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """Pairs of a territory and a row that lies in it.

    Attributes
    ----------
    territory, row
        Positions of the pairs in the territories and in the layer.
    ids
        Index of the layer.
    territories
        Number of territories.
    share
        Share of the feature that is inside the territory, 0..1, of its area or length, 1 for a point; None where it was
        not measured.
    """

    territory: np.ndarray
    row: np.ndarray
    ids: pd.Index
    territories: int
    share: np.ndarray | None = None

    def only(self, rows: np.ndarray) -> "Inside":
        """Keep the pairs of some rows (bool for each row of the layer)."""
        kept = np.asarray(rows, dtype=bool)[self.row]
        share = None if self.share is None else self.share[kept]
        return Inside(self.territory[kept], self.row[kept], self.ids, self.territories, share)

    def count(self) -> np.ndarray:
        """Count the rows of each territory."""
        return np.bincount(self.territory, minlength=self.territories)

    def total(self, of_row: np.ndarray) -> np.ndarray:
        """Sum a value of the rows for each territory."""
        return np.bincount(self.territory, weights=np.asarray(of_row, float)[self.row], minlength=self.territories)

    def joined(self, own: np.ndarray, other: np.ndarray, ids: pd.Index) -> "Inside":
        """Replace each row by those of another layer that it is paired with (row ``own[i]`` with ``other[i]``)."""
        order = np.argsort(own, kind="stable")
        starts, ends = (np.searchsorted(own[order], self.row, side) for side in ("left", "right"))
        at = spread(starts, ends - starts)
        return Inside(np.repeat(self.territory, ends - starts), other[order][at], ids, self.territories)

    def share_of(self, position: int) -> "pd.Series[float]":
        """Return the share inside of each row of one territory, by id; empty where it was not measured."""
        if self.share is None:
            return pd.Series(dtype=float)
        own = self.territory == position
        return pd.Series(self.share[own], index=self.ids[self.row[own]])

    def of(self, position: int) -> list[str]:
        """Return the ids of the rows of one territory, each once, in the order of the layer."""
        return self.ids[np.unique(self.row[self.territory == position])].tolist()


def locate_features(territories: "Territories", features: gpd.GeoSeries) -> Inside:
    """Return the territory of each feature: the one that covers a point on its surface.

    A feature across a border counts once, so that the parts of a territory sum to the whole, and is lost to all of them
    but one: right for points, wrong for areas and lines, for which see `meeting_features`.

    Parameters
    ----------
    territories
        Territories to overlay.
    features
        GeoSeries of any type, EPSG:4326; those without geometry are in no territory.
    """
    shapes = features.to_numpy()

    def make() -> np.ndarray:
        outlines = territories.outlines.to_numpy()
        spread = shapely.get_type_id(shapes) > shapely.GeometryType.POINT
        if not spread.any() and shapely.get_num_coordinates(outlines).max(initial=0) <= FEW_VERTICES:
            row, owner = query_in_parallel(territories.outlines.sindex.query, shapes, predicate="intersects")
            order = np.lexsort((row, owner))
            return np.stack([owner[order], row[order]])
        index = features.sindex
        if spread.any():
            points = shapes.copy()
            points[spread] = shapely.point_on_surface(shapes[spread])
            index = shapely.STRtree(points)
        # A single query: the tree prepares each outline itself.
        return query_in_parallel(index.query, outlines, predicate="covers")

    owner, row = territories.memoize("located", shapes, make)
    return Inside(owner, row, features.index, len(territories))


def meeting_features(territories: "Territories", features: gpd.GeoSeries) -> Inside:
    """Return the territories that each feature meets, with the share of it inside each.

    A feature meets a territory if more than a sliver of it (`SLIVER_M2` of an area, `SLIVER_M` of a line) or a point on
    its surface is inside. A feature across a border counts in each territory: counts of parts may exceed the whole.

    Parameters
    ----------
    territories
        Territories to overlay.
    features
        GeoSeries of any type, EPSG:4326; those without geometry meet no territory.
    """
    shapes = features.to_numpy()
    pairs = territories.memoize("meeting", shapes, lambda: _meeting(territories, features))
    return Inside(pairs[0], pairs[1], features.index, len(territories), pairs[2])


def _meeting(territories: "Territories", features: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    located, dimension = locate_features(territories, features), shapely.get_dimensions(features.to_numpy())
    found = [(located, np.where(dimension[located.row] > 0, 0.0, 1.0), np.full(len(located.row), fill_value=True))]
    if (dimension == _SURFACE).any():
        areas = features.where(dimension == _SURFACE)
        inside, square_metres = row_areas_m2(territories, areas)
        found.append((inside, square_metres / areas_m2(areas).to_numpy()[inside.row], square_metres > SLIVER_M2))
    if (dimension == _LINE).any():
        lines = features.where(dimension == _LINE)
        along, metres = row_lengths_m(territories, lines)
        found.append((along, metres / lengths_m(lines).to_numpy()[along.row], metres > SLIVER_M))
    # A feature that is smaller than a sliver counts where a point on its surface is, with its measured share.
    pairs, at = np.unique(
        np.concatenate([pairs.territory * len(features) + pairs.row for pairs, _, _ in found]), return_inverse=True
    )
    shares = np.full(len(pairs), np.nan)
    np.fmax.at(shares, at, np.concatenate([share for _, share, _ in found]))
    meets = np.bincount(at, weights=np.concatenate([met for _, _, met in found]), minlength=len(pairs)) > 0
    territory, row = np.divmod(pairs[meets], max(len(features), 1))
    return territory, row, np.minimum(shares[meets], 1)


def row_areas_m2(territories: "Territories", features: gpd.GeoSeries) -> tuple[Inside, np.ndarray]:
    """Return the area of each feature in each territory, m²; overlapping areas count in each feature."""
    owner, row, areas = _measured(territories, features.to_numpy(), "areas")
    return Inside(owner, row, features.index, len(territories)), areas


def union_areas_m2(territories: "Territories", features: gpd.GeoSeries, chosen: np.ndarray | None = None) -> np.ndarray:
    """Return the area of the union of features in each territory, m²; overlapping areas count once.

    Parameters
    ----------
    territories
        Territories to overlay.
    features
        GeoSeries of polygons, EPSG:4326.
    chosen
        Which features count; all by default. Whole layers are cut and memoized, so that no shape is cut twice.
    """
    shapes = features.to_numpy()
    counts = ~shapely.is_missing(shapes)
    if chosen is not None:
        counts &= np.asarray(chosen, dtype=bool)
    question = f"union {counts.tobytes().hex()}"
    return territories.memoize(question, shapes, lambda: _union_areas_m2(territories, features, counts))


def _union_areas_m2(territories: "Territories", features: gpd.GeoSeries, counts: np.ndarray) -> np.ndarray:
    inside, areas = row_areas_m2(territories, features)
    shapes = features.to_numpy()
    crowded = _crowded(shapes, counts)
    if not crowded.any():
        more = np.empty(0, dtype=object)
    else:
        # The largest shape, perhaps a nature park, stays as it was cut; the parts of the others outside it are added.
        largest = np.flatnonzero(crowded)[shapely.get_num_coordinates(shapes[crowded]).argmax()]
        crowded[largest] = False
        more = shapely.get_parts(
            shapely.difference(shapely.disjoint_subset_union_all(shapes[crowded]), shapes[largest])
        )
    alone = (counts & ~crowded)[inside.row]
    ground = np.bincount(inside.territory[alone], weights=areas[alone], minlength=len(territories))
    if len(more):
        owner, _, together = _measured(territories, more, "areas")
        ground = ground + np.bincount(owner, weights=together, minlength=len(territories))
    return ground


def _crowded(shapes: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return which of the counted shapes intersect another of them: only these need a union."""
    own = np.flatnonzero(counts)
    left, right = shapely.STRtree(shapes[own]).query(shapes[own], predicate="intersects")
    crowded = np.zeros(len(shapes), dtype=bool)
    crowded[own[left[left != right]]] = True
    return crowded


def row_lengths_m(territories: "Territories", features: gpd.GeoSeries) -> tuple[Inside, np.ndarray]:
    """Return the geodesic length of each line in each territory, m; a line along a border counts on both sides."""
    owner, row, metres = _measured(territories, features.to_numpy(), "lengths")
    return Inside(owner, row, features.index, len(territories)), metres


def dissolve(shapes: np.ndarray) -> np.ndarray:
    """Return the union of shapes as parts that do not overlap."""
    placed = shapes[~shapely.is_missing(shapes)]
    return np.asarray(shapely.get_parts(shapely.disjoint_subset_union_all(placed)))


def _measured(territories: "Territories", shapes: np.ndarray, what: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measure the part of each shape in each territory; shapes that only touch are dropped."""

    def make() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        owner, row, cut = pieces(territories, shapes)
        series = gpd.GeoSeries(cut, crs=CRS)
        sizes = (areas_m2(series) if what == "areas" else lengths_m(series)).to_numpy()
        some = sizes > 0
        return owner[some], row[some], sizes[some]

    return territories.memoize(what, shapes, make)
