"""Every data set of an archive can be had, with the files that belong to it; formats in JSON are told apart."""

import json
import shutil
import sqlite3
import zipfile

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

LENS = shapely.Point(2.8, 50.4)


def shapefile(folder, name, *texts):
    """Write a shapefile of points, one a text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.shp"
    gpd.GeoDataFrame({"name": list(texts)}, geometry=[LENS] * len(texts), crs=4326).to_file(path)
    return path


def geopackage(path, **layers):
    """Write a layer of one point for each name."""
    for layer, text in layers.items():
        gpd.GeoDataFrame({"name": [text]}, geometry=[LENS], crs=4326).to_file(path, layer=layer, driver="GPKG")
    return path


def packed(path, folder):
    """Pack a folder with its own folders."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(file, file.relative_to(folder).as_posix())
    return path


def test_files_of_one_name_in_two_folders_are_two_layers(quick, tmp_path):
    for department in ("59", "62"):
        shapefile(tmp_path / "in" / f"dept{department}", "terrils", department)
    path = packed(tmp_path / "a.zip", tmp_path / "in")
    assert quick.refused(path).endswith("--layer: dept59/terrils.shp, dept62/terrils.shp")
    assert list(quick.rows(path, "--layer", "dept62/terrils.shp")["name"]) == ["62"]
    assert list(quick.rows(path, "--layer", "dept59/terrils.shp")["name"]) == ["59"]


def test_a_layer_of_a_file_of_an_archive_is_named_with_its_file(quick, tmp_path):
    (tmp_path / "in").mkdir()
    for file in ("nord", "pdc"):
        geopackage(tmp_path / "in" / f"{file}.gpkg", terrils=f"{file} terrils", fosses=f"{file} fosses")
    path = packed(tmp_path / "a.zip", tmp_path / "in")
    assert quick.refused(path).endswith("--layer: nord.gpkg, pdc.gpkg")
    assert quick.refused(path, "--layer", "nord.gpkg").endswith("--layer: nord.gpkg/terrils, nord.gpkg/fosses")
    assert list(quick.rows(path, "--layer", "nord.gpkg/terrils")["name"]) == ["nord terrils"]
    assert list(quick.rows(path, "--layer", "pdc/fosses")["name"]) == ["pdc fosses"]


def test_a_layer_of_the_only_file_of_an_archive_needs_no_file(quick, tmp_path):
    (tmp_path / "in").mkdir()
    geopackage(tmp_path / "in" / "nord.gpkg", terrils="t", fosses="f")
    path = packed(tmp_path / "a.zip", tmp_path / "in")
    assert quick.refused(path).endswith("--layer: terrils, fosses")
    assert list(quick.rows(path, "--layer", "fosses")["name"]) == ["f"]


def kml(*names):
    marks = "".join(
        f"<Placemark><name>{name}</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
        for name in names
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'


def test_the_documents_that_a_kmz_links_are_its_layers(quick, tmp_path):
    root = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>layers/a.kml</href></Link>'
        "</NetworkLink></Document></kml>"
    )
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", root)
        archive.writestr("layers/a.kml", kml("x"))
        archive.writestr("layers/b.kml", kml("y", "z"))
    assert quick.refused(path).endswith("--layer: a.kml, b.kml")
    assert list(quick.rows(path, "--layer", "b.kml")["name"]) == ["y", "z"]


def test_a_shapefile_without_its_table_says_so(quick, tmp_path):
    path = shapefile(tmp_path, "a", "x")
    path.with_suffix(".dbf").unlink()
    assert len(quick.rows(path)) == 1
    assert "There is no .dbf beside the shapes: the layer has no attributes." in quick.said


@pytest.mark.parametrize(("rows", "kept"), [(1, ["x", None, None]), (2, ["x", "y", None])])
def test_a_shape_without_a_row_of_the_table_is_kept(quick, tmp_path, rows, kept):
    path, short = shapefile(tmp_path, "a", "x", "y", "z"), shapefile(tmp_path / "short", "a", *["x", "y"][:rows])
    shutil.copy(short.with_suffix(".dbf"), path.with_suffix(".dbf"))
    found = quick.rows(path)
    assert found["name"].astype(object).where(found["name"].notna(), None).to_list() == kept
    assert f"Shapes without a row in the table: {3 - rows}." in quick.said


@pytest.mark.parametrize("archive", [False, True])
def test_what_a_geopackage_has_not_yet_written_into_itself_is_read(quick, tmp_path, archive):
    original = geopackage(tmp_path / "original.gpkg", terrils="a")
    database = sqlite3.connect(original)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA wal_autocheckpoint=0")
    database.execute("CREATE TABLE more (fid INTEGER PRIMARY KEY, name TEXT)")
    database.execute("INSERT INTO more (name) VALUES ('later')")
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('more', 'attributes', 'more')"
    )
    database.commit()
    copies = tmp_path / "copies"
    copies.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{original}{ending}", copies / f"a.gpkg{ending}")
    database.close()
    path = packed(tmp_path / "a.zip", copies) if archive else copies / "a.gpkg"
    assert list(quick.rows(path, "--layer", "more")["name"]) == ["later"]


def feature(name):
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [2.8, 50.4]}}


TOPOLOGY = {
    "type": "Topology",
    "objects": {
        "heaps": {
            "type": "GeometryCollection",
            "geometries": [{"type": "Point", "coordinates": [2.8, 50.4], "properties": {"name": "x"}}],
        }
    },
    "arcs": [],
}
ESRI = {
    "displayFieldName": "name",
    "geometryType": "esriGeometryPoint",
    "spatialReference": {"wkid": 102100, "latestWkid": 3857},
    "fields": [{"name": "name", "type": "esriFieldTypeString", "alias": "name", "length": 9}],
    "features": [{"attributes": {"name": "x"}, "geometry": {"x": 311694.575, "y": 6515839.148}}],
}
OVERPASS = {
    "version": 0.6,
    "generator": "Overpass API",
    "osm3s": {},
    "elements": [{"type": "node", "id": 1, "lat": 50.4, "lon": 2.8, "tags": {"name": "x"}}],
}


@pytest.mark.parametrize("found", [TOPOLOGY, ESRI, OVERPASS], ids=["TopoJSON", "Esri JSON", "Overpass"])
@pytest.mark.parametrize("ending", ["json", "geojson"])
def test_a_format_in_json_is_read_for_what_it_is(quick, tmp_path, found, ending):
    path = tmp_path / f"a.{ending}"
    path.write_text(json.dumps(found), encoding="utf-8")
    rows = quick.rows(path)
    assert list(rows["name"]) == ["x"]
    assert np.allclose(rows.geometry.iloc[0].coords[0], LENS.coords[0], atol=1e-6)


def umap(*layers, options="_umap_options"):
    """Write a map backup, each layer a title and the names of its features."""
    written = [
        {"type": "FeatureCollection", "features": [feature(name) for name in names], options: {"name": title}}
        for title, names in layers
    ]
    return {"type": "umap", "uri": "https://umap.example/m/1", "properties": {"name": "map"}, "layers": written}


@pytest.mark.parametrize("options", ["_umap_options", "_storage"])
@pytest.mark.parametrize("ending", ["umap", "json"])
def test_each_layer_of_a_map_backup_can_be_had(quick, tmp_path, ending, options):
    path = tmp_path / f"a.{ending}"
    backup = umap(("Terrils", "ab"), ("Fosses", "c"), ("Empty", ""), ("Terrils", "d"), options=options)
    path.write_text(json.dumps(backup), encoding="utf-8")
    assert quick.refused(path).endswith("--layer: Terrils, Fosses, Terrils (3)")
    assert list(quick.rows(path, "--layer", "Fosses")["name"]) == ["c"]
    assert list(quick.rows(path, "--layer", "Terrils (3)")["name"]) == ["d"]


def test_the_only_layer_of_a_map_backup_needs_no_name(quick, tmp_path):
    path = tmp_path / "a.umap"
    path.write_text(json.dumps(umap(("Terrils", "ab"), ("Empty", ""))), encoding="utf-8")
    assert list(quick.rows(path)["name"]) == ["a", "b"]


def test_features_line_by_line_under_the_name_of_geojson_are_read(quick, tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text("\n".join(json.dumps(feature(name)) for name in "xy"), encoding="utf-8")
    assert list(quick.rows(path)["name"]) == ["x", "y"]


def test_geojson_stays_geojson_whatever_its_properties_are_called(quick, tmp_path):
    path = tmp_path / "a.geojson"
    told = {"results": [{"a": 1}], "elements": [], "generator": "x", "spatialReference": {}, "name": "x"}
    one = feature("x") | {"properties": told}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}), encoding="utf-8")
    assert list(quick.rows(path)["name"]) == ["x"]


RECORD = {"nom": "Rieulay", "surface": 53.03, "geo_point_2d": {"lon": 3.25, "lat": 50.38}}


@pytest.mark.parametrize(
    "found",
    [
        [RECORD],
        {"total_count": 1, "results": [RECORD]},
        {"nhits": 1, "records": [{"datasetid": "d", "recordid": "r", "fields": RECORD}]},
    ],
    ids=["export", "version 2", "version 1"],
)
def test_records_of_a_portal_are_rows(quick, tmp_path, found):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    rows = quick.rows(path, "--x", "geo_point_2d.lon", "--y", "geo_point_2d.lat", "--crs", "EPSG:4326")
    assert (list(rows["nom"]), list(rows["surface"])) == (["Rieulay"], [53.03])
    assert rows.geometry.iloc[0].equals(shapely.Point(3.25, 50.38))


def test_a_format_that_is_not_read_is_named(quick, tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame({"a": [1]}, geometry=[LENS], crs=4326), tmp_path / "a.fgb")
    shutil.copy(tmp_path / "a.fgb", path)
    assert "GeoPackage" in quick.refused(path)
