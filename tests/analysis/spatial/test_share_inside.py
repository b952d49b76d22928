import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.spatial.share_inside import centres_inside, ends_inside, shares_inside

OUTLINE = shapely.box(2, 50, 3, 51)


def shares(*shapes, outline=OUTLINE):
    return shares_inside(gpd.GeoSeries(list(shapes), crs=4326), outline).tolist()


def test_the_share_of_an_area_is_measured_in_an_equal_area_projection():
    # From the equator to the pole, the north is narrow.
    tall, low = shapely.box(2.4, 0, 2.6, 60), shapely.box(2, -1, 3, 20)
    assert shares(tall, outline=low) == [pytest.approx(np.sin(np.radians(20)) / np.sin(np.radians(60)), abs=2e-3)]
    assert shares(tall, outline=low)[0] > 0.39, "a third in degrees, 0.27 in web mercator"


def test_the_share_of_a_line_is_that_of_its_length():
    assert shares(shapely.LineString([(1.5, 50.5), (2.5, 50.5)])) == [pytest.approx(0.5, abs=1e-3)]
    two = shapely.MultiLineString([[(2.1, 50.5), (2.2, 50.5)], [(3.1, 50.5), (3.4, 50.5)]])
    assert shares(two) == [pytest.approx(0.25, abs=1e-3)]


def test_points_are_in_or_out():
    assert shares(shapely.Point(2.5, 50.5), shapely.Point(2, 50.5), shapely.Point(1.9, 50.5)) == [1, 1, 0]
    assert shares(shapely.MultiPoint([(2.5, 50.5), (2.6, 50.5), (9, 9), (8, 8)])) == [0.5]


def test_what_only_touches_has_no_share():
    beside = shapely.box(1, 50, 2, 51)
    corner = shapely.LineString([(1, 49), (2, 50)])
    assert shares(beside, corner, OUTLINE) == [0, 0, 1]


def test_what_has_no_geometry_has_no_share():
    assert np.isnan(shares(None, shapely.Polygon())).all()
    assert not centres_inside(gpd.GeoSeries([None, shapely.Polygon()], crs=4326), OUTLINE).any()


def test_an_object_that_holds_the_whole_outline_has_its_share():
    assert shares(shapely.box(1, 50, 3, 51)) == [pytest.approx(0.5, abs=1e-3)]


def test_a_centre_lies_in_one_of_two_outlines_that_adjoin():
    objects = gpd.GeoSeries([shapely.box(2.9, 50, 3.2, 51), shapely.box(2.7, 50, 3.1, 51)], crs=4326)
    assert centres_inside(objects, OUTLINE).tolist() == [False, True]
    assert centres_inside(objects, shapely.box(3, 50, 4, 51)).tolist() == [True, False]


def test_a_schematic_line_lies_where_one_of_its_ends_does():
    over = shapely.LineString([(1, 50.5), (2.5, 50.5), (4, 50.5)])
    parts = shapely.MultiLineString([[(9, 9), (179, 9)], [(-179, 9), (2.5, 50.5)]])
    features = gpd.GeoSeries([None, over, parts, shapely.LineString([(2.5, 50.5), (9, 9)]), None], crs=4326)
    np.testing.assert_array_equal(ends_inside(features, OUTLINE), [np.nan, 0, 1, 1, np.nan])
    assert np.isnan(ends_inside(features.iloc[:1], OUTLINE)).all()


PLACES = st.tuples(st.floats(1.5, 3.5), st.floats(49.5, 51.5))
SHAPES = st.one_of(
    PLACES.map(shapely.Point),
    st.lists(PLACES, min_size=2, max_size=5, unique=True).map(shapely.LineString),
    st.lists(PLACES, min_size=3, max_size=6, unique=True).map(lambda ring: shapely.Polygon(ring).convex_hull),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(SHAPES, min_size=1, max_size=6))
def test_stricter_rules_keep_less_and_the_shares_of_a_partition_sum_to_one(shapes):
    features = gpd.GeoSeries(shapes, crs=4326)
    inside = shares_inside(features, OUTLINE)
    meets, centre = features.intersects(OUTLINE).to_numpy(), centres_inside(features, OUTLINE)
    assert ((inside >= 0) & (inside <= 1)).all()
    assert ((inside == 1) <= (inside >= 0.5)).all()
    assert ((inside >= 0.5) <= meets).all()
    assert (centre <= meets).all()
    outside = shares_inside(features, shapely.box(-10, 40, 20, 60) - OUTLINE)
    spread = (shapely.get_dimensions(shapes) > 0) & ~shapely.intersects(features.to_numpy(), OUTLINE.exterior)
    np.testing.assert_allclose((inside + outside)[spread], 1)
    areas = shapely.area(features.to_numpy()) > 1e-6
    np.testing.assert_allclose((inside + outside)[areas], 1, atol=1e-3)
