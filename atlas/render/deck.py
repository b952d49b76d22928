"""A story as one file: map, prose, cards and fonts inside, told by the same scripts as in the app."""

import base64
import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import orjson

from atlas.i18n import words
from atlas.render.assets import read_web
from atlas.render.mark_encoding import LayerSheet, mark_sheet, pack_mark
from atlas.render.single_file import inline_page
from atlas.render.story_message import ShowMessage, show_message
from atlas.scene.map.simplified import simplify_scenes
from atlas.scene.query.view import Appearance

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark
    from atlas.scene.story.slides import Show

_ENTRY = "present/deck_file.js"
_STYLES = ("present/deck.css", "present/presenter.css")
# Nothing can be asked of anybody: a browser holds the file to it. (Tools that drive a browser evaluate what they ask.)
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
)


class LayerHead(TypedDict):
    """How a layer is drawn, and what its rows are called, in one language."""

    sheet: LayerSheet
    names: tuple[str, ...]


class Tongue(TypedDict):
    """A story in one language: the words of the scripts by section (`said`), the story, its layers by id."""

    said: dict[str, dict[str, str]]
    show: ShowMessage
    heads: dict[str, LayerHead]


class DeckData(TypedDict):
    """What a story's file holds: rows of each layer, the story in each language, its cards (gzip, base64)."""

    lang: str
    theme: Appearance
    packed: dict[str, str]
    tongues: dict[str, Tongue]
    cards: dict[str, str]


def deck_file(
    shows: "Mapping[str, Show]", cards: Mapping[str, Mapping[str, object]], *, lang: str, theme: Appearance
) -> str:
    """Return the page of a story with everything inside.

    Parameters
    ----------
    shows
        The story in each language that it can be switched to.
    cards
        For each of them, layer id → row id → card of every row that a scene keeps.
    lang, theme
        Language and appearance that it opens in.
    """
    shows = {spoken: _without_large(show) for spoken, show in shows.items()}
    marks = {mark.layer: mark for mark in _marks(shows[lang])}
    data: DeckData = {
        "lang": lang,
        "theme": theme,
        "packed": {layer_id: base64.b64encode(pack_mark(mark)).decode() for layer_id, mark in marks.items()},
        "tongues": {spoken: _tongue(show) for spoken, show in shows.items()},
        # Ten times smaller; read when the first card is opened.
        "cards": {spoken: _small(cards[spoken]) for spoken in shows},
    }
    page = inline_page(lang, data, styles=[read_web(path) for path in _STYLES], entry=_ENTRY)
    return page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{_POLICY}">', 1)


def _without_large(show: "Show") -> "Show":
    """Return a story whose large layers are small enough for a file."""
    scenes = simplify_scenes([stage.scene for stage in show.stages])
    stages = (replace(stage, scene=scene) for stage, scene in zip(show.stages, scenes, strict=True))
    return replace(show, stages=tuple(stages))


def _marks(show: "Show") -> "Iterator[Mark]":
    """Return the mark of every layer; as the layer declares it, where a scene shows it so."""
    scenes = [stage.scene for stage in show.stages]
    every = [mark for scene in scenes for mark in (*scene.backdrop, *scene.marks)]
    yield from sorted(every, key=lambda mark: not mark.classed)


def _tongue(show: "Show") -> Tongue:
    return {
        "said": {section: _section(section, show.lang) for section in ("map", "deck", "presenter")},
        "show": show_message(show),
        "heads": {mark.layer: {"sheet": mark_sheet(mark), "names": mark.names} for mark in _marks(show)},
    }


def _section(section: str, lang: str) -> dict[str, str]:
    start = f"{section}."
    return {key.removeprefix(start): text for key, text in words(lang).items() if key.startswith(start)}


def _small(value: object) -> str:
    return base64.b64encode(gzip.compress(orjson.dumps(value), mtime=0)).decode()


def find_outside_addresses(page: str) -> list[str]:
    """Return the addresses that a page loads by itself: scripts, styles, pictures, fonts, frames; no links."""
    found = re.findall(r"""<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=["']?([^"'\s>]+)""", page)
    found += re.findall(r"""(?:url\(|@import\s+)["']?([^"')\s]+)""", page)
    return [url for url in found if not url.startswith(("data:", "blob:", "#"))]
