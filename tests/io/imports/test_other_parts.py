"""What a file holds beside the layer that is read, and files of other kinds, are named for what they are."""

import gzip
import sqlite3
import zipfile

import geopandas as gpd
import pytest
import shapely

KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACE = "<Placemark><name>A</name><Point><coordinates>2.83,50.43</coordinates></Point></Placemark>"
LINK = "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>"


def geopackage(path):
    gdf = gpd.GeoDataFrame({"nom": ["a"]}, geometry=[shapely.Point(2.8, 50.4)], crs=4326)
    gdf.to_file(path, layer="terrils")
    return path


def test_a_table_beside_the_layer_of_a_geopackage_is_named(read, tmp_path):
    path = geopackage(tmp_path / "a.gpkg")
    with sqlite3.connect(path) as file:
        file.execute("create table figures (id integer primary key, code text)")
        file.execute("insert into figures values (5, '01001')")
        file.execute(
            "insert into gpkg_contents (table_name, data_type, identifier) values ('figures', 'attributes', 'f')"
        )
    assert "Not read, other layers of the file: figures (--layer)." in read(path).said
    assert list(read(path, layer="figures").rows["code"]) == ["01001"]


def test_links_to_addresses_are_counted(read, tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML.format(PLACE + LINK))
    assert "Links to addresses, not followed: 1." in read(path).said


@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_a_file_of_links_alone_is_said_to_be_one(read, tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    if ending == "kmz":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("doc.kml", KML.format(LINK))
    else:
        path.write_text(KML.format(LINK))
    assert "only links to addresses (1), which are not followed" in read(path).refusal


def test_columns_that_the_driver_makes_are_no_columns_of_the_file(read, tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(KML.format(PLACE))
    found = read(path)
    assert list(found.rows.columns) == ["name", "geometry"]
    assert "left out" not in found.said
    path.write_text(KML.format(PLACE.replace("<Point>", "<TimeSpan><begin>1905</begin></TimeSpan><Point>")))
    assert list(read(path).rows["begin"].astype(str)) == ["1905"]


def test_a_text_alone_in_an_archive_is_the_table(read, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("figures.txt", "nom;lon;lat\nA;2,83;50,43\n")
    assert list(read(path).rows["nom"]) == ["A"]


OTHERS = {
    "a.7z": (b"7z\xbc\xaf\x27\x1c", "another kind (7-Zip)"),
    "a.geojson.gz": (gzip.compress(b"{}"), "another kind (gzip)"),
    "a.zip": (b"Rar!\x1a\x07\x01\0", "not ZIP, as its ending says, but RAR"),
    "b.zip": (b"7z\xbc\xaf\x27\x1c", "not ZIP, as its ending says, but 7-Zip"),
    "a.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "but Excel 97–2003"),
    "a.csv": (b"PK\x03\x04\0\0\0\0", "not CSV, as its ending says, but ZIP"),
    "a.geojson": (b"<!DOCTYPE html><html></html>", "but HTML"),
    "a.xls": (b"x", "save the sheet as XLSX or CSV"),
    "a.ods": (b"x", "the content is not OpenDocument"),
    "a.gml": (b"x", "the content is not GML"),
    "a.tab": (b"x", "the content is not MapInfo"),
    "a.mid": (b"x", "all parts in a ZIP"),
    "a.dxf": (b"x", "DXF is not imported; save the layer as GeoPackage"),
    "a.dbf": (b"x", "all parts in a ZIP"),
    "a.pdf": (b"%PDF", "PDF holds no layer"),
    "a.what": (b"x", "this ending is not imported"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_kind_is_named_for_what_it_is(read, tmp_path, name):
    content, said = OTHERS[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert said in read(path).refusal


def test_codes_that_look_like_powers_of_ten_stay_texts(read, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code;valeur\n1E5;1.5e3\n2E7;2e5\n")
    rows = read(path).rows
    assert list(rows["code"]) == ["1E5", "2E7"]
    assert list(rows["valeur"]) == [1500, 200000]


def test_shapes_that_are_all_empty_need_no_reference_system(read, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("nom;wkt\nA;POINT EMPTY\n")
    assert "usable shape" in read(path).refusal


UNUSED = {
    "--encoding": ("a.gpkg", {"encoding": "cp1252"}),
    "--decimal": ("a.gpkg", {"decimal": ","}),
    "--header": ("a.gpkg", {"header": "1"}),
    "--layer": ("a.csv", {"layer": "terrils"}),
    "--crs": ("a.csv", {"crs": "EPSG:2154"}),
    "--axes": ("a.csv", {"axes": "yx"}),
}


@pytest.mark.parametrize("option", UNUSED)
def test_an_answer_that_says_nothing_about_the_file_is_said(read, tmp_path, option):
    name, answers = UNUSED[option]
    geopackage(tmp_path / "a.gpkg")
    (tmp_path / "a.csv").write_text("nom;note\na;b\n")
    assert f"{option} says nothing about" in read(tmp_path / name, **answers).said
    assert "says nothing about" not in read(tmp_path / name).said
