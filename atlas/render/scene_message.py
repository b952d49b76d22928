"""The message that follows a change of the view: masks, counts, legend, camera."""

import base64
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np

from atlas.render.mark_encoding import MapSymbol, mark_sheet
from atlas.scene.query.view import Appearance

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark, Scene, Tiles

Bounds = tuple[float, float, float, float]


class LayerState(TypedDict):
    """The kept rows of a layer: `mask`, one bit for each row, or `query`, for the request of a large layer."""

    id: str
    count: int
    mask: NotRequired[str]
    query: NotRequired[str]


class ClassedSymbols(TypedDict):
    """The classes that the reader has chosen for a layer.

    `variable` is what they stand for, with unit and years; `of` holds the symbol of each row, one byte each.
    """

    field: str | None
    variable: str | None
    opacity: float
    symbols: list[MapSymbol]
    of: str


class TilesState(TypedDict):
    """An online background, see `atlas.scene.map.scene.Tiles`."""

    title: str
    url: str
    layer: str | None
    format: str
    min_zoom: int
    max_zoom: int
    years: tuple[int, int] | None
    names: bool
    relief: bool
    against: "TilesState | None"


class SceneState(TypedDict):
    """The state of the map page, see `scene_message`."""

    theme: Appearance
    backdrop: list[str]
    ground: list[str]
    tiles: TilesState | None
    layers: list[LayerState]
    simplified: dict[str, tuple[int, int]]
    tables: dict[str, int]
    classes: dict[str, ClassedSymbols]
    uncertain: dict[str, tuple[int, str]]
    legend: list[tuple[str, int, int, bool | None]]
    camera: tuple[float, float, float] | None
    bounds: Bounds | None
    area_query: str | None
    card: str | None
    home: Bounds | None
    credits: list[tuple[str, list[str]]]


def scene_message(scene: "Scene") -> SceneState:
    """Return the state of the map page: for each layer its mask as bits, the legend, the camera, the credits."""
    return {
        "theme": scene.theme,
        "backdrop": [mark.layer for mark in scene.backdrop],
        "ground": [mark.layer for mark in scene.ground],
        "tiles": _tiles(scene.tiles) if scene.tiles else None,
        "layers": [_layer(mark, scene) for mark in scene.marks],
        "simplified": dict(scene.simplified),
        "tables": {
            layer: int(kept.sum()) for layer, kept in scene.kept.items() if layer not in {m.layer for m in scene.marks}
        },
        "classes": {mark.layer: _classes(mark) for mark in scene.marks if mark.classed},
        "uncertain": {
            layer: (int(rows.sum()), "" if layer in scene.layer_queries else _bits(rows))
            for layer, rows in scene.uncertain.items()
        },
        "legend": [(entry.layer, entry.symbol, entry.count, entry.chosen) for entry in scene.legend],
        "camera": (scene.camera.lat, scene.camera.lon, scene.camera.zoom) if scene.camera else None,
        "bounds": scene.bounds,
        "area_query": scene.area_query,
        "card": ":".join(scene.card) if scene.card else None,
        "home": scene.home,
        "credits": [(licence, list(producers)) for licence, producers in scene.attribution],
    }


def _layer(mark: "Mark", scene: "Scene") -> LayerState:
    kept = scene.kept[mark.layer]
    count = scene.simplified[mark.layer][1] if mark.layer in scene.simplified else int(kept.sum())
    if mark.large:
        # The rows of a large layer stay where they are: its page asks for those in view.
        return {"id": mark.layer, "count": count, "query": scene.layer_queries[mark.layer]}
    return {"id": mark.layer, "count": count, "mask": _bits(kept)}


def _tiles(tiles: "Tiles") -> TilesState:
    return {
        "title": tiles.title,
        "url": tiles.url,
        "layer": tiles.layer,
        "format": tiles.format,
        "min_zoom": tiles.min_zoom,
        "max_zoom": tiles.max_zoom,
        "years": tiles.years,
        "names": tiles.names,
        "relief": tiles.relief,
        "against": _tiles(tiles.against) if tiles.against else None,
    }


def _classes(mark: "Mark") -> ClassedSymbols:
    """Return the symbols that replace those of the layer as it was sent, and the symbol of each row."""
    return {
        "field": mark.field,
        "variable": mark.variable,
        "opacity": mark.opacity,
        "symbols": mark_sheet(mark)["symbols"],
        "of": "" if mark.large else base64.b64encode(mark.symbol_of.tobytes()).decode(),
    }


def _bits(rows: np.ndarray) -> str:
    """Encode one bit for each row, the first row in the lowest bit."""
    return base64.b64encode(np.packbits(rows, bitorder="little").tobytes()).decode()
