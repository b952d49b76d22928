"""The scripts and styles of the map page: Leaflet from its wheel, ours from ``atlas/render/web``."""

import base64
import re
from functools import cache
from importlib.resources import files

SCRIPTS = (
    *(
        "layer.js",
        "large.js",
        "symbols.js",
        "painter.js",
        "labels.js",
        "ground.js",
        "furniture.js",
        "past.js",
        "draw.js",
        "travel.js",
        "card.js",
        "legend.js",
    ),
    "map.js",
)


@cache
def leaflet_script() -> str:
    """Give Leaflet, without the comment that would make a browser ask for its source map."""
    text = files("xstatic.pkg.leaflet").joinpath("data", "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


@cache
def leaflet_style() -> str:
    """Give Leaflet's style with its images inlined: nothing is fetched beside it."""
    data = files("xstatic.pkg.leaflet").joinpath("data")

    def inline(match: re.Match[str]) -> str:
        image = base64.b64encode(data.joinpath(match[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{image})"

    return re.sub(r"url\((images/[^)]+)\)", inline, data.joinpath("leaflet.css").read_text(encoding="utf-8"))


@cache
def atlas_script() -> str:
    """Give the atlas's own script, all its files in order."""
    return "\n".join(_web(name) for name in SCRIPTS)


@cache
def atlas_style() -> str:
    """Give the atlas's own style for the map page."""
    return theme_style() + _web("map.css")


@cache
def theme_style() -> str:
    """Give the colours of the look, light and dark, for the page and the map alike."""
    return _web("theme.css")


@cache
def page_assets() -> frozenset[str]:
    """Give the names of the scripts and styles of the page around the map."""
    return frozenset(path.name for path in files("atlas.render").joinpath("web").iterdir()) - {*SCRIPTS, "map.css"}


@cache
def page_asset(name: str) -> str:
    """Give a script or style of the page around the map, by its file name."""
    return _web(name)


@cache
def symbol_script() -> str:
    """Give the part that draws symbols, for the page around the map."""
    return "window.Atlas = window.Atlas || {};\n" + _web("symbols.js")


def _web(name: str) -> str:
    return files("atlas.render").joinpath("web", name).read_text(encoding="utf-8")
