"""Functions that the indicators share: values from counts, shares and profiles, with their coverage."""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from atlas.analysis.indicators.registry import IndicatorValues
from atlas.analysis.spatial.overlay import SLIVER_M2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.analysis.spatial.overlay import Inside
    from atlas.analysis.spatial.territories import Territories

Rows: TypeAlias = "Mapping[str, Inside]"
Counts: TypeAlias = "np.ndarray | pd.Series"


def density(territories: "Territories", amount: object, coverage: tuple[Counts, Counts], rows: Rows) -> IndicatorValues:
    """Return an amount per 100 km² of each territory."""
    counted = territories.series(amount)
    return IndicatorValues(
        value=100 * counted / territories.area_km2,
        valid=_whole(territories, coverage[0]),
        expected=_whole(territories, coverage[1]),
        amount=counted.where(territories.area_km2.notna()),
        rows=rows,
    )


def plain(territories: "Territories", value: object, coverage: tuple[Counts, Counts], rows: Rows) -> IndicatorValues:
    """Return a value without normalisation."""
    return IndicatorValues(
        value=territories.series(value),
        valid=_whole(territories, coverage[0]),
        expected=_whole(territories, coverage[1]),
        rows=rows,
    )


def share(
    territories: "Territories", part: Counts, whole: Counts, coverage: tuple[Counts, Counts], rows: Rows
) -> IndicatorValues:
    """Return part / whole, 0..1; NaN where the whole is zero."""
    of, own = np.asarray(whole, dtype=float), np.asarray(part, dtype=float)
    return plain(territories, np.divide(own, of, out=np.full(of.shape, np.nan), where=of > 0), coverage, rows)


def unless_sliver(square_metres: np.ndarray) -> np.ndarray:
    """Set slivers between two borders that should coincide to zero: a share of them has no meaning."""
    return np.where(square_metres > SLIVER_M2, square_metres, 0)


def evenness(counts: np.ndarray) -> np.ndarray:
    """Return Pielou's evenness H / ln S of each row of counts; S is the number of columns, NaN where a row is empty."""
    total = counts.sum(axis=1, keepdims=True)
    p = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
    entropy = -np.sum(np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), np.where(np.isnan(p), np.nan, 0)), axis=1)
    return np.asarray(np.abs(entropy) / np.log(counts.shape[1]))


def table(inside: "Inside", codes: pd.Series, classes: tuple[str, ...]) -> np.ndarray:
    """Count the rows of each territory by class: one row per territory, one column per class."""
    position = pd.Index(classes).get_indexer(codes)[inside.row]
    counts = np.zeros((inside.territories, len(classes)))
    np.add.at(counts, (inside.territory[position >= 0], position[position >= 0]), 1)
    return counts


def _whole(territories: "Territories", counts: Counts) -> pd.Series:
    return pd.Series(np.asarray(counts, dtype=np.int64), index=territories.ids)
