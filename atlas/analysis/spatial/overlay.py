"""What of a layer lies inside which territory: whole rows by a point, areas by their union, lines by their length."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.analysis.spatial.parallel import side_by_side
from atlas.analysis.spatial.prepared_geometry import prepared

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories

CRS = "EPSG:4326"


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
        How many territories there are.
    """

    territory: np.ndarray
    row: np.ndarray
    ids: pd.Index
    territories: int

    def only(self, rows: np.ndarray) -> "Inside":
        """Keep the pairs whose row is chosen (bool for each row of the layer)."""
        kept = np.asarray(rows, dtype=bool)[self.row]
        return Inside(self.territory[kept], self.row[kept], self.ids, self.territories)

    def count(self) -> np.ndarray:
        """Count the rows of each territory."""
        return np.bincount(self.territory, minlength=self.territories)

    def total(self, of_row: np.ndarray) -> np.ndarray:
        """Add up, for each territory, a value of each row of the layer."""
        return np.bincount(self.territory, weights=np.asarray(of_row, float)[self.row], minlength=self.territories)

    def of(self, position: int) -> list[str]:
        """Return the ids of the rows of one territory, each once, in the order of the layer."""
        return self.ids[np.unique(self.row[self.territory == position])].tolist()


def located(territories: "Territories", features: gpd.GeoSeries) -> Inside:
    """Report in which territory each feature lies: where a point on its surface does.

    A feature on a border counts once, so that the parts of a territory sum to the whole.

    Parameters
    ----------
    territories
        What is compared.
    features
        GeoSeries of any type, EPSG:4326; those without geometry lie nowhere.
    """
    shapes = features.to_numpy()

    def make() -> np.ndarray:
        points, spread = shapes.copy(), shapely.get_type_id(shapes) > shapely.GeometryType.POINT
        points[spread] = shapely.point_on_surface(shapes[spread])
        # Asked once: the tree prepares each outline for its own question.
        return side_by_side(shapely.STRtree(points).query, territories.outlines.to_numpy(), predicate="covers")

    owner, row = territories.memoize("located", shapes, make)
    return Inside(owner, row, features.index, len(territories))


def row_areas_m2(territories: "Territories", features: gpd.GeoSeries) -> tuple[Inside, np.ndarray]:
    """Return the area of each feature in each territory, m²: what overlaps counts in each feature."""
    owner, row, areas = _measured(territories, features.to_numpy(), "areas")
    return Inside(owner, row, features.index, len(territories)), areas


def union_areas_m2(territories: "Territories", features: gpd.GeoSeries, chosen: np.ndarray | None = None) -> np.ndarray:
    """Return the ground that features cover in each territory, m²: what overlaps counts once.

    Parameters
    ----------
    territories
        What is compared.
    features
        GeoSeries of polygons, EPSG:4326.
    chosen
        Whether each feature counts; all do without it. Layers are cut whole, so that no shape is cut twice.
    """
    inside, areas = row_areas_m2(territories, features)
    shapes = features.to_numpy()
    counts = ~shapely.is_missing(shapes)
    if chosen is not None:
        counts &= np.asarray(chosen, dtype=bool)
    crowded = _crowded(shapes, counts)
    if not crowded.any():
        more = np.empty(0, dtype=object)
    else:
        # The largest, perhaps a whole nature park, is left as it was cut; what the others have outside it is added.
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
    """Report which of the shapes that count meet another of them: the others need not be united with anything."""
    own = np.flatnonzero(counts)
    one, other = shapely.STRtree(shapes[own]).query(shapes[own], predicate="intersects")
    crowded = np.zeros(len(shapes), dtype=bool)
    crowded[own[one[one != other]]] = True
    return crowded


def row_lengths_m(territories: "Territories", features: gpd.GeoSeries) -> tuple[Inside, np.ndarray]:
    """Return the geodesic length of each line in each territory, m; a line along a border counts on both sides."""
    owner, row, metres = _measured(territories, features.to_numpy(), "lengths")
    return Inside(owner, row, features.index, len(territories)), metres


def united(shapes: np.ndarray) -> np.ndarray:
    """Return the parts of the union of shapes, none overlapping another."""
    placed = shapes[~shapely.is_missing(shapes)]
    return np.asarray(shapely.get_parts(shapely.disjoint_subset_union_all(placed)))


def pieces(territories: "Territories", shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut shapes by territories.

    Parameters
    ----------
    territories
        What is compared.
    shapes
        Polygons or lines, EPSG:4326; None and what is empty lies nowhere.

    Returns
    -------
    tuple of ndarray
        Position of the territory, position of the shape, what of the shape lies in the territory.
    """
    return territories.memoize("pieces", shapes, lambda: _cut(territories.shapes, shapes))


def _cut(outlines: np.ndarray, shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # Most shapes lie in their territory whole, some hold it: asking that of what is prepared is cheaper than cutting.
    shapes = prepared(shapes)
    owner, row = shapely.STRtree(shapes).query(outlines, predicate="intersects")
    cut = shapes[row]
    holding = shapely.covers(cut, outlines[owner])
    cut = np.where(holding, outlines[owner], cut)
    partly = ~holding & ~shapely.covers(outlines[owner], cut)
    boxes = shapely.bounds(outlines[owner[partly]]).reshape(-1, 4)
    near = np.array([shapely.clip_by_rect(shape, *box) for shape, box in zip(cut[partly], boxes, strict=True)], object)
    # Cutting by a box is quick and not always clean: what it spoilt is cut whole.
    near = np.where(shapely.is_valid(near), near, cut[partly])
    cut[partly] = shapely.intersection(near, outlines[owner[partly]])
    kept = ~shapely.is_empty(cut)
    return owner[kept], row[kept], cut[kept]


def _measured(territories: "Territories", shapes: np.ndarray, what: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measure what of each shape lies in each territory, and drop what only touches."""

    def make() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        owner, row, cut = pieces(territories, shapes)
        series = gpd.GeoSeries(cut, crs=CRS)
        sizes = (areas_m2(series) if what == "areas" else lengths_m(series)).to_numpy()
        some = sizes > 0
        return owner[some], row[some], sizes[some]

    return territories.memoize(what, shapes, make)
