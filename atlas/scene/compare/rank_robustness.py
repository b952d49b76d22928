"""Composite ranks of a comparison, their robustness, and the weights that would reverse them."""

import itertools
from typing import TYPE_CHECKING, TypedDict

import pandas as pd

from atlas.analysis.indicators import Direction
from atlas.analysis.statistics.ranks import DRAWS, Ranks, flipping_weight, rank_territories
from atlas.scene.compare.comparison import values_of

if TYPE_CHECKING:
    from atlas.scene.compare.comparison import Comparison

# A composite needs two measures, a rank two territories.
_LEAST = 2


class RankedMeasure(TypedDict):
    """A measure that counts in the composite; the weights of all add up to 1."""

    id: str
    weight: float
    direction: Direction


class RankedTerritory(TypedDict):
    """A territory with its composite and rank.

    `rank_by_ranks` is the rank when measures are normalised by their ranks instead of their range; `acceptability`
    the share of random weightings that give each rank, `scores` the normalised value of each measure.
    """

    id: str
    composite: float
    rank: int
    rank_by_ranks: int
    acceptability: list[float]
    scores: dict[str, float]


class FlippingWeight(TypedDict):
    """The weight of a measure at which two neighbours change places."""

    id: str
    weight: float


class RankedPair(TypedDict):
    """Two neighbours in the ranking; `share` of random weightings keep their order."""

    first: str
    second: str
    share: float
    flip: FlippingWeight | None


class RankRobustness(TypedDict):
    """Composite ranks, the best first, and how robust they are.

    `neutral` are measures without a direction, which count in no score; `missing` the measures that a territory has no
    value of, which excludes it; `left_out` the rank of each territory when one measure is left out.
    """

    draws: int
    measures: list[RankedMeasure]
    neutral: list[str]
    missing: dict[str, list[str]]
    ranked: list[RankedTerritory]
    ahead: list[RankedPair]
    left_out: dict[str, dict[str, int]]


def rank_comparison(comparison: "Comparison") -> RankRobustness:
    """Rank the territories of a comparison by its indicators that have a direction.

    Nothing is ranked with fewer than two complete territories or two measures.
    """
    lines = [line for line in comparison.lines if line.measure.direction != "neutral" and line.weight > 0]
    names = [line.measure.id for line in lines]
    values = values_of(comparison)[names]
    complete = values.dropna()
    total = sum(line.weight for line in lines)
    answer: RankRobustness = {
        "draws": DRAWS,
        "measures": [
            {"id": line.measure.id, "weight": line.weight / total, "direction": line.measure.direction}
            for line in lines
        ],
        "neutral": [line.measure.id for line in comparison.lines if line.measure.direction == "neutral"],
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
    answer["ahead"] = [_pair(ranks, str(first), str(second)) for first, second in itertools.pairwise(order)]
    answer["left_out"] = {
        str(name): {str(territory): int(rank) for territory, rank in row.items()}
        for name, row in ranks.left_out.iterrows()
    }
    return answer


def _ranked(order: pd.Index, ranks: Ranks, by_ranks: Ranks) -> list[RankedTerritory]:
    rank, other_rank = _rank(ranks), _rank(by_ranks)
    return [
        {
            "id": str(territory),
            "composite": float(ranks.composite[territory]),
            "rank": int(rank[territory]),
            "rank_by_ranks": int(other_rank[territory]),
            "acceptability": ranks.acceptability.loc[territory].tolist(),
            "scores": {str(name): float(score) for name, score in ranks.scores.loc[territory].items()},
        }
        for territory in order
    ]


def _rank(ranks: Ranks) -> pd.Series:
    return (-ranks.composite).rank(method="min")


def _pair(ranks: Ranks, first: str, second: str) -> RankedPair:
    turned = flipping_weight(ranks, first, second)
    return {
        "first": first,
        "second": second,
        "share": float(ranks.ahead.loc[first, second]),
        "flip": None if turned is None else {"id": turned.indicator, "weight": turned.weight},
    }
