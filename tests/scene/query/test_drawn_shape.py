"""The area of a drawn circle, wherever it lies on Earth, against geodesics."""

import numpy as np
import polyline
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.scene.query.drawn_shape import encode_rings, shape_area
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import View


@pytest.mark.parametrize(
    ("lat", "lon", "metres"),
    [
        (50.43, 2.83, 1_500),
        (0, 179.9, 2_000_000),
        (-30, -179.5, 90_000),
        (89, 0, 500_000),
        (-85, 120, 1_000_000),
        (50, 2, 9_000_000),
        (0, 0, 15_000_000),
        (45, 170, 30_000_000),
    ],
)
def test_a_circle_holds_what_is_nearer_than_its_radius(lat, lon, metres):
    area = shape_area(f"circle:{lat},{lon},{metres}")
    assert area.is_valid
    west, south, east, north = area.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    random = np.random.default_rng(3)
    bearing, far = random.uniform(0, 360, 2_000), random.uniform(0, min(2 * metres, 19_000_000), 2_000)
    x, y, _ = GEOD.fwd(np.full(2_000, lon), np.full(2_000, lat), bearing, far)
    # The area is a polygon of 96 corners whose edges are straight on the map: near its edge it may differ.
    sure = np.abs(far / metres - 1) > 0.05
    assert (shapely.covers(area, shapely.points(x, y)) == (far <= metres))[sure].all()


@pytest.mark.parametrize("rule", ["within", "centre", 0.5])
def test_mines_on_both_sides_of_the_antimeridian_lie_in_a_circle_across_it(atlas, rule):
    view = View(layers=("closed_coal_mines",), select="circle:0,179.9,7000000")
    every = query_rows(view, atlas)["closed_coal_mines"]
    ruled = query_rows(View(layers=view.layers, select=view.select, territory_rule=rule), atlas)["closed_coal_mines"]
    lon, lat = every.geometry.x.to_numpy(), every.geometry.y.to_numpy()
    far = GEOD.inv(np.full(len(every), 179.9), np.zeros(len(every)), lon, lat)[2]
    assert len(every) > 0
    assert set(every.index[far < 6_700_000]) <= set(ruled.index) <= set(every.index)


def test_a_drawn_ring_with_a_spike_has_an_outline():
    spiked = polyline.encode([(0, 0), (0, 1), (1, 1), (1, 2), (1, 1), (1, 0)])
    area = shape_area(spiked)
    assert area.area == 1
    assert len(encode_rings([area])) == 1
