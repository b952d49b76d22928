"""Layers packed small for a page that holds them: coordinates as steps of few bytes, then compressed.

`folium/packing.js` reads it.
"""

import gzip
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from atlas.render.mark_encoding import FINE, frame_arrays, mark_arrays, pack_steps

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark

# Vertices from which on a layer is stored coarsely, and steps across a layer then: 5 m of 200 km.
_MANY, _ACROSS = 50_000, 2**15


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
    return pack_steps(mark, arrays, _grain(arrays["xy"]))


def _grain(xy: np.ndarray) -> int:
    """Return the units that coordinates are rounded to: less than can be seen."""
    if xy.size < 2 * _MANY:
        return FINE
    wide = int(max(np.ptp(xy[::2]), np.ptp(xy[1::2])))
    return max(FINE, 1 << max(int(np.log2(max(wide, 1) / _ACROSS)), 0))
