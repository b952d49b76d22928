"""The narrowest window of longitudes."""

import numpy as np
import pytest

from atlas.scene.map.bounds import narrowest


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
