"""The reference system is read from the file or from the user's answer, never guessed."""

import numpy as np
import pyproj
import pytest
import shapely

from atlas.io.imports.normalise.columns import field_id
from tests.io.imports.reference_system.placed_files import LENS, LENS_93, plain, write


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
