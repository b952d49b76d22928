"""A story as one file with map, prose, cards and fonts, shown by the same scripts as in the app."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from atlas.i18n import section_words
from atlas.render.assets import read_web
from atlas.render.mark_encoding import LayerSheet, mark_sheet, pack_mark_for_file
from atlas.render.single_file import compress, inline_page
from atlas.render.story_message import SlideshowMessage, slideshow_message
from atlas.scene.map.simplified import ground_near, simplify_scenes
from atlas.scene.query.view import Appearance

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark
    from atlas.scene.story.slides import Slideshow

_ENTRY = "present/deck_file.js"
# The ground of the first scene is as exact as a screen, which shows a quarter of a pixel.
_COARSE = 16
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
    """What a story's file holds: the story in the language that it opens in, and the rows of its first scene.

    They are not compressed. `parts` names the layers of which only what that scene shows is here.
    """

    lang: str
    theme: Appearance
    packed: dict[str, str]
    parts: list[str]
    languages: dict[str, DeckLanguage]


class DeckLater(TypedDict):
    """What stands at the end of a story's file: all other rows, its cards (gzip, base64), the other languages."""

    packed: dict[str, str]
    cards: dict[str, str]
    languages: dict[str, DeckLanguage]


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
    # A layer with a mask of its rows is whole.
    masked = {mark.layer for mark in opening.scene.marks}
    ground = [mark for mark in opening.scene.backdrop if mark.layer not in masked]
    near = {mark.layer: part for mark in ground if (part := ground_near(mark, opening.frame))}
    languages = {language: _language(show, marks) for language, show in shows.items()}
    data: DeckData = {
        "lang": lang,
        "theme": theme,
        "packed": {
            layer_id: pack_mark_for_file(near[layer_id], at_once=True, parts=_COARSE)
            if layer_id in near
            else pack_mark_for_file(marks[layer_id], at_once=True)
            for layer_id in sorted(drawn)
        },
        "parts": sorted(near),
        "languages": {lang: languages.pop(lang)},
    }
    later: DeckLater = {
        "packed": {
            layer_id: pack_mark_for_file(mark)
            for layer_id, mark in marks.items()
            if layer_id not in drawn or layer_id in near
        },
        # Compressed to a tenth; unpacked when the first card is opened.
        "cards": {language: compress(cards[language]) for language in shows},
        "languages": languages,
    }
    styles = [read_web(path) for path in _STYLES]
    return inline_page(lang, data, theme=theme, styles=styles, entry=_ENTRY, later=later)


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
