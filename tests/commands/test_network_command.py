import json

import networkx as nx
import pandas as pd
import pytest

from atlas.__main__ import main


def run(capsys, *arguments):
    code = main(list(arguments))
    written = capsys.readouterr()
    return code, json.loads(written.out) if written.out else None, written.err


def test_the_counts_are_printed_and_a_graph_written(tmp_path, capsys):
    out = tmp_path / "soil.graphml"
    code, counts, _ = run(capsys, "network", "?projects.themes=soil_clean_up", "--out", str(out))
    assert (code, counts["projects"], counts["partnerships"], counts["twinnings"]) == (0, 3, 12, 0)
    graph = nx.read_graphml(out)
    assert sum(kind == "project" for _, kind in graph.nodes(data="kind")) == 3


def test_json_ld_is_written(tmp_path, capsys):
    out = tmp_path / "network.jsonld"
    assert run(capsys, "network", "?mode=network", "--out", str(out))[0] == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["@graph"]) > 500


@pytest.mark.parametrize("ending", ["csv", "gpkg"])
def test_rows_are_written_as_the_query_of_the_same_link_writes_them(ending, tmp_path, capsys):
    link = "?mode=network&projects.themes=governance&layers=projects&layers=partnerships"
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    assert run(capsys, "network", link, "--out", str(one))[0] == 0
    assert main(["query", link, "--out", str(two)]) == 0
    if ending == "csv":
        assert one.read_bytes() == two.read_bytes()
        assert pd.read_csv(one)["layer"].value_counts().to_dict()["projects"] == 6


def test_rows_are_written_for_a_spreadsheet(tmp_path, capsys):
    out = tmp_path / "a.csv"
    assert run(capsys, "network", "?mode=network&layers=projects", "--out", str(out), "--csv", "fr")[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid;")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["network", "?projects.themes=magic"], "magic"),
        (["network", "?projects.themes=geology&projects.kind=label", "--out", "x.graphml"], "keeps no project"),
        (["network", "?", "--out", "x.gexf"], "no format"),
        (["network", "?", "--out", "x.graphml", "--crs", "EPSG:2154"], "--crs goes with a file of rows"),
        (["network", "?", "--csv", "fr"], "--csv goes with a file of rows"),
        (["network", "?", "--out", "no/such/folder/x.graphml"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments, message, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, error = run(capsys, *arguments)
    assert code == 1
    assert message in error
    assert len(error.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
