"""Scripts of folium's plugins that are on this machine: in the page instead of an address of another host."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from branca.element import CssLink, Element, JavascriptLink

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


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


def inline_plugins(header: Element) -> None:
    """Replace the links in the head of a page whose files are here: of heat maps and of clusters of markers."""
    for name, link in [*header._children.items()]:  # noqa: SLF001 - folium has no other way to ask
        if not isinstance(link, JavascriptLink | CssLink):
            continue
        found = _here().get(link.url.rpartition("/")[2])
        if found is not None:
            tag = "script" if isinstance(link, JavascriptLink) else "style"
            header.add_child(RawElement(f"<{tag}>{found.read_text(encoding='utf-8')}</{tag}>"), name=name)


@cache
def _here() -> "dict[str, Traversable]":
    """Return the files by the name that ends their address."""
    clusters = files("xstatic.pkg.leaflet_markercluster").joinpath("data")
    heat = files("folium").joinpath("templates")
    names = ("leaflet.markercluster.js", "MarkerCluster.css", "MarkerCluster.Default.css")
    own = {name: clusters.joinpath(name) for name in names}
    return own | {path.name: path for path in heat.iterdir() if path.name.endswith(".js")}
