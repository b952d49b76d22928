"""Composite ranks and their robustness: random weights, leave-one-out, and the indicator that flips a pair.

A composite is the weighted mean of indicators scaled to 0..1. It covers the indicators that have a direction, and the
territories that have a value of all of these.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.analysis.indicators import Direction

Scaling = Literal["minmax", "rank"]
DRAWS = 4000
# The day of the last extraction: 21 December 1990.
SEED = 19901221
# Weighted means of the same scores differ by less than this through rounding: they are level.
LEVEL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Ranks of territories under weights, and their robustness.

    Attributes
    ----------
    scores
        Territory × indicator, 0..1, 1 is best.
    weights
        Weight of each indicator; they sum to 1.
    composite
        Weighted mean of each territory.
    acceptability
        Territory × rank: share of the random weightings that give it that rank.
    ahead
        Territory × territory: share of the random weightings in which the first is ahead of the second; in the rest it
        is behind or level.
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
class FlippingIndicator:
    """An indicator that puts the second territory ahead of the first, and the weight at which it does."""

    indicator: str
    weight: float


def scale(values: pd.DataFrame, directions: "Mapping[str, Direction]", scaling: Scaling) -> pd.DataFrame:
    """Scale the values of each indicator to 0..1, 1 being best.

    Parameters
    ----------
    values
        Territory × indicator, without missing values.
    directions
        ``higher`` or ``lower`` for each indicator.
    scaling
        By the range of the values, or by their ranks (ties share the middle one).

    Returns
    -------
    DataFrame
        Territory × indicator; 0.5 for an indicator that is equal everywhere.

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
    r"""Rank territories, and measure how much the ranks depend on the weights.

    Parameters
    ----------
    values
        Territory × indicator, without missing values; at least two territories and one indicator.
    directions
        ``higher`` or ``lower`` for each indicator.
    weights
        Weight of each indicator; only the proportions count.
    scaling
        As for `scale`.

    Returns
    -------
    Ranks
        Computed with 4,000 weightings drawn evenly from those that sum to 1, the same ones each time.

    Notes
    -----
    .. math:: b_i^r = \Pr_{w \sim \mathrm{Dir}(1, \dots, 1)}[\mathrm{rank}_i(S w) = r]

    References
    ----------
    Lahdelma and Salminen 2001, SMAA-2, doi:10.1287/opre.49.3.444.11220.
    """
    scores = scale(values, directions, scaling)
    shares = pd.Series({name: weights.get(name, 1.0) for name in scores.columns}, dtype=float)
    shares /= shares.sum()
    totals = scores.to_numpy() @ draw_weights(scores.shape[1]).T
    drawn_ranks = _ranks(totals)
    possible_ranks = np.arange(1, len(scores) + 1)
    # Row by row: of hundreds of territories all pairs at once would take gigabytes.
    acceptability = np.stack([(drawn_ranks == rank).mean(axis=1) for rank in possible_ranks], axis=1)
    ahead = np.stack([(own > totals + LEVEL).mean(axis=1) for own in totals])
    return Ranks(
        scores=scores,
        weights=shares,
        composite=scores @ shares,
        acceptability=pd.DataFrame(acceptability, scores.index, pd.Index(possible_ranks, name="rank")),
        ahead=pd.DataFrame(ahead, scores.index, scores.index),
        left_out=_left_out(scores, shares),
    )


def draw_weights(count: int) -> np.ndarray:
    """Return 4,000 weightings drawn evenly from those that sum to 1, one per row, the same each time.

    Exponential numbers divided by their sum follow Dirichlet(1, …, 1). They come from a low-discrepancy sequence: the
    error of a share is 0.2 points on average and 1.3 at most; with as many random numbers 0.6 and more than 2.
    """
    from scipy.stats import qmc  # noqa: PLC0415 - seconds that a comparison without ranks must not wait for

    even = qmc.Halton(count, rng=SEED).random(DRAWS)
    heights = -np.log1p(-even)
    return np.asarray(heights / heights.sum(axis=1, keepdims=True))


def rank_scores(scores: pd.Series) -> pd.Series:
    """Return the rank of each score, 1 the greatest; scores that are level share the better rank. Series of int."""
    return pd.Series(_ranks(scores.to_numpy()[:, None])[:, 0], index=scores.index)


def flipping_weight(ranks: Ranks, first: str, second: str) -> FlippingIndicator | None:
    """Return the indicator that needs the least weight to put `second` ahead of `first`; the others keep proportions.

    Returns
    -------
    FlippingIndicator or None
        None when `first` is at least as good in every indicator, or is not ahead.
    """
    differences = ranks.scores.loc[first] - ranks.scores.loc[second]
    if differences @ ranks.weights <= LEVEL:
        return None
    found = []
    for name, difference in differences.items():
        others = ranks.weights.drop(name)
        rest = (differences.drop(name) @ others) / others.sum() if others.sum() > 0 else 0.0
        if difference < 0 < rest:
            # w d + (1 - w) rest = 0: with a greater weight the second is ahead.
            found.append(FlippingIndicator(str(name), float(rest / (rest - difference))))
    return min(found, key=lambda indicator: indicator.weight, default=None)


def _ranks(totals: np.ndarray) -> np.ndarray:
    """Return the rank of each territory in each draw, 1 the best; in a tie all take the better rank."""
    above = [(totals > own + LEVEL).sum(axis=0) for own in totals]
    return np.stack(above) + 1


def _left_out(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    rows = {}
    for name in scores.columns:
        rest = weights.drop(name)
        if rest.sum() > 0:
            composite = scores.drop(columns=name) @ (rest / rest.sum())
            rows[name] = rank_scores(composite)
    return pd.DataFrame(rows, index=scores.index).T
