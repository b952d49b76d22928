"""The routes of the network, asked as a browser asks them."""

import io
import json
import zipfile

import networkx as nx
import pandas as pd
import pytest

from atlas.scene.network.network import describe_network
from atlas.scene.query.view import View
from tests.asked import get, told

THEME = "projects.themes=soil_clean_up"


def test_the_network_of_a_link_is_that_of_its_view(atlas):
    sent = told("/atlas/network?mode=network&lang=en")
    made = describe_network(View(mode="network", lang="en"), atlas)
    assert sent["counts"] == made["counts"]
    assert len(sent["arcs"]) == 97
    assert told(f"/atlas/network?{THEME}")["counts"]["projects"] == 3


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_sheets_are_sent_in_the_language_asked_for(lang):
    project = told(f"/atlas/network/projects/p31?lang={lang}")
    assert project["name"].startswith("Saison" if lang == "fr" else "Season")
    assert told(f"/atlas/network/places/herne_deu?lang={lang}")["name"] == "Herne"
    assert told(f"/atlas/network/communes/62427?lang={lang}")["name"] == "Hénin-Beaumont"


@pytest.mark.parametrize("path", ["projects/p99", "places/atlantis", "communes/00000"])
def test_a_row_that_is_not_there_is_said(path):
    assert get(f"/atlas/network/{path}").status_code == 404


def test_practices_aims_and_pairings_are_sent(frames):
    assert len(told("/atlas/network/practices")) == len(frames["practices"])
    assert len(told("/atlas/network/aims")["aims"]) == 3
    pairings = told("/atlas/network/pairings?need=soil_clean_up")
    assert {pairing["project"] for pairing in pairings} == {"p01", "p02", "p48"}
    assert told("/atlas/network/pairings") == []


def test_a_graph_is_sent_as_a_file(tmp_path):
    response = get(f"/atlas/network/file.graphml?{THEME}")
    assert response.headers["content-disposition"] == 'attachment; filename="network.graphml"'
    (tmp_path / "x.graphml").write_bytes(response.body)
    graph = nx.read_graphml(tmp_path / "x.graphml")
    assert sum(kind == "project" for _, kind in graph.nodes(data="kind")) == 3
    assert "soil_clean_up" in graph.graph["credits"]
    linked = json.loads(get(f"/atlas/network/file.jsonld?{THEME}").body)
    assert "LicenseRef-facts" in linked["creditText"]


def test_what_is_no_graph_or_keeps_nothing_is_said_in_the_language_of_the_page():
    wrong = get("/atlas/network/file.gexf?lang=fr")
    assert wrong.status_code == 400
    assert "graphml" in json.loads(wrong.body)["error"]
    nothing = get(f"/atlas/network/file.graphml?lang=fr&{THEME}&projects.kind=label")
    assert "retirez une condition" in json.loads(nothing.body)["error"]


def test_the_rows_of_the_mode_are_exported_together():
    query = f"mode=network&{THEME}&layers=projects&layers=partnerships"
    response = get(f"/atlas/export?{query}&format=csv")
    assert response.status_code == 200, response.body
    with zipfile.ZipFile(io.BytesIO(response.body)) as files:
        [name] = [name for name in files.namelist() if name.endswith(".csv")]
        table = pd.read_csv(files.open(name))
    # Three projects and their twelve partnerships, whatever the layer that was filtered.
    assert table["layer"].value_counts().to_dict() == {"partnerships": 12, "projects": 3}
