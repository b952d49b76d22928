"""Classes of numbers: by natural breaks, quantiles or equal intervals, and in bins of round width.

Every class is an interval that a link can carry: its bounds belong to it, no value lies on two of them, and a filter
with these bounds keeps exactly the values of the class.
"""

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

SCHEMES = ("natural_breaks", "quantiles", "equal_intervals")
# Natural breaks compare every value with every other: beyond so many, as many evenly spaced ranks stand for all.
_SAMPLE = 500
# A double holds seventeen digits.
_DIGITS = 17
_BINS = 14
_DECADE = 10
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Interval:
    """A class of numbers.

    Attributes
    ----------
    low, high
        Bounds, both included; None where the class is open: the first downwards, the last upwards.
    start, stop
        Where it begins and ends on an axis, open or not.
    """

    low: float | None
    high: float | None
    start: float
    stop: float


def classify(values: np.ndarray, scheme: str, count: int, *, whole: bool) -> tuple[Interval, ...]:
    """Class numbers.

    Parameters
    ----------
    values
        Known values of a field, at least one.
    scheme
        One of `SCHEMES`.
    count
        Classes asked for; fewer are given where there are not as many different values.
    whole
        Whether the values are whole numbers or years.

    Returns
    -------
    tuple of Interval
        From the lowest to the highest, each with a value at least.

    References
    ----------
    Fisher 1958, doi:10.1080/01621459.1958.10501479 (natural breaks); PySAL mapclassify, doi:10.5281/zenodo.17343034.
    """
    known = np.unique(values.astype(float))
    uppers = known if len(known) <= count else _uppers(np.sort(values.astype(float)).tobytes(), scheme, count)
    wishes = {int(np.searchsorted(known, upper, side="right")): float(upper) for upper in np.sort(uppers)}
    cuts = [_cut(known[k - 1], known[k], upper, whole=whole) for k, upper in wishes.items() if 0 < k < len(known)]
    lows, highs = [None, *(low for _, low in cuts)], [*(high for high, _ in cuts), None]
    starts = [float(known[0]), *(low for _, low in cuts)]
    stops = [*(high for high, _ in cuts), float(known[-1])]
    return tuple(Interval(*bounds) for bounds in zip(lows, highs, starts, stops, strict=True))


def class_of(values: np.ndarray, intervals: tuple[Interval, ...]) -> np.ndarray:
    """Return for each value the position of its class; that after the last one where it is NaN."""
    uppers = np.array([interval.high for interval in intervals[:-1]], dtype=float)
    return np.where(np.isnan(values), len(intervals), np.searchsorted(uppers, values, side="left"))


def equal_bins(values: np.ndarray, *, whole: bool, decades: bool = False) -> tuple[Interval, ...]:
    """Return bins of one round width that hold all values, empty ones among them.

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
    width = float(_DECADE) if decades else _width(known[-1] - known[0], whole=whole)
    first, last = math.floor(known[0] / width), math.floor(known[-1] / width)
    edges = [round(k * width, _DIGITS) for k in range(first, last + 2)]
    cuts = [_edge(known, edge, whole=whole) for edge in edges[1:-1]]
    lows, highs = [edges[0], *(low for _, low in cuts)], [*(high for high, _ in cuts), edges[-1] - whole]
    return tuple(Interval(*bounds) for bounds in zip(lows, highs, edges[:-1], edges[1:], strict=True))


def count_bins(values: np.ndarray, intervals: tuple[Interval, ...]) -> list[int]:
    """Count the values that each bin holds, its bounds included, as a filter with these bounds does."""
    return [int(((values >= one.low) & (values <= one.high)).sum()) for one in intervals]


@lru_cache(maxsize=64)
def _uppers(numbers: bytes, scheme: str, count: int) -> np.ndarray:
    """Return the upper bounds of the classes; remembered, as legend, panel and summary ask for the same."""
    # Its import takes two seconds (scikit-learn, networkx): only a reader who classes waits for it.
    from mapclassify import EqualInterval, FisherJenks, Quantiles  # noqa: PLC0415

    values = np.frombuffer(numbers)
    with warnings.catch_warnings():
        # It warns of a missing accelerator, and of fewer classes than asked for, which the legend shows.
        warnings.simplefilter("ignore")
        if scheme == "natural_breaks":
            sample = values[np.linspace(0, len(values) - 1, min(len(values), _SAMPLE)).round().astype(int)]
            return _between(sample, np.unique(FisherJenks(sample, k=count).bins))
        return np.asarray({"quantiles": Quantiles, "equal_intervals": EqualInterval}[scheme](values, k=count).bins)


def _between(sample: np.ndarray, uppers: np.ndarray) -> np.ndarray:
    """Set each break between two values of a sample where what lies between them belongs to the nearer class."""
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
    """Return the upper bound of what ends at `below` and the lower bound of what begins at `above`, close to `wish`.

    Of whole numbers the two follow each other; of others both are the same, the shortest decimal between the values.
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
    """Return the least round width that covers a span in as many bins as are read at a glance."""
    least = max(span / _BINS, 1.0 if whole else 1e-9)
    power = 10.0 ** math.floor(math.log10(least))
    width = next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
    return float(math.ceil(width)) if whole else width
