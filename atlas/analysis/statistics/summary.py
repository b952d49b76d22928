"""Number, area and length of groups of features, in total or inside an outline."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.spatial.measure import areas_m2, lengths_m
from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.analysis.spatial.union_area import union_area_m2
from atlas.io.mapped_shapes import PIECE_ROWS, MappedGeometry, dimensions_of, pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Measure = Callable[[np.ndarray], float]
_LINE, _AREA = 1, 2


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """Number, area and length of a group of features.

    Attributes
    ----------
    count
        Number of features, with or without geometry.
    unplaced
        Number of features without geometry.
    area_ha
        Area of the union of the polygons, ha; None without polygons.
    length_km
        Length of the lines, km; None without lines.
    """

    count: int
    unplaced: int
    area_ha: float | None
    length_km: float | None


def measure_groups(
    features: gpd.GeoSeries, groups: "Sequence[np.ndarray]", outline: shapely.Geometry | None = None
) -> list[GroupTotals]:
    """Measure groups of features.

    Parameters
    ----------
    features
        GeoSeries of any type, EPSG:4326.
    groups
        For each group, the positions of its features.
    outline
        Polygon, EPSG:4326: only the parts inside are measured; without it the whole features.

    Returns
    -------
    list of GroupTotals
        One item for each group. Areas in EPSG:6933 after union, lengths geodesic.
    """
    dimension = dimensions_of(features)
    area_ha, length_km = (_mapped if isinstance(features.array, MappedGeometry) else _held)(features, outline)
    measured = []
    for group in groups:
        areas = group[dimension[group] == _AREA]
        lines = group[dimension[group] == _LINE]
        measured.append(
            GroupTotals(
                count=len(group),
                unplaced=int((dimension[group] < 0).sum()),
                area_ha=area_ha(areas) if len(areas) else None,
                length_km=length_km(lines) if len(lines) else None,
            )
        )
    return measured


def _held(features: gpd.GeoSeries, outline: shapely.Geometry | None) -> tuple[Measure, Measure]:
    """Return the area and the length of some features that are in memory."""
    shapes = features.to_numpy()
    inside = shapes if outline is None else _inside(shapes, outline)
    return lambda rows: _area_ha(inside[rows]), lambda rows: _length_km(inside[rows])


def _mapped(features: gpd.GeoSeries, outline: shapely.Geometry | None) -> tuple[Measure, Measure]:
    """Return the area and the length of some features that are mapped: never more than some thousand are made."""

    def clip(shapes: np.ndarray) -> np.ndarray:
        return shapes if outline is None else _inside(shapes, outline)

    def length_km(rows: np.ndarray) -> float:
        pieces = pieces_of(features.array.bounds, rows, PIECE_ROWS)
        return sum(_length_km(clip(np.asarray(features.array[piece]))) for piece in pieces)

    return lambda rows: union_area_m2(features, rows, clip) / 1e4, length_km


def _inside(shapes: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Clip features to the outline; most are inside and need no clipping."""
    outline = prepared_copy(outline)
    cut = shapes.copy()
    crossing = np.flatnonzero((shapely.get_dimensions(shapes) > 0) & ~shapely.covers(outline, shapes))
    cut[crossing] = shapely.intersection(shapes[crossing], outline)
    return cut


def _area_ha(areas: np.ndarray) -> float:
    return float(areas_m2(gpd.GeoSeries([shapely.union_all(areas)], crs="EPSG:4326")).iloc[0]) / 1e4


def _length_km(lines: np.ndarray) -> float:
    # A line that only touches an outline leaves points behind, and those have no length.
    return float(lengths_m(gpd.GeoSeries(lines, crs="EPSG:4326")).sum()) / 1e3
