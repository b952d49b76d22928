"""What changes when a view changes, as one small message: masks, counts, camera."""

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from atlas.scene.scene import Scene


def scene_message(scene: "Scene") -> dict[str, Any]:
    """Give the state of the map page: for each layer its mask as bits, the legend, the camera, the credits."""
    return {
        "theme": scene.theme,
        "backdrop": [mark.layer for mark in scene.backdrop],
        "tiles": {"url": scene.tiles.url, "max_zoom": scene.tiles.max_zoom} if scene.tiles else None,
        "layers": [
            {
                "id": mark.layer,
                "mask": base64.b64encode(np.packbits(scene.kept[mark.layer], bitorder="little").tobytes()).decode(),
                "count": int(scene.kept[mark.layer].sum()),
            }
            for mark in scene.marks
        ],
        "tables": {
            layer: int(kept.sum()) for layer, kept in scene.kept.items() if layer not in {m.layer for m in scene.marks}
        },
        "legend": [[entry.layer, entry.symbol, entry.count, entry.chosen] for entry in scene.legend],
        "camera": [scene.camera.lat, scene.camera.lon, scene.camera.zoom] if scene.camera else None,
        "bounds": scene.bounds,
        "credits": [[licence, list(producers)] for licence, producers in scene.attribution],
    }
