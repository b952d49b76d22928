"""Binary encoding of the visible part of a large layer: steps of a quarter of a pixel, mostly one byte each."""

from typing import TYPE_CHECKING, TypedDict

import numpy as np

from atlas.render.mark_encoding import LayerSheet, frame_arrays, mark_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.scene.map.scene import Mark
    from atlas.scene.map.viewport import LayerViewport

# Marks a step that does not fit into a byte and is stored in a list of its own.
_FAR = -128
_HOLLOW, _UNSURE, _AREA = 1, 2, 4
_WHOLE = (np.uint8, np.int8, np.uint16, np.int16, np.int32)


class LargeLayerHead(TypedDict):
    """What the page knows of a large layer before it asks for a window: how it is drawn, and its number of rows."""

    sheet: LayerSheet
    large: int


class WindowHead(TypedDict):
    """The requested window (`window` is west, north, east, south), its number of rows and its names."""

    window: tuple[float, float, float, float]
    zoom: float
    size: tuple[int, int]
    count: int
    names: list[str]


def pack_large(mark: "Mark") -> bytes:
    """Encode the head of a large layer, which the page reads before it requests a window."""
    head: LargeLayerHead = {"sheet": mark_sheet(mark), "large": len(mark.features)}
    return frame_arrays(head, {})


def pack_window_rows(mark: "Mark", viewport: "LayerViewport", small: np.ndarray, boxes: np.ndarray) -> bytes:
    """Encode all rows of a window, as `pack_viewport` does, with each speck instead of the picture of all.

    Parameters
    ----------
    mark, viewport
        The layer, and its window with the rows drawn as lines or areas.
    small, boxes
        Rows that are specks, and where: see `atlas.analysis.spatial.viewport.speck_boxes`.
    """
    left, top, wide, high = boxes
    return pack_viewport(
        mark,
        viewport,
        {
            # Rows that follow each other lie near each other.
            "speckSteps": np.diff(np.stack([left, top], axis=1), axis=0, prepend=0),
            "speckSizes": 8 * wide + high,
            "speckValues": mark.symbol_of[small].astype(np.uint16) + 1,
        },
    )


def pack_viewport(mark: "Mark", viewport: "LayerViewport", more: "Mapping[str, np.ndarray] | None" = None) -> bytes:
    """Encode what a window shows of a layer, in the layout of `atlas.render.mark_encoding`; `more`: further arrays."""
    window, outlines = viewport.window, viewport.outlines
    near = (np.abs(outlines.steps) < -_FAR).all(axis=1)
    radius = mark.radius[viewport.symbols]
    arrays: dict[str, np.ndarray] = {
        "symbol": mark.symbol_of[viewport.shapes],
        "flags": _flags(mark, viewport.shapes, viewport) + _AREA * viewport.areas,
        "rings": outlines.rings,
        "corners": outlines.corners,
        "first": outlines.first,
        "steps": np.where(near[:, None], outlines.steps, _FAR),
        "far": outlines.steps[~near],
        "symbolSymbol": mark.symbol_of[viewport.symbols],
        "symbolFlags": _flags(mark, viewport.symbols, viewport),
        "symbolRadius": radius,
        "symbolAt": viewport.symbols_at,
        "specks": viewport.specks if viewport.specks.any() else np.empty(0, np.uint8),
        "nameAt": viewport.names_at,
        **(more or {}),
    }
    head: WindowHead = {
        "window": (window.west, window.north, window.east, window.south),
        "zoom": window.zoom,
        "size": window.size,
        "count": viewport.count,
        "names": [mark.names[row] for row in viewport.names],
    }
    return frame_arrays(head, {name: _small(array.ravel()) for name, array in arrays.items()})


def _flags(mark: "Mark", rows: np.ndarray, viewport: "LayerViewport") -> np.ndarray:
    flags = _HOLLOW * mark.hollow[rows].astype(np.uint8)
    return flags if viewport.uncertain is None else flags + _UNSURE * viewport.uncertain[rows]


def _small(array: np.ndarray) -> np.ndarray:
    """Return the same numbers in the smallest type that holds them."""
    if array.dtype.kind == "f":
        return array.astype(np.float32)
    low, high = int(array.min(initial=0)), int(array.max(initial=0))
    fitting = (kind for kind in _WHOLE if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return array.astype(next(fitting))
