"""What is said of a download is what comes."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from atlas.catalog import Catalog
from atlas.catalog.filter import Filter
from atlas.catalog.licences import LICENCES, can_mix
from atlas.io.exports.formats import FORMATS, QGIS_KINDS, ExportOptions
from atlas.io.pack_rows import pack_rows
from atlas.io.provenance import trace
from atlas.scene.explore.export_preview import preview_export
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import View

MADE = date(2026, 11, 30)
VIEW = View(
    layers=("slag_heaps", "mine_shafts"),
    filters=(Filter("slag_heaps", "form", "in", values=("conical",)),),
    lang="en",
)


def packed(view, atlas, known, **options):
    rows = query_rows(view, atlas)
    provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=MADE)
    return pack_rows(rows, provenance, ending=known["format"], options=ExportOptions(lang=view.lang, **options))


def test_rows_and_columns_are_those_of_the_file(atlas):
    preview = preview_export(VIEW, atlas, crs=None, made=MADE)
    rows = query_rows(VIEW, atlas)
    assert [(layer["id"], layer["rows"]) for layer in preview["layers"]] == [
        (name, len(gdf)) for name, gdf in rows.items()
    ]
    _, _, content = packed(VIEW, atlas, preview["formats"][0])
    heaps = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    # Beside the columns of the layer four of positions.
    assert (heaps.max_row, heaps.max_column) == (preview["layers"][0]["rows"] + 1, preview["layers"][0]["columns"] + 4)


def test_every_format_is_offered_under_the_name_that_it_comes_with(atlas):
    preview = preview_export(VIEW, atlas, crs=None, made=MADE, public=atlas)
    assert {known["format"] for known in preview["formats"]} == {*FORMATS, *QGIS_KINDS}
    for known in preview["formats"]:
        if known["format"] in QGIS_KINDS:
            # Made by the server, of the view: `tests/serve/test_export.py`.
            assert ".qgz" in known["about"]
            continue
        name, _, content = packed(VIEW, atlas, known, csv=known["csv"])
        assert name in known["about"]
        is_zip = content.startswith(b"PK") and known["format"] != "xlsx"
        assert is_zip == ("(zip)" in known["title"])


def test_addresses_for_other_programs_are_those_of_layers_that_they_see(atlas):
    link = "layers=slag_heaps&layers=communes&slag_heaps.area_ha__gte=5&near=slag_heaps:green_corridors:500&lang=pt"
    view, _ = parse_permalink(link)
    found = preview_export(view, atlas, crs=None, made=MADE, public=atlas)["addresses"]
    assert [one["title"] for one in found] == ["Escombreiras", "Municípios"]
    assert found[0]["path"].startswith(
        "ogc/collections/slag_heaps/items?f=json&limit=10000&filter=area_ha%20%3E%3D%205%20AND"
    )
    assert found[1]["path"] == "ogc/collections/communes/items?f=json&limit=10000"
    # A layer that others do not see has no address, nor has one whose rows depend on it.
    visible = {layer_id: layer for layer_id, layer in atlas.catalog.items() if layer_id != "green_corridors"}
    public = atlas.with_catalog(Catalog(visible, atlas.catalog.themes, atlas.catalog.basemaps))
    fewer = preview_export(view, atlas, crs=None, made=MADE, public=public)["addresses"]
    assert [one["title"] for one in fewer] == ["Municípios"]
    assert preview_export(view, atlas, crs=None, made=MADE)["addresses"] == []


def test_degrees_where_metres_were_asked_for_and_renamed_columns_are_said(atlas):
    preview = preview_export(VIEW, atlas, crs="EPSG:2154", made=MADE)
    titles = {known["format"]: known["title"] for known in preview["formats"]}
    assert (titles["geojson"], titles["gpkg"]) == ("GeoJSON (EPSG:4326)", "GeoPackage")
    changes = {change["text"]: change["formats"] for change in preview["changes"]}
    [shortened] = [text for text in changes if "company_group → company_gr" in text]
    assert changes[shortened] == ["Shapefile (zip)"]
    [points] = [text for text in changes if "a point on each line or area" in text]
    assert len(changes[points]) == 2


def test_open_database_rows_stay_in_a_file_of_their_own(atlas):
    view = View(layers=("blue_corridors", "slag_heaps"), lang="en")
    preview = preview_export(view, atlas, crs=None, made=MADE)
    geojson = next(known for known in preview["formats"] if known["format"] == "geojson")
    assert geojson["title"] == "GeoJSON (zip)"
    _, kind, content = packed(view, atlas, geojson)
    assert kind == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name.split("-")[1] for name in names if name.endswith(".geojson")] == ["blue_corridors", "slag_heaps"]


@pytest.mark.parametrize("licence", LICENCES)
def test_a_licence_mixes_with_itself_and_only_the_open_database_licence_with_few(licence):
    assert can_mix({licence})
    assert can_mix({licence, "etalab-2.0"})
    assert can_mix({licence, "CC-BY-SA-4.0"}) == (licence != "ODbL-1.0")
