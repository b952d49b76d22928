"""Links of the answers: from each to its other forms, its neighbours, its licence and where it comes from."""

from typing import TYPE_CHECKING, TypedDict

from atlas.i18n import t
from atlas.serve.ogc.call import DOCUMENT
from atlas.serve.ogc.negotiation import HTML, JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog import Layer
    from atlas.serve.ogc.call import Call

OGC = "http://www.opengis.net/def/rel/ogc/1.0/"


class _Required(TypedDict):
    href: str
    rel: str


class Link(_Required, total=False):
    """A link of an answer."""

    type: str
    title: str
    hreflang: str
    templated: bool


def link(href: str, rel: str, kind: str = "", title: str = "", lang: str = "") -> Link:
    """Return a link, without the parts that are empty."""
    made: Link = {"href": href, "rel": rel}
    if kind:
        made["type"] = kind
    if title:
        made["title"] = title
    if lang:
        made["hreflang"] = lang
    return made


def own_links(call: "Call", forms: "Mapping[str, str]" = DOCUMENT) -> list[Link]:
    """Return the links of an answer to itself, and to its other forms."""
    return [
        link(call.own_address(f=form), "self" if form == call.form else "alternate", media, f"{form}", call.lang)
        for form, media in forms.items()
    ]


def licence_links(layer: "Layer", call: "Call") -> list[Link]:
    """Return the licences of a layer; one without an address of its own is explained with its metadata."""
    metadata = f"{call.site}atlas/catalog/{layer.id}.jsonld"
    found = []
    for licence in dict.fromkeys(source.licence for _, source in layer.files):
        title = t(f"licence.{licence}", call.lang)
        if licence.startswith("LicenseRef-"):
            found.append(link(metadata, "license", "application/ld+json", title))
        else:
            found.append(link(f"https://spdx.org/licenses/{licence}.html", "license", HTML, title))
    return found


def source_links(layer: "Layer", call: "Call") -> list[Link]:
    """Return where a layer comes from: its metadata, the pages of its producers, the atlas itself, whole files."""
    atlas = call.site
    described = link(f"{atlas}atlas/catalog/{layer.id}.jsonld", "describedby", "application/ld+json", "DCAT")
    pages = {source.url: source.title for _, source in layer.files if source.url}
    files = {"gpkg": "application/geopackage+sqlite3", "parquet": "application/vnd.apache.parquet"}
    return [
        described,
        *(link(url, "via", HTML, title) for url, title in pages.items()),
        link(f"{atlas}?layers={layer.id}&lang={call.lang}", "related", HTML, t("app.title", call.lang), call.lang),
        *(
            link(f"{atlas}atlas/export?layers={layer.id}&format={ending}&lang={call.lang}", "enclosure", media, ending)
            for ending, media in files.items()
        ),
    ]


def parent_links(call: "Call", layer: "Layer | None" = None) -> list[Link]:
    """Return the links to the collection of an answer, or to the landing page."""
    root = link(call.address(), "root", JSON, t("app.title", call.lang))
    if layer is None:
        return [root]
    return [root, link(call.address(f"/collections/{layer.id}"), "collection", JSON, layer.title(call.lang))]
