"""A story as one file with map, prose, cards and fonts, shown by the same scripts as in the app."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import shapely

from atlas.i18n import section_words
from atlas.render.assets import read_web
from atlas.render.mark_encoding import LayerSheet, mark_sheet, pack_mark_for_file
from atlas.render.single_file import compress, inline_page
from atlas.render.story_message import SlideshowMessage, slideshow_message
from atlas.scene.map.simplified import mark_of_rows, simplify_scenes
from atlas.scene.query.view import Appearance

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark
    from atlas.scene.story.slides import Slideshow

_ENTRY = "present/deck_file.js"
# Widths of the frame of the first scene on each side of it.
_AROUND = 2
# A layer of fewer vertices is unpacked at once; one that the first scene needs most of is not split.
_MANY_VERTICES, _SHARE = 50_000, 0.5
_STYLES = ("present/deck.css", "present/presenter.css")


class LayerHead(TypedDict):
    """How a layer is drawn in one language, and what its rows are called there, by position, if not as packed."""

    sheet: LayerSheet
    names: dict[str, str]


class DeckLanguage(TypedDict):
    """A story in one language: the words of the scripts by section, the slides, its layers by id."""

    words: dict[str, dict[str, str | dict[str, str]]]
    show: SlideshowMessage
    heads: dict[str, LayerHead]


class DeckData(TypedDict):
    """What a story's file holds: the story in each language, and the rows of the layers of its first scene.

    `parts` names the layers of which only the rows near that scene are here.
    """

    lang: str
    theme: Appearance
    packed: dict[str, str]
    parts: list[str]
    languages: dict[str, DeckLanguage]


class DeckLater(TypedDict):
    """What stands at the end of a story's file: the rows of all other layers, and its cards (gzip, base64)."""

    packed: dict[str, str]
    cards: dict[str, str]


def deck_file(
    shows: "Mapping[str, Slideshow]", cards: Mapping[str, Mapping[str, object]], *, lang: str, theme: Appearance
) -> str:
    """Return the page of a story with everything inside.

    Parameters
    ----------
    shows
        The story in each language that the reader can choose.
    cards
        For each language, layer id → row id → card of every row that a scene keeps.
    lang, theme
        Language and appearance that it opens in.
    """
    shows = {language: _without_large(show) for language, show in shows.items()}
    marks = {mark.layer: mark for mark in _marks(shows[lang])}
    opening = shows[lang].slides[0]
    drawn = {mark.layer for mark in (*opening.scene.backdrop, *opening.scene.marks)}
    near = {mark.layer: part for mark in opening.scene.backdrop if (part := _part_near(mark, opening.frame))}
    data: DeckData = {
        "lang": lang,
        "theme": theme,
        "packed": {layer_id: pack_mark_for_file(near.get(layer_id, marks[layer_id])) for layer_id in sorted(drawn)},
        "parts": sorted(near),
        "languages": {language: _language(show, marks) for language, show in shows.items()},
    }
    later: DeckLater = {
        "packed": {
            layer_id: pack_mark_for_file(mark)
            for layer_id, mark in marks.items()
            if layer_id not in drawn or layer_id in near
        },
        # Compressed to a tenth; unpacked when the first card is opened.
        "cards": {language: compress(cards[language]) for language in shows},
    }
    styles = [read_web(path) for path in _STYLES]
    return inline_page(lang, data, theme=theme, styles=styles, entry=_ENTRY, later=later)


def _part_near(mark: "Mark", frame: tuple[float, float, float, float]) -> "Mark | None":
    """Return the rows of the ground near the first scene, as far as the widest screen shows it; None of a small layer.

    The world has a hundred times the vertices of the basin: the first picture does not wait for them.
    """
    west, south, east, north = frame
    across, up = _AROUND * (east - west), _AROUND * (north - south)
    shapes = mark.features.to_numpy()
    left, bottom, right, top = shapely.bounds(shapes).T
    near = (right > west - across) & (left < east + across) & (top > south - up) & (bottom < north + up)
    vertices = shapely.get_num_coordinates(shapes)
    if vertices.sum() < _MANY_VERTICES or vertices[near].sum() > _SHARE * vertices.sum():
        return None
    rows = np.flatnonzero(near)
    return mark_of_rows(mark, rows, mark.features.iloc[rows])


def _without_large(show: "Slideshow") -> "Slideshow":
    """Return a story with its large layers simplified for a file."""
    scenes = simplify_scenes([slide.scene for slide in show.slides])
    slides = (replace(slide, scene=scene) for slide, scene in zip(show.slides, scenes, strict=True))
    return replace(show, slides=tuple(slides))


def _marks(show: "Slideshow") -> "Iterator[Mark]":
    """Yield the marks of all scenes; those in the declared style come last, to replace the others of their layer."""
    scenes = [slide.scene for slide in show.slides]
    every = [mark for scene in scenes for mark in (*scene.backdrop, *scene.ground, *scene.marks)]
    yield from sorted(every, key=lambda mark: not mark.classed)


def _language(show: "Slideshow", marks: "Mapping[str, Mark]") -> DeckLanguage:
    return {
        "words": {section: section_words(section, show.lang) for section in ("map", "deck", "presenter")},
        "show": slideshow_message(show),
        "heads": {mark.layer: _head(mark, marks.get(mark.layer)) for mark in _marks(show)},
    }


def _head(mark: "Mark", packed: "Mark | None") -> LayerHead:
    pairs = zip(mark.names, packed.names if packed else (), strict=False)
    own = {str(row): name for row, (name, other) in enumerate(pairs) if name != other}
    return {"sheet": mark_sheet(mark), "names": own}


def find_outside_addresses(page: str) -> list[str]:
    """Return the addresses that a page loads by itself: scripts, styles, pictures, fonts, frames; no links."""
    found = re.findall(r"""<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=["']?([^"'\s>]+)""", page)
    found += re.findall(r"""(?:url\(|@import\s+)["']?([^"')\s]+)""", page)
    return [url for url in found if not url.startswith(("data:", "blob:", "#"))]
