"""The map page: folium makes it once for each language; its features come by URL, or lie in the file."""

from collections.abc import Mapping
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from atlas.i18n import words

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
        super().__init__()  # type: ignore[no-untyped-call]
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
    root = map_figure(lang, home=home)
    for name, kind in (("leaflet", "css"), ("map", "css"), ("leaflet", "js"), ("map", "js")):
        url = f"{home}/{name}.{kind}"
        tag = f'<link rel="stylesheet" href="{url}">' if kind == "css" else f'<script src="{url}"></script>'
        root.header.add_child(Element(tag), name=f"{name}_{kind}")
    return root.render()


def map_figure(lang: str, *, home: str | None) -> Any:
    """Give the folium figure that every map page starts from; `home` is None for a page without a server."""
    settings = {"lang": lang, "home": home, "words": _words(lang)}
    options: Any = {"zoom_control": False, "min_zoom": 2, "max_zoom": 18, "zoom_snap": 0.5, "world_copy_jump": True}
    leaflet = folium.Map(_BASIN, zoom_start=_ZOOM, tiles=None, **options)
    leaflet._id = "atlas"  # noqa: SLF001 - folium draws ids by chance; the page must be the same each time
    # folium's own scripts and styles name outside hosts and bring what the atlas does not use.
    leaflet.default_js, leaflet.default_css = [], []
    _Atlas(settings).add_to(leaflet)
    root: Any = leaflet.get_root()
    root.html.add_child(Element(f'<script>document.documentElement.lang = "{lang}";</script>'))
    root.title = words(lang)["app.title"]
    return root


def _words(lang: str) -> dict[str, str]:
    return {key.removeprefix("map."): text for key, text in words(lang).items() if key.startswith("map.")}
