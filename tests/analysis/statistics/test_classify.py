import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.statistics.classify import SCHEMES, class_of, classify, count_bins, equal_bins
from atlas.io.memo import memo_statistics

NUMBERS = st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)), min_size=1, max_size=40)
WHOLE = st.lists(st.integers(-500, 3000), min_size=1, max_size=40)


def holds(interval, values):
    low = -np.inf if interval.low is None else interval.low
    high = np.inf if interval.high is None else interval.high
    return (values >= low) & (values <= high)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
@settings(deadline=None, derandomize=True, max_examples=25)
@given(data=st.data(), count=st.integers(2, 7))
def test_a_filter_with_the_bounds_of_a_class_keeps_its_values_and_no_other(scheme, whole, data, count):
    values = np.array(data.draw(WHOLE if whole else NUMBERS), dtype=float)
    intervals = classify(values, scheme, count, whole=whole)
    position = class_of(values, intervals)
    assert 1 <= len(intervals) <= count
    for k, interval in enumerate(intervals):
        np.testing.assert_array_equal(holds(interval, values), position == k)
        assert (position == k).any()


@pytest.mark.parametrize(
    ("layer", "field"), [("slag_heaps", "area_ha"), ("mine_shafts", "depth_m"), ("communes", "d9_2021")]
)
@pytest.mark.parametrize(
    ("scheme", "theirs"),
    [
        ("natural_breaks", "FisherJenks"),
        ("equal_intervals", "EqualInterval"),
    ],
)
@pytest.mark.filterwarnings("ignore:Numba not installed")
def test_classes_are_those_of_mapclassify(frames, layer, field, scheme, theirs):
    # Three seconds to import, which only this test needs.
    theirs = getattr(importlib.import_module("mapclassify"), theirs)
    values = frames[layer][field].dropna().to_numpy(dtype=float)
    # Natural breaks of more than 500 values stand on a sample of them.
    values = values[:500] if scheme == "natural_breaks" else values
    intervals = classify(values, scheme, 5, whole=False)
    np.testing.assert_array_equal(class_of(values, intervals), theirs(values, k=5).yb)


@pytest.mark.parametrize(
    ("size", "count", "sizes"),
    [
        (30, 4, [8, 7, 8, 7]),
        (10, 4, [3, 2, 3, 2]),
        (7, 2, [4, 3]),
        (31, 5, [6, 6, 7, 6, 6]),
        (333, 5, [67, 66, 67, 66, 67]),
        (12, 4, [3, 3, 3, 3]),
        (5, 5, [1, 1, 1, 1, 1]),
    ],
)
@pytest.mark.parametrize("factor", [1, 1e-7, 1e9, -0.37])
def test_quantiles_of_different_values_are_of_equal_size(size, count, sizes, factor):
    values = np.random.default_rng(3).permutation(size) * factor
    found = np.bincount(class_of(values, classify(values, "quantiles", count, whole=False)))
    assert found.tolist() == sizes


def test_equal_values_stay_in_one_quantile_and_the_bound_is_the_nearest():
    values = np.array([1.0] * 3 + [2] * 4 + [3] + [4] * 5 + [5] * 3)
    sizes = np.bincount(class_of(values, classify(values, "quantiles", 4, whole=False)))
    assert sizes.tolist() == [3, 5, 5, 3]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    values=st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=2, max_size=60, unique=True),
    count=st.integers(2, 7),
)
def test_no_quantile_holds_two_more_than_another(values, count):
    intervals = classify(np.array(values), "quantiles", count, whole=False)
    sizes = np.bincount(class_of(np.array(values), intervals))
    assert sizes.max() - sizes.min() <= 1


def test_a_sample_stands_for_many_values():
    values = np.concatenate([np.linspace(0, 1, 2000), np.linspace(10, 11, 1000), np.linspace(30, 31, 500)])
    assert np.bincount(class_of(values, classify(values, "natural_breaks", 3, whole=False))).tolist() == [
        2000,
        1000,
        500,
    ]


def test_a_value_that_is_not_known_is_in_no_class():
    values = np.array([1.0, 2.0, np.nan, 9.0])
    intervals = classify(values[~np.isnan(values)], "quantiles", 2, whole=False)
    assert class_of(values, intervals)[2] == len(intervals)


def test_bounds_are_short_decimals_that_no_value_lies_on():
    values = np.array([0.123456, 0.5, 7.654321, 9.99, 30.0])
    assert [i.high for i in classify(values, "quantiles", 2, whole=False)] == [8.0, None]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(NUMBERS)
def test_every_value_lies_in_one_bin(numbers):
    values = np.array(numbers)
    bins = equal_bins(values, whole=False)
    assert sum(count_bins(values, bins)) == len(values)
    assert [one.start for one in bins[1:]] == [one.stop for one in bins[:-1]]


@pytest.mark.parametrize("decades", [False, True])
@settings(deadline=None, derandomize=True, max_examples=60)
@given(numbers=WHOLE)
def test_every_whole_number_lies_in_one_bin_and_bounds_are_whole(numbers, decades):
    values = np.array(numbers, dtype=float)
    bins = equal_bins(values, whole=True, decades=decades)
    assert sum(count_bins(values, bins)) == len(values)
    assert all(one.low.is_integer() and one.high.is_integer() for one in bins)
    assert not decades or all(one.low % 10 == 0 and one.high == one.low + 9 for one in bins)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("decades", [False, True])
@pytest.mark.parametrize(
    "numbers",
    [
        *([1.0, 2.0, -3.4028234663852886e38], [1e28, 2e28, 5.0], [1e308, -1e308, 0.0], [1e300, 1e300], [1e18, 5.0]),
        *([1.7976931348623157e308, -1.7976931348623157e308], [0.0, 0.0], [1e15, 1e15 + 1]),
    ],
)
def test_bins_of_any_numbers_hold_each_once(numbers, whole, decades):
    values = np.array(numbers)
    bins = equal_bins(values, whole=whole, decades=decades)
    assert len(bins) < 2_000
    assert sum(count_bins(values, bins)) == len(values)
    assert all(np.isfinite([part.start, part.stop]).all() for part in bins)


def test_bounds_of_classes_are_kept_in_the_shared_memo_without_the_numbers_they_are_of():
    values = np.random.default_rng(3).normal(size=100_000)
    before = memo_statistics()
    for _ in range(2):
        for count in range(3, 13):
            classify(values, "quantiles", count, whole=False)
    after = memo_statistics()
    assert (after.misses - before.misses, after.hits - before.hits) == (10, 10)
    assert after.size_bytes - before.size_bytes < values.nbytes / 10
