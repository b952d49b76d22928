"""The code of the data page reads the rows of a layer from a running server."""

import io
import json
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
import uvicorn
from defusedxml.ElementTree import fromstring
from starlette.applications import Starlette

from atlas.scene.publish.read_snippets import ADDRESS, read_snippets
from atlas.serve.app import ROUTES
from tests.http_client import get


@pytest.fixture(scope="module")
def address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def code_in(language, layer, address):
    return dict(read_snippets(layer))[language].replace(ADDRESS, address)


@pytest.mark.parametrize("layer_id", ["slag_heaps", "projects"])
def test_python_reads_the_rows(atlas, address, layer_id):
    names = {}
    exec(code_in("Python", atlas.catalog[layer_id], address), names)  # noqa: S102 - the code under test
    rows, ours = names[layer_id], atlas.frames[layer_id]
    assert list(rows.index) == list(ours.index)
    assert list(rows.columns.drop("geometry")) == list(ours.columns.drop("geometry"))
    assert (rows.geometry.isna() == ours.geometry.isna()).all()


def test_javascript_reads_the_rows(atlas, address):
    code = code_in("JavaScript", atlas.catalog["slag_heaps"], address)
    code += "\nconsole.log(JSON.stringify(slagHeaps.features.map((row) => row.properties.id)))"
    command = [Path(sys.executable).with_name("node"), "--input-type=module", "--eval", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert json.loads(done.stdout) == list(atlas.frames["slag_heaps"].index), done.stderr


@pytest.mark.slow
def test_r_reads_the_rows(atlas, address):
    try:
        subprocess.run(["Rscript", "-e", "library(sf)"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs R with the package sf")
    code = code_in("R", atlas.catalog["slag_heaps"], address) + "\ncat(nrow(slag_heaps))"
    done = subprocess.run(["Rscript", "-e", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(len(atlas.frames["slag_heaps"]))


@pytest.mark.parametrize(
    ("layer", "kind"), [("slag_heaps", "polygon"), ("slag_heaps", "point"), ("partnerships", "line")]
)
@pytest.mark.parametrize("ending", ["qml", "sld"])
def test_a_style_is_sent_for_each_kind_of_geometry(layer, kind, ending):
    answer = get(f"/atlas/styles/{layer}/{kind}.{ending}?lang=en")
    assert answer.status_code == 200
    root = fromstring(answer.text)
    assert root.tag == ("qgis" if ending == "qml" else "{http://www.opengis.net/sld}StyledLayerDescriptor")


@pytest.mark.parametrize(
    "path", ["slag_heaps/line.qml", "projects/none.qml", "nothing/point.sld", "slag_heaps/point.xml"]
)
def test_other_styles_are_not_found(path):
    assert get(f"/atlas/styles/{path}").status_code == 404


def test_an_unknown_kind_of_style_costs_nothing(monkeypatch):
    monkeypatch.setattr("atlas.serve.qgis_file.layer_style", lambda *_, **__: pytest.fail("it was computed"))
    assert get(f"/atlas/styles/slag_heaps/{'x' * 1_000}.qml").status_code == 404


@pytest.mark.parametrize(("kind", "name", "files"), [("qgz", "", 2), ("ogc.qgz", "-ogc", 1)])
def test_the_page_takes_a_project_of_qgis_of_two_kinds(kind, name, files):
    answer = get(f"/atlas/export?layers=viewpoints&format={kind}&lang=fr")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'{name}.qgz"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == files
    formats = get("/atlas/export/preview?layers=viewpoints&lang=fr").json()["formats"]
    [about] = [known["about"] for known in formats if known["format"] == kind]
    assert f"{name}.qgz" in about
