"""The scripts and styles of the browser: Leaflet from its wheel, ours from ``atlas/render/web``."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from atlas.streamlit_seam import font_versions

# Files that a browser requests; tests and types of the scripts are not served.
_SERVED = (".js", ".css")
# A comment that has its lines to itself.
COMMENT = re.compile(r"^ */\*[^*]*(?:\*(?!/)[^*]*)*\*/\n", re.MULTILINE)


@cache
def leaflet_script() -> str:
    """Return Leaflet, without the comment for which a browser would request its source map."""
    text = files("xstatic.pkg.leaflet").joinpath("data", "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


@cache
def leaflet_style() -> str:
    """Return Leaflet's style with its images inlined, so that a page makes no request for them."""
    data = files("xstatic.pkg.leaflet").joinpath("data")

    def inline(match: re.Match[str]) -> str:
        image = base64.b64encode(data.joinpath(match[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{image})"

    return re.sub(r"url\((images/[^)]+)\)", inline, data.joinpath("leaflet.css").read_text(encoding="utf-8"))


@cache
def atlas_style() -> str:
    """Return the atlas's own style for the map page."""
    return theme_style() + strip_comments(read_web("map/map.css"))


@cache
def map_style() -> str:
    """Return all styles of the map page of the app."""
    return f"{leaflet_style()}\n{atlas_style()}"


@cache
def theme_style() -> str:
    """Return the colours of the page and of the map, light and dark."""
    return strip_comments(read_web("shell/tokens.css"))


@cache
def web_files() -> frozenset[str]:
    """Return the paths of all scripts and styles below ``atlas/render/web``."""
    return frozenset(_walk(_web(), ""))


@cache
def read_web(path: str) -> str:
    """Return the text of a script or style by its path below ``atlas/render/web``.

    Raises
    ------
    KeyError
        There is none.
    """
    if path not in web_files():
        raise KeyError(path)
    return _web().joinpath(*path.split("/")).read_text(encoding="utf-8")


def strip_comments(text: str) -> str:
    """Return a script or style without its comments; every line keeps its number.

    Comments, with the types they hold, are a third of what a browser would load.
    """
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


@cache
def web_stamp() -> str:
    """Return a hash of all scripts, styles and fonts; it is in their addresses, so that they can be cached for ever."""
    digest = hashlib.sha256(f"{leaflet_script()}\0{leaflet_style()}\0{font_versions()}\0".encode())
    for path in sorted(web_files()):
        digest.update(f"{path}\0{read_web(path)}\0".encode())
    return digest.hexdigest()[:16]


def web_address(home: str, path: str) -> str:
    """Return the address of a script, style or font.

    Parameters
    ----------
    home
        Path of the routes of `atlas.serve`.
    path
        Below ``atlas/render/web``, or a name of `atlas.serve.routes.web`.
    """
    return f"{home}/web/{web_stamp()}/{path}"


def _web() -> Traversable:
    return files("atlas.render").joinpath("web")


def _walk(folder: Traversable, under: str) -> list[str]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{under}{entry.name}/")
        elif entry.name.endswith(_SERVED):
            found.append(under + entry.name)
    return found
