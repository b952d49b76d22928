import shutil

import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.i18n import LANGUAGES
from atlas.io.atlas import Atlas
from atlas.io.read import Frames
from atlas.scene.publish.metadata import describe_catalog, describe_layer

CATALOG = open_catalog(shipped_layers())


@pytest.mark.parametrize(
    ("layer", "lang"),
    [*((layer.id, "fr") for layer in CATALOG.values()), *(("slag_heaps", lang) for lang in LANGUAGES[1:])],
)
def test_every_layer_has_a_full_sheet(atlas, layer, lang):
    sheet = describe_layer(atlas.catalog[layer], atlas, lang)
    gdf = atlas.frames[layer]
    assert sheet["problems"] == []
    assert sheet["rows"] == len(gdf)
    assert [field["id"] for field in sheet["fields"]] == list(atlas.catalog[layer].fields)
    for field in sheet["fields"]:
        assert field["known"] == gdf[field["id"]].notna().sum()
        assert field["title"]
        assert field["kind"]
    assert sheet["files"]
    assert all(len(file["rows"]) > 4 for file in sheet["files"])


def test_the_dictionary_lists_the_allowed_values_and_the_extremes(atlas):
    fields = {field["id"]: field for field in describe_layer(atlas.catalog["mine_shafts"], atlas, "en")["fields"]}
    assert (fields["depth_m"]["least"], fields["depth_m"]["greatest"]) == ("4\u00a0m", "1,190\u00a0m")
    heaps = {field["id"]: field for field in describe_layer(atlas.catalog["slag_heaps"], atlas, "en")["fields"]}
    assert ("conical", "Conical") in heaps["form"]["values"]
    assert heaps["communes"]["several"]


def test_a_damaged_file_is_a_problem_of_its_sheet_and_the_others_stay(tmp_path):
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "layers/ecology")
    (tmp_path / "layers/ecology/blue_corridors.parquet").write_bytes(b"PAR1")
    catalog = open_catalog(tmp_path / "layers")
    sheets = {sheet["id"]: sheet for sheet in describe_catalog(Atlas(catalog, Frames(catalog)), "fr")}
    assert sheets["blue_corridors"]["rows"] is None
    assert "abîmé" in sheets["blue_corridors"]["problems"][0]
    assert sheets["neonatural_spaces"]["problems"] == []
