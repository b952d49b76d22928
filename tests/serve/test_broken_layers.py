"""A layer that cannot be read is a problem of that layer: everything else works."""

import os

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from atlas.__main__ import main
from atlas.errors import LayerDataError
from atlas.io import read
from atlas.io.atlas import open_atlas
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view
from tests.http_client import get
from tests.own_layers import write_own_layer


def truncated(path):
    path.write_bytes(path.read_bytes()[:-200])


def emptied(path):
    path.write_bytes(b"")


def foreign(path):
    path.write_bytes(b"PK\x03\x04" + b"\0" * 500)


def folder_instead(path):
    path.unlink()
    path.mkdir()


def gone(path):
    path.unlink()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def other_columns(path):
    pd.DataFrame({"x": [1]}).to_parquet(path)


def no_geometry(path):
    pd.DataFrame({"id": ["a"], "name": ["b"], "size": [1.0]}).to_parquet(path)


def described_as(geo):
    def write(path):
        table = pa.table({"id": ["a"], "name": ["b"], "size": [1.0], "geometry": [b"\x01"]})
        parquet.write_table(table.replace_schema_metadata({b"geo": geo}), path)

    return write


def other_system(path):
    rows = {"id": ["a"], "name": ["b"], "size": [1.0]}
    gpd.GeoDataFrame(rows, geometry=[shapely.Point(1, 2)], crs=2154).to_parquet(path)


def text_for_number(path):
    rows = {"id": ["a"], "name": ["b"], "size": ["many"]}
    gpd.GeoDataFrame(rows, geometry=[shapely.Point(1, 2)], crs=4326).to_parquet(path)


def lists_for_texts(path):
    table = pa.table({"id": [["a"]], "name": [{"x": 1}], "size": [[1.0]], "geometry": [b"x"]})
    parquet.write_table(table, path)


_SYSTEM = b'{"id": {"authority": "EPSG", "code": 4326}}'
_WKB = b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs": ' + _SYSTEM + b"}}}"
BREAKS = {
    "truncated": truncated,
    "emptied": emptied,
    "foreign": foreign,
    "folder": folder_instead,
    "gone": gone,
    "pipe": pipe,
    "columns": other_columns,
    "no_geometry": no_geometry,
    "geo_list": described_as(b"[]"),
    "geo_null": described_as(b'{"columns": {"geometry": null}}'),
    "geo_deep": described_as(b"[" * 50_000),
    "geo_binary": described_as(b"\xff\xfe"),
    "wkb": described_as(_WKB),
    "system": other_system,
    "number": text_for_number,
    "lists": lists_for_texts,
}
# Those that every run tries.
FEW = {"truncated", "foreign", "geo_deep", "lists"}
DECLARATIONS = {
    "deep": "x = " + "[" * 3_000 + "]" * 3_000,
    "deep_table": "a = " + "{a=" * 3_000 + "1" + "}" * 3_000,
    "dotted": ".".join("a" * 2_000) + " = 1",
    "binary": "\x00\x01",
    "latin": "é".encode("latin-1"),
    "empty": "",
    "large": "# " + "x" * 3_000_000,
}
# One address of each mode, and those that read every layer.
WORKING = [
    *("/healthz", "/metrics", "/atlas/state?lang=en", "/atlas/tree?lang=en", "/atlas/map", "/atlas/search?q=lens"),
    *("/atlas/territories", "/atlas/layers/communes", "/atlas/cards/communes/62498", "/atlas/ties/communes/62498"),
    *("/atlas/table?table=slag_heaps&layers=slag_heaps", "/atlas/summary", "/atlas/charts?chart=slag_heaps"),
    *("/atlas/network?mode=network", "/atlas/compare?mode=compare&compare=62498&ind=heap_density", "/atlas/stories"),
    *("/atlas/uploads", "/atlas/catalog", "/atlas/catalog.jsonld", "/atlas/sheets/communes", "/atlas/description"),
    *("/atlas/stories/paysage-vivant?lang=en", "/atlas/cite", "/atlas/share", "/atlas/years?year=1950"),
    pytest.param("/atlas/portrait/62498?lang=en", marks=pytest.mark.slow),
]
_OF_LAYER = [
    *(
        "/atlas/layers/{id}",
        "/atlas/cards/{id}/a",
        "/atlas/ties/{id}/a",
        "/atlas/table?table={id}",
        "/atlas/charts?chart={id}",
    ),
    *("/atlas/classes?of={id}", "/atlas/export?layers={id}", "/atlas/view/{id}?z=5&bbox=0,0,9,9"),
]


@pytest.fixture(scope="module", autouse=True)
def broken(tmp_path_factory):
    """An atlas that many layers beside the shipped ones cannot be read of."""
    root = tmp_path_factory.mktemp("broken")
    for name, spoil in BREAKS.items():
        spoil(write_own_layer(root, f"bad_{name}"))
    for name, text in DECLARATIONS.items():
        content = text if isinstance(text, bytes) else text.encode()
        (root / "own" / f"declared_{name}.toml").write_bytes(content)
    os.mkfifo(root / "own" / "declared_pipe.toml")
    write_own_layer(root, "good")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LAYERS", str(root))
        yield root


@pytest.mark.journey
@pytest.mark.parametrize("path", WORKING)
def test_every_other_answer_is_given(path):
    answer = get(path)
    assert answer.status_code == 200, answer.text[:300]


@pytest.mark.parametrize(
    "name", [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in BREAKS]
)
def test_a_request_for_the_layer_is_answered_by_a_sentence(name):
    for path in _OF_LAYER:
        answer = get(path.format(id=f"bad_{name}") + ("&" if "?" in path else "?") + "lang=en")
        assert answer.status_code in {400, 404}, (path, answer.text[:300])
        assert "error" in answer.json()
    with pytest.raises(LayerDataError, match=f"bad_{name}"):
        open_atlas().read(f"bad_{name}")


def test_what_cannot_be_declared_is_a_problem_of_its_file():
    problems = [str(problem) for problem in open_atlas().catalog.problems]
    for name in (*DECLARATIONS, "pipe"):
        assert sum(f"own/declared_{name}.toml" in problem for problem in problems) >= 1, name
    assert len(open_atlas().read("good")) == 3


def test_a_link_to_broken_layers_opens_and_says_so():
    link = "?layers=communes," + ",".join(f"bad_{name}" for name in BREAKS)
    view, problems = validate_view(parse_permalink(link)[0], open_atlas())
    assert view.layers == ("communes",)
    assert len(problems) == len(BREAKS)


def test_check_names_every_one(capsys):
    assert main(["check"]) == 1
    said = "".join(capsys.readouterr())
    for name in BREAKS:
        assert f"bad_{name}" in said
    for name in DECLARATIONS:
        assert f"declared_{name}" in said


def test_a_broken_file_is_read_once(monkeypatch):
    atlas, tried, read_layer = open_atlas(), [], read.read_layer
    monkeypatch.setattr(read, "read_layer", lambda layer, **how: tried.append(layer.id) or read_layer(layer, **how))
    for _ in range(3):
        with pytest.raises(LayerDataError, match="bad_gone"):
            atlas.read("bad_gone")
    assert tried == ["bad_gone"]


def test_what_was_tried_and_cannot_be_read_is_a_problem_of_the_atlas():
    atlas = open_atlas()
    declared = len(atlas.problems)
    for _ in range(2):
        with pytest.raises(LayerDataError):
            atlas.read("bad_columns")
    assert len(atlas.problems) == declared + 1
    assert "bad_columns" in str(atlas.problems[-1])
