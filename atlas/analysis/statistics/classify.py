"""Classes of numbers: by natural breaks, quantiles or equal intervals, and in bins of round width.

Every class is a closed interval that a link can carry: no value is in two classes, and a filter with its bounds selects
exactly its values.
"""

import hashlib
import math
import sys
import warnings
from dataclasses import astuple, dataclass

import numpy as np

from atlas.io.memo import memoize

SCHEMES = ("natural_breaks", "quantiles", "equal_intervals")
# Natural breaks have a quadratic cost: of more values than this, a sample of evenly spaced ranks is used.
_SAMPLE = 500
# Significant digits of a double.
_DIGITS = 17
_BINS = 14
_DECADE = 10
# Years farther apart are no years.
_CENTURIES = 10_000
# A quarter of the widest span that a float holds, and the whole numbers that floats tell apart.
_WIDEST, _EXACT = sys.float_info.max / 4, 2.0**53
_FINEST = 1e-13
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Interval:
    """A class interval.

    Attributes
    ----------
    low, high
        Bounds, both included; None where the class is open: `low` of the first class, `high` of the last.
    start, stop
        Its ends on an axis, also where it is open.
    """

    low: float | None
    high: float | None
    start: float
    stop: float


def classify(values: np.ndarray, scheme: str, count: int, *, whole: bool) -> tuple[Interval, ...]:
    """Classify numbers.

    Parameters
    ----------
    values
        Known values of a field, at least one.
    scheme
        One of `SCHEMES`.
    count
        Number of classes; there are fewer if the values are too few.
    whole
        Whether the values are whole numbers or years.

    Returns
    -------
    tuple of Interval
        From the lowest to the highest, each with at least one value.

    References
    ----------
    Fisher 1958, doi:10.1080/01621459.1958.10501479 (natural breaks); PySAL mapclassify, doi:10.5281/zenodo.17343034.
    """
    known = np.unique(values.astype(float))
    uppers = known if len(known) <= count else _uppers(np.sort(values.astype(float)), scheme, count)
    wishes = {int(np.searchsorted(known, upper, side="right")): float(upper) for upper in np.sort(uppers)}
    cuts = [_cut(known[k - 1], known[k], upper, whole=whole) for k, upper in wishes.items() if 0 < k < len(known)]
    lows, highs = [None, *(low for _, low in cuts)], [*(high for high, _ in cuts), None]
    starts = [float(known[0]), *(low for _, low in cuts)]
    stops = [*(high for high, _ in cuts), float(known[-1])]
    return tuple(Interval(*bounds) for bounds in zip(lows, highs, starts, stops, strict=True))


def quantile_uppers(values: np.ndarray, count: int) -> np.ndarray:
    """Return the upper bounds of classes of as equal size as equal values allow, from the lowest.

    Each class ends after the value whose rank is nearest to its share, the higher of two: thirty different values make
    four classes of 8, 7, 8 and 7.

    Parameters
    ----------
    values
        Known values, at least one.
    count
        Number of classes; there are fewer where many values are equal.
    """
    known, ranks = np.unique(values, return_counts=True)
    ranks = np.cumsum(ranks)
    wishes = np.arange(1, count + 1) * len(values) / count
    above = np.minimum(np.searchsorted(ranks, wishes), len(ranks) - 1)
    below = np.maximum(above - 1, 0)
    nearest = np.where(wishes - ranks[below] < ranks[above] - wishes, below, above)
    return np.asarray(known[np.unique(nearest)])


def class_of(values: np.ndarray, intervals: tuple[Interval, ...]) -> np.ndarray:
    """Return the position of the class of each value; NaN values have the position after the last class."""
    uppers = np.array([interval.high for interval in intervals[:-1]], dtype=float)
    return np.where(np.isnan(values), len(intervals), np.searchsorted(uppers, values, side="left"))


def equal_bins(values: np.ndarray, *, whole: bool, decades: bool = False) -> tuple[Interval, ...]:
    """Return bins of equal, round width that cover all values; some may be empty.

    Parameters
    ----------
    values
        Known values of a field, at least one.
    whole
        Whether they are whole numbers.
    decades
        Bins of ten years, whatever their number.
    """
    known = np.unique(values.astype(float))
    span = float(known[-1] / 4 - known[0] / 4)
    if span > _WIDEST:
        # The ends are farther apart than a number can say.
        return tuple(Interval(*map(_fourfold, astuple(part))) for part in equal_bins(known / 4, whole=False))
    span = float(known[-1] - known[0])
    # From there on a float is not told from the next whole number.
    largest = float(np.abs(known).max())
    whole = whole and largest < _EXACT
    # Narrower bins than floats tell apart have no edges.
    width = float(_DECADE) if decades and span <= _CENTURIES else _width(max(span, largest * _FINEST), whole=whole)
    first, last = math.floor(known[0] / width), math.floor(known[-1] / width)
    edges = [round(k * width, _DIGITS) for k in range(first, last + 2)]
    cuts = [_edge(known, edge, whole=whole) for edge in edges[1:-1]]
    lows, highs = [edges[0], *(low for _, low in cuts)], [*(high for high, _ in cuts), edges[-1] - whole]
    return tuple(Interval(*bounds) for bounds in zip(lows, highs, edges[:-1], edges[1:], strict=True))


def _fourfold(bound: float) -> float:
    return float(np.clip(4 * np.clip(bound, -_WIDEST, _WIDEST), -sys.float_info.max, sys.float_info.max))


def count_bins(values: np.ndarray, intervals: tuple[Interval, ...]) -> list[int]:
    """Count the values of each bin, both bounds included, like a filter with these bounds."""
    return [int(((values >= interval.low) & (values <= interval.high)).sum()) for interval in intervals]


class _Breaks:
    """Owner of the bounds of classes in the memo: the same numbers have the same, whatever layer they are of."""


_breaks = _Breaks()


def _uppers(numbers: np.ndarray, scheme: str, count: int) -> np.ndarray:
    """Return the upper bounds of the classes; memoized, as legend, panel and summary need the same."""
    key = (hashlib.sha256(numbers.tobytes()).digest(), scheme, count)
    return memoize(_breaks, key, lambda: _compute_uppers(numbers, scheme, count))


def _compute_uppers(values: np.ndarray, scheme: str, count: int) -> np.ndarray:
    if scheme == "quantiles":
        return quantile_uppers(values, count)
    # Imported here, as it takes two seconds (scikit-learn, networkx).
    from mapclassify import EqualInterval, FisherJenks  # noqa: PLC0415

    with warnings.catch_warnings():
        # Warnings: numba is missing; there are fewer classes than requested, which the legend shows.
        warnings.simplefilter("ignore")
        if scheme == "natural_breaks":
            sample = values[np.linspace(0, len(values) - 1, min(len(values), _SAMPLE)).round().astype(int)]
            return _between(sample, np.unique(FisherJenks(sample, k=count).bins))
        return np.asarray(EqualInterval(values, k=count).bins)


def _between(sample: np.ndarray, uppers: np.ndarray) -> np.ndarray:
    """Move each break between two sample values so that values in the gap fall into the class with the nearer mean."""
    owner = np.searchsorted(uppers, sample, side="left")
    means = np.array([sample[owner == k].mean() for k in range(len(uppers))])
    following = np.array([sample[owner == k].min() for k in range(1, len(uppers))])
    middle = np.clip((means[1:] + means[:-1]) / 2, uppers[:-1], np.nextafter(following, -np.inf))
    return np.append(middle, uppers[-1])


def _edge(known: np.ndarray, edge: float, *, whole: bool) -> tuple[float, float]:
    """Return the bounds on both sides of the edge of a bin; a value on the edge belongs to the upper one."""
    first = int(np.searchsorted(known, edge, side="left"))
    if whole:
        return edge - 1, edge
    if first == 0 or known[first] > edge:
        return edge, edge
    return _cut(known[first - 1], known[first], edge, whole=False)


def _cut(below: float, above: float, wish: float, *, whole: bool) -> tuple[float, float]:
    """Return the upper bound of the class up to `below` and the lower bound of that from `above`, close to `wish`.

    Whole numbers: two consecutive numbers. Others: twice the same number, the shortest decimal between the values.
    """
    if whole:
        high = float(min(math.floor(wish), above - 1))
        return high, high + 1
    for digits in range(-_DIGITS, _DIGITS):
        step = 10.0**-digits
        for near in (0, -step, step):
            between = round(round(wish, digits) + near, digits)
            if below < between < above:
                return between, between
    return float(below), float(above)


def _width(span: float, *, whole: bool) -> float:
    """Return the least round width that covers a span in at most `_BINS` bins."""
    least = max(span / _BINS, 1.0 if whole else 1e-9)
    power = 10.0 ** math.floor(math.log10(least))
    width = next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
    return float(math.ceil(width)) if whole else width
