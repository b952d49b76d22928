"""Levels that are built piece by piece in several processes, against those of the whole layer at once."""

import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.build_levels import build_levels, coarse_level
from atlas.analysis.spatial.generalise import POLYGON, SPECK, coarse_rows, from_arrays, sizes_of, to_arrays, units
from atlas.analysis.spatial.level_pieces import HeldShapes, build_in_pieces
from tests.benchmarks.large_data import make_lines, make_points, make_polygons


@pytest.fixture(scope="module")
def parcels():
    return make_polygons(2_000).geometry.to_numpy()


def arrays_of(folder):
    return {path.stem: np.load(path) for path in folder.glob("*.npy")}


def same(found, expected):
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(found[name], array, err_msg=name)
        assert found[name].dtype == array.dtype, name


@pytest.mark.parametrize("processes", [1, 2])
def test_polygons_that_share_borders_come_out_of_their_pieces_as_of_the_whole(parcels, tmp_path, processes):
    done = []

    def track(pieces):
        for piece in pieces:
            yield piece
            done.append(piece)

    build_in_pieces(HeldShapes(parcels), tmp_path, track, piece_rows=500, processes=processes)
    assert len(done) == len(parcels) // 500 + 1
    same(arrays_of(tmp_path), to_arrays(build_levels(parcels)))
    assert [path.suffix for path in tmp_path.iterdir()] == [".npy"] * len([*tmp_path.iterdir()])


@pytest.mark.parametrize("make", [make_lines, make_points])
def test_lines_and_points_in_any_order_do_too(make, tmp_path):
    shapes = np.random.default_rng(5).permutation(make(600).geometry.to_numpy())
    build_in_pieces(HeldShapes(shapes), tmp_path, piece_rows=250, processes=1)
    same(arrays_of(tmp_path), to_arrays(build_levels(shapes)))


def vertices_and_taker(shapes):
    """Return the number of vertices of each shape, and what makes some of them."""
    return shapely.get_num_coordinates(shapes), lambda some: shapes[some]


def test_a_coarse_level_has_every_row_and_moves_no_vertex_by_more_than_half_a_pixel(parcels):
    held, zoom = HeldShapes(parcels), 9
    measured, whole = coarse_rows(held.dimensions, held.bounds), build_levels(parcels)
    np.testing.assert_array_equal(measured.boxes, whole.boxes)
    np.testing.assert_array_equal(measured.kind, whole.kind)
    rows = np.flatnonzero(sizes_of(measured.boxes) >= SPECK * units(zoom))
    level = coarse_level(measured, rows, *vertices_and_taker(parcels[rows]), zoom)
    assert level.rows.tolist() == rows.tolist()
    full = whole.levels[-1]
    for k, row in list(enumerate(rows))[:200]:
        found = level.xy[level.vertices[level.rings[k]] : level.vertices[level.rings[k + 1]]]
        true = full.xy[full.vertices[full.rings[row]] : full.vertices[full.rings[row + 1]]]
        away = np.abs(true[:, None] - found).max(axis=2)
        # Every vertex is near one of the other, and the other way round.
        assert away.min(axis=1).max() <= units(zoom) / 4 + 1
        assert away.min(axis=0).max() <= units(zoom) / 4 + 1
    assert len(level.xy) < len(full.xy)


def test_of_very_many_vertices_the_smaller_areas_are_boxes(parcels, monkeypatch):
    held, rows = HeldShapes(parcels), np.arange(len(parcels))
    measured = coarse_rows(held.dimensions, held.bounds)
    for most in ("_AT_ONCE", "_WITH_SMALL"):
        monkeypatch.setattr(f"atlas.analysis.spatial.build_levels.{most}", 10_000)
    taken = []
    vertices, take = vertices_and_taker(parcels)
    level = coarse_level(measured, rows, vertices, lambda some: taken.extend(some) or take(some), 15)
    corners = np.diff(level.vertices)[level.rings[:-1]]
    boxes = (corners == 5) & (np.diff(level.rings) == 1)
    assert 0 < (~boxes).sum() < 400
    # No shape is made for a box, which lies in that of its row, about its middle.
    assert set(np.flatnonzero(~boxes)) <= set(taken)
    assert vertices[taken].sum() <= 10_000 + vertices[measured.kind != POLYGON].sum()
    left = np.flatnonzero(~np.isin(rows, taken))
    found = np.stack([level.xy[level.vertices[level.rings[row]] :][:5] for row in left])
    low, high = found.min(axis=1), found.max(axis=1)
    first, last = measured.boxes[:2, left].T, measured.boxes[2:, left].T
    half_cell = units(15) / 4 + 1
    assert ((low >= first - half_cell) & (high <= last + half_cell)).all()
    assert np.abs((low + high) / 2 - (first + last) / 2).max() <= half_cell
    assert (high - low >= 0.8 * (last - first) - 2 * half_cell).all()
    assert sizes_of(measured.boxes)[~boxes].min() >= np.median(sizes_of(measured.boxes))


def test_small_areas_are_boxes_sooner_than_those_that_are_seen(parcels, monkeypatch):
    measured = coarse_rows(HeldShapes(parcels).dimensions, HeldShapes(parcels).bounds)
    monkeypatch.setattr("atlas.analysis.spatial.build_levels._WITH_SMALL", 10_000)
    rows, (vertices, take) = np.arange(len(parcels)), vertices_and_taker(parcels)
    for zoom, some_are_boxes in ((9, True), (19, False)):
        taken = []
        coarse_level(measured, rows, vertices, lambda some, taken=taken: taken.extend(some) or take(some), zoom)
        assert (len(taken) < len(rows)) is some_are_boxes


def test_levels_of_files_come_back(parcels, tmp_path):
    build_in_pieces(HeldShapes(parcels), tmp_path, piece_rows=900, processes=1)
    levels = from_arrays(arrays_of(tmp_path))
    assert levels.levels[-1].zoom is None
    assert len(levels.levels[-1].rows) == len(parcels)
