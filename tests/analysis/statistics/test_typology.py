import itertools

import numpy as np
import pandas as pd
import pytest

from atlas.analysis.statistics.typology import typology
from atlas.errors import IndicatorError

# Three groups of 8, 6 and 4 around places that lie far apart.
PLACES = {"a": ((0, 0), 8), "b": ((10, 0), 6), "c": ((5, 9), 4)}
POINTS = pd.DataFrame(
    {f"{name}{k}": (x + 0.1 * k, y + 0.07 * (k % 3)) for name, ((x, y), count) in PLACES.items() for k in range(count)},
    index=["east", "north"],
).T


def silhouette_by_hand(values, group_of):
    scores = (values - values.mean()) / values.std(ddof=0)
    found = []
    for own in values.index:
        gap = np.hypot(*(scores - scores.loc[own]).T.to_numpy())
        by_group = pd.Series(gap, index=values.index).drop(own).groupby(group_of).mean()
        inner, outer = by_group[group_of[own]], by_group.drop(group_of[own]).min()
        found.append((outer - inner) / max(inner, outer))
    return np.mean(found)


def test_three_heaps_of_points_are_three_groups_the_largest_first():
    found = typology(POINTS)
    assert found.best == 3
    assert [len(group.members) for group in found.groups] == [8, 6, 4]
    assert [{member[0] for member in group.members} for group in found.groups] == [{"a"}, {"b"}, {"c"}]
    assert max(found.silhouettes, key=found.silhouettes.get) == 3
    assert found.silhouette == pytest.approx(silhouette_by_hand(POINTS, found.group_of))


def test_a_group_is_told_by_its_distance_from_the_mean_in_standard_deviations():
    first = typology(POINTS).groups[0]
    own = POINTS.loc[list(first.members), "east"].mean()
    assert first.means["east"] == pytest.approx(own)
    assert first.scores["east"] == pytest.approx((own - POINTS["east"].mean()) / POINTS["east"].std(ddof=0))
    assert first.scores["east"] < 0


def test_order_and_unit_of_rows_and_columns_change_nothing():
    first = typology(POINTS)
    for other in (POINTS.sample(frac=1, random_state=5), POINTS[["north", "east"]], POINTS * [1000, 1] + [5, -3]):
        again = typology(other)
        assert [group.members for group in again.groups] == [group.members for group in first.groups]
        assert again.silhouettes == pytest.approx(first.silhouettes)


def test_a_row_with_a_blank_is_left_out_and_named():
    values = POINTS.copy()
    values.loc["b2", "north"] = np.nan
    found = typology(values)
    assert found.blanks == ("b2",)
    assert np.isnan(found.group_of["b2"])
    assert found.known == {"east": 18, "north": 17}


def test_the_number_of_groups_can_be_chosen():
    assert len(typology(POINTS, 5).groups) == 5


@pytest.mark.parametrize(
    ("values", "groups", "key"),
    [
        (POINTS[["east"]], None, "typology_variables"),
        (POINTS.assign(same=4.0), None, "typology_constant"),
        (POINTS.assign(none=np.nan), None, "typology_blank"),
        (POINTS.iloc[:9], None, "statistics_few"),
        (POINTS, 30, "typology_groups"),
        (POINTS, 1, "typology_groups"),
    ],
    ids=["one variable", "constant", "blank", "few", "many groups", "one group"],
)
def test_what_has_no_answer_is_refused_in_a_sentence(values, groups, key):
    with pytest.raises(IndicatorError) as refused:
        typology(values, groups)
    assert refused.value.key == key


def test_a_variable_that_is_blank_where_another_is_known_leaves_too_few():
    values = POINTS.copy()
    for name, (own, other) in itertools.product(POINTS.index, [("east", 0), ("north", 1)]):
        if int(name[1:]) % 2 == other:
            values.loc[name, own] = np.nan
    with pytest.raises(IndicatorError) as refused:
        typology(values)
    assert refused.value.key == "statistics_blank"
