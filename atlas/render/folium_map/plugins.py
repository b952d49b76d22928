"""Scripts and styles of folium's plugins that are on this machine: in the page instead of addresses of other hosts."""

import base64
import mimetypes
import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from branca.element import CssLink, Element, JavascriptLink

from atlas.errors import AtlasError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# Pictures beside a style; an address with a scheme, or a part of the page (`#marker`), is none.
_BESIDE = re.compile(r"""url\(\s*["']?(?![a-z]+:|#|//)([^"')?#]+)[^)]*\)""", re.IGNORECASE)


class RawElement(Element):
    """Text that is put into a page as it is.

    branca compiles what it is given as a template: slow for a long text, and wrong for one with braces.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


def read_assets(folder: str | Path | None) -> "dict[str, Path]":
    """Return the scripts and styles in a folder and below it, by name.

    Raises
    ------
    AtlasError
        There is no such folder.
    """
    if folder is None:
        return {}
    if not Path(folder).is_dir():
        raise AtlasError("assets_missing", path=folder)
    found = sorted(path for path in Path(folder).rglob("*") if path.suffix in {".js", ".css"})
    # The one that lies highest comes last, and wins.
    return {path.name: path for path in sorted(found, key=lambda path: -len(path.parts))}


def inline_plugins(root: Element, header: Element, assets: "Mapping[str, Path]") -> None:
    """Replace the links in the head of a page whose files are here; warn of the plugins whose files are not.

    Parameters
    ----------
    root
        The page.
    header
        Its head.
    assets
        Files that the program has, by name; see `read_assets`.
    """
    owners: dict[str, str] = dict(_owners(root))
    left: dict[str, list[str]] = {}
    for name, link in [*header._children.items()]:  # noqa: SLF001 - folium has no other way to ask
        if not isinstance(link, JavascriptLink | CssLink):
            continue
        file = urlsplit(link.url).path.rpartition("/")[2]
        found = assets.get(file) or _here().get(file)
        if found is None:
            left.setdefault(owners.get(link.url, file), []).append(file)
        else:
            header.add_child(RawElement(_inlined(found, script=isinstance(link, JavascriptLink))), name=name)
    if left:
        plugins = "; ".join(f"{plugin} ({', '.join(needed)})" for plugin, needed in left.items())
        warnings.warn(AtlasError("plugin_outside", plugins=plugins).text("en"), stacklevel=4)


def _inlined(file: "Traversable", *, script: bool) -> str:
    """Return a script or a style as a tag; the pictures of a style lie in it."""
    text = file.read_text(encoding="utf-8")
    if script:
        harmless = text.replace("</script", "<\\/script")
        return f"<script>{harmless}</script>"
    if isinstance(file, Path):
        text = _BESIDE.sub(lambda found: _picture(file.parent / found[1], found[0]), text)
    return f"<style>{text}</style>"


def _picture(path: Path, address: str) -> str:
    if not path.is_file():
        return address
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"url(data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()})"


def _owners(element: Element) -> Iterator[tuple[str, str]]:
    """Yield for each address that a part of a page loads the name of that part."""
    for kind in ("default_js", "default_css"):
        for _, url in getattr(element, kind, ()):
            yield url, type(element).__name__
    for child in element._children.values():  # noqa: SLF001 - as above
        yield from _owners(child)


@cache
def _here() -> "dict[str, Traversable]":
    """Return the files of installed packages by name: clusters of markers, heat maps, scales of colours."""
    clusters = files("xstatic.pkg.leaflet_markercluster").joinpath("data")
    names = ("leaflet.markercluster.js", "MarkerCluster.css", "MarkerCluster.Default.css")
    heat = files("folium").joinpath("templates")
    return {
        "d3.min.js": files("xstatic.pkg.d3").joinpath("data", "d3.js"),
        **{name: clusters.joinpath(name) for name in names},
        **{path.name: path for path in heat.iterdir() if path.name.endswith(".js")},
    }
