"""Metadata as a graph of RDF, which is written as Turtle and RDF/XML."""

from collections.abc import Iterator, Mapping

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node as Term

from atlas.scene.publish.dcat.nodes import CONTEXT, Value


def to_graph(metadata: Mapping[str, Value]) -> Graph:
    """Return metadata as a graph.

    Its JSON-LD is plain: every thing has an identifier, every key a prefix. rdflib's own parser of JSON-LD does the
    same with a class that it declares obsolete, and is slower; a test compares the two.
    """
    graph = Graph()
    for prefix, address in CONTEXT.items():
        graph.bind(prefix, address)
    _add(metadata, graph)
    return graph


def _add(node: Mapping[str, Value], graph: Graph) -> URIRef:
    """Add a thing and all that it leads to; return its identifier."""
    name = URIRef(str(node["@id"]))
    for key, value in node.items():
        if key == "@type":
            for kind in _listed(value):
                graph.add((name, RDF.type, _expand(str(kind))))
        elif not key.startswith("@"):
            for part in _listed(value):
                graph.add((name, _expand(key), _term(part, graph)))
    return name


def _listed(value: Value) -> Iterator[Value]:
    yield from value if isinstance(value, list) else [value]


def _term(value: Value, graph: Graph) -> Term:
    if not isinstance(value, dict):
        return Literal(value)
    if "@value" not in value:
        return _add(value, graph)
    kind, lang = value.get("@type"), value.get("@language")
    return Literal(value["@value"], lang=str(lang) if lang else None, datatype=_expand(str(kind)) if kind else None)


def _expand(text: str) -> URIRef:
    prefix, _, name = text.partition(":")
    return URIRef(f"{CONTEXT[prefix]}{name}")
