"""Reference systems come from codes, WKT and PROJJSON; nothing that names a file, a grid or an operation is read."""

import json

import pyproj
import pytest

from atlas.errors import LayerDataError
from atlas.io.exports.tables import reference_system
from atlas.io.reference_systems import closed_system, is_code

CODES = ["EPSG:2154", "epsg:4326", "IGNF:LAMB93", "ESRI:102110", "OGC:CRS84", "urn:ogc:def:crs:EPSG::2154"]
CODES += [
    "urn:x-ogc:def:crs:EPSG:6.9:2154",
    "http://www.opengis.net/def/crs/EPSG/0/2154",
    "urn:ogc:def:crs:OGC:1.3:CRS84",
]
VERSIONS = ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019", "WKT2_2015"]


@pytest.mark.parametrize("code", CODES)
def test_codes_of_registers_are_read(code):
    assert is_code(code)
    assert closed_system(code) is not None


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("code", [2154, 3857, 4326, 27572, 31370, 25831, 3035])
def test_systems_described_in_words_are_the_same(code, version):
    crs = pyproj.CRS.from_epsg(code)
    text = crs.to_wkt(version, pretty=True)
    # ESRI's form of Web Mercator has an extension whose grid is ``@null``: no file.
    assert closed_system(text).equals(pyproj.CRS.from_wkt(text), ignore_axis_order=True)
    assert closed_system(crs.to_json()) == crs


def test_a_shift_in_numbers_is_read():
    bound = pyproj.CRS("+proj=lcc +lat_1=49 +lat_2=44 +lon_0=3 +ellps=GRS80 +towgs84=1,2,3,0,0,0,0 +type=crs")
    assert closed_system(bound.to_wkt()) == bound
    assert closed_system(bound.to_json()) == bound


GRID = pyproj.CRS("+proj=longlat +ellps=intl +nadgrids=/dev/stdin +type=crs")
GEOID = "+proj=longlat +ellps=GRS80 +geoidgrids=/dev/stdin +type=crs"
PLAIN = pyproj.CRS.from_epsg(2154).to_wkt("WKT1_GDAL")
METHOD = {"name": "PROJ-based operation method: +proj=pipeline +step +inv +proj=push +grids=/dev/stdin"}
OPEN = [
    *(
        "+proj=longlat +nadgrids=/dev/stdin",
        "+nadgrids=/dev/stdin",
        "+init=epsg:4326",
        "+init=/etc/passwd:x",
        "proj=longlat",
    ),
    *("+proj=pipeline +step +proj=hgridshift +grids=/dev/stdin", "init=epsg:4326", "epsg:4326 +nadgrids=/dev/stdin"),
    *("file:///etc/passwd", "/etc/passwd", "https://evil.example/crs", "http://evil.example/def/crs/EPSG/0/4326"),
    *(
        "WGS84",
        "WGS 84",
        "unknown:1",
        "/dev/stdin",
        "EPSG:4326\x00",
        "EPSG:4326,EPSG:5773",
        "EPSG:4326+5773",
        "x" * 100_000,
    ),
    *(
        "EPSG:99999",
        "EPSG:0",
        "EPSG:-1",
        "EPSG:",
        "IGNF:nothing",
        "urn:ogc:def:crs:EPSG::99999",
        "urn:ogc:def:coordinateOperation:EPSG::1671",
    ),
    *("", " ", "null", "[]", "{}", "{", '{"type": "GeographicCRS"}', "PROJCS[", "GEOGCS[]", "[" * 5_000),
    *(GRID.to_wkt(), GRID.to_json(), pyproj.CRS(GEOID).to_wkt(), pyproj.CRS(GEOID).to_json()),
    GRID.to_json().replace('"value"', '"v\\u0061lue"'),
    PLAIN.replace("AUTHORITY", 'EXTENSION["PROJ4","+proj=lcc +nadgrids=/dev/stdin +no_defs"],AUTHORITY', 1),
    PLAIN.replace("AUTHORITY", 'EXTENSION["PROJ4","+proj=lcc +nadgrids=@null,/dev/stdin"],AUTHORITY', 1),
    # Parameters of PROJ that name a file and no grid; methods of PROJ's own with parameters in their name.
    *(
        PLAIN.replace("AUTHORITY", f'EXTENSION["PROJ4","{words}"],AUTHORITY', 1)
        for words in ("+proj=defmodel +model=/dev/stdin", "+proj=tinshift +anything=/dev/stdin", "+proj=lcc +other=x")
    ),
    PLAIN.replace("AUTHORITY", 'EXTENSION["PROJ4" , "+proj=defmodel +mo""del=/dev/stdin"],AUTHORITY', 1),
    PLAIN.replace("AUTHORITY", 'EXTENSION["OTHER","+proj=lcc"],AUTHORITY', 1),
    PLAIN.replace("Lambert_Conformal_Conic_2SP", "PROJ defmodel model=/dev/stdin"),
    PLAIN.replace("Lambert_Conformal_Conic_2SP", " PROJ defmodel model=/dev/stdin"),
    PLAIN.replace("AUTHORITY", 'EXTENSION["PROJ4","+proj=lcc +NADGRIDS = /dev/stdin"],AUTHORITY', 1),
    PLAIN.replace("AUTHORITY", 'EXTENSION["PROJ4_GRIDS","/dev/stdin"],AUTHORITY', 1),
    json.dumps({"type": "Conversion", "name": "x", "method": METHOD}),
    'COORDINATEOPERATION["x",METHOD["PROJ-based operation method: +proj=pipeline"]]',
    '{"a":' * 10_000,
]


@pytest.mark.parametrize("text", OPEN)
def test_anything_else_is_none(text):
    assert closed_system(text) is None


@pytest.mark.parametrize("text", [*OPEN, "EPSG:5773", "EPSG:4979", "EPSG:4978", "IGNF:LAMB93", "٤٣٢٦"])
def test_a_file_is_not_written_in_such_a_system(text):
    with pytest.raises(LayerDataError, match="crs"):
        reference_system(text)
    assert reference_system("2154") == reference_system("epsg:2154")
