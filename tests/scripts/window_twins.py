"""What windows of large layers show, for the tests of the scripts: corners, and rows that a page holds."""

import base64
from typing import Any

import numpy as np

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import Levels, units
from atlas.analysis.spatial.viewport import Window, speck_boxes
from atlas.render.viewport_encoding import pack_viewport, pack_window_rows
from atlas.scene.map.scene import Mark
from atlas.scene.map.viewport import layer_viewport, window_rows


def _window(levels: Levels, zoom: float) -> Window:
    """Return a window in the middle of a layer."""
    x, y = levels.anchor[:, 0]
    wide, high = units(zoom) * np.array([300, 200])
    return Window(int(x - wide), int(y - high), int(x + wide), int(y + high), zoom)


def make_held(mark: Mark, zoom: float) -> dict[str, Any]:
    """Return all rows of a window, and what the server paints of every other one."""
    levels = build_levels(mark.features.to_numpy())
    window = _window(levels, zoom)
    found = window_rows(mark, levels, window)
    assert found
    (shapes, small), kept = found, np.arange(len(mark.features)) % 2 == 0
    drawn = np.isin(np.arange(len(kept)), shapes)
    rows = pack_window_rows(
        mark, layer_viewport(mark, levels, drawn, window), small, speck_boxes(levels, small, window)
    )
    return {
        "zoom": zoom,
        "base64": _text(rows),
        "bits": _text(np.packbits(kept[np.concatenate(found)], bitorder="little").tobytes()),
        "shapes": kept[shapes].tolist(),
        "specks": _text(layer_viewport(mark, levels, kept, window).specks.tobytes()),
    }


def make_picture(mark: Mark, zoom: float) -> dict[str, Any]:
    """Return what a window in the middle of a layer shows, and the corners that the server has drawn."""
    levels = build_levels(mark.features.to_numpy())
    window = _window(levels, zoom)
    sight = layer_viewport(mark, levels, np.ones(len(mark.features), bool), window)
    outlines, quarter = sight.outlines, units(zoom) / 4
    corners, at, step = [], 0, 0
    boxes: list[float] = []
    for count in outlines.rings:
        shape = []
        for line in range(at, at + count):
            more = outlines.corners[line] - 1
            steps = outlines.steps[step : step + more]
            shape.append(np.cumsum([outlines.first[line], *steps], axis=0))
            step, corners = step + more, [*corners, shape[-1]]
        at += count
        around = np.concatenate(shape)
        low, high_ = around.min(axis=0) * quarter, around.max(axis=0) * quarter
        boxes += [window.west + low[0], window.north + low[1], window.west + high_[0], window.north + high_[1]]
    xy = np.concatenate(corners) * quarter + [window.west, window.north]
    return {
        "zoom": zoom,
        "base64": _text(pack_viewport(mark, sight)),
        "window": [window.west, window.north, window.east, window.south],
        "size": list(window.size),
        # As Math.round rounds.
        "xy": np.floor(xy + 0.5).astype(int).ravel().tolist(),
        "rings": np.cumsum([0, *outlines.rings]).tolist(),
        "boxes": boxes,
        "unit": units(zoom),
    }


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode()
