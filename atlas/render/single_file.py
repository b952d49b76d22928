"""The map page as one file that holds all it shows and makes no network request."""

import base64
import gzip
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import orjson

from atlas.render.assets import atlas_style, leaflet_script, leaflet_style
from atlas.render.bundle import bundle
from atlas.render.embedded_fonts import embed_fonts
from atlas.render.map_page import map_figure
from atlas.render.mark_encoding import pack_mark_for_file
from atlas.render.page_policy import seal_page
from atlas.render.scene_message import scene_message
from atlas.scene.map.simplified import simplify_scenes
from atlas.scene.query.drawn_shape import encode_rings

if TYPE_CHECKING:
    from atlas.scene.map.scene import Scene

# One letter beyond ASCII makes a browser hold all that it reads with it in two bytes a letter: three times as slow.
_ASCII_OUT = re.compile(r"[^\x00-\x7f]")
# The faces of the first picture are read while its scripts are: nothing is laid out twice.
_LOAD_FONTS = """for (const face of ['400 1em "Atlas Sans"', '600 1em "Atlas Serif"']) document.fonts.load(face);"""


def scene_file(
    scene: "Scene", cards: Mapping[str, Mapping[str, object]], answers: Mapping[str, object] | None = None
) -> str:
    """Return the page of a scene with Leaflet, scripts, fonts, shapes and cards inside.

    Parameters
    ----------
    scene
        What to draw.
    cards
        Layer id → row id → card, for every row that the scene keeps.
    answers
        The list of answers to the question of the scene, see `atlas.scene.explore.answers.list_answers`.
    """
    (scene,) = simplify_scenes([scene])
    marks = (*scene.backdrop, *scene.ground, *scene.marks)
    data = {
        "state": scene_message(scene),
        "packed": {mark.layer: pack_mark_for_file(mark) for mark in marks},
        "cards": compress(cards),
        "outline": encode_rings(scene.outline),
        "answers": answers or {"groups": [], "gaps": []},
    }
    return inline_page(scene.lang, data, theme=scene.theme)


def compress(value: object) -> str:
    """Return a message as JSON, compressed, as text: cards repeat their titles and sources."""
    return base64.b64encode(gzip.compress(orjson.dumps(value), mtime=0)).decode()


def inline_page(
    lang: str,
    data: Mapping[str, object],
    *,
    theme: str,
    styles: Sequence[str] = (),
    entry: str = "map/file.js",
    later: Mapping[str, object] | None = None,
) -> str:
    """Return the map page with Leaflet, the atlas's scripts, its fonts and `data` inside.

    Parameters
    ----------
    lang
        Language of its words.
    data
        What its script finds there.
    theme
        Appearance that it opens in.
    styles
        More of them, after the atlas's own.
    entry
        The module that starts the page.
    later
        What its script finds when the page is read to its end: the first picture does not wait for it.
    """
    style = f"{leaflet_style()}\n{embed_fonts(''.join((atlas_style(), *styles)))}"
    head = (
        f"<style>{_ASCII_OUT.sub(_css_escape, style)}</style><script>{_LOAD_FONTS}</script>"
        f"<script>{_ascii_script(leaflet_script())}</script>{_data_script('atlas-data', data)}"
    )
    page = map_figure(lang, home=None, theme=theme).render().replace("</head>", head + "</head>", 1)
    # After the script in which folium makes its map.
    before, after = page.rsplit("</html>", 1)
    rest = _data_script("atlas-later", later) if later else ""
    return seal_page(f"{before}<script>{_ascii_script(bundle(entry))}</script>{rest}</html>{after}")


def _data_script(name: str, data: Mapping[str, object]) -> str:
    # A "<" could be read as the end of the script.
    text = _ascii_script(orjson.dumps(data).decode()).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _ascii_script(text: str) -> str:
    """Return a script or JSON with the letters of its strings in ASCII."""
    return _ASCII_OUT.sub(_script_escape, text)


def _script_escape(letter: re.Match[str]) -> str:
    units = letter[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _css_escape(letter: re.Match[str]) -> str:
    return f"\\{ord(letter[0]):x} "
