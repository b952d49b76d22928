import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from atlas.analysis.spatial.measure import areas_m2, lengths_m, metric_crs

GEOD = Geod(ellps="WGS84")
PLACES = {"Lens": (2.83, 50.43), "Itabira": (-43.2, -19.6), "Svalbard": (15.6, 78.2), "Nouméa": (166.4, -22.3)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("radius", [0.02, 0.2])
def test_an_area_equals_the_geodesic_area_anywhere(place, radius):
    disc = shapely.Point(PLACES[place]).buffer(radius)
    measured = areas_m2(gpd.GeoSeries([disc], crs="EPSG:4326")).iloc[0]
    straight = shapely.segmentize(disc, 0.001)
    assert measured == pytest.approx(abs(GEOD.geometry_area_perimeter(straight)[0]), rel=1e-6)


def test_an_area_does_not_depend_on_the_reference_system(frames):
    outlines = frames["communes"].geometry.iloc[:20]
    np.testing.assert_allclose(areas_m2(outlines.to_crs(2154)), areas_m2(outlines), rtol=1e-6)


@pytest.mark.parametrize("layer", ["green_corridors", "blue_corridors", "communes"])
def test_a_length_equals_the_geodesic_length_of_each_feature(frames, layer):
    shapes = frames[layer].geometry.dropna().iloc[:60]
    if layer == "communes":
        shapes = shapes.boundary  # pyproj measures the outer ring of a polygon only
    expected = [GEOD.geometry_length(shape) for shape in shapes]
    np.testing.assert_allclose(lengths_m(shapes), expected, rtol=1e-9)


def test_what_is_not_there_has_no_measure_and_a_point_has_none_to_take():
    shapes = gpd.GeoSeries([None, shapely.Point(2, 50)], index=["nothing", "point"], crs="EPSG:4326")
    assert np.isnan(lengths_m(shapes)["nothing"])
    assert np.isnan(areas_m2(shapes)["nothing"])
    assert lengths_m(shapes)["point"] == 0
    assert areas_m2(shapes)["point"] == 0


def test_distances_are_projected_where_they_are_measured():
    lon, lat = np.array([2.8, -43.2, 130.8]), np.array([50.4, -19.6, 33.6])
    assert metric_crs(lon, lat).tolist() == [2154, 32723, 32652]
