"""Shapefile, KML, GeoParquet and reference systems."""

import json
import zipfile
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest

from atlas.errors import LayerDataError

KML = "{http://www.opengis.net/kml/2.2}"


def test_a_shapefile_archive_has_one_kind_of_geometry_a_file_and_a_table_of_names(write, frames):
    path = write(("slag_heaps", "projects"), ".shp.zip", lang="fr")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        lines = [line.split("\t") for line in archive.read("columns.txt").decode().splitlines()]
        assert archive.read("slag_heaps_areas.cpg").decode() == "UTF-8"
        assert "WGS_1984" in archive.read("slag_heaps_areas.prj").decode()
        assert "CC-BY-SA-4.0" in archive.read("README.txt").decode()
    assert {"slag_heaps_areas.shp", "slag_heaps_points.shp", "projects.csv"} <= set(names)
    assert lines[0] == ["Couche", "Nom dans le fichier", "Colonne", "Titre", "Unité", "Textes coupés"]
    assert ["slag_heaps", "company_gr", "company_group"] in [line[:3] for line in lines]
    assert all(len(line[1]) <= 10 for line in lines[1:])
    parts = [pyogrio.read_dataframe(f"/vsizip/{path}/slag_heaps_{kind}.shp") for kind in ("points", "areas")]
    assert sum(map(len, parts)) == 333
    assert sum(part.geometry.isna().sum() for part in parts) == frames["slag_heaps"].geometry.isna().sum()


def test_texts_too_long_for_a_shapefile_are_cut_between_letters_and_that_is_said(write, frames):
    long = frames["mine_shafts"].head(2).assign(name=["é" * 200, "short"])
    path = write({"mine_shafts": long}, ".shp.zip")
    assert "1 text was longer than 254 and is cut." in write.notes
    assert pyogrio.read_dataframe(f"/vsizip/{path}/mine_shafts.shp")["name"].tolist() == ["é" * 127, "short"]


def test_kml_has_names_and_titles_and_no_technical_columns(write, atlas):
    layer = atlas.catalog["partnerships"]
    root = ET.parse(write(("partnerships",), ".kml", lang="fr")).getroot()  # noqa: S314 - our own file
    folder = root.find(f"{KML}Document/{KML}Folder")
    assert folder.findtext(f"{KML}name") == layer.title("fr")
    assert len(folder.findall(f"{KML}Placemark")) == len(atlas.frames["partnerships"])
    shown = {field.get("name"): field.findtext(f"{KML}displayName") for field in root.iter(f"{KML}SimpleField")}
    technical = {name for name, field in layer.fields.items() if field.technical}
    assert technical
    assert not technical & shown.keys()
    assert set(shown.values()) <= {field.title("fr") for field in layer.fields.values()}


def test_geoparquet_has_a_covering_that_is_null_without_position(write, frames):
    path = write(("slag_heaps",), ".parquet")
    content = pq.read_table(path)
    about = json.loads(content.schema.metadata[b"geo"])["columns"]["geometry"]
    assert about["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    boxes = content["bbox"]
    assert boxes.null_count == frames["slag_heaps"].geometry.isna().sum() == 6
    some = gpd.read_parquet(path, bbox=(2.8, 50.4, 2.9, 50.5))
    x, y = (frames["slag_heaps"].geometry.bounds[side] for side in ("minx", "miny"))
    assert 0 < len(some) < 333
    assert np.isfinite(x.min() + y.min())


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".parquet"])
def test_a_file_may_be_in_lambert_93(write, frames, ending):
    path = write(("mine_shafts",), ending, crs="EPSG:2154")
    gdf = gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path)
    assert gdf.crs == "EPSG:2154"
    expected = frames["mine_shafts"].geometry.to_crs("EPSG:2154")
    found = gdf.set_index("id").geometry.loc[expected.index]
    assert found.distance(expected).max() < 1e-3
    assert not [note for note in write.notes if "2154" in note]


@pytest.mark.parametrize("ending", [".geojson", ".kml"])
def test_a_format_of_degrees_stays_in_degrees_and_says_so(write, ending):
    path = write(("mine_shafts",), ending, crs="EPSG:2154")
    assert gpd.read_file(path).geometry.x.between(1, 5).all()
    [note] = [note for note in write.notes if "by its standard" in note]
    assert "EPSG:4326" in note


def test_rows_outside_the_area_of_a_reference_system_are_said(write):
    write(("partner_cities",), ".gpkg", crs="EPSG:2154")
    [note] = [note for note in write.notes if "outside" in note]
    assert "EPSG:2154" in note


@pytest.mark.parametrize("code", ["EPSG:99999", "lambert", "EPSG:5698", ""])
def test_a_code_of_no_plane_reference_system_is_refused(write, code):
    with pytest.raises(LayerDataError, match="no reference system"):
        write(("mine_shafts",), ".gpkg", crs=code)
