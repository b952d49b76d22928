"""Composite ranks and their robustness: random weights, leave-one-out, and the indicator that flips a pair.

A composite is the weighted mean of indicators brought to 0..1. It exists on demand only, over indicators that have a
direction, and over territories that have a value of every one of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.stats import qmc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.analysis.indicators import Direction

Scaling = Literal["minmax", "rank"]
DRAWS = 4000
# The day of the last extraction: 21 December 1990.
SEED = 19901221


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """How territories rank under weights, and how firmly.

    Attributes
    ----------
    scores
        Territory × indicator, 0..1, 1 is best.
    weights
        Of each indicator, summing to 1.
    composite
        Weighted mean of each territory.
    acceptability
        Territory × rank: share of the random weightings that give it that rank.
    ahead
        Territory × territory: share of the random weightings in which the first is ahead of the second.
    left_out
        Indicator × territory: rank of each territory when the indicator is left out.
    """

    scores: pd.DataFrame
    weights: pd.Series
    composite: pd.Series
    acceptability: pd.DataFrame
    ahead: pd.DataFrame
    left_out: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Flip:
    """The indicator that would put the second territory ahead of the first, and the weight it needs for that."""

    indicator: str
    weight: float


def scale(values: pd.DataFrame, directions: "Mapping[str, Direction]", scaling: Scaling) -> pd.DataFrame:
    """Scale the values of each indicator to 0..1, 1 being best.

    Parameters
    ----------
    values
        Territory × indicator, without a gap.
    directions
        ``higher`` or ``lower`` for each indicator.
    scaling
        By the range of the values, or by their ranks (ties share the middle one).

    Returns
    -------
    DataFrame
        Territory × indicator; 0.5 throughout for an indicator that does not tell the territories apart.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en.
    """
    numbers = values.rank() if scaling == "rank" else values
    span = numbers.max() - numbers.min()
    scores = ((numbers - numbers.min()) / span.where(span > 0)).fillna(0.5)
    lower = [name for name in values.columns if directions[name] == "lower"]
    scores[lower] = 1 - scores[lower]
    return scores


def rank_territories(
    values: pd.DataFrame,
    directions: "Mapping[str, Direction]",
    weights: "Mapping[str, float]",
    scaling: Scaling = "minmax",
) -> Ranks:
    r"""Rank territories, and say how much of the rank is the weights' doing.

    Parameters
    ----------
    values
        Territory × indicator, without a gap; two territories and one indicator at least.
    directions
        ``higher`` or ``lower`` for each indicator.
    weights
        What the reader gives each indicator; only their proportions count.
    scaling
        As for `scale`.

    Returns
    -------
    Ranks
        4,000 weightings drawn evenly over all that sum to 1, always the same ones.

    Notes
    -----
    .. math:: b_i^r = \Pr_{w \sim \mathrm{Dir}(1, \dots, 1)}[\mathrm{rank}_i(S w) = r]

    References
    ----------
    Lahdelma and Salminen 2001, SMAA-2, doi:10.1287/opre.49.3.444.11220.
    """
    scores = scale(values, directions, scaling)
    given = pd.Series({name: weights.get(name, 1.0) for name in scores.columns}, dtype=float)
    given /= given.sum()
    totals = scores.to_numpy() @ draw_weights(scores.shape[1]).T
    placed = _ranks(totals)
    places = np.arange(1, len(scores) + 1)
    acceptability = (placed[:, :, None] == places).mean(axis=1)
    ahead = (totals[:, None, :] > totals[None, :, :]).mean(axis=2)
    return Ranks(
        scores=scores,
        weights=given,
        composite=scores @ given,
        acceptability=pd.DataFrame(acceptability, scores.index, pd.Index(places, name="rank")),
        ahead=pd.DataFrame(ahead, scores.index, scores.index),
        left_out=_left_out(scores, given),
    )


def draw_weights(count: int) -> np.ndarray:
    """Return 4,000 weightings spread evenly over all that sum to 1, one a row, the same each time.

    Exponential numbers divided by their sum are Dirichlet(1, …, 1). They come from a sequence that leaves no gaps: a
    share errs by 0.2 points in the mean and 1.3 at most, where as many random numbers err by 0.6 and more than 2.
    """
    even = qmc.Halton(count, rng=SEED).random(DRAWS)
    heights = -np.log1p(-even)
    return np.asarray(heights / heights.sum(axis=1, keepdims=True))


def flip(ranks: Ranks, first: str, second: str) -> Flip | None:
    """Return the indicator that puts `second` ahead of `first` with the least weight, the others keeping proportions.

    Returns
    -------
    Flip or None
        None when `first` is at least as good in every indicator, or is not ahead at all.
    """
    differences = ranks.scores.loc[first] - ranks.scores.loc[second]
    if differences @ ranks.weights <= 0:
        return None
    found = []
    for name, difference in differences.items():
        others = ranks.weights.drop(name)
        rest = (differences.drop(name) @ others) / others.sum() if others.sum() > 0 else 0.0
        if difference < 0 < rest:
            # w d + (1 - w) rest = 0: from there on the second is ahead.
            found.append(Flip(str(name), float(rest / (rest - difference))))
    return min(found, key=lambda one: one.weight, default=None)


def _ranks(totals: np.ndarray) -> np.ndarray:
    """Return the rank of each territory in each draw, 1 the best; in a tie all take the better rank."""
    above: np.ndarray = (totals[None, :, :] > totals[:, None, :]).sum(axis=1)
    return above + 1


def _left_out(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    rows = {}
    for name in scores.columns:
        rest = weights.drop(name)
        if rest.sum() > 0:
            composite = scores.drop(columns=name) @ (rest / rest.sum())
            rows[name] = (-composite).rank(method="min").astype(int)
    return pd.DataFrame(rows, index=scores.index).T
