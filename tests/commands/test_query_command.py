import zipfile

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from atlas.__main__ import main
from atlas.commands.file_options import FILES
from atlas.io.exports.formats import ENDINGS, PROJECT
from tests.command_line import run_atlas


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "csv", "parquet"])
def test_a_query_writes_what_the_link_shows(tmp_path, ending):
    out = tmp_path / f"heaps.{ending}"
    done = run_atlas("query", "?layers=slag_heaps&slag_heaps.form=conical&slag_heaps.area_ha__gte=10", "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    readers = {"csv": pd.read_csv, "parquet": gpd.read_parquet}
    table = readers.get(ending, gpd.read_file)(out)
    assert next(iter(table.columns)) == "id"
    assert (table["form"] == "conical").all()
    assert (table["area_ha"] >= 10).all()
    assert f"slag_heaps: {len(table)} of 333" in done.stderr


def test_a_project_of_qgis_is_written_with_its_rows_or_with_an_address(tmp_path):
    out = tmp_path / "basin.qgz"
    done = run_atlas("query", "?layers=slag_heaps&slag_heaps.form=conical", "--out", out, "--crs", "EPSG:2154")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["atlas.qgs", "atlas.gpkg"]
        tables = archive.extract("atlas.gpkg", tmp_path)
    rows = gpd.read_file(tables, layer="slag_heaps")
    assert rows.crs == "EPSG:2154"
    assert f"slag_heaps: {len(rows)} of 333" in done.stderr
    done = run_atlas("query", "?layers=slag_heaps", "--out", out, "--ogc", "https://atlas.example/ogc")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as archive:
        tables = pyogrio.list_layers(archive.extract("atlas.gpkg", tmp_path))[:, 0]
    # The rows stay with the service: the ground of the map alone is in the file.
    assert sorted(tables) == ["ground_areas", "ground_lines"]


def test_a_bad_link_is_one_clear_sentence_a_part_and_no_file(tmp_path):
    done = run_atlas("query", "?layers=slag_heaps&slag_heaps.shape=round&year=soon", "--out", tmp_path / "x.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert sorted(line.split(":")[0] for line in done.stderr.splitlines()) == ["slag_heaps.shape", "year"]
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_format():
    assert (*ENDINGS, f".{PROJECT.id}") == FILES


def test_a_query_keeps_by_the_rule_of_the_link_and_writes_the_share(tmp_path):
    out = tmp_path / "heaps.csv"
    done = run_atlas("query", "?layers=slag_heaps&territory=246200364&territory_rule=within", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "slag_heaps: 67 of 333" in done.stderr
    assert (pd.read_csv(out)["inside_share"] == 1).all()


def test_an_unknown_rule_is_one_sentence_with_the_nearest(tmp_path):
    done = run_atlas("query", "?layers=slag_heaps&territory_rule=inside", "--out", tmp_path / "x.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("territory_rule: 'inside' is no rule; the nearest is within; ")
    assert len(done.stderr.splitlines()) == 1


def test_a_query_is_written_in_the_metres_and_marks_that_are_asked_for(tmp_path):
    link, out = "?layers=mine_shafts", tmp_path / "shafts.csv"
    done = run_atlas("query", link, "--out", out, "--csv", "fr")
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid;")
    done = run_atlas("query", link, "--out", tmp_path / "shafts.gpkg", "--crs", "EPSG:2154")
    assert done.returncode == 0, done.stderr
    assert gpd.read_file(tmp_path / "shafts.gpkg").crs == "EPSG:2154"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--out", "x.gpkg", "--csv", "fr"), "x.gpkg: --csv goes with a .csv file; leave it out"),
        (("--out", "x.gpkg", "--crs", "EPSG:1"), "crs: no reference system 'EPSG:1'; write a code like EPSG:2154"),
        (("--out", "x.shp"), "x.shp: no format for this ending; choose one of .xlsx, .csv, .gpkg, .geojson, .shp.zip"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_sentence_and_no_file(tmp_path, monkeypatch, options, sentence, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["query", "?layers=mine_shafts", *options]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_what_a_format_changes_is_said_on_standard_error(tmp_path, capsys):
    assert main(["query", "?layers=slag_heaps", "--out", str(tmp_path / "x.geojson"), "--crs", "EPSG:2154"]) == 0
    assert "GeoJSON is in longitude and latitude (EPSG:4326) by its standard" in capsys.readouterr().err
    assert main(["query", "?layers=slag_heaps", "--out", str(tmp_path / "x.shp.zip")]) == 0
    assert "company_group → company_gr" in capsys.readouterr().err
