import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from atlas.analysis.spatial.proximity import intersects, nearest_m, within_distance

GEOD = Geod(ellps="WGS84")
PAIRS = [
    ("slag_heaps", "green_corridors"),
    ("mine_shafts", "mining_estates"),
    ("mining_estates", "unesco_components"),
    ("green_corridors", "blue_corridors"),
    ("communes", "protected_areas"),
]


@pytest.mark.parametrize(("left", "right"), PAIRS)
@pytest.mark.parametrize("metres", [30, 500, 12_000])
def test_within_a_distance_equals_the_join_in_lambert_93(frames, left, right, metres):
    a = frames[left].geometry.dropna()
    b = frames[right].geometry.dropna()
    joined = gpd.GeoDataFrame(geometry=a.to_crs(2154)).sjoin(
        gpd.GeoDataFrame(geometry=b.to_crs(2154)), predicate="dwithin", distance=metres
    )
    expected = a.index.isin(joined.index)
    np.testing.assert_array_equal(within_distance(a, b, metres), expected)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_at_no_distance_the_features_that_meet(frames, left, right):
    a, b = frames[left].geometry, frames[right].geometry
    joined = gpd.GeoDataFrame(geometry=a.dropna()).sjoin(gpd.GeoDataFrame(geometry=b.dropna()), predicate="intersects")
    np.testing.assert_array_equal(within_distance(a, b, 0), a.index.isin(joined.index))


@pytest.mark.parametrize("metres", [20_000, 80_000])
def test_around_the_world_a_distance_between_points_is_geodesic(frames, metres):
    a = frames["unesco_sites"].geometry.dropna()
    b = frames["closed_coal_mines"].geometry.dropna()
    _, _, table = GEOD.inv(
        np.repeat(a.x.to_numpy(), len(b)), np.repeat(a.y.to_numpy(), len(b)), np.tile(b.x, len(a)), np.tile(b.y, len(a))
    )
    shortest = np.asarray(table).reshape(len(a), len(b)).min(axis=1)
    clear = np.abs(shortest / metres - 1) > 0.004
    np.testing.assert_array_equal(within_distance(a, b, metres)[clear], (shortest <= metres)[clear])
    np.testing.assert_allclose(nearest_m(a, b), shortest, rtol=1e-3)


def test_the_nearest_is_the_shortest_of_all_distances(frames):
    heaps = frames["slag_heaps"].geometry.dropna()
    waters = frames["blue_corridors"].geometry.dropna()
    expected = heaps.to_crs(2154).apply(lambda heap: waters.to_crs(2154).distance(heap).min())
    np.testing.assert_allclose(nearest_m(heaps, waters), expected, rtol=2e-3, atol=0.5)


def test_a_feature_as_large_as_a_country_is_measured_where_it_is_near(frames):
    basemap = frames["basemap"]
    countries = basemap.geometry[(basemap["kind"] == "country") & (basemap["iso3"] == "USA")]
    toronto = gpd.GeoSeries([shapely.Point(-79.38, 43.65)], crs="EPSG:4326")
    assert within_distance(countries, toronto, 60_000).all()
    assert not within_distance(countries, toronto, 20_000).any()


def test_what_has_no_position_is_near_nothing(frames):
    heaps = frames["slag_heaps"].geometry
    near = within_distance(heaps, frames["green_corridors"].geometry, 40_000)
    assert not near[heaps.isna()].any()
    assert nearest_m(heaps, frames["green_corridors"].geometry).isna().sum() == heaps.isna().sum()


def test_no_features_are_near_none_and_none_is_nearest(frames):
    heaps = frames["slag_heaps"].geometry
    none = heaps.iloc[:0]
    assert not within_distance(heaps, none, 500).any()
    assert nearest_m(heaps, none).isna().all()
    assert len(within_distance(none, heaps, 500)) == 0
    assert isinstance(nearest_m(none, heaps), pd.Series)


def test_an_outline_keeps_what_touches_it_and_leaves_what_has_no_shape():
    square = shapely.box(2, 50, 3, 51)
    shapes = gpd.GeoSeries([shapely.Point(3, 50.5), shapely.Point(3.1, 50.5), None], crs="EPSG:4326")
    assert intersects(shapes, square).tolist() == [True, False, False]
