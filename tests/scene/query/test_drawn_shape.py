"""The area of a drawn circle, wherever it lies on Earth, against geodesics."""

import numpy as np
import polyline
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.errors import ViewError
from atlas.scene.query import drawn_shape
from atlas.scene.query.drawn_shape import MOST_POINTS, across_antimeridian, encode_rings, read_shape, shape_area
from atlas.scene.query.permalink import parse_permalink
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


def box(west, east, south=-20, north=30):
    return polyline.encode([(south, west), (north, west), (north, east), (south, east)])


@pytest.mark.parametrize(
    ("west", "east", "width"),
    [
        (150, 196, 46),
        (-196, -150, 46),
        (179, 181, 2),
        (180, 200, 20),
        (-180, -170, 10),
        (10, 369, 359),
        (100, 100 + 360, 360),
        (-190, 200, 360),
        (-180, 180, 360),
        (-540, 540, 360),
    ],
)
def test_a_ring_across_the_antimeridian_holds_what_was_drawn(west, east, width):
    area = shape_area(box(west, east))
    assert area.is_valid
    assert area.area == pytest.approx(50 * width)
    assert (np.abs(area.bounds) <= (180, 90, 180, 90)).all()
    lon = np.linspace(west + 0.01, east - 0.01, 50)
    assert shapely.covers(area, shapely.points((lon + 180) % 360 - 180, 5)).all()


def test_a_ring_beyond_three_turns_is_no_shape():
    with pytest.raises(ViewError):
        read_shape(box(150, 541))


@pytest.mark.parametrize("west", [150, -196])
def test_an_area_across_the_antimeridian_is_drawn_as_one_ring(west):
    drawn = across_antimeridian(shape_area(box(west, west + 46)))
    assert len(encode_rings([drawn])) == 1
    assert drawn.area == pytest.approx(46 * 50)
    far = shapely.box(0, 40, 10, 45)
    assert len(encode_rings([across_antimeridian(shapely.union_all([drawn, far]))])) == 2
    world = shape_area(box(-180, 180))
    assert across_antimeridian(world).equals(world)


@pytest.mark.parametrize("rule", ["meets", "within", "centre"])
def test_a_box_across_the_antimeridian_keeps_what_lies_in_it(atlas, rule):
    view = View(layers=("closed_coal_mines",), select=box(150, 196, -60, 60), territory_rule=rule)
    (*_, mines) = query_rows(view, atlas).values()
    assert len(mines) > 0
    assert mines.geometry.x.mod(360).between(150, 196).all()


def test_a_drawn_ring_with_a_spike_has_an_outline():
    spiked = polyline.encode([(0, 0), (0, 1), (1, 1), (1, 2), (1, 1), (1, 0)])
    area = shape_area(spiked)
    assert area.area == 1
    assert len(encode_rings([area])) == 1


def ring(points):
    return polyline.encode([(float(lat), float(lon)) for lat, lon in points])


def turns(count, step):
    """Return the corners of a star: each edge leads to the corner that is `step` further."""
    angles = 2 * np.pi * step * np.arange(count) / count
    return np.column_stack([50 + np.sin(angles), 3 + np.cos(angles)])


CROSSED = {
    "random": np.random.default_rng(1).uniform([50, 2], [51, 4], (100, 2)),
    "random, long": np.random.default_rng(2).uniform([50, 2], [51, 4], (500, 2)),
    "star": turns(499, 249),
    "back and forth": [(50, 2), (51, 3)] * 200 + [(50, 3)],
    "through one point": [p for k in range(100) for p in ((50, 3), (51, 2 + k / 50), (51, 2.01 + k / 50))],
    "zigzag over itself": [
        *[(50 + k % 2, 2 + k / 100) for k in range(200)],
        *[(50.5, 4 - k / 100) for k in range(200)],
    ],
}


@pytest.mark.parametrize("kind", CROSSED)
def test_an_outline_that_crosses_itself_often_is_refused_before_it_is_repaired(kind, monkeypatch):
    monkeypatch.setattr(drawn_shape.shapely, "make_valid", lambda _: pytest.fail("repaired"))
    with pytest.raises(ViewError, match="crosses itself more than"):
        read_shape(ring(CROSSED[kind]))
    view, [problem] = parse_permalink(f"?layers=communes&select={ring(CROSSED[kind])}")
    assert view.select is None
    assert problem.key in {"shape_crossed", "shape_wrong"}


def test_an_outline_of_more_points_than_anybody_draws_is_refused_before_it_is_read(monkeypatch):
    assert read_shape(ring(turns(MOST_POINTS, 1)))[0].is_valid
    with pytest.raises(ViewError, match="more than 500 points"):
        read_shape(ring(turns(MOST_POINTS + 1, 1)))
    monkeypatch.setattr(drawn_shape.polyline, "decode", lambda _: pytest.fail("read"))
    with pytest.raises(ViewError, match="more than 500 points"):
        read_shape("~" * 100_000)


@pytest.mark.parametrize(
    ("points", "area"),
    [
        ([(50, 2), (51, 3), (51, 2), (50, 3)], 0.5),
        ([(50, 2), (50, 3), (51, 3), (51, 2), (50, 2)], 1),
        (turns(5, 2), 0.77568),
        ([(50 + k % 2 / 2, 2 + k / 1000) for k in range(400)] + [(49, 2.4), (49, 2)], None),
    ],
)
def test_an_outline_with_few_crossings_is_repaired(points, area):
    shape = shape_area(ring(points))
    assert shape.is_valid
    assert area is None or shape.area == pytest.approx(area, abs=1e-4)


def test_a_shape_is_read_once(monkeypatch):
    text, calls, decode = ring([(50.123, 2), (51, 3), (51, 2)]), [], polyline.decode
    monkeypatch.setattr(drawn_shape.polyline, "decode", lambda text: calls.append(text) or decode(text))
    parse_permalink(f"?select={text}")
    shape_area(text)
    read_shape(text)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("???", "??", "zz", "~" * 60, "~" * 400, "?" * 400, "\x00" * 12, "é" * 12, "_p~iF~ps|U _ulLnnqC"),
        *(
            "circle:50,3,1e308",
            "circle:50,3,inf",
            "circle:50,3,nan",
            "circle:nan,3,5",
            "circle:50,3,-1",
            "circle:50,3,0",
        ),
        *(
            "circle:91,3,5",
            "circle:50,541,5",
            "circle:٣,3,5",
            "circle:1_0,3,5",
            "circle:50,3,40100001",
            "circle:,,",
            "circle:",
        ),
        *(
            ring([(0, 0), (1, 1), (2, 2)]),
            ring([(0, 0)] * 400),
            ring([(0, 0), (0, 600), (1, 1)]),
            ring([(0, 0), (100, 0), (1, 1)]),
        ),
    ],
)
def test_what_is_no_shape_on_earth_is_refused(text):
    with pytest.raises(ViewError, match="is no shape"):
        read_shape(text)
