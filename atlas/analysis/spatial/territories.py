"""Territories that indicators are computed for: outlines, areas and populations."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.prepared_geometry import prepared

if TYPE_CHECKING:
    import geopandas as gpd

Made = TypeVar("Made")

# Below this share of its area inside the surveyed ground a territory is not measured by what was surveyed there; above
# the other it counts as wholly surveyed (23 communes have simplified outlines).
LEAST_SURVEYED, WHOLLY_SURVEYED = 0.01, 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Territories:
    """Basins, inter-municipal bodies, communes and drawn outlines, side by side.

    Attributes
    ----------
    outlines
        GeoSeries of Polygon or MultiPolygon, EPSG:4326, indexed by id; None where a territory is known as a point.
    level
        Series of ``basin``, ``intercommunality``, ``commune`` or ``drawn``.
    area_km2
        Series of float, km² (EPSG:6933), NaN without outline.
    surveyed
        Series of float, 0..1: share of its area inside the ground that the inventories of the basin cover.
    approximate
        Series of bool: the outline was chosen for the atlas and has no authority.
    communes
        For each id the communes that it holds whole; none where it cuts communes.
    communes_expected
        Series of int: how many communes it has or touches.
    population
        Series of float, NaN where it is not the sum of whole communes.
    home
        The basin that the atlas is about.
    entire
        Whether the basin is measured as a whole: the contested figures and the numbered lists speak of that alone.
    year
        The year that ages are counted to.
    figures
        The chosen value of each contested figure, NaN where the version is no single number.
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
    _kept: dict[tuple[str, bytes], Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Count the territories."""
        return len(self.outlines)

    @property
    def ids(self) -> pd.Index:
        """Return the ids, in order."""
        return self.outlines.index

    @property
    def shapes(self) -> np.ndarray:
        """Return the outlines as an array, prepared for many questions; None without outline."""
        key = ("shapes", b"")
        if key not in self._kept:
            self._kept[key] = prepared(self.outlines.to_numpy())
        return np.asarray(self._kept[key])

    @property
    def is_home(self) -> np.ndarray:
        """Return whether each is the whole basin that the contested figures and the numbered lists speak of."""
        return np.asarray(self.ids == self.home) & self.entire

    def series(self, values: object) -> pd.Series:
        """Return values in the order of the territories as a Series of float."""
        return pd.Series(np.asarray(values, dtype=float), index=self.ids)

    def once(self, question: str, shapes: np.ndarray, make: Callable[[], Made]) -> Made:
        """Return the answer to a question about these territories and some shapes, worked out the first time only.

        Several indicators cut the same layer by the same territories. The shapes are known by what they are, not by
        where they lie in memory.
        """
        key = (question, hashlib.blake2b(b"|".join(wkb or b"" for wkb in shapely.to_wkb(shapes))).digest())
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def chosen(self, figure: str, measured: pd.Series) -> pd.Series:
        """Replace what was measured by the chosen version of a contested figure, for the whole basin alone."""
        if figure not in self.figures:
            return measured
        return measured.mask(self.is_home, self.figures[figure])
