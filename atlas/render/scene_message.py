"""What changes when a view changes, as one small message: masks, counts, camera."""

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from atlas.render.mark_encoding import mark_sheet

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark, Scene


def scene_message(scene: "Scene") -> dict[str, Any]:
    """Return the state of the map page: for each layer its mask as bits, the legend, the camera, the credits."""
    return {
        "theme": scene.theme,
        "backdrop": [mark.layer for mark in scene.backdrop],
        "tiles": asdict(scene.tiles) if scene.tiles else None,
        "layers": [
            {
                "id": mark.layer,
                "count": scene.reduced[mark.layer][1]
                if mark.layer in scene.reduced
                else int(scene.kept[mark.layer].sum()),
                # The rows of a large layer stay where they are: its page asks for those in sight.
                **({"query": scene.asking[mark.layer]} if mark.large else {"mask": _bits(scene.kept[mark.layer])}),
            }
            for mark in scene.marks
        ],
        "reduced": scene.reduced,
        "tables": {
            layer: int(kept.sum()) for layer, kept in scene.kept.items() if layer not in {m.layer for m in scene.marks}
        },
        "classes": {mark.layer: _classes(mark) for mark in scene.marks if mark.classed},
        "unsure": {
            layer: [int(rows.sum()), "" if layer in scene.asking else _bits(rows)]
            for layer, rows in scene.unsure.items()
        },
        "legend": [[entry.layer, entry.symbol, entry.count, entry.chosen] for entry in scene.legend],
        "camera": [scene.camera.lat, scene.camera.lon, scene.camera.zoom] if scene.camera else None,
        "bounds": scene.bounds,
        "asked": scene.asked,
        "card": ":".join(scene.card) if scene.card else None,
        "home": scene.home,
        "credits": [[licence, list(producers)] for licence, producers in scene.attribution],
    }


def _classes(mark: "Mark") -> dict[str, Any]:
    """Return the symbols that stand for those of the layer as it was sent, and which row has which."""
    return {
        "field": mark.field,
        "opacity": mark.opacity,
        "symbols": mark_sheet(mark)["symbols"],
        "of": "" if mark.large else base64.b64encode(mark.symbol_of.tobytes()).decode(),
    }


def _bits(rows: np.ndarray) -> str:
    """Write one bit a row, the first row in the lowest."""
    return base64.b64encode(np.packbits(rows, bitorder="little").tobytes()).decode()
