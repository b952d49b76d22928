"""The message that follows a change of the view: masks, counts, legend, camera."""

import base64
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import numpy as np

from atlas.render.mark_encoding import LayerSheet, MapSymbol, mark_sheet
from atlas.scene.map.legend import alike, group_title, placed_rows
from atlas.scene.notes.note import NoteColour, NoteKind
from atlas.scene.query.view import Appearance

if TYPE_CHECKING:
    from atlas.scene.map.scene import LegendEntry, Mark, Scene, Tiles

Bounds = tuple[float, float, float, float]


class LayerState(TypedDict):
    """The kept rows of a layer: `mask`, one bit for each row, or `query`, for the request of a large layer.

    `opacity` is how much of its colour it keeps, where the reader has made it paler.
    """

    id: str
    count: int
    opacity: NotRequired[float]
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


class LegendClass(TypedDict):
    """One class in the legend, see `atlas.scene.map.scene.LegendEntry`; `symbol` is its place among the symbols."""

    symbol: int
    count: int
    chosen: bool | None
    hollow: Literal["none", "some", "all"]


class LegendGroup(TypedDict):
    """Classes that look the same, by their places among `entries`; `title` is None of a class alone."""

    title: str | None
    entries: list[int]


class LegendLayer(TypedDict):
    """One layer in the legend, the top one first.

    `variable` is what its classes stand for; `unplaced` counts the kept rows without position and `unsure` those of
    which nobody knows whether they existed in the year of the view. `far` and `near` group the classes that look the
    same, below the zoom `symbol_below` and from it on; `sheet` stands where the page has not loaded the layer itself.
    """

    id: str
    title: str
    count: int
    variable: str | None
    unplaced: int
    unsure: int
    single: bool
    entries: list[LegendClass]
    far: list[LegendGroup]
    near: list[LegendGroup]
    sheet: NotRequired[LayerSheet]


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


class AnswerState(TypedDict):
    """What answers the question of the view, see `atlas.scene.map.scene.Answer`; None when it asks nothing."""

    sentence: str
    layers: tuple[str, ...]
    place: bool
    query: str


class NoteState(TypedDict):
    """A note of the reader, see `atlas.scene.notes.note.Note`; its points are latitudes and longitudes."""

    kind: NoteKind
    colour: NoteColour
    points: list[tuple[float, float]]
    text: str


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
    legend: list[LegendLayer]
    camera: tuple[float, float, float] | None
    bounds: Bounds | None
    area_query: str | None
    card: str | None
    home: Bounds | None
    credits: list[tuple[str, list[str]]]
    answer: AnswerState | None
    notes: list[NoteState]


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
            layer: int(np.count_nonzero(kept))
            for layer, kept in scene.kept.items()
            if layer not in {m.layer for m in scene.marks}
        },
        "classes": {mark.layer: _classes(mark) for mark in scene.marks if mark.classed},
        "uncertain": {
            layer: (int(rows.sum()), "" if layer in scene.layer_queries else _bits(rows))
            for layer, rows in scene.uncertain.items()
        },
        "legend": legend_message(scene),
        "camera": (scene.camera.lat, scene.camera.lon, scene.camera.zoom) if scene.camera else None,
        "bounds": scene.bounds,
        "area_query": scene.area_query,
        "card": ":".join(scene.card) if scene.card else None,
        "home": scene.home,
        "credits": [(licence, list(producers)) for licence, producers in scene.attribution],
        "answer": _answer(scene),
        "notes": [
            {"kind": note.kind, "colour": note.colour, "points": list(note.points), "text": note.text}
            for note in scene.notes
        ],
    }


def legend_message(scene: "Scene", *, with_symbols: bool = False) -> list[LegendLayer]:
    """Return the legend of a scene, the top layer first; with the symbols for a page that has no layer loaded."""
    entries: dict[str, list[LegendEntry]] = {}
    for entry in scene.legend:
        entries.setdefault(entry.layer, []).append(entry)
    return [
        _legend_layer(mark, entries[mark.layer], scene, with_symbols=with_symbols)
        for mark in reversed(scene.marks)
        if mark.layer in entries
    ]


def _legend_layer(mark: "Mark", entries: "list[LegendEntry]", scene: "Scene", *, with_symbols: bool) -> LegendLayer:
    far = _groups(mark, entries, scene.lang, as_area=False)
    unsure = scene.uncertain.get(mark.layer)
    layer: LegendLayer = {
        "id": mark.layer,
        "title": mark.title,
        "count": _count(mark, scene),
        "variable": mark.variable,
        "unplaced": int(np.count_nonzero(scene.kept[mark.layer] & ~placed_rows(mark))),
        "unsure": int(unsure.sum()) if unsure is not None else 0,
        "single": len(entries) == 1 and mark.field is None,
        "entries": [
            {"symbol": entry.symbol, "count": entry.count, "chosen": entry.chosen, "hollow": entry.hollow}
            for entry in entries
        ],
        "far": far,
        "near": far if mark.symbol_below is None else _groups(mark, entries, scene.lang, as_area=True),
    }
    if with_symbols:
        layer["sheet"] = mark_sheet(mark)
    return layer


def _groups(mark: "Mark", entries: "list[LegendEntry]", lang: str, *, as_area: bool) -> list[LegendGroup]:
    place = {entry.symbol: position for position, entry in enumerate(entries)}
    return [
        {
            "title": group_title([mark.symbols[entry.symbol].title for entry in group], lang) if group[1:] else None,
            "entries": [place[entry.symbol] for entry in group],
        }
        for group in alike(mark, entries, as_area=as_area)
    ]


def _answer(scene: "Scene") -> AnswerState | None:
    answer = scene.answer
    if answer is None:
        return None
    return {"sentence": answer.sentence, "layers": answer.layers, "place": answer.place, "query": answer.query}


def _layer(mark: "Mark", scene: "Scene") -> LayerState:
    state: LayerState = {"id": mark.layer, "count": _count(mark, scene)}
    if mark.layer in scene.opacity:
        state["opacity"] = scene.opacity[mark.layer]
    # The rows of a large layer stay where they are: its page asks for those in view.
    if mark.large:
        return state | {"query": scene.layer_queries[mark.layer]}
    return state | {"mask": _bits(scene.kept[mark.layer])}


def _count(mark: "Mark", scene: "Scene") -> int:
    """Return the kept rows of a layer, drawn or left out of a simplified one."""
    return (
        scene.simplified[mark.layer][1]
        if mark.layer in scene.simplified
        else int(np.count_nonzero(scene.kept[mark.layer]))
    )


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
