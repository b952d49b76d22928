"""GeoJSON that leaves follows RFC 7946: rings to the right, no system named, nothing across the antimeridian."""

import json

import geopandas as gpd
import pytest
import shapely


def features(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    return content["features"]


def polygons(geometry):
    return {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])


@pytest.mark.parametrize("layer_id", ["unesco_components", "coal_regions", "slag_heaps"])
def test_outer_rings_turn_left_and_holes_turn_right(write, layer_id):
    rings = 0
    for feature in features(write((layer_id,), ".geojson")):
        for polygon in polygons(feature["geometry"]) if feature["geometry"] else ():
            for place, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert shapely.LinearRing(ring).is_ccw == (place == 0)
                rings += 1
    assert rings > 10


def test_what_crosses_the_antimeridian_is_cut_there(write, frames):
    hole = shapely.Polygon(shapely.box(178, -10, 182, 10).exterior, [shapely.box(179, -5, 181, 5).exterior])
    rows = frames["slag_heaps"].head(2)
    crossing = gpd.GeoSeries([hole, shapely.LineString([(179, 0), (181, 1)])], index=rows.index, crs=4326)
    for feature in features(write({"slag_heaps": rows.set_geometry(crossing)}, ".geojson")):
        assert feature["geometry"]["type"].startswith("Multi")
        for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            west, _, east, _ = part.bounds
            assert -180 <= west <= east <= 180
            assert east - west < 180


def test_rows_without_position_have_a_null_geometry(write):
    found = features(write(("projects",), ".geojson"))
    assert {feature["geometry"] for feature in found} == {None}
