"""Composite ranks of a comparison, on demand: how firm they are, and what would turn them."""

import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.analysis.statistics.ranks import DRAWS, Ranks, flip, rank_territories
from atlas.scene.compare.comparison import values_of

if TYPE_CHECKING:
    from atlas.scene.compare.comparison import Comparison

# One number makes no composite, one territory no rank.
_LEAST = 2


def rank_comparison(comparison: "Comparison") -> dict[str, Any]:
    """Rank the territories of a comparison by its indicators that have a direction.

    Returns
    -------
    dict
        ``measures``: id, weight (summing to 1), direction; ``neutral``: ids that stay out of every score; ``missing``:
        territory → ids it has no value of, which leaves it out; ``ranked``: the others, the best first, with
        ``composite``, ``rank``, ``rank_by_ranks`` (indicators brought to 0..1 by their ranks instead of their range),
        ``acceptability``; ``ahead``: for each pair of neighbours the share of weightings and what flips it;
        ``left_out``: measure → rank of each. ``ranked`` is empty where two territories or two measures are missing.
    """
    lines = [line for line in comparison.lines if line.measure.direction != "neutral" and line.weight > 0]
    names = [line.measure.id for line in lines]
    values = values_of(comparison)[names]
    complete = values.dropna()
    total = sum(line.weight for line in lines)
    answer: dict[str, Any] = {
        "draws": DRAWS,
        "measures": [
            {"id": line.measure.id, "weight": line.weight / total, "direction": line.measure.direction}
            for line in lines
        ],
        "neutral": [line.measure.id for line in comparison.lines if line.measure.direction == "neutral"],
        "missing": {
            str(one): [name for name in names if pd.isna(values.loc[one, name])]
            for one in values.index.difference(complete.index, sort=False)
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
    return answer | _told(ranks, by_ranks)


def _told(ranks: Ranks, by_ranks: Ranks) -> dict[str, Any]:
    order = ranks.composite.sort_values(ascending=False, kind="stable").index
    place, other = (_place(one) for one in (ranks, by_ranks))
    return {
        "ranked": [
            {
                "id": str(one),
                "composite": float(ranks.composite[one]),
                "rank": int(place[one]),
                "rank_by_ranks": int(other[one]),
                "acceptability": ranks.acceptability.loc[one].tolist(),
                "scores": {str(name): float(score) for name, score in ranks.scores.loc[one].items()},
            }
            for one in order
        ],
        "ahead": [_pair(ranks, str(first), str(second)) for first, second in itertools.pairwise(order)],
        "left_out": {
            str(name): {str(one): int(rank) for one, rank in row.items()} for name, row in ranks.left_out.iterrows()
        },
    }


def _place(ranks: Ranks) -> pd.Series:
    return (-ranks.composite).rank(method="min")


def _pair(ranks: Ranks, first: str, second: str) -> dict[str, Any]:
    turned = flip(ranks, first, second)
    return {
        "first": first,
        "second": second,
        "share": float(ranks.ahead.loc[first, second]),
        "flip": None if turned is None else {"id": turned.indicator, "weight": turned.weight},
    }
