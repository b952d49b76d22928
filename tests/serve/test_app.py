"""The routes run on plain Starlette: neither their module nor any answer needs Streamlit."""

import os
import subprocess
import sys

import pytest

PATHS = [
    *("/healthz", "/metrics", "/atlas/map?lang=en", "/atlas/state?layers=slag_heaps", "/atlas/layers/slag_heaps"),
    *("/atlas/table?layers=slag_heaps&table=slag_heaps&count=5", "/atlas/words/panel", "/atlas/web/x/fonts/sans.woff2"),
    "/atlas/export?layers=slag_heaps&format=geojson",
]
# What reads all layers, measures or draws.
LONG = [
    *("/atlas/compare?mode=compare&compare=246200364", "/atlas/network?mode=network", "/atlas/search?q=lens"),
    *("/atlas/file?layers=slag_heaps", "/atlas/compare/file.csv?mode=compare&compare=246200364"),
]
CODE = """
import sys

# From here on `import streamlit` raises ImportError.
sys.modules["streamlit"] = None
from starlette.testclient import TestClient
from atlas.serve.app import create_app

with TestClient(create_app()) as client:
    for path in sys.argv[1:]:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
    assert client.get("/").status_code == 404
"""


@pytest.mark.journey
@pytest.mark.parametrize("paths", [PATHS, pytest.param(LONG, marks=pytest.mark.slow)], ids=["quick", "long"])
def test_every_kind_of_answer_is_given_where_streamlit_cannot_be_imported(paths):
    done = subprocess.run([sys.executable, "-c", CODE, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_an_answer_that_is_kept_does_not_wait_for_pandas(tmp_path):
    script = """
import sys
from starlette.testclient import TestClient
from atlas.serve.app import create_app
client = TestClient(create_app())
for address in ("state", "layers/communes"):
    assert client.get(f"/atlas/{address}?lang=fr").status_code == 200
print("pandas" in sys.modules)
"""
    own = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", script]
    loaded = [subprocess.run(command, env=own, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert loaded == ["True\n", "False\n"]


@pytest.mark.slow
def test_the_server_that_draws_in_other_processes_never_imports_what_draws():
    script = """
import sys
from starlette.testclient import TestClient
from atlas.serve.app import create_app
with TestClient(create_app()) as client:
    for path in ("sheet?layers=slag_heaps&format=png", "compare/formulas/heap_density.svg", "portrait/246200364"):
        assert client.get(f"/atlas/{path}").status_code == 200, path
print("matplotlib" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# What a browser asks for before the picture, in its order; printed are what the server has imported for it.
FIRST_MAP = """
import sys
import orjson
from starlette.testclient import TestClient
from atlas.serve.app import create_app
from atlas.serve.first_map import prepare_elsewhere, wait_until_prepared

prepare_elsewhere()
client = TestClient(create_app())

def get(path):
    answer = client.get(f"/atlas/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer

for script in ("map.css", "leaflet.js", "chunks/map/main.js", "fonts/sans.woff2"):
    get(f"web/0/{script}")
get("map?lang=fr")
state = orjson.loads(get("state?lang=fr&mode=explore").content)
for layer in (*state["backdrop"], *(layer["id"] for layer in state["layers"])):
    get(f"layers/{layer}?lang=fr")
get("opening?lang=fr")
wait_until_prepared()
heavy = {"pandas", "numpy", "pyarrow", "geopandas", "shapely", "pyogrio", "pydantic", "folium", "matplotlib", "scipy"}
print(len(state["layers"]), sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize("other", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["shipped", "prepared"])
def test_the_bytes_of_the_very_first_map_do_not_wait_for_pandas(tmp_path, other):
    own = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    if other:
        # With a layer of the reader another process prepares the first map.
        (tmp_path / "layers").mkdir()
        (tmp_path / "layers" / "notes.txt").write_text("A layer may be here.")
        own["ATLAS_LAYERS"] = str(tmp_path / "layers")
    done = subprocess.run([sys.executable, "-c", FIRST_MAP], env=own, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("6 []\n", "")
