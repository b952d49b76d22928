"""No answer names a folder of the server, also where layers, themes and backgrounds cannot be read."""

import json
import subprocess
import sys

import pytest

from tests.own_layers import write_own_layer

PATHS = [
    *(
        "/healthz",
        "/metrics",
        "/atlas/tree?lang=en",
        "/atlas/state?lang=en",
        "/atlas/catalog?lang=en",
        "/atlas/search?q=row",
    ),
    *("/atlas/basemaps", "/atlas/catalog.jsonld", "/atlas/uploads", "/atlas/territories", "/atlas/summary?lang=en"),
    *(
        f"/atlas/{what}"
        for layer in ("shipped", "torn", "gone", "folder", "malformed")
        for what in (
            f"layers/{layer}",
            f"sheets/{layer}",
            f"cards/{layer}/a",
            f"ties/{layer}/a",
            f"table?layers={layer}&table={layer}&lang=en",
            f"charts?layers={layer}&chart={layer}&lang=en",
            f"classes?layers={layer}&classes={layer}.size&lang=en",
            f"export?layers={layer}&format=geojson&lang=en",
            f"file?layers={layer}&lang=en",
            f"cite?layers={layer}&lang=en",
            f"state?layers={layer}&lang=fr",
            f"catalog/{layer}.jsonld",
            f"view/{layer}?layers={layer}",
        )
    ),
]
CODE = """
import json, sys
from starlette.testclient import TestClient
from atlas.serve.app import create_app

client = TestClient(create_app(), raise_server_exceptions=False)
print(json.dumps({path: [a.status_code, a.text] for path in json.loads(sys.argv[1]) for a in [client.get(path)]}))
"""


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """A server whose layers are damaged in every way, and its folder."""
    root = tmp_path_factory.mktemp("secret-place")
    write_own_layer(root / "home", "shipped")
    own = root / "layers"
    write_own_layer(own, "torn").write_bytes(b"PAR1")
    write_own_layer(own, "gone").unlink()
    write_own_layer(own, "folder").unlink()
    (own / "own" / "folder.parquet").mkdir()
    write_own_layer(own, "malformed", more=f'file = "{root}/x.parquet"')
    (own / "own" / "text.toml").write_text("title = [", encoding="utf-8")
    (root / "home" / "basemaps.toml").write_text("[a]\nurl = 3\n[b", encoding="utf-8")
    return root


@pytest.mark.journey
def test_no_answer_names_a_folder_of_the_server(damaged, monkeypatch):
    for name, folder in {"ATLAS_HOME": "home", "ATLAS_LAYERS": "layers", "XDG_CACHE_HOME": "cache"}.items():
        monkeypatch.setenv(name, str(damaged / folder))
    command = [sys.executable, "-c", CODE, json.dumps(PATHS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    named = {path: text for path, (_, text) in answers.items() if str(damaged) in text or "site-packages" in text}
    assert named == {}
    assert {path: status for path, (status, _) in answers.items() if status >= 500} == {}
