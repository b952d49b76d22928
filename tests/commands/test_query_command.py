import geopandas as gpd
import pandas as pd
import pytest

from atlas.commands.file_options import FILES
from atlas.io.exports.formats import ENDINGS
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


def test_a_bad_link_is_one_clear_sentence_a_part_and_no_file(tmp_path):
    done = run_atlas("query", "?layers=slag_heaps&slag_heaps.shape=round&year=soon", "--out", tmp_path / "x.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert sorted(line.split(":")[0] for line in done.stderr.splitlines()) == ["slag_heaps.shape", "year"]
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_format():
    assert FILES == ENDINGS


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
