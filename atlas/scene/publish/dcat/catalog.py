"""The catalogue of the atlas, or one layer of it, as JSON-LD; as text in each form that portals harvest."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from atlas.i18n import LANGUAGES
from atlas.scene.publish.dcat.authorities import access_right, language, theme_taxonomy
from atlas.scene.publish.dcat.datasets import describe_dataset
from atlas.scene.publish.dcat.nodes import (
    CONTEXT,
    Node,
    agent,
    iri,
    reference,
    typed,
    without_unknown,
    words_in_languages,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas

# The profiles that the catalogue follows.
_PROFILES = ("http://data.europa.eu/r5r/", "http://data.europa.eu/930/")
_SERVICE_STANDARDS = (
    "http://www.opengis.net/doc/IS/ogcapi-features-1/1.0",
    "http://www.opengis.net/doc/IS/ogcapi-tiles-1/1.0",
)

RdfFormat = Literal["jsonld", "ttl", "rdf"]
RDF_FORMATS: dict[RdfFormat, str] = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the catalogue.

    Attributes
    ----------
    name
        Of the organisation; empty: the title of the atlas.
    contact
        Address of the web or of mail (``mailto:…``) that questions go to; empty: the page of the atlas.
    """

    name: str = ""
    contact: str = ""


def catalog_metadata(
    atlas: "Atlas", *, address: str = "", only: str | None = None, publisher: Publisher | None = None
) -> Node:
    """Return the catalogue, or one layer of it, as DCAT-AP.

    Parameters
    ----------
    atlas
        Declarations and rows.
    address
        Where the atlas is served, before the ``?`` of a link; with it each layer has the addresses of its downloads.
    only
        The layer to describe alone.
    publisher
        Who publishes the catalogue.

    Returns
    -------
    dict
        JSON-LD: a ``dcat:Catalog`` of ``dcat:Dataset``, or the one data set.
    """
    address = address if not address or address.endswith("/") else f"{address}/"
    publisher = publisher or Publisher()
    contact = _contact(publisher, address)
    if only:
        alone = atlas.catalog[only]
        service = _service([alone], address, contact) if address else None
        return {"@context": dict(CONTEXT), **describe_dataset(alone, atlas, address, contact, service)}
    layers = list(atlas.catalog.values())
    service = _service(layers, address, contact) if address else None
    named: Node | None = {"@id": service["@id"]} if service else None
    newest = max((source.accessed for layer in layers for _, source in layer.files), default=None)
    return without_unknown(
        {
            "@context": dict(CONTEXT),
            "@id": iri(address, "catalog"),
            "@type": "dcat:Catalog",
            "dct:title": words_in_languages("app.title"),
            "dct:description": words_in_languages("dcat.about"),
            "dct:publisher": _publisher(publisher, address),
            "dcat:contactPoint": contact,
            "foaf:homepage": reference(address, "foaf:Document") if address else None,
            "dct:language": [language(lang) for lang in LANGUAGES],
            "dct:modified": typed(newest.isoformat(), "xsd:date") if newest else None,
            "dct:conformsTo": [reference(profile, "dct:Standard") for profile in _PROFILES],
            "dcat:themeTaxonomy": theme_taxonomy(),
            "dcat:service": service,
            "dcat:dataset": [describe_dataset(layer, atlas, address, contact, named) for layer in layers],
        }
    )


def _publisher(publisher: Publisher, address: str) -> Node:
    if publisher.name:
        return agent(publisher.name, address)
    return {
        "@id": iri(address, "publisher"),
        "@type": "foaf:Agent",
        "foaf:name": words_in_languages("app.title"),
    }


def _contact(publisher: Publisher, address: str) -> Node:
    target = publisher.contact or address
    key = "vcard:hasEmail" if target.startswith("mailto:") else "vcard:hasURL"
    return without_unknown(
        {
            "@id": iri(address, "contact"),
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": publisher.name or words_in_languages("app.title"),
            key: {"@id": target} if target else None,
        }
    )


def _service(layers: "Iterable[Layer]", address: str, contact: Node) -> Node:
    """Describe the OGC API, which has the layers that may be passed on."""
    return {
        "@id": iri(address, "ogc"),
        "@type": "dcat:DataService",
        "dct:title": words_in_languages("ogc.title"),
        "dct:description": words_in_languages("ogc.description"),
        "dcat:contactPoint": contact,
        "dct:accessRights": access_right(private=False),
        "dct:conformsTo": [reference(standard, "dct:Standard") for standard in _SERVICE_STANDARDS],
        "dcat:endpointURL": reference(f"{address}ogc", "rdfs:Resource"),
        "dcat:endpointDescription": reference(f"{address}ogc/api", "rdfs:Resource"),
        "dcat:servesDataset": [{"@id": iri(address, layer.id)} for layer in layers if not layer.private],
    }


def write_metadata(metadata: Node, form: RdfFormat = "jsonld") -> str:
    """Return metadata as text: JSON-LD (indented, non-ASCII letters as they are), Turtle or RDF/XML.

    The same graph in each form.
    """
    if form == "jsonld":
        return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    # Imported where it is needed: it takes a third of a second.
    from atlas.scene.publish.dcat.graph import to_graph  # noqa: PLC0415

    return str(to_graph(metadata).serialize(format={"ttl": "turtle", "rdf": "xml"}[form]))
