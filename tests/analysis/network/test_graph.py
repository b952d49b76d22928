import itertools
import re

import networkx as nx
import numpy as np
import orjson
import pytest
from defusedxml.ElementTree import fromstring

from atlas.analysis.network.graph import build_graph
from atlas.analysis.network.joins import JOINED
from atlas.errors import LayerDataError
from atlas.io.graph import format_graph

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def graph(frames):
    return build_graph(frames, {layer: np.ones(len(frames[layer]), dtype=bool) for layer in JOINED})


def of_kind(graph, kind):
    return [node for node, found in graph.nodes(data="kind") if found == kind]


def test_every_row_of_the_network_is_in_the_graph(graph, frames):
    assert len(of_kind(graph, "project")) == 61
    assert len(of_kind(graph, "theme")) == 22
    assert len(of_kind(graph, "place")) == 213
    assert len(of_kind(graph, "commune")) == 66
    edges = list(graph.edges(data=True))
    ids = {attributes["id"] for _, _, attributes in edges if attributes["kind"] in {"partner", "twinning"}}
    assert {*frames["partnerships"].index, *frames["twinnings"].index} <= ids
    assert sum(attributes["kind"] == "twinning" for _, _, attributes in edges) == 123


def test_the_basin_works_with_all_its_projects(graph):
    assert graph.in_degree("basin:nord_pas_de_calais") == 61
    assert nx.has_path(graph, "project:p43", "project:p42")


def test_graphml_comes_back_as_it_went(graph, tmp_path):
    path = tmp_path / "network.graphml"
    path.write_text(format_graph(graph, ".graphml", credits_="facts"), encoding="utf-8")
    back = nx.read_graphml(path, force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert back.number_of_edges() == graph.number_of_edges()
    assert back.graph["credits"] == "facts"
    assert back.nodes["place:herne_deu"]["lon"] == pytest.approx(7.226, abs=0.01)


def test_a_strict_reader_of_graphml_finds_nothing_wrong(graph):
    """Gephi and the schema of GraphML want ids once and without blanks, attributes declared and of their types."""
    root = fromstring(format_graph(graph, ".graphml", credits_="facts").encode())
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert len({(key.get("for"), key.get("attr.name")) for key in keys.values()}) == len(keys)
    assert {key.get("attr.type") for key in keys.values()} <= {"string", "long", "double", "boolean", "int", "float"}
    nodes, edges = (list(root.iter(f"{GRAPHML}{kind}")) for kind in ("node", "edge"))
    ids = [part.get("id") for part in (*nodes, *edges)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w.:-]+", name) for name in ids)
    assert {end for edge in edges for end in (edge.get("source"), edge.get("target"))} <= {
        node.get("id") for node in nodes
    }
    readers = {"long": int, "double": float, "string": str}
    for part in (*nodes, *edges):
        kind, found = part.tag.removeprefix(GRAPHML), [data.get("key") for data in part]
        assert len(set(found)) == len(found)
        for data in part:
            key = keys[data.get("key")]
            assert key.get("for") == kind
            assert readers[key.get("attr.type")](data.text) is not None
    labels = next(key.get("id") for key in keys.values() if (key.get("for"), key.get("attr.name")) == ("node", "label"))
    assert all(labels in {data.get("key") for data in node} for node in nodes)
    # Gephi takes an attribute of this name for the id.
    assert "id" not in {key.get("attr.name") for key in keys.values()}


def test_the_same_rows_give_the_same_text(graph, frames):
    again = build_graph(frames, {layer: np.ones(len(frames[layer]), dtype=bool) for layer in JOINED})
    for ending in (".graphml", ".jsonld"):
        assert format_graph(again, ending, credits_="") == format_graph(graph, ending, credits_="")


def test_json_ld_names_everything_it_refers_to(graph):
    linked = orjson.loads(format_graph(graph, ".jsonld", credits_="facts"))
    things = {thing["@id"]: thing for thing in linked["@graph"]}
    assert len(things) == len(linked["@graph"])
    lists = (value for thing in things.values() for value in thing.values() if isinstance(value, list))
    assert {link["@id"] for link in itertools.chain.from_iterable(lists)} <= things.keys()
    tbm = things["atlas:project/p01"]
    assert (tbm["@type"], tbm["startDate"], tbm["endDate"]) == ("Project", "2022-09", "2025-08")
    assert {"@id": "atlas:theme/soil_clean_up"} in tbm["about"]
    assert things["atlas:project/p43"]["isPartOf"] == [{"@id": "atlas:project/p42"}]
    assert things["atlas:twinning/tw105"]["startDate"] == 1964
    assert linked["creditText"] == "facts"


def test_a_graph_has_two_formats_only(graph):
    with pytest.raises(LayerDataError, match="graphml"):
        format_graph(graph, ".gexf", credits_="")
