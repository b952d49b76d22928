import pytest

from atlas.scene.publish.layer_metadata import make_layer_metadata


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_layer_has_a_sheet_with_a_source_for_each_of_its_files(catalog, lang):
    for layer in catalog.values():
        sheet = make_layer_metadata(layer, lang)
        assert sheet["description"]
        assert len(sheet["files"]) == len(layer.files)
        assert all(len(file["rows"]) >= 6 for file in sheet["files"])


def test_where_source_and_official_figure_differ_both_stand_in_the_sheet(catalog):
    metadata = make_layer_metadata(catalog["unesco_components"], "en")
    figures = {figure["title"]: figure["versions"] for figure in metadata["figures"]}
    values = [version["value"] for versions in figures.values() for version in versions]
    assert {"109", "108"} <= set(values)
    assert all(version["definition"] and version["source"] for versions in figures.values() for version in versions)


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_the_sheet_of_every_layer_says_where_it_is_complete_and_who_says_so(catalog, lang):
    for layer in catalog.values():
        whole, *kinds = make_layer_metadata(layer, lang)["completeness"]
        assert whole["kind"] == ""
        assert all(extent["kind"] for extent in kinds)
        assert all(extent["area"] and extent["sentence"] and extent["source"] for extent in (whole, *kinds))
    inscribed = make_layer_metadata(catalog["slag_heaps"], "en")["completeness"][-1]
    assert (inscribed["area"], inscribed["sentence"]) == ("complete everywhere", "All 51 inscribed heaps are here.")
