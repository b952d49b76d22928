"""Files of other programs that are read: GML, MapInfo, SpatiaLite, file geodatabases, OpenDocument spreadsheets."""

import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapely

from atlas.errors import LayerDataError

SHAPES = {
    "points": [shapely.Point(2.8, 50.4), shapely.Point(2.9, 50.3)],
    "lines": [shapely.LineString([(2.8, 50.4), (2.9, 50.3)]), shapely.LineString([(2.7, 50.4), (2.9, 50.35)])],
    "areas": [shapely.box(2.8, 50.3, 2.9, 50.4), shapely.box(2.7, 50.2, 2.75, 50.3)],
}
DRIVERS = {
    "gml": "GML",
    "tab": "MapInfo File",
    "mif": "MapInfo File",
    "sqlite": "SQLite",
    "gdb": "OpenFileGDB",
}


def rows(kind="points", crs=4326):
    columns = {"code": ["01001", "00002"], "nom": ["Hénin", "Bruay"], "valeur": [1.5, 20.25], "n": [3, 4]}
    return gpd.GeoDataFrame(columns, geometry=SHAPES[kind], crs=4326).to_crs(crs)


def written(folder, ending, gdf, **options):
    """Write rows with GDAL's own driver; a geodatabase, which is a folder, as a ZIP archive."""
    path = folder / f"layer.{ending}"
    if ending == "gdb":
        options["TARGET_ARCGIS_VERSION"] = "ARCGIS_PRO_3_2_OR_LATER"
    if ending in {"tab", "mif"}:
        options.setdefault("ENCODING", "UTF-8")
    pyogrio.write_dataframe(gdf, path, driver=DRIVERS[ending], **options)
    return path if ending != "gdb" else zipped(folder / "gdb.zip", path.rglob("*"), folder)


def zipped(path, files, folder):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(folder))
    return path


def assert_same(found, gdf):
    assert found.refusal == found.question == ""
    back = found.rows.sort_values("code", ascending=False)
    assert back["code"].tolist() == ["01001", "00002"]
    assert back["nom"].tolist() == ["Hénin", "Bruay"]
    assert back["valeur"].tolist() == [1.5, 20.25]
    assert back["n"].tolist() == [3, 4]
    distance = shapely.hausdorff_distance(back.geometry.to_numpy(), gdf.to_crs(4326).geometry.to_numpy())
    assert (distance < 1e-5).all()


@pytest.mark.parametrize("ending", DRIVERS)
@pytest.mark.parametrize(
    ("kind", "crs"),
    [
        ("areas", 2154),
        *(pytest.param(kind, crs, marks=pytest.mark.slow) for kind in SHAPES for crs in (4326, 2154, 27572)),
    ],
)
def test_files_of_other_programs_are_read(read, tmp_path, ending, crs, kind):
    gdf = rows(kind, crs)
    found = read(written(tmp_path, ending, gdf))
    assert_same(found, gdf)
    assert found.findings.crs


@pytest.mark.parametrize("ending", ["gdb", *(pytest.param(one, marks=pytest.mark.slow) for one in list(DRIVERS)[:-1])])
def test_they_are_read_in_a_process_that_reaches_nothing_else(gate, tmp_path, ending):
    back = gate.rows(written(tmp_path, ending, rows()))
    assert sorted(back["nom"]) == ["Bruay", "Hénin"]


@pytest.mark.parametrize("ending", ["tab", "mif"])
def test_the_parts_of_mapinfo_may_come_in_an_archive(read, tmp_path, ending):
    written(tmp_path, ending, rows())
    files = [file for file in tmp_path.iterdir() if file.stem == "layer"]
    assert_same(read(zipped(tmp_path / "all.zip", files, tmp_path)), rows())


def test_a_table_of_mapinfo_without_its_parts_is_said_to_be_one(read, tmp_path):
    path = written(tmp_path, "tab", rows())
    path.with_suffix(".dat").unlink()
    assert "a part of other data (MapInfo)" in read(path).refusal


def test_the_encoding_of_mapinfo_is_what_the_reader_says(read, tmp_path):
    path = written(tmp_path, "mif", rows(), ENCODING="CP1252")
    middle = path.with_suffix(".mid")
    path.write_bytes(path.read_bytes().replace(b"WindowsLatin1", b"Neutral"))
    middle.write_bytes(middle.read_bytes().replace("Hénin".encode(), "Hénin".encode("cp1252")))
    assert sorted(read(path, encoding="cp1252").rows["nom"]) == ["Bruay", "Hénin"]
    assert "encoding" in read(path).question


def test_a_schema_beside_gml_is_not_needed_and_names_no_address(read, tmp_path):
    path = written(tmp_path, "gml", rows())
    path.with_suffix(".xsd").unlink()
    text = path.read_text().replace('ogr.maptools.org/ layer.xsd"', 'ogr.maptools.org/ http://127.0.0.1:9/layer.xsd"')
    path.write_text(text)
    found = read(path)
    assert_same(found, rows())
    assert not {"lowerCorner", "upperCorner"} & {source for _, source, _ in found.findings.fields}


def test_xml_of_another_kind_is_not_gml(read, tmp_path):
    path = tmp_path / "a.gml"
    path.write_text("<?xml version='1.0'?><note><to>x</to></note>")
    assert "the content is not GML" in read(path).refusal
    path.write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a xmlns:gml='http://www.opengis.net/gml'>&b;</a>")
    assert "document type" in read(path).refusal or "entit" in read(path).refusal


def test_layers_of_a_geodatabase_are_asked_about(read, tmp_path):
    path = tmp_path / "plan.gdb"
    for layer in ("heaps", "pits"):
        options = {"append": path.exists(), "TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}
        pyogrio.write_dataframe(rows(), path, driver="OpenFileGDB", layer=layer, **options)
    archive = zipped(tmp_path / "plan.zip", path.rglob("*"), tmp_path)
    assert "heaps" in read(archive).question
    assert_same(read(archive, layer="pits"), rows())


def test_a_geodatabase_beside_another_file_is_one_of_two_data_sets(read, tmp_path):
    written(tmp_path, "gdb", rows())
    rows().to_file(tmp_path / "other.gpkg")
    files = [*(tmp_path / "layer.gdb").rglob("*"), tmp_path / "other.gpkg"]
    archive = zipped(tmp_path / "both.zip", files, tmp_path)
    question = read(archive).question
    assert "layer.gdb" in question
    assert "other.gpkg" in question
    assert_same(read(archive, layer="layer.gdb"), rows())


def test_a_folder_of_a_geodatabase_is_asked_for_as_an_archive(read, tmp_path):
    written(tmp_path, "gdb", rows())
    with pytest.raises(LayerDataError, match="all parts in a ZIP"):
        read(tmp_path / "layer.gdb")


def test_a_database_of_spatialite_has_layers_and_tables(read, tmp_path):
    path = written(tmp_path, "sqlite", rows())
    pyogrio.write_dataframe(rows().drop(columns="geometry"), path, driver="SQLite", layer="figures", append=True)
    found = read(path)
    assert_same(found, rows())
    assert "figures" in found.said
