"""Reference systems are proposed by where the rows would lie, and a system that the numbers deny is asked about."""

import json
import sqlite3

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from atlas.io.imports.normalise.candidates import rank_candidates

LENS = (2.83, 50.43)
# Boxes as those of the atlas: Nord-Pas-de-Calais, Wallonia, Ruhr, Upper Silesia, Kent, Minas Gerais.
TERRITORIES = np.array(
    [
        (2.2, 50.3, 3.7, 50.6),
        (3.7, 50.3, 5.8, 50.8),
        (6.3, 51.2, 7.9, 51.8),
        (18.0, 49.9, 19.9, 50.9),
        (0.0, 50.9, 1.4, 51.5),
        (-44.5, -20.5, -43.1, -19.8),
    ]
)
FRENCH = [2154, 3857, 27572, 27561, 27571, *range(3942, 3951), 32631, 25831, 31370, 3812, 23031, 3035]
# Systems that give the same place within metres, or that hold the numbers as well, are for the reader to tell apart.
SAME = {25831: 25831, 32631: 25831, 23031: 25831}
PARTNERS = {25832: (7.1, 51.5), 2180: (18.9, 50.2), 31983: (-43.9, -20.1), 27700: (1.2, 51.2), 31370: (4.4, 50.4)}


def bounds(epsg, *places):
    """Return what rows at some places have as bounds in one system."""
    forward = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    pairs = np.array([forward.transform(*place) for place in places])
    return np.hstack([pairs, pairs])


@pytest.mark.parametrize("epsg", FRENCH)
def test_numbers_of_the_basin_propose_their_own_system_first(epsg):
    ranked = rank_candidates(bounds(epsg, LENS, (2.78, 50.42)), TERRITORIES)
    assert ranked[0]["crs"] == f"EPSG:{SAME.get(epsg, epsg)}"
    own = next(found for found in ranked if found["crs"] == f"EPSG:{epsg}")
    assert (own["lon"], own["lat"]) == pytest.approx((2.805, 50.425), abs=1e-3)
    assert len(ranked) <= 8


@pytest.mark.parametrize(("epsg", "place"), [(27562, (2.4, 47.0)), (27563, (2.2, 44.4)), (27573, (2.2, 44.4))])
def test_numbers_of_other_zones_of_france_are_proposed_too(epsg, place):
    # Elsewhere in France their numbers may also fit a zone that reaches the basin: both are shown with their place.
    assert f"EPSG:{epsg}" in [found["crs"] for found in rank_candidates(bounds(epsg, place), TERRITORIES)]


@pytest.mark.parametrize(("epsg", "place"), PARTNERS.items())
def test_numbers_of_a_partner_propose_its_system(epsg, place):
    ranked = rank_candidates(bounds(epsg, place), TERRITORIES)
    assert f"EPSG:{epsg}" in [found["crs"] for found in ranked[:3]]
    own = next(found for found in ranked if found["crs"] == f"EPSG:{epsg}")
    assert (own["lon"], own["lat"]) == pytest.approx(place, abs=0.01)


def test_degrees_whose_axes_are_swapped_propose_to_swap_them():
    swapped = bounds(4326, LENS)[:, [1, 0, 3, 2]]
    first = rank_candidates(swapped, TERRITORIES)[0]
    assert (first["crs"], first["axes"], first["lon"], first["lat"]) == ("EPSG:4326", "yx", *LENS)


def test_degrees_propose_no_system_of_metres():
    assert [found["crs"] for found in rank_candidates(bounds(4326, LENS), TERRITORIES)] == ["EPSG:4326"]


@pytest.mark.parametrize(
    ("epsg", "place"),
    [(25830, (-5.7, 43.3)), (31700, (23.3, 45.4)), (2180, (16.3, 50.8)), (25832, (9.4, 39.2)), (2154, (4.4, 45.4))],
)
def test_the_layers_that_the_reader_has_draw_a_new_one_to_them(epsg, place):
    lon, lat = place
    own = np.array([(lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3)])
    first = rank_candidates(bounds(epsg, place), TERRITORIES, neighbours=own)[0]
    assert (first["lon"], first["lat"]) == pytest.approx(place, abs=0.01)


def test_a_zone_of_lambert_places_rows_in_the_basin_rather_than_across_the_border():
    assert rank_candidates(bounds(27562, LENS), TERRITORIES)[0]["crs"] == "EPSG:27562"


def test_numbers_of_no_system_propose_none():
    assert rank_candidates(np.array([[9e9, 9e9, 9e9, 9e9]]), TERRITORIES) == []
    assert rank_candidates(np.empty((0, 4)), TERRITORIES) == []


def shapefile(path, epsg, place=LENS, *, says=None):
    """Write a point of one system, with the projection of another or none."""
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(*place)
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(x, y)], crs=says or epsg).to_file(path)
    if says is None:
        path.with_suffix(".prj").unlink()
    return path


def test_each_proposal_is_said_with_its_place(quick, tmp_path):
    sentence = quick.refused(shapefile(tmp_path / "s.shp", 27572))
    assert "for example EPSG:27572 (Lens, France, 2.8300 50.4300); EPSG:" in sentence
    assert "EPSG:2154" not in sentence


@pytest.mark.parametrize(
    ("says", "epsg", "asked"),
    [
        (2154, 27572, "are not in EPSG:2154, as the file says"),
        (27572, 2154, "are not in EPSG:27572, as the file says"),
        (2154, 3950, "are not in EPSG:2154, as the file says"),
        (31370, 2154, "are not in EPSG:31370, as the file says"),
        # The numbers are in the area of use of these: only the atlas's own territories tell.
        (3857, 2154, "in EPSG:3857, as the file says, its rows"),
        (32631, 2154, "in EPSG:32631, as the file says, its rows"),
    ],
)
def test_a_projection_that_the_numbers_deny_is_asked_about_and_the_answer_wins(quick, tmp_path, says, epsg, asked):
    path = shapefile(tmp_path / "s.shp", epsg, says=says)
    sentence = quick.refused(path)
    assert asked in sentence
    assert f"EPSG:{epsg} (Lens, France, 2.83" in sentence
    [point] = quick.rows(path, "--crs", f"EPSG:{epsg}").geometry
    assert point.distance(shapely.Point(LENS)) < 1e-4
    assert f"The file says EPSG:{says}; read in EPSG:{epsg}, as you say." in quick.said


@pytest.mark.parametrize(("epsg", "place"), [(32631, (2.35, 48.85)), (32756, (151.3, -32.8)), (2154, (5.4, 43.3))])
def test_a_projection_that_is_right_is_not_asked_about_wherever_it_is(quick, tmp_path, epsg, place):
    [point] = quick.rows(shapefile(tmp_path / "s.shp", epsg, place, says=epsg)).geometry
    assert point.distance(shapely.Point(place)) < 1e-4


@pytest.mark.parametrize("srs", [-1, 0])
def test_a_geopackage_of_an_undefined_system_is_asked_about_and_answered(quick, tmp_path, srs):
    path = tmp_path / "g.gpkg"
    x, y = pyproj.Transformer.from_crs(4326, 2154, always_xy=True).transform(*LENS)
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(x, y)], crs=2154).to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (srs,))
        database.execute("UPDATE gpkg_contents SET srs_id = ?", (srs,))
    database.close()
    assert "does not say its reference system" in quick.refused(path)
    assert quick.rows(path, "--crs", "EPSG:2154").geometry.iloc[0].distance(shapely.Point(LENS)) < 1e-4


def geojson(path, place, crs, *, last=False):
    feature = {
        "type": "Feature",
        "properties": {"crs": {"type": "name"}},
        "geometry": {"type": "Point", "coordinates": place},
    }
    members = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    if last:
        members["crs"] = members.pop("crs")
    path.write_text(json.dumps(members), encoding="utf-8")
    return path


@pytest.mark.parametrize("last", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", ["EPSG:99999", "urn:ogc:def:crs:EPSG::99999", "Lambert 93"])
def test_a_name_that_nobody_knows_is_asked_about_never_taken_for_degrees(quick, tmp_path, name, last):
    crs = {"type": "name", "properties": {"name": name}}
    path = geojson(tmp_path / "c.geojson", [*LENS], crs, last=last)
    assert f"no reference system is known as {name!r}, as the file says" in quick.refused(path)
    assert quick.rows(path, "--crs", "EPSG:4326").geometry.iloc[0].equals(shapely.Point(LENS))


@pytest.mark.parametrize("crs", ["EPSG:2154", {"type": "EPSG", "properties": {"code": 2154}}])
def test_other_ways_to_name_a_system_are_read(quick, tmp_path, crs):
    place = pyproj.Transformer.from_crs(4326, 2154, always_xy=True).transform(*LENS)
    [point] = quick.rows(geojson(tmp_path / "c.geojson", [*place], crs)).geometry
    assert point.distance(shapely.Point(LENS)) < 1e-4


def test_a_property_named_crs_says_nothing_of_the_file(quick, tmp_path):
    [point] = quick.rows(geojson(tmp_path / "c.geojson", [*LENS], None)).geometry
    assert point.equals(shapely.Point(LENS))
