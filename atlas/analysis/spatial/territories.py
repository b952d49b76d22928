"""Territories that indicators are computed for: outlines, areas and populations."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.io.memo import LEAST_ROWS, memoize

if TYPE_CHECKING:
    import geopandas as gpd

Made = TypeVar("Made")

# Shares of its area inside the surveyed area: below the first a territory counts as not surveyed, above the second as
# wholly surveyed (23 communes have simplified outlines).
LEAST_SURVEYED, WHOLLY_SURVEYED = 0.01, 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Territories:
    """Basins, inter-municipal bodies, communes and drawn outlines to be measured.

    Attributes
    ----------
    outlines
        GeoSeries of Polygon or MultiPolygon, EPSG:4326, indexed by id; None where a territory is known as a point.
    level
        Series of ``basin``, ``intercommunality``, ``commune`` or ``drawn``.
    area_km2
        Series of float, km² (EPSG:6933), NaN without outline.
    surveyed
        Series of float, 0..1: share of its area inside the area that the inventories of the basin cover.
    approximate
        Series of bool: the outline was chosen for the atlas and has no authority.
    communes
        For each id the communes that are entirely inside.
    communes_expected
        Series of int: number of communes that are entirely or partly inside.
    population
        Series of float, NaN where it is not the sum of whole communes.
    home
        The basin that the atlas is about.
    entire
        Whether the perimeter is the whole basin: contested figures and numbered lists refer to that alone.
    year
        The year that ages are counted to.
    figures
        The chosen value of each contested figure, NaN where the version is no single number.
    complete
        Layer, or ``layer.field.code`` for a kind of it → Series of float, 0..1: share of its area where the layer is
        complete.
    """

    outlines: "gpd.GeoSeries"
    level: pd.Series
    area_km2: pd.Series
    surveyed: pd.Series
    approximate: pd.Series
    communes: Mapping[str, tuple[str, ...]]
    communes_expected: pd.Series
    population: pd.Series
    home: str
    entire: bool
    year: int
    figures: Mapping[str, float] = field(default_factory=dict)
    complete: Mapping[str, pd.Series] = field(default_factory=dict)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Count the territories."""
        return len(self.outlines)

    @property
    def ids(self) -> pd.Index:
        """Return the ids, in order."""
        return self.outlines.index

    @property
    def shapes(self) -> np.ndarray:
        """Return the outlines as an array, prepared for repeated predicates; None without outline."""
        return np.asarray(self.keep("shapes", lambda: prepared_copy(self.outlines.to_numpy())))

    @property
    def is_home(self) -> np.ndarray:
        """Return whether each is the whole basin, which the contested figures and the numbered lists refer to."""
        return np.asarray(self.ids == self.home) & self.entire

    def series(self, values: object) -> pd.Series:
        """Return values in the order of the territories as a Series of float."""
        return pd.Series(np.asarray(values, dtype=float), index=self.ids)

    def memoize(self, question: str, shapes: np.ndarray, make: Callable[[], Made]) -> Made:
        """Return the result of a computation with these territories and some shapes, computed the first time only.

        Several indicators intersect the same layer with the same territories. Shapes are identified by their
        coordinates, not by the object.
        """
        return self.keep((question, self._digest(shapes)), make)

    def keep(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return a value that depends on the territories alone, computed the first time only."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _digest(self, shapes: np.ndarray) -> bytes:
        """Return a digest of the coordinates of shapes; the very same objects are read once."""

        def read() -> tuple[bytes, np.ndarray]:
            digest = hashlib.blake2b(_content(shapes)).digest()
            # With the objects, so that no others get their addresses.
            return digest, shapes.copy()

        def find() -> bytes:
            return self.keep(("digest", shapes.tobytes()), read)[0]

        # A layer is the same array for all territories.
        return memoize(shapes, "digest", find) if len(shapes) >= LEAST_ROWS else find()

    def with_version(self, figure: str, measured: pd.Series) -> pd.Series:
        """Return measured values; the chosen version of a contested figure replaces that of the whole basin."""
        if figure not in self.figures:
            return measured
        return measured.mask(self.is_home, self.figures[figure])


def _content(shapes: np.ndarray) -> bytes:
    """Return all that shapes are, as bytes."""
    if shapely.get_type_id(shapes).max(initial=-1) <= shapely.GeometryType.POINT:
        xy, row = shapely.get_coordinates(shapes, return_index=True)
        return b"%d|" % len(shapes) + shapely.is_missing(shapes).tobytes() + row.tobytes() + xy.tobytes()
    return b"|".join(wkb or b"" for wkb in shapely.to_wkb(shapes))
