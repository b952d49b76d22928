import json
import subprocess
import sys

from atlas.folders import import_folder
from tests.command_line import run_atlas


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
