"""Layers packed small for a page that holds them: coordinates as steps of few bytes, then compressed.

A number is stored as its distance from the one before (`stride` places back), in whole `grain` units, in groups of
seven bits, the lowest first; the sign is the lowest bit (zigzag). `folium/packing.js` reads it.
"""

import gzip
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from atlas.render.mark_encoding import frame_arrays, mark_arrays, mark_head

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark

# Of the arrays of a mark: how far back the number lies that a step leads from; the last two are coordinates.
_STRIDES = {"rings": 1, "vertices": 1, "anchor": 2, "xy": 2}
_PLACES = ("anchor", "xy")
# Vertices from which on a layer is stored coarsely, and steps across a layer then: 5 m of 200 km.
_MANY, _ACROSS = 50_000, 2**15
# 16 cm: nobody zooms in that far.
_FINE = 4


def pack_marks(marks: "Sequence[Mark]", beside: Mapping[str, object]) -> bytes:
    """Return layers and what stands beside them as one compressed buffer.

    Parameters
    ----------
    marks
        The layers, each by its id.
    beside
        Plain values.
    """
    packed = {mark.layer: np.frombuffer(_pack(mark), dtype=np.uint8) for mark in marks}
    return gzip.compress(frame_arrays(dict(beside), packed), mtime=0)


def _pack(mark: "Mark") -> bytes:
    arrays = mark_arrays(mark)
    grain = _grain(arrays["xy"])
    steps = {}
    for name, stride in _STRIDES.items():
        step = grain if name in _PLACES else 1
        steps[name] = [stride, step, arrays[name].dtype.str[1:], arrays[name].size]
        arrays[name] = _in_steps(np.rint(arrays[name] / step).astype(np.int64), stride)
    return frame_arrays({**mark_head(mark), "steps": steps}, arrays)


def _grain(xy: np.ndarray) -> int:
    """Return the units that coordinates are rounded to: less than can be seen."""
    if xy.size < 2 * _MANY:
        return _FINE
    wide = int(max(np.ptp(xy[::2]), np.ptp(xy[1::2])))
    return max(_FINE, 1 << max(int(np.log2(max(wide, 1) / _ACROSS)), 0))


def _in_steps(numbers: np.ndarray, stride: int) -> np.ndarray:
    """Return numbers as bytes: steps in groups of seven bits, the highest bit of a byte says that another follows."""
    before = np.concatenate([np.zeros(stride, dtype=np.int64), numbers[:-stride]])[: len(numbers)]
    steps = numbers - before
    left = ((steps << 1) ^ (steps >> 63)).astype(np.uint64)
    count = np.maximum((64 - _leading_zeros(left) + 6) // 7, 1)
    ends = np.cumsum(count)
    written = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - count
    for place in range(int(count.max(initial=0))):
        more = count > place
        last = count[more] == place + 1
        seven = ((left[more] >> np.uint64(7 * place)) & np.uint64(127)).astype(np.uint8)
        written[starts[more] + place] = np.where(last, seven, seven | 128)
    return written


def _leading_zeros(numbers: np.ndarray) -> np.ndarray:
    """Return how many of the 64 bits of each number are zero before the first that is not."""
    # Exact: the numbers are far below 2^53.
    return 64 - np.where(numbers > 0, np.floor(np.log2(np.maximum(numbers, 1).astype(float))) + 1, 0).astype(np.int64)
