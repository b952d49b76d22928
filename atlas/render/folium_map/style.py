"""The style of the atlas in a page of folium, where a map may be one of several and beside other things."""

import re
from functools import cache

from atlas.render.assets import read_web, strip_comments

_FACE = re.compile(r"@font-face \{[^}]*\}\n?")
# The map is its own screen there: what depends on the size of the window depends on that of the map.
_WITHIN = {
    "html,\nbody {": ".atlas-map {",
    "body,\n.leaflet-container {": ".atlas-map.leaflet-container {",
    "body:has(": ".atlas-map:has(",
    "@media (max-": "@container (max-",
    "100vw": "100cqw",
    "100vh": "100cqh",
    "button {\n  font": ".atlas-map button {\n  font",
    "\n[hidden] {": "\n.atlas-map [hidden] {",
    "\n:focus-visible {": "\n.atlas-map :focus-visible {",
    "  height: 100%;\n  overflow": "  overflow",
}


@cache
def folium_style() -> str:
    """Return the style of the atlas for maps of folium: its colours, without fonts, which the system has."""
    text = strip_comments(read_web("map/map.css"))
    for alone, within in _WITHIN.items():
        text = text.replace(alone, within)
    tokens = _FACE.sub("", strip_comments(read_web("shell/tokens.css")))
    return f"{tokens}{text}{strip_comments(read_web('folium/folium.css'))}"
