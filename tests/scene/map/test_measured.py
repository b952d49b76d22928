"""Distances and areas that a reader measures."""

import pytest
from pyproj import Geod

from atlas.errors import ViewError
from atlas.scene.map.measured import MOST_POINTS, measure_points, read_points

# JFK to LHR, as GeographicLib computes it.
JFK, LHR, METRES = (40.6, -73.8), (51.6, -0.5), 5_551_759.400


def test_a_distance_is_geodesic_and_so_are_its_segments():
    found = measure_points([JFK, LHR], closed=False)
    assert found["length_m"] == pytest.approx(METRES, abs=0.001)
    assert found["area_m2"] is None
    three = measure_points([JFK, LHR, (48.9, 2.3)], closed=False)
    assert three["segments_m"][0] == pytest.approx(METRES, abs=0.001)
    assert sum(three["segments_m"]) == pytest.approx(three["length_m"], rel=1e-12)


def test_an_area_is_that_of_the_ring_whichever_way_round():
    ring = [(50.4, 2.8), (50.4, 2.9), (50.5, 2.9), (50.5, 2.8)]
    found, back = measure_points(ring, closed=True), measure_points(ring[::-1], closed=True)
    lat, lon = zip(*ring, strict=True)
    area, perimeter = Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)
    assert found["area_m2"] == pytest.approx(abs(area), rel=1e-6)
    assert found["area_m2"] == pytest.approx(back["area_m2"], rel=1e-12)
    assert found["length_m"] == pytest.approx(perimeter, rel=1e-6)
    assert len(found["segments_m"]) == 4
    assert measure_points(ring[:2], closed=True)["area_m2"] is None


def test_an_area_across_the_antimeridian_is_small():
    beyond = measure_points([(-17, 179), (-17, 181), (-16, 181), (-16, 179)], closed=True)
    here = measure_points([(-17, 1), (-17, 3), (-16, 3), (-16, 1)], closed=True)
    assert beyond["area_m2"] == pytest.approx(here["area_m2"], rel=1e-9)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "points: 0 points; write 2 to 100 points"),
        ("50,2", "points: 1 point; write 2 to 100 points"),
        ("50,2,51", "points: 1 point"),
        (",".join(["50,2"] * (MOST_POINTS + 1)), "points: 101 points"),
        ("50,2,51,x", "points: 'x'"),
        ("50,2,95,3", "points: '95.0,3.0'"),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(text, sentence):
    with pytest.raises(ViewError) as problem:
        read_points(text)
    assert str(problem.value).startswith(sentence)
