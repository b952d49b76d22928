"""The reference system is read from the file or from the user's answer, never guessed."""

import json

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from atlas.io.imports.normalise.columns import field_id

LENS, LENS_93 = (2.83, 50.43), (687_900, 7_037_700)


def write(path, *shapes, crs=4326, **columns):
    gpd.GeoDataFrame(columns or {"name": [str(n) for n in range(len(shapes))]}, geometry=list(shapes), crs=crs).to_file(
        path
    )
    return path


def plain(path, *coordinates, **members):
    """Write points as GeoJSON by hand, whatever the numbers are."""
    features = [
        {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": list(pair)}}
        for pair in coordinates
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | members), encoding="utf-8")
    return path


def test_a_shapefile_without_projection_is_asked_about(quick, tmp_path):
    path = write(tmp_path / "s.shp", shapely.Point(LENS_93), crs=2154)
    path.with_suffix(".prj").unlink()
    sentence = quick.refused(path)
    assert "does not say its reference system" in sentence
    assert "for example EPSG:2154 (Lens, France, 2.8299 50.4367)" in sentence
    assert quick.rows(path, "--crs", "EPSG:2154").geometry.iloc[0].distance(shapely.Point(LENS)) < 0.1


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_system_are_asked_about_too(quick, tmp_path):
    sentence = quick.refused(write(tmp_path / "s.fgb", shapely.Point(LENS), crs=None))
    assert sentence.endswith("for example EPSG:4326 (Lens, France, 2.8300 50.4300)")


def test_lambert_numbers_in_geojson_stop_and_propose_lambert(quick, tmp_path):
    path = plain(tmp_path / "l.geojson", LENS_93, LENS_93)
    sentence = quick.refused(path)
    assert "are not in EPSG:4326, as the file says" in sentence
    assert "perhaps EPSG:2154 (Lens, France, 2.8299 50.4367)" in sentence
    assert quick.rows(path, "--crs", "2154").geometry.iloc[0].distance(shapely.Point(LENS)) < 0.1


def test_degrees_declared_as_lambert_stop(quick, tmp_path):
    path = write(tmp_path / "d.gpkg", shapely.Point(LENS), crs=2154)
    assert "are not in EPSG:2154, as the file says" in quick.refused(path)
    assert quick.rows(path, "--crs", "EPSG:4326").geometry.iloc[0].equals(shapely.Point(LENS))


def test_the_answer_wins_over_the_file_and_says_where_that_leads(quick, tmp_path):
    path = write(tmp_path / "d.gpkg", shapely.Point(LENS_93), crs=2154)
    quick.rows(path, "--crs", "EPSG:2154")
    assert "as you say" not in quick.said
    quick.rows(path, "--crs", "EPSG:27572")
    assert "The file says EPSG:2154; read in EPSG:27572, as you say." in quick.said
    assert "outside the area where EPSG:27572 is used" in quick.said
    assert "no row lies within 500 km of a territory of the atlas" in quick.said


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        *(
            (answer, f"no reference system {answer!r}")
            for answer in ("EPSG:99999", "lambert", "+proj=longlat", "EPSG:1;x")
        ),
        # Geocentric and vertical systems are known by their names, and place nothing on a map.
        ("EPSG:4978", "no reference system 'WGS 84'"),
        ("EPSG:5720", "no reference system 'NGF-IGN69 height'"),
        # An empty answer is none, so that the file is judged by what it says itself.
        ("", "are not in EPSG:4326, as the file says"),
    ],
)
def test_an_answer_that_is_no_system_is_refused(quick, tmp_path, answer, sentence):
    path = plain(tmp_path / "l.geojson", LENS_93)
    assert sentence in quick.refused(path, "--crs", answer)


def test_an_answer_that_the_numbers_deny_is_refused(quick, tmp_path):
    assert "are not in EPSG:4326" in quick.refused(plain(tmp_path / "l.geojson", LENS_93), "--crs", "EPSG:4326")


def test_swapped_axes_are_noticed_and_answered(quick, tmp_path):
    path = plain(tmp_path / "s.geojson", (50.43, 2.83), (50.42, 2.78))
    assert "latitude and longitude seem to be swapped" in quick.refused(path)
    assert quick.rows(path, "--axes", "yx").geometry.iloc[0].distance(shapely.Point(LENS)) < 0.1
    assert quick.rows(path, "--axes", "xy").total_bounds[1] < 3


def test_swapped_axes_of_a_projected_file_are_noticed_too(quick, tmp_path):
    path = write(tmp_path / "s.gpkg", shapely.Point(LENS_93[::-1]), crs=2154)
    assert "seem to be swapped" in quick.refused(path)
    assert quick.rows(path, "--axes", "yx").geometry.iloc[0].distance(shapely.Point(LENS)) < 0.1


@pytest.mark.parametrize("place", [LENS, (-51.6, -30.1), (151.3, -32.8), (2.35, 48.85), (166.4, -22.2)])
def test_right_axes_raise_no_question(quick, tmp_path, place):
    assert quick.rows(plain(tmp_path / "r.geojson", place)).geometry.iloc[0].equals(shapely.Point(place))


@pytest.mark.parametrize("epsg", [2154, 27572, 3035, 25831, 31370, 27700, 3857, 4171, 4258])
def test_a_declared_system_is_brought_to_degrees(quick, tmp_path, epsg):
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(*LENS)
    rows = quick.rows(write(tmp_path / "d.gpkg", shapely.Point(x, y), crs=epsg))
    # A file of one datum shift and back is right to some metres at worst.
    assert rows.geometry.iloc[0].distance(shapely.Point(LENS)) < 1e-4


def test_a_grid_that_is_not_here_is_said(quick, tmp_path):
    quick.rows(write(tmp_path / "d.gpkg", shapely.Point(LENS), crs=4275))
    assert "Grid fr_ign_ntf_r93.tif is not on this machine: positions are right to 2 m." in quick.said
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    quick.rows(write(tmp_path / "e.gpkg", shapely.Point(x, y), crs=27572))
    # PROJ names the grid of this datum for longitudes from Greenwich alone.
    assert "Grid fr_ign_ntf_r93.tif is not on this machine: positions are right to 2 m." in quick.said


def test_the_accuracy_is_that_of_the_place_and_is_said(quick, tmp_path):
    x, y = pyproj.Transformer.from_crs(4326, 23031, always_xy=True).transform(*LENS)
    rows = quick.rows(write(tmp_path / "e.gpkg", shapely.Point(x, y), crs=23031))
    assert "Change of geodetic system: positions are right to 1 m." in quick.said
    # EPSG:1133 and its kin of western Europe: within some metres of (-87, -98, -121).
    shifted = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=utm +zone=31 +ellps=intl +step +proj=push +v_3 +step +proj=cart +ellps=intl "
        "+step +proj=helmert +x=-87 +y=-98 +z=-121 +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    ).transform(x, y)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(*rows.geometry.iloc[0].coords[0], *shifted)
    assert metres < 10


UNKNOWN_DATUM = (
    'PROJCS["Lambert II Carto - Paris",GEOGCS["NTF (Paris)",DATUM["{datum}",SPHEROID["Clarke 1880 (modified for IGN)",'
    '6378249.145,293.465]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION'
    '["Lambert_Conformal_Conic_1SP"],PARAMETER["latitude_of_origin",46.8],PARAMETER["central_meridian",'
    '2.337229166666667],PARAMETER["scale_factor",0.99987742],PARAMETER["false_easting",600000],'
    'PARAMETER["false_northing",2200000],UNIT["Meter",1]]'
)


@pytest.mark.parametrize("datum", ["unknown", "Unknown_based_on_Clarke_1880_IGN"])
def test_a_datum_that_nobody_knows_is_said(quick, tmp_path, datum):
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    path = write(tmp_path / "u.shp", shapely.Point(x, y), crs=27572)
    path.with_suffix(".prj").write_text(UNKNOWN_DATUM.format(datum=datum), encoding="ascii")
    quick.rows(path)
    assert "No transformation is known from the datum of the file" in quick.said
    assert "tens of metres" in quick.said
    rows = quick.rows(path, "--crs", "EPSG:27572")
    assert rows.geometry.iloc[0].distance(shapely.Point(LENS)) < 1e-6
    assert "tens of metres" not in quick.said


def test_what_crosses_the_antimeridian_is_cut_and_keeps_its_area(quick, tmp_path):
    ring = [(179.5, 16), (-179.5, 16), (-179.5, 17), (179.5, 17), (179.5, 16)]
    rows = quick.rows(write(tmp_path / "a.gpkg", shapely.Polygon(ring), shapely.Point(179, 16)))
    assert "Shapes cut at the 180th meridian: 1." in quick.said
    areas = [
        abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(part)[0])
        for part in shapely.get_parts(rows.geometry.iloc[0])
    ]
    whole = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shapely.box(0, 16, 1, 17))[0])
    # An edge of one degree bends a little more than two of half a degree.
    assert sum(areas) == pytest.approx(whole, rel=1e-4)
    assert np.abs(rows.total_bounds[[0, 2]]).max() <= 180


def test_longitudes_of_0_to_360_come_back_to_their_place(quick, tmp_path):
    path = plain(tmp_path / "p.geojson", (181, 10), (359, 10), (2, 50))
    assert sorted(quick.rows(path).geometry.x.round(6)) == [-179, -1, 2]


def test_a_map_of_the_whole_world_is_not_cut(quick, tmp_path):
    rows = quick.rows(write(tmp_path / "w.gpkg", shapely.box(-180, -90, 180, 90)))
    assert rows.geometry.iloc[0].equals(shapely.box(-180, -90, 180, 90))
    assert "180th" not in quick.said


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Nom", "nom"), ("Œuvre", "oeuvre"), ("2024", "field_2024"), ("", "field"), ("a  b/c", "a_b_c"), ("表", "field")],
)
def test_a_name_becomes_an_id(name, expected):
    assert field_id(name) == expected


NTF = (
    'PROJCS["x",GEOGCS["unnamed",DATUM["{datum}",SPHEROID["Clarke 1880 (modified for IGN)",6378249.2,293.4660213]],'
    'PRIMEM["Paris",2.337229166],UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic_1SP"],'
    'PARAMETER["latitude_of_origin",46.8],PARAMETER["central_meridian",0],PARAMETER["scale_factor",0.99987742],'
    'PARAMETER["false_easting",600000],PARAMETER["false_northing",2200000],UNIT["metre",1]]'
)
HAYFORD = (
    'PROJCS["x",GEOGCS["unnamed",DATUM["{datum}",SPHEROID["International 1924",6378388,297]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
)
BELGE = HAYFORD + (
    'PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["standard_parallel_1",51.1666672333333],'
    'PARAMETER["standard_parallel_2",49.8333339],PARAMETER["latitude_of_origin",90],'
    'PARAMETER["central_meridian",4.36748666666667],PARAMETER["false_easting",150000.013],'
    'PARAMETER["false_northing",5400088.438],UNIT["metre",1]]'
)
ED50 = HAYFORD + (
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",3],'
    'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)
NAMED = [
    (UNKNOWN_DATUM, "NTF", 27572),
    *((NTF, name, 27572) for name in ("NTF", "Nouvelle_Triangulation_Francaise", "NTF (Paris)", "D_NTF")),
    *((BELGE, name, 31370) for name in ("Belgium_Hayford", "BD72", "Belge 1972")),
    *((ED50, name, 23031) for name in ("European Datum 1950", "ED50", "European_1950")),
]


@pytest.mark.parametrize(("wkt", "datum", "epsg"), NAMED)
def test_a_datum_is_known_by_the_names_of_other_programs(read, tmp_path, wkt, datum, epsg):
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(*LENS)
    path = write(tmp_path / "a.shp", shapely.Point(x, y), crs=epsg)
    path.with_suffix(".prj").write_text(wkt.format(datum=datum), encoding="utf-8")
    found = read(path)
    assert found.rows.geometry.iloc[0].distance(shapely.Point(LENS)) < 3e-5
    assert "No transformation is known" not in found.said


def test_a_datum_that_nobody_knows_stays_unknown(read, tmp_path):
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    path = write(tmp_path / "a.shp", shapely.Point(x, y), crs=27572)
    path.with_suffix(".prj").write_text(NTF.format(datum="Somebody's own"))
    assert "No transformation is known from the datum of the file" in read(path).said


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
