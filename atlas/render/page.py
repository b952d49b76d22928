"""The map page: folium makes it once for each language; its features come by URL, or lie in the file."""

import base64
from collections.abc import Mapping
from typing import Any

import folium
import orjson
from branca.element import Element, MacroElement
from folium.template import Template

from atlas.i18n import words
from atlas.render.assets import atlas_script, atlas_style, leaflet_script, leaflet_style

# Where the map stands until the first scene says where to look: the basin.
_BASIN = (50.43, 2.95)
_ZOOM = 9


class _Atlas(MacroElement):
    """Hands the Leaflet map to the atlas's script. No feature enters it: branca compiles it as a template."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "Atlas.start({{ this._parent.get_name() }}, {{ this.settings | tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "Atlas"
        self.settings = settings


def map_page(lang: str, *, home: str) -> str:
    """Give the page that the app mounts once: constant for each language, without any feature.

    Parameters
    ----------
    lang
        Language of its words.
    home
        Path below which the routes of `atlas.serve` answer.
    """
    root = _figure(lang, {"lang": lang, "home": home, "words": _words(lang)})
    for name, kind in (("leaflet", "css"), ("map", "css"), ("leaflet", "js"), ("map", "js")):
        url = f"{home}/{name}.{kind}"
        tag = f'<link rel="stylesheet" href="{url}">' if kind == "css" else f'<script src="{url}"></script>'
        root.header.add_child(Element(tag), name=f"{name}_{kind}")
    return root.render()


def map_file(
    lang: str,
    *,
    state: Mapping[str, Any],
    sheet: Mapping[str, Any],
    packed: Mapping[str, bytes],
    cards: Mapping[str, Any],
) -> str:
    """Give the same page as one file that holds everything it shows and asks the network for nothing.

    Parameters
    ----------
    lang
        Language of its words.
    state, sheet
        As `atlas.render.state` gives them.
    packed
        Layer id → bytes of `atlas.render.pack.pack_mark`.
    cards
        Layer id → feature id → card.
    """
    html = _figure(lang, {"lang": lang, "home": None, "words": _words(lang)}).render()
    data = {
        "state": state,
        "sheet": sheet,
        "packed": {layer: base64.b64encode(content).decode() for layer, content in packed.items()},
        "cards": cards,
    }
    # What a browser would take for the end of a script must not stand in one.
    text = orjson.dumps(data).decode().replace("<", "\\u003c")
    head = (
        f"<style>{leaflet_style()}\n{atlas_style()}</style>"
        f"<script>{leaflet_script()}</script><script>{atlas_script()}</script>"
        f'<script type="application/json" id="atlas-data">{text}</script>'
    )
    return html.replace("</head>", head + "</head>", 1)


def _figure(lang: str, settings: Mapping[str, Any]) -> Any:
    options = {"zoom_control": False, "min_zoom": 2, "max_zoom": 18, "zoom_snap": 0.5, "world_copy_jump": True}
    leaflet = folium.Map(_BASIN, zoom_start=_ZOOM, tiles=None, **options)
    leaflet._id = "atlas"  # noqa: SLF001 - folium draws ids by chance; the page must be the same each time
    # folium's own scripts and styles name outside hosts and bring what the atlas does not use.
    leaflet.default_js, leaflet.default_css = [], []
    _Atlas(settings).add_to(leaflet)
    root = leaflet.get_root()
    root.html.add_child(Element(f'<script>document.documentElement.lang = "{lang}";</script>'))
    root.title = words(lang)["app.title"]
    return root


def _words(lang: str) -> dict[str, str]:
    return {key.removeprefix("map."): text for key, text in words(lang).items() if key.startswith("map.")}
