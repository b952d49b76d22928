"""What is cut for a window, against shapely on the same shapes."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import POLYGON, to_world, units
from atlas.analysis.spatial.viewport import (
    QUARTERS,
    Window,
    choose_symbols,
    extents,
    in_window,
    outline,
    paint_specks,
)
from tests.benchmarks.large_data import make_lines, make_points, make_polygons

CENTRE = to_world(np.array([[2.9, 50.45]]))[0]


@pytest.fixture(scope="module")
def parcels():
    return make_polygons(3_000).geometry.to_numpy()


@pytest.fixture(scope="module")
def levels(parcels):
    return build_levels(parcels)


def around(zoom, width=800, height=600, centre=CENTRE):
    unit = units(zoom)
    west, north = int(centre[0] - width * unit / 2), int(centre[1] - height * unit / 2)
    return Window(west, north, int(west + width * unit), int(north + height * unit), zoom)


def shapes_of(cut, *, closed):
    """Put the outlines of a window together again, in web-mercator quarters from its corner."""
    steps, shapes, line, at = cut.steps, [], 0, 0
    for count in cut.rings:
        parts = []
        for _ in range(count):
            corners = cut.corners[line]
            xy = np.cumsum([cut.first[line], *steps[at : at + corners - 1]], axis=0)
            parts.append(xy)
            at, line = at + corners - 1, line + 1
        shapes.append(
            area_of(parts) if closed else shapely.union_all([shapely.LineString(p) for p in parts if len(p) > 1])
        )
    assert line == len(cut.corners)
    assert at == len(steps)
    return shapes


def area_of(rings):
    area = shapely.Polygon()
    for ring in rings:
        if len(ring) > 2:
            area = shapely.symmetric_difference(area, shapely.make_valid(shapely.Polygon(ring)))
    return area


@pytest.mark.parametrize("zoom", [7, 9.5, 11, 13, 15, 18])
def test_what_is_in_sight_is_what_a_tree_of_boxes_finds(parcels, levels, zoom):
    window = around(zoom)
    world = shapely.transform(parcels, to_world)
    box = shapely.box(window.west, window.north, window.east, window.south)
    expected = np.zeros(len(parcels), dtype=bool)
    expected[shapely.STRtree(shapely.envelope(world)).query(box)] = True
    assert in_window(levels, window).tolist() == expected.tolist()


@pytest.mark.parametrize("zoom", [12.5, 14, 16, 18])
def test_a_shape_cut_for_a_window_is_the_same_shape_inside_it(parcels, levels, zoom):
    window = around(zoom)
    rows = np.flatnonzero(in_window(levels, window))
    cut = shapes_of(outline(levels.levels[-1], rows, window, closed=np.ones(len(rows), bool)), closed=True)
    scale = QUARTERS / window.unit
    true = shapely.transform(parcels[rows], lambda lonlat: (to_world(lonlat) - [window.west, window.north]) * scale)
    frame = shapely.box(0, 0, QUARTERS * window.size[0], QUARTERS * window.size[1])
    for found, shape in zip(cut, true, strict=True):
        seen, expected = shapely.intersection(found, frame), shapely.intersection(shape, frame)
        # Each vertex stands on the nearest quarter of a pixel.
        assert shapely.area(shapely.symmetric_difference(seen, expected)) <= 0.75 * shapely.length(expected) + 4


def test_at_a_high_zoom_only_what_is_near_the_window_is_sent():
    """A border of a hundred thousand vertices, of which a few cross the window."""
    angle = np.linspace(0, 2 * np.pi, 100_001)
    ring = np.column_stack([2.9 + np.cos(angle), 50.45 + 0.3 * np.sin(angle)])
    hole = np.array([[2.9, 50.449], [2.901, 50.449], [2.9005, 50.4505]])
    levels = build_levels(np.array([shapely.Polygon(ring, [hole])]))
    edge = to_world(np.array([[3.9, 50.45]]))[0]
    for zoom in (14, 16, 18):
        window = around(zoom, centre=edge)
        cut = outline(levels.levels[-1], np.array([0]), window, closed=np.ones(1, bool))
        assert len(cut.steps) < 3_000
        # The hole lies out of sight and is not sent.
        assert cut.rings.tolist() == [1]
        area = shapes_of(cut, closed=True)[0]
        frame = shapely.box(0, 0, QUARTERS * window.size[0], QUARTERS * window.size[1])
        # West of the border is inside, east of it outside.
        assert shapely.intersection(area, frame).area == pytest.approx(frame.area / 2, rel=0.05)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=3, max_size=14, unique=True),
    st.sampled_from([16, 17, 18]),
)
@example([(-65, -340), (122, 1488), (-6, 679), (-68, -2433), (-31, 0), (4, 37), (-660, 2976)], 17)
def test_leaving_out_what_is_outside_changes_nothing_inside(corners, zoom):
    polygon = shapely.make_valid(shapely.Polygon(corners))
    if shapely.get_dimensions(polygon) != 2:
        return
    lonlat = shapely.transform(polygon, lambda xy: np.column_stack([2.9 + xy[:, 0] * 4e-5, 50.45 + xy[:, 1] * 2.5e-5]))
    areas = np.array([shapely.MultiPolygon([p for p in shapely.get_parts(lonlat) if p.geom_type == "Polygon"])])
    levels, window = build_levels(areas), around(zoom)
    if not in_window(levels, window)[0]:
        return
    found = shapes_of(outline(levels.levels[-1], np.array([0]), window, closed=np.ones(1, bool)), closed=True)[0]
    scale = QUARTERS / window.unit
    true = shapely.transform(areas[0], lambda p: np.rint((to_world(p) - [window.west, window.north]) * scale))
    frame = shapely.box(0, 0, QUARTERS * window.size[0], QUARTERS * window.size[1])
    # Rounded to the grid a narrow part may touch itself: what is inside by its rings stays inside.
    seen, expected = (
        shapely.intersection(shapely.make_valid(shape, method="structure", keep_collapsed=False), frame)
        for shape in (found, true)
    )
    assert shapely.area(shapely.symmetric_difference(seen, expected)) <= 2 * shapely.length(expected) + 4


def test_lines_cut_for_a_window_are_the_same_inside_it():
    lines = make_lines(2_000).geometry.to_numpy()
    levels, window = build_levels(lines), around(13)
    rows = np.flatnonzero(in_window(levels, window))
    assert len(rows) > 10
    cut = shapes_of(outline(levels.levels[-1], rows, window, closed=np.zeros(len(rows), bool)), closed=False)
    frame = shapely.box(0, 0, QUARTERS * window.size[0], QUARTERS * window.size[1])
    scale = QUARTERS / window.unit
    true = shapely.transform(lines[rows], lambda p: (to_world(p) - [window.west, window.north]) * scale)
    for found, line in zip(cut, true, strict=True):
        seen, expected = shapely.intersection(found, frame), shapely.intersection(line, frame)
        assert shapely.length(seen) == pytest.approx(shapely.length(expected), rel=0.02, abs=8)


def test_every_small_row_has_a_pixel_of_its_own_place_unless_a_later_one_covers_it(levels):
    window = around(6)
    rows = np.flatnonzero(in_window(levels, window))
    small = rows[extents(levels, rows, window).max(axis=0) < 4]
    assert len(small) > 1_000
    value = np.arange(1, len(small) + 1, dtype=np.uint16)
    image = paint_specks(levels, small, value, window)
    assert image.shape == (window.size[1], window.size[0])
    x = ((levels.boxes[0, small] - window.west) / window.unit).astype(int)
    y = ((levels.boxes[1, small] - window.north) / window.unit).astype(int)
    there = (x >= 0) & (y >= 0) & (x < window.size[0] - 1) & (y < window.size[1] - 1)
    # Its corner holds it or one that is painted over it; nobody's corner is empty.
    assert (image[y[there], x[there]] > 0).all()
    # Alone each is found.
    for row in small[:20]:
        assert (paint_specks(levels, np.array([row]), np.array([7], np.uint8), window) == 7).sum() in range(1, 17)


@pytest.mark.parametrize("zoom", [7, 8.5, 10])
def test_a_symbol_left_out_has_one_that_is_drawn_instead_of_it_close_by(zoom):
    points = make_points(60_000).geometry.to_numpy()
    levels, window = build_levels(points), around(zoom)
    rows = np.flatnonzero(in_window(levels, window) & (levels.kind > 0))
    value = (rows * 7919) % 5
    chosen = choose_symbols(levels, rows, value, window)
    assert len(chosen) < len(rows)
    assert np.isin(chosen, rows).all()
    tree = shapely.STRtree(shapely.points(levels.anchor[:, chosen].T))
    left = np.setdiff1d(rows, chosen)
    pairs, far = tree.query_nearest(shapely.points(levels.anchor[:, left].T), return_distance=True)
    del pairs
    assert far.max() <= 2 * np.sqrt(2) * 6 * window.unit


def test_few_symbols_are_all_drawn():
    points = make_points(4_000).geometry.to_numpy()
    levels, window = build_levels(points), around(7)
    rows = np.flatnonzero(in_window(levels, window) & (levels.kind > 0))
    assert choose_symbols(levels, rows, rows * 0, window).tolist() == rows.tolist()


def test_an_empty_window_is_empty(levels):
    window = around(16, centre=to_world(np.array([[-30.0, 10.0]]))[0])
    rows = np.flatnonzero(in_window(levels, window))
    assert len(rows) == 0
    cut = outline(levels.at(16), rows, window, closed=levels.kind[rows] == POLYGON)
    assert [len(part) for part in (cut.rings, cut.corners, cut.first, cut.steps)] == [0, 0, 0, 0]
    assert not paint_specks(levels, rows, rows.astype(np.uint8), window).any()
