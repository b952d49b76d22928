"""Levels of detail of layers with holes, parts and shared borders, against shapely on the shapes as they are."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import (
    LARGE_ROWS,
    POLYGON,
    SPECK,
    WORLD,
    from_arrays,
    is_large,
    to_arrays,
    to_world,
    units,
)
from atlas.render.mark_encoding import WORLD as PAGE_WORLD
from atlas.render.mark_encoding import pack_mark
from atlas.scene.map.compose import make_mark
from tests.benchmarks.large_data import make_lines, make_points, make_polygons, multiply_communes


@pytest.fixture(scope="module")
def parcels():
    return make_polygons(2_000).geometry.to_numpy()


@pytest.fixture(scope="module")
def levels(parcels):
    return build_levels(parcels)


def polygons(level, kind):
    """Put the rings of a level together again, each row as one area with its holes: by even-odd, as they are drawn."""
    shapes = []
    for k, row in enumerate(level.rows):
        assert kind[row] == POLYGON
        area = shapely.Polygon()
        for ring in range(level.rings[k], level.rings[k + 1]):
            xy = level.xy[level.vertices[ring] : level.vertices[ring + 1]]
            assert len(xy) >= 4
            assert (xy[0] == xy[-1]).all()
            area = shapely.symmetric_difference(area, shapely.make_valid(shapely.Polygon(xy)))
        shapes.append(area)
    return np.array(shapes, dtype=object)


def test_the_generated_parcels_are_a_sound_coverage_with_holes_and_parts(parcels):
    assert shapely.is_valid(parcels).all()
    assert shapely.coverage_is_valid(parcels)
    assert (shapely.get_num_interior_rings(parcels) > 0).any()
    assert (shapely.get_type_id(parcels) == shapely.GeometryType.MULTIPOLYGON).any()
    assert 35 < shapely.get_num_coordinates(parcels).mean() < 65


def test_the_same_seed_makes_the_same_rows():
    for make in (make_polygons, make_lines, make_points):
        assert make(300).to_wkb().equals(make(300).to_wkb())
        assert not make(300, seed=1).to_wkb().equals(make(300).to_wkb())


def test_the_last_level_holds_every_shape_as_it_is(parcels, levels):
    full = levels.levels[-1]
    assert full.zoom is None
    world = shapely.transform(parcels, to_world)
    for found, true in zip(polygons(full, levels.kind), world, strict=True):
        assert shapely.area(shapely.symmetric_difference(found, true)) <= 1e-6 * true.area


@pytest.mark.parametrize("make", [make_polygons, multiply_communes])
def test_a_level_holds_every_row_that_is_large_enough_to_be_seen_and_no_shape_vanishes(make):
    shapes = make(600).geometry.to_numpy()
    levels = build_levels(shapes)
    size = np.maximum(levels.boxes[2] - levels.boxes[0], levels.boxes[3] - levels.boxes[1])
    assert len(levels.levels) > 3
    for level in levels.levels[:-1]:
        assert level.rows.tolist() == np.flatnonzero(size >= SPECK * units(level.zoom)).tolist()
        assert (np.diff(level.rings) > 0).all()
        assert (np.diff(level.vertices) > 2).all()


def test_shared_borders_open_no_sliver_and_no_overlap(levels):
    """Every border between two rows of a level is the same in both: what one leaves, the other takes."""
    for level in levels.levels[:-1]:
        areas = polygons(level, levels.kind)
        together = shapely.union_all(areas)
        # Rows meet without overlap: the union is as large as all of them.
        assert shapely.area(areas).sum() == pytest.approx(together.area, rel=1e-9)
        # A gap would be a hole of the union that no row left out of the level fills.
        pixel = units(level.zoom)
        holes = shapely.polygons(shapely.get_rings(shapely.get_parts(together)))
        left_out = np.setdiff1d(np.arange(len(levels.kind)), level.rows)
        boxes = shapely.box(*levels.boxes[:, left_out])
        slivers = [h for h in holes if h.area < pixel**2 and not shapely.intersects(h, boxes).any()]
        assert slivers == []


def test_a_border_moves_by_about_a_pixel_at_most(parcels, levels):
    world = shapely.transform(parcels, to_world)
    for level in levels.levels[:-1]:
        for found, true in zip(polygons(level, levels.kind)[:200], world[level.rows[:200]], strict=True):
            # Each level is made of the one above, whose pixels are half as large: one pixel, a half, a quarter …
            assert shapely.hausdorff_distance(found.boundary, true.boundary) < 4 * units(level.zoom)


def test_a_level_takes_far_fewer_vertices(levels):
    sizes = [len(level.xy) for level in levels.levels]
    assert sizes == sorted(sizes)
    assert sizes[-3] < 0.6 * sizes[-1]


def test_areas_that_share_nothing_are_simplified_each_alone_and_stay():
    random = np.random.default_rng(3)
    centres = shapely.points(random.uniform([2, 50], [4, 51], (400, 2)))
    discs = shapely.buffer(centres, random.uniform(0.0005, 0.05, 400), quad_segs=32)
    levels = build_levels(discs)
    for level in levels.levels[:-1]:
        assert len(level.xy) < len(levels.levels[-1].xy)
        assert (np.diff(level.vertices) >= 4).all()


def test_lines_keep_their_ends_so_that_a_network_stays_one():
    lines = make_lines(400).geometry.to_numpy()
    levels = build_levels(lines)
    ends = to_world(shapely.get_coordinates(shapely.get_point(lines, [[0], [-1]]).ravel())).reshape(2, -1, 2)
    for level in levels.levels:
        np.testing.assert_array_equal(level.xy[level.vertices[:-1]], ends[0][level.rows])
        np.testing.assert_array_equal(level.xy[level.vertices[1:] - 1], ends[1][level.rows])


def test_rows_without_position_lie_nowhere_and_points_need_no_level():
    points = make_points(1_500).geometry.to_numpy()
    levels = build_levels(points)
    missing = shapely.is_missing(points)
    assert missing.any()
    assert (levels.kind == 0).tolist() == missing.tolist()
    assert (levels.boxes[0][missing] > levels.boxes[2][missing]).all()
    assert len(levels.levels[-1].rows) == 0
    np.testing.assert_array_equal(levels.anchor.T[~missing], to_world(shapely.get_coordinates(points[~missing])))


def test_levels_come_back_from_their_arrays(levels):
    again = from_arrays(to_arrays(levels))
    assert [level.zoom for level in again.levels] == [level.zoom for level in levels.levels]
    assert [again.at(zoom).zoom for zoom in (2, 7, 9.5, 11, 18)] == [5, 7, 10, None, None]


def test_a_layer_is_large_by_its_rows_or_by_its_vertices():
    assert not is_large(shapely.points(np.zeros((LARGE_ROWS, 2))))
    assert is_large(shapely.points(np.zeros((LARGE_ROWS + 1, 2))))
    assert is_large(np.array([shapely.Point(0, 0).buffer(1, quad_segs=20_000)]))


def test_no_shipped_layer_is_large(atlas):
    """They are measured to open at once as a whole; a larger one is sent by what is in sight."""
    assert not any(
        is_large(atlas.frames[i].geometry.to_numpy()) for i, layer in atlas.catalog.items() if not layer.backdrop
    )


def test_levels_and_page_share_one_world(atlas):
    assert WORLD == PAGE_WORLD
    gdf = atlas.frames["mining_estates"]
    packed = pack_mark(make_mark(atlas.catalog["mining_estates"], gdf, "fr"))
    xy = build_levels(gdf.geometry.to_numpy()).levels[-1].xy
    assert xy.tobytes() in packed


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 3)), min_size=1, max_size=12))
def test_whatever_the_shapes_are_none_is_lost(places):
    shapes = np.array([shapely.Point(x, y).buffer(r) if r > 1e-6 else shapely.Point(x, y) for x, y, r in places])
    levels = build_levels(shapes)
    areas = np.flatnonzero(levels.kind == POLYGON)
    assert levels.levels[-1].rows.tolist() == areas.tolist()
    assert (levels.boxes[0] <= levels.boxes[2]).all()
    inside = (levels.anchor[0] >= levels.boxes[0] - 1) & (levels.anchor[0] <= levels.boxes[2] + 1)
    assert inside.all()


def test_a_shape_across_the_antimeridian_keeps_both_sides():
    fiji = shapely.MultiPolygon([shapely.box(178, -18, 180, -16), shapely.box(-180, -18, -179, -16)])
    levels = build_levels(gpd.GeoSeries([fiji]).to_numpy())
    assert levels.boxes[0, 0] == 0
    assert levels.boxes[2, 0] == WORLD
    assert np.diff(levels.levels[-1].rings).tolist() == [2]
