import json
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from atlas.catalog import shipped_layers
from tests.command import atlas

ROOT = Path(__file__).parents[1]


def test_the_list_says_what_the_atlas_holds(catalog):
    done = atlas("list", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    assert [row["id"] for row in rows] == list(catalog)
    assert list(rows[0]) == [
        *("id", "theme", "title", "geometry", "features", "positioned", "licence", "producer"),
        *("received_from", "accessed", "status"),
    ]
    heaps = next(row for row in rows if row["id"] == "slag_heaps")
    assert (heaps["features"], heaps["positioned"], heaps["theme"]) == (333, 327, "landscape")
    assert heaps["title"].keys() == {"fr", "en"}
    assert heaps["licence"] == "etalab-2.0 AND CC-BY-SA-4.0"


def test_the_list_needs_neither_geopandas_nor_streamlit():
    code = (
        "import sys; from atlas.__main__ import main; main(['list', '--json'])\n"
        "heavy = {'geopandas', 'pandas', 'shapely', 'streamlit', 'folium'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_shipped_atlas_checks_clean():
    done = atlas("check", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_check_says_every_problem_with_file_and_key(tmp_path):
    shutil.copytree(shipped_layers(), tmp_path / "layers")
    (tmp_path / "layers/heritage/mine_shafts.parquet").write_bytes(b"PAR1")
    (tmp_path / "layers/ecology/protected_areas.parquet").unlink()
    heaps = tmp_path / "layers/landscape/slag_heaps.toml"
    heaps.write_text(heaps.read_text(encoding="utf-8").replace("[style]\ncolor", "[style]\ncolour"), encoding="utf-8")
    done = atlas("--layers", tmp_path / "layers", "check", "--json")
    assert done.returncode == 1
    problems = {(problem["path"], problem["key"]) for problem in json.loads(done.stdout)}
    assert problems >= {
        ("layers/heritage/mine_shafts.parquet", ""),
        ("layers/ecology/protected_areas.parquet", ""),
        ("layers/landscape/slag_heaps.toml", "style.color"),
        ("layers/landscape/slag_heaps.toml", "style.colour"),
    }
    assert "Traceback" not in done.stderr
    listed = atlas("--layers", tmp_path / "layers", "list", "--json")
    assert listed.returncode == 1
    features = {row["id"]: row["features"] for row in json.loads(listed.stdout)}
    assert features["communes"] == 250
    assert features["mine_shafts"] is None


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "csv", "parquet"])
def test_a_query_writes_what_the_link_shows(tmp_path, ending):
    out = tmp_path / f"heaps.{ending}"
    done = atlas("query", "?layers=slag_heaps&slag_heaps.form=conical&slag_heaps.area_ha__gte=10", "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    readers = {"csv": pd.read_csv, "parquet": gpd.read_parquet}
    table = readers.get(ending, gpd.read_file)(out)
    assert next(iter(table.columns)) == "id"
    assert (table["form"] == "conical").all()
    assert (table["area_ha"] >= 10).all()
    assert f"slag_heaps: {len(table)} of 333" in done.stderr


def test_a_bad_link_is_one_clear_sentence_a_part_and_no_file(tmp_path):
    done = atlas("query", "?layers=slag_heaps&slag_heaps.shape=round&year=soon", "--out", tmp_path / "x.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    assert sorted(line.split(":")[0] for line in done.stderr.splitlines()) == ["slag_heaps.shape", "year"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "?layers=slag_heaps", "--out", "heaps.docx"),
        ("query", "?layers=slag_heaps", "--out", "no/such/folder/heaps.csv"),
        ("--layers", "no/such/atlas", "list"),
        ("prepare", "--raw", "no/such/tree"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_without_traceback(tmp_path, arguments):
    done = atlas(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_exit_2():
    assert atlas("query").returncode == 2
    assert atlas("fly").returncode == 2
