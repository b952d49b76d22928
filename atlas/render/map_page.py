"""The map page: folium makes it once for each language; its features come by URL or are inlined."""

from collections.abc import Iterator, Mapping
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from atlas.i18n import section_words, words
from atlas.render.assets import web_address
from atlas.render.chunks import chunk_address
from atlas.scene.query.view import MOST_ZOOM

# The theme before the first paint: that of the page around the map, or of the window that opened it.
_THEME = (
    "{let t;try{t=(window.frameElement?parent:opener).document.documentElement.dataset.theme}catch{}"
    "document.documentElement.dataset.theme=t||'light'}"
)
# Centre of the map until the first scene sets the camera: the basin.
_BASIN = (50.43, 2.95)
_ZOOM = 9


class _Atlas(MacroElement):
    """Settings for the scripts of the atlas. It holds no features, since branca compiles it as a template."""

    _template = Template(
        "{% macro header(this, kwargs) %}"
        "<script>{{ this.theme }}</script>"
        '<script type="application/json" id="atlas-settings">{{ this.settings | tojson }}</script>'
        "{% endmacro %}"
    )

    def __init__(self, settings: Mapping[str, object], theme: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Atlas"
        self.settings, self.theme = settings, theme


def map_page(lang: str, *, home: str, entry: str = "map/main.js") -> str:
    """Return the page that the app mounts once: constant for each language, without features.

    Parameters
    ----------
    lang
        Language of its words.
    home
        Path of the routes of `atlas.serve`.
    entry
        The first module of the page.
    """
    root = map_figure(lang, home=home)
    root.header.add_child(Element("".join(_tags(home, entry))), name="atlas_assets")
    return root.render()


def _tags(home: str, entry: str) -> Iterator[str]:
    """Yield the tags of styles and scripts: all modules come in one answer."""
    yield f'<link rel="stylesheet" href="{web_address(home, "map.css")}">'
    yield f'<script src="{web_address(home, "leaflet.js")}"></script>'
    yield f'<script type="module" src="{chunk_address(home, entry)}"></script>'


def map_figure(lang: str, *, home: str | None, theme: str | None = None) -> Any:
    """Return the folium figure of a map page.

    Parameters
    ----------
    lang
        Language of its words.
    home
        Path of the routes of `atlas.serve`; None for a page without a server.
    theme
        Appearance until a scene says another; None takes over that of the page around the map.
    """
    settings = {"lang": lang, "home": home, "words": section_words("map", lang)}
    options: Any = {"zoom_control": False, "zoom_snap": 0.5, "world_copy_jump": True}
    leaflet = folium.Map(_BASIN, zoom_start=_ZOOM, tiles=None, **options)
    # folium passes its own arguments of these names to a layer of tiles, which there is none of.
    leaflet.options |= {"minZoom": 0, "maxZoom": MOST_ZOOM}
    leaflet._id = "atlas"  # noqa: SLF001 - folium draws ids by chance; the page must be the same each time
    # folium's default scripts and styles come from other hosts and are not used.
    leaflet.default_js, leaflet.default_css = [], []
    own = f'document.documentElement.dataset.theme = "{theme}";' if theme else _THEME
    _Atlas(settings, own).add_to(leaflet)
    root: Any = leaflet.get_root()
    root.html.add_child(Element(f'<script>document.documentElement.lang = "{lang}";</script>'))
    root.title = words(lang)["app.title"]
    return root
