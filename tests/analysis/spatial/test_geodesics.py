import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from atlas.analysis.spatial.geodesics import geodesics
from atlas.analysis.spatial.measure import GEOD

OIGNIES = Point(2.987, 50.461)
degrees = st.tuples(st.floats(-180, 180), st.floats(-80, 80))


def line_between(one, other):
    return geodesics(*(gpd.GeoSeries([point], crs="EPSG:4326") for point in (one, other)))[0]


def test_a_line_that_crosses_the_antimeridian_is_cut_there():
    line = line_between(Point(139.7, 35.7), Point(-122.3, 47.6))
    assert line.geom_type == "MultiLineString"
    ends = shapely.get_coordinates(line)[:, 0]
    assert {180.0, -180.0} <= set(ends)
    assert np.abs(ends).max() == 180
    for part in line.geoms:
        assert np.abs(np.diff(shapely.get_coordinates(part)[:, 0])).max() < 90


def test_the_arc_to_japan_does_not_reach_the_antimeridian():
    line = line_between(OIGNIES, Point(139.7, 35.7))
    assert line.geom_type == "LineString"
    assert line.bounds[2] == pytest.approx(139.7)
    assert line.bounds[3] > 60


@settings(deadline=None, derandomize=True, max_examples=60)
@given(one=degrees, other=degrees)
def test_a_line_is_as_long_as_the_geodesic_and_stays_on_the_map(one, other):
    start, end = Point(one), Point(other)
    _, _, metres = GEOD.inv(*one, *other)
    # Nearly opposite places have no single shortest way.
    if start == end or not 1_000 < metres < 19_000_000:
        return
    line = line_between(start, end)
    lon, lat = shapely.get_coordinates(line).T
    assert np.abs(lon).max() <= 180
    assert np.abs(lat).max() <= 90
    # Where it is cut, the chord leaves the geodesic a little.
    assert GEOD.geometry_length(line) == pytest.approx(metres, rel=2e-3)


def test_a_place_without_position_or_the_same_place_has_no_line():
    places = gpd.GeoSeries([OIGNIES, OIGNIES, None], crs="EPSG:4326")
    assert geodesics(places, gpd.GeoSeries([OIGNIES, None, OIGNIES], crs="EPSG:4326")).isna().all()
