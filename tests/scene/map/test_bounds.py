"""The narrowest window of longitudes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.scene.map.bounds import _extent_of, narrowest


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
