import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.analysis.statistics.summary import measure_groups

SQUARE = shapely.box(2, 50, 2.1, 50.1)
HALF = shapely.box(2, 50, 2.05, 50.1)
LINE = shapely.LineString([(2, 50.05), (2.1, 50.05)])
SHAPES = gpd.GeoSeries([SQUARE, SQUARE, LINE, shapely.Point(2.01, 50.01), None], crs="EPSG:4326")


def geodesic_ha(shape):
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.001))[0]) / 1e4


def test_ground_covered_twice_counts_once():
    [both] = measure_groups(SHAPES, [np.array([0, 1])])
    assert both.area_ha == pytest.approx(geodesic_ha(SQUARE), rel=1e-5)
    assert (both.count, both.length_km) == (2, None)


def test_inside_an_outline_only_what_lies_inside_is_measured():
    [inside] = measure_groups(SHAPES, [np.arange(5)], HALF)
    assert inside.area_ha == pytest.approx(geodesic_ha(HALF), rel=1e-5)
    assert inside.length_km == pytest.approx(GEOD.line_length([2, 2.05], [50.05, 50.05]) / 1e3, rel=1e-4)


def test_points_have_neither_area_nor_length_and_what_has_no_position_is_counted():
    whole, points = measure_groups(SHAPES, [np.arange(5), np.array([3, 4])])
    assert (whole.count, whole.unplaced) == (5, 1)
    assert (points.count, points.unplaced, points.area_ha, points.length_km) == (2, 1, None, None)


def test_nothing_is_measured_of_nothing():
    [none] = measure_groups(SHAPES, [np.array([], dtype=int)], HALF)
    assert (none.count, none.area_ha, none.length_km) == (0, None, None)


def test_the_property_has_its_known_area(frames):
    components = frames["unesco_components"].geometry
    [measured] = measure_groups(components, [np.arange(len(components))])
    # 3,957.6 ha geodesic (the sum of the outlines; they do not overlap).
    assert measured.area_ha == pytest.approx(3957.6, abs=0.1)
