"""Project files of QGIS as XML and archives; `test_in_qgis.py` opens them in QGIS."""

import sqlite3
import zipfile

import pyogrio
import pytest
from defusedxml.ElementTree import fromstring

from atlas.render.print.colours import look_of
from atlas.render.qgis.map_layer import TABLES
from atlas.render.qgis.pictures import pattern_picture, shape_picture
from atlas.render.qgis.sld import sld_file
from atlas.render.symbol_paths import patterns, shape_paths

LINK = (
    "?layers=slag_heaps&layers=green_corridors&layers=projects&lang=fr"
    "&slag_heaps.form=conical&slag_heaps.area_ha__gte=5"
)


def layers_of(root, *, ground=False):
    """Return the layers of a project, those of the view or those of the ground."""
    return [own for own in root.iter("maplayer") if own.findtext("id").startswith("atlas_ground_") == ground]


def is_xml(text):
    return fromstring(text) is not None


@pytest.fixture(scope="module")
def made(project_of):
    return project_of(LINK)


@pytest.fixture(scope="module")
def root(made):
    with zipfile.ZipFile(made[1]) as archive:
        return fromstring(archive.read("atlas.qgs"))


@pytest.fixture(scope="module")
def tables(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    with zipfile.ZipFile(made[1]) as archive:
        assert sorted(archive.namelist()) == ["atlas.gpkg", "atlas.qgs"]
        return archive.extract(TABLES, folder)


def test_every_layer_has_its_rows_in_the_archive_and_its_conditions_as_a_filter(root):
    sources = {layer.findtext("id"): layer.findtext("datasource") for layer in layers_of(root)}
    assert sources == {
        "atlas_layer_slag_heaps": "attachment:atlas.gpkg|layername=slag_heaps"
        '|subset=("area_ha" >= 5) AND ("form" IN (\'conical\'))',
        "atlas_layer_green_corridors_line": "attachment:atlas.gpkg|layername=green_corridors|geometrytype=LineString",
        "atlas_layer_green_corridors_polygon": "attachment:atlas.gpkg|layername=green_corridors|geometrytype=Polygon",
        "atlas_layer_projects": "attachment:atlas.gpkg|layername=projects",
    }
    # QGIS makes up another id where one has ten letters or fewer.
    assert all(len(name) > 10 for name in sources)


def test_tables_have_the_rows_of_the_query(tables, made):
    _, _, rows = made
    for name, gdf in rows.items():
        assert len(pyogrio.read_dataframe(tables, layer=name)) == len(gdf)


def test_themes_group_the_layers_and_the_drawing_order_is_that_of_the_map(root):
    groups = root.findall("./layer-tree-group/layer-tree-group")
    assert [group.get("name") for group in groups] == ["Paysage", "Écologie", "Coopération", "Fond de carte"]
    order = [item.text for item in root.iter("item") if not item.text.startswith("atlas_ground_")]
    assert order[-1] == "atlas_layer_projects"
    assert len(order) == 4


def test_classes_are_those_of_the_map_with_their_titles(root):
    [renderer] = [
        layer.find("renderer-v2") for layer in root.iter("maplayer") if layer.findtext("id") == "atlas_layer_slag_heaps"
    ]
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", '"form"')
    classes = {category.get("value"): category.get("label") for category in renderer.iter("category")}
    assert classes["conical"] == "Conique"


def test_columns_have_titles_with_units_and_codes_with_their_meaning(root, tables):
    [layer] = [layer for layer in root.iter("maplayer") if layer.findtext("id") == "atlas_layer_slag_heaps"]
    aliases = {alias.get("field"): alias.get("name") for alias in layer.iter("alias")}
    assert aliases["area_ha"].endswith("(ha)")
    [codes] = [field for field in layer.iter("field") if field.get("name") == "form"]
    assert ("Conique", "conical") in {(option.get("name"), option.get("value")) for option in codes.iter("Option")}
    columns = sqlite3.connect(tables).execute(
        "SELECT table_name, column_name, title, constraint_name FROM gpkg_data_columns"
    )
    assert ("slag_heaps", "form", "Forme", "slag_heaps_form") in set(columns)
    codes = sqlite3.connect(tables).execute(
        "SELECT constraint_name, value, description FROM gpkg_data_column_constraints"
    )
    assert ("slag_heaps_form", "conical", "Conique") in set(codes)


def test_the_tables_alone_are_styled(tables):
    styles = sqlite3.connect(tables).execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML, styleSLD FROM layer_styles"
    )
    found = [(table, column, default) for table, column, default, qml, sld in styles if is_xml(qml) and is_xml(sld)]
    # Of the two kinds of the corridors one is the default: QGIS takes a table for the kind of its first row.
    assert sorted(found) == [("green_corridors", "geom", 0), ("green_corridors", "geom", 1), ("slag_heaps", "geom", 1)]


def test_who_made_the_rows_and_under_which_conditions_is_said(root):
    [layer] = [layer for layer in root.iter("maplayer") if layer.findtext("id") == "atlas_layer_slag_heaps"]
    metadata = layer.find("resourceMetadata")
    assert metadata.findtext("language") == "fr"
    assert metadata.findtext("license") == "etalab-2.0"
    assert "Mission Bassin Minier" in metadata.findtext("contact/organization")


def test_the_same_view_is_the_same_file(made, project_of):
    with zipfile.ZipFile(made[1]) as first, zipfile.ZipFile(project_of(LINK)[1]) as second:
        assert first.read("atlas.qgs") == second.read("atlas.qgs")


def test_the_ground_of_the_map_is_in_the_archive_and_in_no_legend(root, tables):
    own = {layer.findtext("id"): layer for layer in layers_of(root, ground=True)}
    assert list(own) == ["atlas_ground_ground_lines", "atlas_ground_ground_areas"]
    kinds = {category.get("value") for category in own["atlas_ground_ground_areas"].iter("category")}
    assert {"country", "commune"} <= kinds
    found = pyogrio.read_dataframe(tables, layer="ground_areas")
    assert {"country", "commune"} <= set(found["kind"]) <= kinds
    assert "Lens" in set(found["name"])
    hidden = [node for node in root.iter("layer-tree-layer") if node.get("id") in own]
    options = [{option.get("name"): option.get("value") for option in node.iter("Option")} for node in hidden]
    assert [one["legend/node-order"] for one in options] == ["empty", "empty"]
    assert all("Natural Earth" in layer.findtext("resourceMetadata/rights") for layer in own.values())


def test_the_sheet_has_an_arrow_to_the_north_and_credits_the_ground(root):
    items = {item.get("id"): item for item in root.iter("LayoutItem")}
    assert items["picture"].get("mapUuid") == items["map"].get("uuid")
    assert items["picture"].get("northMode") == "1"
    words = [item.get("labelText") for item in root.iter("LayoutItem") if item.get("id") == "label"]
    assert "N" in words
    assert any("Fond de carte" in text and "Natural Earth" in text for text in words)


def test_a_territory_is_outlined_above_the_layers(project_of):
    _, path, _ = project_of("?layers=slag_heaps&territory=246200364")
    with zipfile.ZipFile(path) as archive:
        root = fromstring(archive.read("atlas.qgs"))
    assert next(item.text for item in root.iter("item")) == "atlas_ground_territory"
    assert root.find("layer-tree-group")[0].get("name") == "Territoire"


def test_an_online_basemap_needs_no_ground(project_of, catalog):
    _, path, _ = project_of(f"?layers=slag_heaps&basemap={next(iter(catalog.basemaps))}")
    with zipfile.ZipFile(path) as archive:
        assert layers_of(fromstring(archive.read("atlas.qgs")), ground=True) == []


def sources(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["atlas.qgs", TABLES]
        root = fromstring(archive.read("atlas.qgs"))
    layers = layers_of(root)
    assert {layer.findtext("provider") for layer in layers} == {"OAPIF"}
    return {layer.findtext("id"): layer.findtext("datasource") for layer in layers}


def test_a_second_kind_asks_the_service_for_the_rows(project_of):
    _, path, _ = project_of(LINK, service="https://atlas.example/ogc")
    heaps = sources(path)["atlas_layer_slag_heaps"]
    assert "typename='slag_heaps' url='https://atlas.example/ogc'" in heaps
    assert heaps.endswith(r"""filter='("area_ha" >= 5) AND ("form" IN (\'conical\'))'""")


def test_of_a_service_the_rows_of_a_place_are_chosen_by_their_ids(project_of):
    link = "?layers=slag_heaps&layers=mine_shafts&territory=246200364"
    project, path, rows = project_of(link, service="https://atlas.example/ogc")
    found = sources(path)
    assert f"\\'{rows['slag_heaps'].index[0]}\\'" in found["atlas_layer_slag_heaps_point"]
    assert r"geometry_type($geometry) = \'Point\'" in found["atlas_layer_slag_heaps_point"]
    assert "geometry_type" not in found["atlas_layer_mine_shafts"]
    assert all(layer.where == "" for layer in project.layers)


@pytest.mark.parametrize("shape", shape_paths())
def test_shapes_are_the_paths_of_the_page(shape):
    for hollow in (False, True):
        picture = fromstring(shape_picture(shape, hollow=hollow))
        assert len(list(picture)) == (1 if hollow else 2)


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_go_on_from_tile_to_tile(pattern):
    assert len(list(fromstring(pattern_picture(pattern))[0])) == 9


def test_a_style_for_map_servers_has_every_class(made):
    heaps = next(layer for layer in made[0].layers if layer.table == "slag_heaps")
    root = fromstring(sld_file(heaps, look_of("light")))
    names = [element.text for element in root.iter("{http://www.opengis.net/se}Name")]
    assert names[:2] == ["slag_heaps", "Terrils"]
    assert "Conique" in names
