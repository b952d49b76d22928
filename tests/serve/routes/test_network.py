"""The routes of the network."""

import io
import zipfile

import networkx as nx
import pandas as pd
import pytest

from atlas.scene.network.network import describe_network
from atlas.scene.query.view import View
from tests.http_client import get, get_json

THEME = "projects.themes=soil_clean_up"


def test_the_network_of_a_link_is_that_of_its_view(atlas):
    sent = get_json("/atlas/network?mode=network&lang=en")
    made = describe_network(View(mode="network", lang="en"), atlas)
    assert sent["counts"] == made["counts"]
    assert len(sent["arcs"]) == 97
    assert get_json(f"/atlas/network?{THEME}")["counts"]["projects"] == 3


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_sheets_are_sent_in_the_language_asked_for(lang):
    project = get_json(f"/atlas/network/projects/p31?lang={lang}")
    assert project["name"].startswith("Saison" if lang == "fr" else "Season")
    assert get_json(f"/atlas/network/places/herne_deu?lang={lang}")["name"] == "Herne"
    assert get_json(f"/atlas/network/communes/62427?lang={lang}")["name"] == "Hénin-Beaumont"


@pytest.mark.parametrize("path", ["projects/p99", "places/atlantis", "communes/00000"])
def test_a_row_that_is_not_there_is_said(path):
    assert get(f"/atlas/network/{path}").status_code == 404


def test_practices_aims_and_pairings_are_sent(frames):
    assert len(get_json("/atlas/network/practices")) == len(frames["practices"])
    assert len(get_json("/atlas/network/aims")["aims"]) == 3
    pairings = get_json("/atlas/network/pairings?need=soil_clean_up")
    assert {pairing["project"] for pairing in pairings} == {"p01", "p02", "p48"}
    assert get_json("/atlas/network/pairings") == []


def test_a_graph_is_sent_as_a_file(tmp_path):
    response = get(f"/atlas/network/file.graphml?{THEME}")
    assert response.headers["content-disposition"] == 'attachment; filename="network.graphml"'
    (tmp_path / "x.graphml").write_bytes(response.content)
    graph = nx.read_graphml(tmp_path / "x.graphml")
    assert sum(kind == "project" for _, kind in graph.nodes(data="kind")) == 3
    assert "soil_clean_up" in graph.graph["credits"]
    linked = get(f"/atlas/network/file.jsonld?{THEME}").json()
    assert "LicenseRef-facts" in linked["creditText"]


def test_what_is_no_graph_or_keeps_nothing_is_said_in_the_language_of_the_page():
    wrong = get("/atlas/network/file.gexf?lang=fr")
    assert wrong.status_code == 400
    assert "graphml" in wrong.json()["error"]
    nothing = get(f"/atlas/network/file.graphml?lang=fr&{THEME}&projects.kind=label")
    assert "retirez une condition" in nothing.json()["error"]


def test_the_rows_of_the_mode_are_exported_together():
    query = f"mode=network&{THEME}&layers=projects&layers=partnerships"
    response = get(f"/atlas/export?{query}&format=csv")
    assert response.status_code == 200, response.content
    with zipfile.ZipFile(io.BytesIO(response.content)) as files:
        tables = [pd.read_csv(files.open(name)) for name in sorted(files.namelist()) if name.endswith(".csv")]
    # Twelve partnerships and their three projects, a table each, whatever the layer that was filtered.
    assert [len(table) for table in tables] == [12, 3]
