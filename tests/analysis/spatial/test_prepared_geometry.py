import geopandas as gpd
import pandas as pd
import shapely

from atlas.analysis.spatial.overlay import locate_features, pieces
from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.analysis.spatial.proximity import intersects
from atlas.analysis.spatial.territories import Territories


def own(features):
    """Rows as another thread of the server may use them at the same moment."""
    return gpd.GeoSeries(shapely.from_wkb(features.to_wkb().to_numpy()), index=features.index, crs=features.crs)


def test_a_prepared_shape_is_a_copy():
    shape = shapely.box(0, 0, 1, 1)
    assert shapely.is_prepared(prepared_copy(shape))
    assert not shapely.is_prepared(shape)
    assert prepared_copy(shape).equals(shape)


def test_shared_rows_are_never_prepared_themselves(frames):
    communes, estates = own(frames["communes"].geometry.iloc[:20]), own(frames["mining_estates"].geometry.iloc[:50])
    nothing = pd.Series(0.0, communes.index)
    territories = Territories(
        communes, nothing, nothing, nothing, nothing, {}, nothing, nothing, home="", entire=False, year=2026
    )
    intersects(estates, communes.iloc[0])
    locate_features(territories, estates)
    pieces(territories, estates.to_numpy())
    assert not shapely.is_prepared(communes.to_numpy()).any()
    assert not shapely.is_prepared(estates.to_numpy()).any()
