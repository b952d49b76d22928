import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.statistics.ranks import DRAWS, flipping_weight, rank_territories, scale

HIGHER = {"a": "higher", "b": "higher", "c": "higher"}


def table(rows):
    return pd.DataFrame(rows, index=list(HIGHER)).T.astype(float)


def exact(differences):
    """Share of all weightings in which a weighted sum is positive: known for weights drawn evenly."""
    total = 0.0
    for j, d in enumerate(differences):
        if d > 0:
            others = [d - other for k, other in enumerate(differences) if k != j]
            total += d ** (len(differences) - 1) / math.prod(others)
    return total


def test_scores_run_from_0_to_1_and_fewer_can_be_better():
    scores = scale(table({"x": [1, 5, 0], "y": [3, 5, 4]}), HIGHER | {"c": "lower"}, "minmax")
    assert scores.loc["y"].tolist() == [1, 0.5, 0]
    assert scale(table({"x": [1, 5, 0], "y": [3, 5, 4], "z": [99, 5, 5]}), HIGHER, "rank")["a"].tolist() == [0, 0.5, 1]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 2)), min_size=3, max_size=3, unique=True))
def test_the_share_of_weightings_is_within_two_points_of_the_exact_one(differences):
    values = table(
        {
            "x": [0.5 + d / 2 for d in differences],
            "y": [0.5 - d / 2 for d in differences],
            "z": [0, 0, 0],
            "t": [1, 1, 1],
        }
    )
    ranks = rank_territories(values, HIGHER, {})
    wanted = exact(differences) if any(d > 0 for d in differences) else 0.0
    assert ranks.ahead.loc["x", "y"] == pytest.approx(wanted, abs=0.02)


@pytest.mark.slow
def test_acceptabilities_are_those_of_a_plain_loop_over_other_draws():
    chance = np.random.default_rng(1)
    values = pd.DataFrame(chance.random((5, 4)), index=list("pqrst"), columns=list("abcd"))
    ranks = rank_territories(values, dict.fromkeys("abcd", "higher"), {})
    counts = pd.DataFrame(0.0, index=ranks.acceptability.index, columns=ranks.acceptability.columns)
    for _ in range(5000):
        drawn = chance.exponential(size=4)
        order = (ranks.scores @ (drawn / drawn.sum())).sort_values(ascending=False).index
        for place, territory in enumerate(order, start=1):
            counts.loc[territory, place] += 1 / 5000
    assert (counts - ranks.acceptability).abs().to_numpy().max() < 0.02
    np.testing.assert_allclose(ranks.acceptability.sum(axis=1), 1)


def test_the_same_values_give_the_same_shares_each_time():
    values = table({"x": [1, 2, 3], "y": [3, 1, 2], "z": [2, 3, 1]})
    one, two = rank_territories(values, HIGHER, {}), rank_territories(values, HIGHER, {})
    pd.testing.assert_frame_equal(one.acceptability, two.acceptability)
    assert (one.acceptability * DRAWS).round(6).map(float.is_integer).all(axis=None)


def test_leaving_an_indicator_out_ranks_without_it():
    values = table({"x": [10, 0, 5], "y": [0, 10, 0], "z": [1, 1, 10]})
    ranks = rank_territories(values, HIGHER, {"a": 2, "b": 1, "c": 1})
    rest = ranks.scores.drop(columns="a") @ [0.5, 0.5]
    assert ranks.left_out.loc["a"].tolist() == (-rest).rank(method="min").astype(int).tolist()


def test_the_indicator_named_is_the_one_that_flips_the_pair_at_that_weight():
    values = table({"x": [10, 3, 8], "y": [4, 9, 5], "z": [0, 0, 0], "t": [12, 10, 10]})
    ranks = rank_territories(values, HIGHER, {})
    found = flipping_weight(ranks, "x", "y")
    assert found.indicator == "b"
    for shift, ahead in ((-0.01, True), (0.01, False)):
        weight = found.weight + shift
        others = (1 - weight) / 2
        again = rank_territories(values, HIGHER, {"a": others, "b": weight, "c": others})
        assert (again.composite["x"] > again.composite["y"]) == ahead
    for name in ("a", "c"):
        least = {"a": 0.001, "b": 0.001, "c": 0.001} | {name: 0.998}
        again = rank_territories(values, HIGHER, least)
        assert again.composite["x"] > again.composite["y"]


def test_nothing_flips_a_territory_that_is_better_in_everything():
    ranks = rank_territories(table({"x": [3, 3, 3], "y": [1, 2, 3], "z": [0, 0, 0]}), HIGHER, {})
    assert flipping_weight(ranks, "x", "y") is None
    assert flipping_weight(ranks, "y", "x") is None
