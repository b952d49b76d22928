import json
import os
import socket
import subprocess
import threading
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from atlas.io.exports.formats import ExportOptions
from atlas.io.provenance import trace
from atlas.scene.publish.qgis_project import describe_project
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.validate_view import validate_view
from atlas.serve.app import ROUTES
from atlas.serve.qgis_file import write_qgis_file
from tests.waiting import wait_until

PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="session")
def qgis(tmp_path_factory):
    """Return what QGIS finds in a project; skipped, or failed under ATLAS_REQUIRE=qgis, where there is no QGIS."""
    found = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    if found.returncode:
        if "qgis" in os.environ.get("ATLAS_REQUIRE", "").split(","):
            pytest.fail("no QGIS for Python: apt-get install qgis python3-qgis")
        pytest.skip("needs Debian's packages qgis and python3-qgis")

    def opened(path, **asked):
        orders = tmp_path_factory.mktemp("qgis") / "asked.json"
        orders.write_text(json.dumps(asked))
        script = Path(__file__).with_name("in_qgis.py")
        done = subprocess.run([PYTHON, script, path, orders], capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        assert "Warning" not in done.stderr, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    return opened


@pytest.fixture(scope="session")
def project_of(atlas, tmp_path_factory):
    """Write the project of a link and return its description and its path."""

    def make(link, *, crs=None, service=""):
        view, unread = parse_permalink(link)
        view, unfit = validate_view(view, atlas)
        assert (unread, unfit) == ((), ())
        rows = query_rows(view, atlas)
        provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=date(2026, 11, 30))
        path = tmp_path_factory.mktemp("project") / "basin.qgz"
        write_qgis_file(view, atlas, rows, path, provenance, ExportOptions(view.lang, crs), service=service)
        return describe_project(view, atlas, rows, provenance, crs=crs), path, rows

    return make


@pytest.fixture(scope="session")
def ogc_api():
    """The address of the OGC API of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    yield f"http://127.0.0.1:{port}/ogc"
    server.should_exit = True
    thread.join()
