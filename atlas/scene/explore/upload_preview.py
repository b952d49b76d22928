"""Preview of an uploaded layer: a link that shows it, and a small base map around it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import readable_layers, shown_layers
from atlas.scene.query.view import Camera

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas

# A web map is 256 pixels wide at zoom 0; the layer should fill about three times that width.
_WIDTHS, _MOST_ZOOM = 3, 15
_VERTICES, _STEPS = 6_000, 300
_AROUND = 0.6


def link_to(layer_id: str, link: str, catalog: "Catalog", extent: Sequence[float] | None) -> str:
    """Return the link that adds a layer to those of `link` and zooms to its extent."""
    view, _ = parse_permalink(link)
    shown = [other for other in shown_layers(view, catalog) if other != layer_id]
    seen = replace(view, mode="explore", layers=(*shown, layer_id), card=None)
    return to_permalink(replace(seen, at=_camera(extent)) if extent else seen)


def ground_lines(extent: Sequence[float], atlas: "Atlas") -> list[list[list[float]]]:
    """Return borders and coasts around an extent as few lines of longitude and latitude, for a small map."""
    west, south, east, north = extent
    margin = max(east - west, north - south, 0.02) * _AROUND
    # The small map is wider than high, and a degree of longitude shorter than one of latitude.
    across = margin * _WIDTHS
    box = (west - across, south - margin, east + across, north + margin)
    lines: list[list[list[float]]] = []
    left = _VERTICES
    for layer in readable_layers((layer for layer in atlas.catalog.values() if layer.backdrop), atlas.frames):
        near = atlas.frames[layer.id].geometry.cx[box[0] : box[2], box[1] : box[3]].to_numpy()
        cut = shapely.clip_by_rect(shapely.boundary(near[shapely.get_dimensions(near) == 2]), *box)  # noqa: PLR2004
        parts = shapely.get_parts(shapely.simplify(cut, margin / _STEPS, preserve_topology=False))
        for part in parts[~shapely.is_empty(parts)]:
            pairs = shapely.get_coordinates(part).round(4).tolist()
            left -= len(pairs)
            if left < 0:
                return lines
            lines.append(pairs)
    return lines


def _camera(extent: Sequence[float]) -> Camera:
    west, south, east, north = extent
    stretch = 1 / max(math.cos(math.radians((south + north) / 2)), 0.1)
    wide = max(east - west, (north - south) * stretch, 1e-4)
    zoom = max(1, min(_MOST_ZOOM, round(math.log2(360 * _WIDTHS / wide), 1)))
    return Camera(round((south + north) / 2, 5), round((west + east) / 2, 5), zoom)
