"""Differences between two states of a layer: rows added, removed, moved, fields changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    import pandas as pd

    from atlas.catalog import Layer

# Finer than any source measures, in degrees: about a centimetre.
_SAME_PLACE = 1e-7


@dataclass(frozen=True, slots=True)
class Diff:
    """How two states of a layer differ.

    Attributes
    ----------
    added, removed
        Ids that only one of the states has.
    moved
        Ids of rows whose geometry changed.
    farthest_m
        Largest distance between the centres of a row before and after; 0 without moved rows.
    changed
        For each field, the ids of the rows whose value changed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    farthest_m: float
    changed: dict[str, tuple[str, ...]]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing would change."""
        return not (self.added or self.removed or self.moved or self.changed)


def diff_rows(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, layer: "Layer") -> Diff:
    """Compare two states of a layer, row by row of the same id.

    Parameters
    ----------
    old, new
        GeoDataFrames in EPSG:4326 indexed by id, with the columns that `layer` declares.
    layer
        The declaration.
    """
    both = old.index.intersection(new.index)
    before, after = old.loc[both], new.loc[both]
    moved = _moved(before.geometry, after.geometry)
    changed = {name: _ids(both, _differ(before[name], after[name])) for name in layer.fields}
    return Diff(
        added=_ids(new.index, ~new.index.isin(old.index)),
        removed=_ids(old.index, ~old.index.isin(new.index)),
        moved=_ids(both, moved),
        farthest_m=_farthest(before.geometry[moved], after.geometry[moved]),
        changed={name: ids for name, ids in changed.items() if ids},
    )


def _moved(before: gpd.GeoSeries, after: gpd.GeoSeries) -> np.ndarray:
    a, b = (shapely.normalize(shapes.to_numpy()) for shapes in (before, after))
    nothing = shapely.is_missing(a) & shapely.is_missing(b)
    return ~(shapely.equals_exact(a, b, _SAME_PLACE) | nothing)


def _differ(before: "pd.Series", after: "pd.Series") -> np.ndarray:
    a, b = before.astype("object"), after.astype("object")
    same = (a == b).fillna(value=False).to_numpy(dtype=bool)
    return ~(same | (a.isna() & b.isna()).to_numpy())


def _farthest(before: gpd.GeoSeries, after: gpd.GeoSeries) -> float:
    both = (before.notna() & after.notna()).to_numpy()
    if not both.any():
        return 0.0
    ends = [shapely.bounds(shapes[both].to_numpy()) for shapes in (before, after)]
    here, there = [(box[:, :2] + box[:, 2:]) / 2 for box in ends]
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
    return float(np.max(metres))


def _ids(index: "pd.Index[str]", mask: np.ndarray) -> tuple[str, ...]:
    return tuple(index[mask])
