"""Layers in a database and larger than memory, from the command line."""

import json

import geopandas as gpd
import pytest

from atlas.__main__ import main
from atlas.io.stores import follow


@pytest.fixture
def database_store(database, monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_STORE", database)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    follow.invalidate_check()
    yield database
    follow.invalidate_check()


@pytest.mark.parametrize("address", ["files:", "duckdb:1GB"])
def test_rows_are_read_where_they_lie(address, tmp_path, capsys, frames):
    out = tmp_path / "heaps.gpkg"
    arguments = ["--where", "form=conical", "area_ha__gte=10", "--columns", "form", "area_ha", "--out", str(out)]
    assert main(["store", "--at", address, "read", "slag_heaps", *arguments]) == 0
    heaps = frames["slag_heaps"]
    truth = heaps[(heaps["form"] == "conical") & (heaps["area_ha"] >= 10)]
    assert gpd.read_file(out)["id"].tolist() == truth.index.tolist()
    assert f"slag_heaps: {len(truth)}" in capsys.readouterr().err


def test_rows_are_written_as_the_options_say(tmp_path, capsys):
    arguments = ["store", "--at", "files:", "read", "viewpoints", "--out"]
    assert main([*arguments, str(tmp_path / "a.gpkg"), "--crs", "EPSG:2154"]) == 0
    assert gpd.read_file(tmp_path / "a.gpkg").crs.to_epsg() == 2154
    assert main([*arguments, str(tmp_path / "a.csv"), "--csv", "fr"]) == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid;")
    capsys.readouterr()
    assert main([*arguments, str(tmp_path / "a.geojson"), "--crs", "EPSG:2154"]) == 0
    assert "GeoJSON is in longitude and latitude" in capsys.readouterr().err
    assert main([*arguments, str(tmp_path / "a.kml"), "--csv", "fr"]) == 1


def test_rows_are_counted_by_the_values_of_a_field(capsys, frames):
    assert main(["store", "--at", "duckdb:", "count", "slag_heaps", "--by", "form"]) == 0
    counts = {row["value"]: row["rows"] for row in json.loads(capsys.readouterr().out)}
    assert counts["conical"] == int((frames["slag_heaps"]["form"] == "conical").sum())
    assert sum(counts.values()) == len(frames["slag_heaps"])


def test_a_layer_goes_to_the_database_is_read_from_it_and_leaves_it(database_store, tmp_path, capsys, frames):
    out = tmp_path / "twinnings.csv"
    assert main(["store", "put", "twinnings"]) == 0
    assert main(["store", "put", "twinnings"]) == 1
    assert "already" in capsys.readouterr().err
    assert main(["store", "--at", database_store, "read", "twinnings", "--out", str(out)]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == len(frames["twinnings"]) + 1
    assert main(["store", "remove", "twinnings"]) == 0
    assert main(["store", "remove", "twinnings"]) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--at", "mysql://x", "read", "slag_heaps", "--out", "x.csv"], "no store 'mysql'"),
        (["--at", "files:", "put", "slag_heaps"], "no store 'files'"),
        (["--at", "duckdb:", "read", "heaps", "--out", "x.csv"], "no layer 'heaps'"),
        (["--at", "duckdb:", "count", "slag_heaps", "--where", "form=round"], "no value 'round'"),
        (["--at", "duckdb:", "count", "slag_heaps", "--by", "colour"], "no column colour"),
        (["--at", "postgresql://atlas@127.0.0.1:1/x", "put", "slag_heaps"], "does not answer"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words, expected, capsys):
    assert main(["store", *words]) == 1
    message = capsys.readouterr().err
    assert expected in message
    assert "Traceback" not in message
