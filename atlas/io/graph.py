"""A graph as text for network tools: GraphML, and JSON-LD with the vocabulary of schema.org."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx
import orjson

from atlas.errors import LayerDataError

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPHS = (".graphml", ".jsonld")

# Types of schema.org for the nodes of the network, and its properties for their attributes.
TYPES = {
    "basin": "Place",
    "project": "Project",
    "theme": "DefinedTerm",
    "partner": "Organization",
    "place": "Place",
    "commune": "City",
}
WORDS = {
    "label": "name",
    "start": "startDate",
    "end": "endDate",
    "year": "startDate",
    "country": "addressCountry",
    "funder": "funder",
    "licence": "license",
    "url": "url",
    "source": "citation",
}
# Properties of schema.org for the edges.
TIES = {
    "cooperation": "location",
    "theme": "about",
    "part_of": "isPartOf",
    "partner": "member",
    "lies_at": "location",
}
CONTEXT = {"@vocab": "https://schema.org/", "atlas": "urn:post-mining-atlas:"}


def format_graph(graph: "nx.MultiDiGraph[str]", ending: str, *, credits_: str) -> str:
    """Return a graph as a text.

    Parameters
    ----------
    graph
        Nodes with ``kind`` and ``label``; nodes and edges with attributes that are texts and numbers.
    ending
        ``.graphml`` (Gephi, Cytoscape, yEd, igraph, networkx) or ``.jsonld``.
    credits_
        Producers and licences, written into the text.

    Raises
    ------
    LayerDataError
        The ending is neither.
    """
    if ending not in GRAPHS:
        raise LayerDataError("format_unknown", path=f"network{ending}", valid=", ".join(GRAPHS))
    if ending == ".jsonld":
        return orjson.dumps(_linked(graph, credits_), option=orjson.OPT_INDENT_2).decode() + "\n"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return "\n".join([head, *nx.generate_graphml(_with_edge_ids(graph, credits_))]) + "\n"


def _with_edge_ids(graph: "nx.MultiDiGraph[str]", credits_: str) -> "nx.MultiDiGraph[str]":
    """Return a graph whose edges have ids of their own, those of their rows where they have one.

    Without, networkx numbers the edges between the same two nodes: nearly all are edge 0, of which Gephi keeps one.
    """
    named: nx.MultiDiGraph[str] = nx.MultiDiGraph(credits=credits_)
    named.add_nodes_from(graph.nodes(data=True))
    for number, (start, end, attributes) in enumerate(graph.edges(data=True)):
        own = {key: value for key, value in attributes.items() if key != "id"}
        named.add_edge(start, end, key=attributes.get("id", f"{attributes['kind']}.{number}"), **own)
    return named


def _linked(graph: "nx.MultiDiGraph[str]", credits_: str) -> dict[str, Any]:
    things = {node: _thing(node, attributes) for node, attributes in graph.nodes(data=True)}
    for start, end, attributes in graph.edges(data=True):
        if attributes["kind"] in TIES:
            things[start].setdefault(TIES[attributes["kind"]], []).append({"@id": _name(end)})
    ties = graph.edges(data=True)
    twinnings = [
        _twinning(start, end, attributes) for start, end, attributes in ties if attributes["kind"] == "twinning"
    ]
    return {"@context": CONTEXT, "@graph": [*things.values(), *twinnings], "creditText": credits_}


def _thing(node: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    thing = {"@id": _name(node), "@type": TYPES[attributes["kind"]]} | dict(_worded(attributes))
    if attributes.get("partner_kind") in {"country", "territory", "city"}:
        thing["@type"] = "Place"
    if "lon" in attributes:
        thing["geo"] = {"@type": "GeoCoordinates", "longitude": attributes["lon"], "latitude": attributes["lat"]}
    return thing


def _worded(attributes: Mapping[str, Any]) -> "Iterator[tuple[str, Any]]":
    for key, value in attributes.items():
        if key in {"kind", "lon", "lat"}:
            continue
        if key == "label_en":
            yield "alternateName", {"@value": value, "@language": "en"}
        else:
            yield WORDS.get(key, f"atlas:{key}"), value


def _twinning(commune: str, place: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    ends = {"atlas:commune": {"@id": _name(commune)}, "atlas:twin": {"@id": _name(place)}}
    return {"@id": _name(f"twinning:{attributes['id']}"), "@type": "atlas:Twinning"} | ends | dict(_worded(attributes))


def _name(node: str) -> str:
    return "atlas:" + node.replace(":", "/", 1)
