"""The narrowest window of longitudes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.meridian import narrow_bounds, narrowest
from atlas.scene.map.bounds import _extent_of
from atlas.scene.query.names import shape_place


@pytest.mark.parametrize(
    ("west", "east", "window"),
    [
        ([178, -178], [178, -178], (178, 182)),
        ([-178, 178, 179], [-177, 179, 179.5], (178, 183)),
        ([2, 3], [2.5, 4], (2, 4)),
        ([-170, -60, 0, 100], [-160, -50, 10, 175], (-60, 200)),
        ([-120, 2, 175], [-120, 2, 175], (175, 362)),
        ([-180, 10], [180, 11], (-180, 180)),
        ([5], [5], (5, 5)),
        ([170, -170], [190, -165], (170, 195)),
        ([170, -175], [190, -174], (170, 190)),
        ([np.nan, 178, -178], [np.nan, 178, -178], (178, 182)),
    ],
)
def test_the_window_holds_all_and_is_the_narrowest(west, east, window):
    assert narrowest(np.array(west, dtype=float), np.array(east, dtype=float)) == window


def test_no_position_has_no_window():
    assert np.isnan(narrowest(np.array([np.nan]), np.array([np.nan]))).all()


@pytest.mark.parametrize(("low", "high"), [(1.0, 4.0), (-180.0, 180.0)])
@pytest.mark.parametrize("share", [0.9, 0.1, 0.001, 0])
def test_the_extent_of_many_rows_is_that_of_all_their_boxes(low, high, share):
    random = np.random.default_rng(1)
    points = shapely.points(random.uniform((low, 40), (high, 60), (5_000, 2)))
    points[::100] = None
    kept = random.random(len(points)) < share
    west, south, east, north = shapely.bounds(points[kept]).T
    found = _extent_of(gpd.GeoSeries(points, crs=4326), kept)
    if kept.any():
        left, right = narrowest(west, east)
        assert found.tolist() == [left, np.nanmin(south), right, np.nanmax(north)]
    else:
        assert np.isnan(found).all()


def test_a_row_on_both_sides_of_the_meridian_is_narrow():
    across = shapely.union_all([shapely.box(170, -5, 180, 5), shapely.box(-180, -5, -170, 5)])
    rows = np.array([across, shapely.box(2, 3, 4, 5), None, shapely.box(-180, -90, 180, 90)])
    found = narrow_bounds(shapely.bounds(rows), rows.__getitem__)
    assert found[[0, 1, 3]].tolist() == [[170, -5, 190, 5], [2, 3, 4, 5], [-180, -90, 180, 90]]
    assert np.isnan(found[2]).all()
    assert shape_place(across)["bounds"] == (170, -5, 190, 5)
    points = shapely.points([(-179, 0), (175, 2)])
    extent = _extent_of(gpd.GeoSeries([across, *points], crs=4326), np.ones(3, dtype=bool))
    assert extent.tolist() == [170, -5, 190, 5]
