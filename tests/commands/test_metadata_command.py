import json
import shutil

import pytest
from rdflib import Graph

from atlas.__main__ import main
from atlas.catalog import shipped_layers
from atlas.scene.publish.dcat.graph import to_graph


def test_the_catalogue_is_written_for_portals(tmp_path, catalog, capsys):
    out = tmp_path / "dcat.jsonld"
    assert main(["metadata", "--out", str(out), "--url", "https://atlas.example/"]) == 0
    described = json.loads(out.read_text(encoding="utf-8"))
    assert [dataset["dct:identifier"] for dataset in described["dcat:dataset"]] == list(catalog)
    assert described["@id"] == "https://atlas.example/#catalog"
    assert capsys.readouterr().out == ""


@pytest.fixture
def few(tmp_path):
    """A folder of few layers."""
    return shutil.copytree(shipped_layers() / "ecology", tmp_path / "layers" / "ecology").parent


def test_the_same_is_written_as_turtle_and_as_xml(tmp_path, few):
    described = set()
    for ending in ("jsonld", "ttl", "rdf"):
        out = tmp_path / f"dcat.{ending}"
        assert main(["--layers", str(few), "metadata", "--out", str(out), "--url", "https://atlas.example"]) == 0
        if ending == "jsonld":
            described.add(len(to_graph(json.loads(out.read_text(encoding="utf-8")))))
        else:
            described.add(len(Graph().parse(out, format={"ttl": "turtle", "rdf": "xml"}[ending])))
    assert len(described) == 1


def test_the_address_publisher_and_contact_of_a_server_are_those_of_its_catalogue(tmp_path, few, monkeypatch):
    monkeypatch.setenv("ATLAS_PUBLIC_URL", "https://public.example")
    monkeypatch.setenv("ATLAS_PUBLISHER", "Mission Bassin Minier")
    monkeypatch.setenv("ATLAS_CONTACT", "atlas@example.org")
    out = tmp_path / "dcat.jsonld"
    assert main(["--layers", str(few), "metadata", "--out", str(out)]) == 0
    described = json.loads(out.read_text(encoding="utf-8"))
    assert described["@id"] == "https://public.example/#catalog"
    assert described["dct:publisher"]["foaf:name"] == "Mission Bassin Minier"
    assert described["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:atlas@example.org"}


def test_another_ending_is_refused_in_a_sentence(tmp_path, capsys):
    assert main(["metadata", "--out", str(tmp_path / "dcat.xml")]) == 1
    assert "no format for this ending; choose one of .jsonld, .json, .ttl, .rdf" in capsys.readouterr().err
