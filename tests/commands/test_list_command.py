import json
import subprocess
import sys

import pytest

from atlas.folders import import_folder
from tests.command_line import run_atlas
from tests.own_layers import write_own_layer


def test_the_list_says_what_the_atlas_holds(catalog):
    done = run_atlas("list", "--json")
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
        "heavy = {'geopandas', 'pandas', 'pyproj', 'shapely', 'streamlit', 'folium', 'matplotlib'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=import_folder(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def caches(tmp_path, monkeypatch):
    """A folder of caches of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


# What the command line starts with: Python's own, this package, the JSON of the answer.
LIGHT = {"atlas", "orjson", "platformdirs"}


@pytest.mark.usefixtures("caches")
def test_a_list_that_was_made_before_needs_nothing_but_its_answer():
    code = (
        "import sys; before = set(sys.modules); from atlas.__main__ import main; main(['list'])\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names\n"
        "print(len(set(sys.modules) - before), *sorted(new), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(command, cwd=import_folder(), capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert second.stdout == first.stdout
    count, *libraries = second.stderr.split()
    assert set(libraries) <= LIGHT
    assert int(count) < 200


@pytest.mark.usefixtures("caches")
def test_the_list_is_made_again_when_a_layer_comes_or_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "layers"))

    def features(layer_id):
        rows = json.loads(run_atlas("list", "--json").stdout)
        return next((row["features"] for row in rows if row["id"] == layer_id), None)

    assert features("mine") is None
    path = write_own_layer(tmp_path / "layers", "mine")
    assert features("mine") == 3
    write_own_layer(tmp_path / "layers", "mine", sizes=(1.0, 2.0, 3.0, 4.0))
    assert features("mine") == 4
    path.write_bytes(b"no longer a table")
    done = run_atlas("list", "--json")
    assert done.returncode == 1
    assert "mine.parquet" in done.stderr


def test_a_query_imports_no_library_that_its_file_does_not_need(tmp_path):
    code = (
        "import sys; from atlas.__main__ import main\n"
        f"main(['query', '?layers=slag_heaps', '--out', {str(tmp_path / 'heaps.geojson')!r}])\n"
        "heavy = {'openpyxl', 'scipy', 'networkx', 'matplotlib', 'sklearn', 'folium', 'streamlit', 'markdown_it',\n"
        "         'rdflib', 'mapclassify', 'rapidfuzz', 'requests', 'starlette', 'tomlkit'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=import_folder(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
