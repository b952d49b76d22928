"""Nodes of JSON-LD: prefixes, texts in languages, typed values, addresses of what is described."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, Union

from atlas.catalog import in_language
from atlas.i18n import LANGUAGES, t

if TYPE_CHECKING:
    from atlas.catalog import Text

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# JSON-LD is a tree of any depth.
Value: TypeAlias = Union[str, int, "Node", "list[Value]", None]
Node: TypeAlias = dict[str, Value]


def without_unknown(node: Mapping[str, Value]) -> Node:
    """Leave out the keys without a value."""
    return {key: value for key, value in node.items() if value is not None and value not in ("", [], {})}


def in_languages(text: "Text") -> list[Value]:
    """Return a text in each language that it exists in."""
    return [{"@language": lang, "@value": words} for lang, words in text.model_dump(exclude_none=True).items()]


def name_in_languages(name: "str | Text") -> Value:
    """Return a name as it stands, and words in each language."""
    return name if isinstance(name, str) else in_languages(name)


def words_in_languages(key: str) -> list[Value]:
    """Return an entry of the locale tables in each language."""
    return [{"@language": lang, "@value": t(key, lang)} for lang in LANGUAGES]


def typed(value: str, kind: str) -> Node:
    """Return a value with its type."""
    return {"@type": kind, "@value": value}


def reference(address: str, kind: str) -> Node:
    """Return a thing that is described elsewhere, with what it is: checkers read no other graph."""
    return {"@id": address, "@type": kind}


def iri(address: str, name: str) -> str:
    """Return the identifier of a thing of the catalogue: below its address, or lasting without one."""
    return f"{address}#{name}" if address else uuid.uuid5(uuid.NAMESPACE_URL, f"post-mining-atlas#{name}").urn


def agent(name: "str | Text", address: str) -> Node:
    """Return an organisation, or a person, by its name."""
    english = in_language(name, "en")
    known = uuid.uuid5(uuid.NAMESPACE_URL, english).hex[:12]
    return {"@id": iri(address, f"agent-{known}"), "@type": "foaf:Agent", "foaf:name": name_in_languages(name)}
