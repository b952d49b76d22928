"""A reference system that no register has, or that names a grid of its own, is asked about in every format."""

import json

import geopandas as gpd
import pyproj
import pytest
import shapely

from tests.io.imports.reference_system.placed_files import LENS, plain, write

UNKNOWN_SYSTEMS = [
    *(
        "EPSG:99999",
        "urn:ogc:def:crs:EPSG::99999",
        "IGNF:NOTHING",
        "nonsense",
        "+proj=longlat +nadgrids=/dev/stdin",
        "+nadgrids=/dev/stdin",
    ),
    *(
        "+init=epsg:4326",
        "/dev/stdin",
        "GEOGCS[",
        "EPSG:4326+5773",
        "WGS 85",
        "http://www.opengis.net/def/crs/EPSG/0/99999",
    ),
]


@pytest.mark.parametrize("name", UNKNOWN_SYSTEMS)
def test_a_system_of_geojson_that_no_register_has_is_asked(quick, tmp_path, name):
    path = plain(tmp_path / "u.geojson", LENS, crs={"type": "name", "properties": {"name": name}})
    assert "reference system" in quick.refused(path)
    assert quick.rows(path, "--crs", "EPSG:4326").geometry.iloc[0].distance(shapely.Point(LENS)) < 1e-6


@pytest.mark.parametrize(
    "crs", ["EPSG:99999", {"type": "EPSG", "properties": {"code": 99999}}, {"type": "x"}, 99999, [], {}]
)
def test_other_forms_of_the_member_are_asked_too(quick, tmp_path, crs):
    assert "reference system" in quick.refused(plain(tmp_path / "u.geojson", LENS, crs=crs))


GRIDDED = pyproj.CRS("+proj=longlat +ellps=intl +nadgrids=/dev/stdin +type=crs")


def test_a_system_that_names_a_grid_is_asked_in_every_format(quick, tmp_path):
    path = write(tmp_path / "g.shp", shapely.Point(LENS))
    spheroid, grid = 'SPHEROID["International 1924",6378388,297]', 'EXTENSION["PROJ4_GRIDS","/dev/stdin"]'
    rest = 'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]'
    path.with_suffix(".prj").write_text(f'GEOGCS["mine",DATUM["mine",{spheroid},{grid}],{rest}]', encoding="ascii")
    assert "reference system" in quick.refused(path)
    for ending in ("gpkg", "fgb"):
        path = write(tmp_path / f"g.{ending}", shapely.Point(LENS), crs=GRIDDED)
        assert "reference system" in quick.refused(path)
    path = tmp_path / "g.parquet"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(LENS)], crs=GRIDDED).to_parquet(path)
    assert "reference system" in quick.refused(path)


def test_an_unknown_number_of_other_formats_is_asked(quick, tmp_path):
    path = tmp_path / "e.csv"
    path.write_text(f"name,wkt\na,SRID=99999;POINT({LENS[0]} {LENS[1]})\n", encoding="utf-8")
    assert "reference system" in quick.refused(path)
    esri = {
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 99999},
        "fields": [{"name": "n", "type": "esriFieldTypeString"}],
    }
    esri["features"] = [{"attributes": {"n": "a"}, "geometry": {"x": LENS[0], "y": LENS[1]}}]
    path = tmp_path / "e.json"
    path.write_text(json.dumps(esri), encoding="utf-8")
    assert "reference system" in quick.refused(path)
