"""Composite ranks of a comparison, their robustness, and the weights that would reverse them."""

import itertools
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import pandas as pd

from atlas.analysis.indicators import Direction
from atlas.analysis.statistics.ranks import DRAWS, LEVEL, Ranks, flipping_weight, rank_scores, rank_territories
from atlas.scene.compare.comparison import comparable_values, is_incomplete
from atlas.scene.query.compare_parameters import MOST_SIDE_BY_SIDE

if TYPE_CHECKING:
    from atlas.scene.compare.comparison import Comparison

# A composite needs two measures, a rank two territories.
_LEAST = 2
# Of the weightings, the share whose ranks are the likely ones of a territory.
_LIKELY = 0.9


class RankedMeasure(TypedDict):
    """A measure that counts in the composite; the weights of all add up to 1."""

    id: str
    weight: float
    direction: Direction


class RankedTerritory(TypedDict):
    """A territory with its composite and rank.

    `rank_by_ranks` is the rank when measures are normalised by their ranks instead of their range; `likely` are the
    ranks of nine random weightings in ten; `acceptability` is the share of the weightings that give each rank, `scores`
    the normalised value of each measure: both empty where more territories are ranked than stand side by side.
    """

    id: str
    composite: float
    rank: int
    rank_by_ranks: int
    likely: tuple[int, int]
    acceptability: list[float]
    scores: dict[str, float]


class FlippingWeight(TypedDict):
    """The weight of a measure at which two neighbours change places."""

    id: str
    weight: float


class RankedPair(TypedDict):
    """Two neighbours in the ranking, the one that is ahead in more of the random weightings first.

    `share` is the share of weightings in which the first is ahead, `level` of those in which they are level; `tied`:
    both are ahead in as many, to a whole percent. `own_first` is the one ahead with the weights of the reader, None
    where they are level; `flip` is the weight that reverses that.
    """

    first: str
    second: str
    share: float
    level: float
    tied: bool
    own_first: str | None
    flip: FlippingWeight | None


class RankRobustness(TypedDict):
    """Composite ranks, the best first, and how robust they are.

    `neutral` are measures without a direction, which count in no score; `amounts` those that cannot rank territories of
    different size; `incomplete` those whose layers are complete for none of the territories; `missing` the measures
    that a territory has no complete value of, which excludes it; `left_out` the rank of each territory when one measure
    is left out.
    """

    draws: int
    measures: list[RankedMeasure]
    neutral: list[str]
    amounts: list[str]
    incomplete: list[str]
    missing: dict[str, list[str]]
    ranked: list[RankedTerritory]
    ahead: list[RankedPair]
    left_out: dict[str, dict[str, int]]


def rank_comparison(comparison: "Comparison") -> RankRobustness:
    """Rank the territories of a comparison by its indicators that have a direction.

    Nothing is ranked with fewer than two complete territories or two measures.
    """
    directed = [line for line in comparison.lines if line.measure.direction != "neutral" and line.weight > 0]
    ranked = [line for line in directed if line.ranked]
    lines = [line for line in ranked if not is_incomplete(line)]
    names = [line.measure.id for line in lines]
    values = comparable_values(comparison)[names]
    complete = values.dropna()
    total = sum(line.weight for line in lines)
    answer: RankRobustness = {
        "draws": DRAWS,
        "measures": [
            {"id": line.measure.id, "weight": line.weight / total, "direction": line.measure.direction}
            for line in lines
        ],
        "neutral": [line.measure.id for line in comparison.lines if line.measure.direction == "neutral"],
        "amounts": [line.measure.id for line in directed if not line.ranked],
        "incomplete": [line.measure.id for line in ranked if is_incomplete(line)],
        "missing": {
            str(territory): [name for name in names if pd.isna(values.loc[territory, name])]
            for territory in values.index.difference(complete.index, sort=False)
        },
        "ranked": [],
        "ahead": [],
        "left_out": {},
    }
    if len(complete) < _LEAST or len(names) < _LEAST:
        return answer
    directions = {line.measure.id: line.measure.direction for line in lines}
    weights = {line.measure.id: line.weight for line in lines}
    ranks = rank_territories(complete, directions, weights)
    by_ranks = rank_territories(complete, directions, weights, "rank")
    order = ranks.composite.sort_values(ascending=False, kind="stable").index
    answer["ranked"] = _ranked(order, ranks, by_ranks)
    # Of many territories the first are compared with one another.
    first = order[:MOST_SIDE_BY_SIDE]
    answer["ahead"] = [describe_pair(ranks, str(one), str(other)) for one, other in itertools.pairwise(first)]
    if len(order) > MOST_SIDE_BY_SIDE:
        return answer
    answer["left_out"] = {
        str(name): {str(territory): int(rank) for territory, rank in row.items()}
        for name, row in ranks.left_out.iterrows()
    }
    return answer


def describe_pair(ranks: Ranks, one: str, other: str) -> RankedPair:
    """Describe two neighbours, `one` having at least the composite of `other`."""
    turned = flipping_weight(ranks, one, other)
    share_of = {one: float(ranks.ahead.loc[one, other]), other: float(ranks.ahead.loc[other, one])}
    first, second = (one, other) if share_of[one] >= share_of[other] else (other, one)
    own = ranks.composite[one] - ranks.composite[other]
    return {
        "first": first,
        "second": second,
        "share": share_of[first],
        "level": max(0.0, 1 - share_of[first] - share_of[second]),
        "tied": round(100 * share_of[first]) == round(100 * share_of[second]),
        "own_first": one if own > LEVEL else None,
        "flip": None if turned is None else {"id": turned.indicator, "weight": turned.weight},
    }


def _ranked(order: pd.Index, ranks: Ranks, by_ranks: Ranks) -> list[RankedTerritory]:
    rank, other_rank, few = _rank(ranks), _rank(by_ranks), len(order) <= MOST_SIDE_BY_SIDE
    return [
        {
            "id": str(territory),
            "composite": float(ranks.composite[territory]),
            "rank": int(rank[territory]),
            "rank_by_ranks": int(other_rank[territory]),
            "likely": _likely(ranks.acceptability.loc[territory].to_numpy()),
            "acceptability": ranks.acceptability.loc[territory].tolist() if few else [],
            "scores": {str(name): float(score) for name, score in ranks.scores.loc[territory].items()} if few else {},
        }
        for territory in order
    ]


def _likely(shares: np.ndarray) -> tuple[int, int]:
    """Return the least and the greatest rank of nine weightings in ten; one in twenty is better, and worse."""
    tail, reached = (1 - _LIKELY) / 2, np.cumsum(shares)
    low, high = (int(np.searchsorted(reached, share)) for share in (tail + LEVEL, 1 - tail - LEVEL))
    return low + 1, min(high, len(shares) - 1) + 1


def _rank(ranks: Ranks) -> pd.Series:
    return rank_scores(ranks.composite)
