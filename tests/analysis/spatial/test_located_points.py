"""Points are located by simple outlines as by long ones: in every outline that covers them, borders included."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.analysis.spatial.overlay import locate_features
from atlas.analysis.spatial.territories import Territories


@pytest.mark.parametrize("vertices", [4, 400])
def test_points_are_in_each_outline_that_covers_them(vertices):
    squares = shapely.box([2.0, 2.1, 2.05], 50.0, [2.1, 2.2, 2.15], 50.1)
    outlines = gpd.GeoSeries(shapely.segmentize(squares, 0.4 / vertices), index=["a", "b", "c"], crs=4326)
    points = shapely.points([[2.02, 50.05], [2.1, 50.05], [2.3, 50.05], [2.2, 50.1], [2.07, 50.02]])
    points[2] = None
    nothing = pd.Series(np.nan, outlines.index)
    territories = Territories(
        outlines, nothing, nothing, nothing, nothing, {}, nothing, nothing, home="", entire=False, year=2026
    )
    inside = locate_features(territories, gpd.GeoSeries(points, index=list("vwxyz"), crs=4326))
    assert [inside.of(position) for position in range(3)] == [["v", "w", "z"], ["w", "y"], ["w", "z"]]
    assert np.all(np.diff(inside.territory) >= 0)
