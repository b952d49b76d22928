"""Ids that files of the atlas, objects of scripts or devices have are refused by every door."""

import pytest

from atlas.__main__ import main
from atlas.catalog.reserved_ids import RESERVED, RESERVED_FOR_LAYERS
from atlas.errors import LayerDataError
from atlas.io.atlas import open_atlas
from atlas.io.imports.context import check_id
from atlas.serve.uploads import _free_id
from tests.own_layers import write_own_layer

MALFORMED = [
    "__proto__",
    "toString",
    "..",
    "../x",
    "a/b",
    "a\\b",
    "",
    "Theme",
    "hasOwnProperty",
    "a.b",
    "a\n",
    "con.txt",
    "é",
]


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("layer_id", [*sorted(RESERVED_FOR_LAYERS), *MALFORMED])
def test_the_gate_refuses_them(layer_id):
    with pytest.raises(LayerDataError, match="as: "):
        check_id(layer_id)


@pytest.mark.parametrize("layer_id", ["theme", "constructor", "con", "__proto__", ".."])
def test_import_and_rename_refuse_them(own, tmp_path, capsys, layer_id):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\na,2.83,50.43\n", encoding="utf-8")
    assert main(["import", str(path), "--as", layer_id]) == 1
    write_own_layer(own, "good")
    assert main(["rename", "good", layer_id]) == 1
    assert layer_id in capsys.readouterr().err
    assert sorted(file.name for file in (own / "own").iterdir()) == ["good.parquet", "good.toml", "theme.toml"]


@pytest.mark.parametrize("layer_id", sorted(RESERVED_FOR_LAYERS - {"theme"}))
def test_a_declaration_of_such_a_layer_is_a_problem(own, layer_id):
    write_own_layer(own, layer_id)
    atlas = open_atlas()
    assert layer_id not in atlas.catalog
    assert any("reserved" in str(problem) for problem in atlas.catalog.problems)


@pytest.mark.parametrize("name", ["constructor", "nul"])
def test_so_is_a_field_of_such_a_name(own, name):
    path = write_own_layer(own, "good").with_suffix(".toml")
    path.write_text(path.read_text(encoding="utf-8").replace("[fields.size]", f"[fields.{name}]"), encoding="utf-8")
    assert any("reserved" in str(problem) for problem in open_atlas().catalog.problems)


def test_an_upload_is_offered_another_id(atlas):
    assert _free_id("theme.csv", atlas.catalog) == "theme_2"
    assert _free_id("Constructor.gpkg", atlas.catalog) == "constructor_2"
    assert not RESERVED & set(atlas.catalog)
