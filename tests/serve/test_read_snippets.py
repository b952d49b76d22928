"""The code of the data page reads the rows of a layer from a running server."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pyogrio
import pytest
from defusedxml.ElementTree import fromstring

from atlas.scene.publish.read_snippets import ADDRESS, read_snippets
from tests.app_process import running_server
from tests.http_client import get


@pytest.fixture(scope="module")
def address():
    with running_server() as found:
        yield found


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


@pytest.mark.parametrize(("kind", "name", "rows"), [("qgz", "", {"viewpoints"}), ("ogc.qgz", "-ogc", set())])
def test_the_page_takes_a_project_of_qgis_of_two_kinds(kind, name, rows, tmp_path):
    answer = get(f"/atlas/export?layers=viewpoints&format={kind}&lang=fr")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'{name}.qgz"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        tables = pyogrio.list_layers(archive.extract("atlas.gpkg", tmp_path))[:, 0]
    # The ground of the map goes with both.
    assert set(tables) - {"layer_styles"} == {*rows, "ground_lines", "ground_areas"}
    formats = get("/atlas/export/preview?layers=viewpoints&lang=fr").json()["formats"]
    [about] = [known["about"] for known in formats if known["format"] == kind]
    assert f"{name}.qgz" in about
