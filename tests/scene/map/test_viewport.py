"""Large layers in a window: rows drawn, hit test, list; compared with an STRtree and a plain search."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import POINT, SPECK, to_world, units
from atlas.analysis.spatial.viewport import Window, in_window
from atlas.catalog import open_catalog, shipped_layers
from atlas.catalog.filter import Filter
from atlas.io.atlas import Atlas
from atlas.io.read import Frames
from atlas.render.scene_message import scene_message
from atlas.scene.map.compose import compose, make_mark
from atlas.scene.map.viewport import (
    MOST_FOUND,
    REACH,
    few_rows_mark,
    find_rows,
    layer_query,
    layer_viewport,
    list_rows,
    next_row,
)
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import Classes, Near, View
from tests.benchmarks.large_data import make_lines, make_points, make_polygons, write_layer

SIZES = {"polygons": 6_000, "lines": 6_000, "points": 20_000}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    for kind, count in SIZES.items():
        write_layer(folder, kind, count, kind)
    catalog = open_catalog(shipped_layers(), beside=(folder,))
    frames = Frames(catalog)
    marks = {kind: make_mark(catalog[kind], frames[kind], "fr") for kind in SIZES}
    levels = {kind: build_levels(frames[kind].geometry.to_numpy()) for kind in SIZES}
    return Atlas(catalog, frames), marks, levels


def around(zoom, lon=2.9, lat=50.45, width=1280, height=800):
    x, y = to_world(np.array([[lon, lat]]))[0]
    half = units(zoom) * np.array([width, height]) / 2
    return Window(int(x - half[0]), int(y - half[1]), int(x + half[0]), int(y + half[1]), zoom)


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("zoom", [4, 7, 9, 10.5, 12, 15, 18])
def test_every_row_in_the_window_is_a_shape_a_speck_or_a_symbol(large, kind, zoom):
    _, marks, levels = large
    mark, level, window = marks[kind], levels[kind], around(zoom)
    kept = np.ones(len(mark.features), dtype=bool)
    viewport = layer_viewport(mark, level, kept, window)
    rows = np.flatnonzero(in_window(level, window, 16) & (level.kind > 0))
    assert viewport.count == len(rows)
    size = np.maximum(*(level.boxes[[2, 3]] - level.boxes[[0, 1]])) / window.unit
    large_enough = rows[(level.kind[rows] > POINT) & (size[rows] >= SPECK)]
    assert viewport.shapes.tolist() == large_enough.tolist()
    inside = in_window(level, window)
    for row in rows[(level.kind[rows] > POINT) & (size[rows] < SPECK) & inside[rows]]:
        x = int(np.clip((level.boxes[0, row] - window.west) / window.unit, 0, window.size[0] - 1))
        y = int(np.clip((level.boxes[1, row] - window.north) / window.unit, 0, window.size[1] - 1))
        assert viewport.specks[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].any()
    if kind == "points" and len(rows) <= 5_000:
        assert viewport.symbols.tolist() == rows.tolist()


@pytest.mark.parametrize("kind", SIZES)
def test_a_row_that_is_not_kept_is_neither_drawn_nor_hit(large, kind):
    atlas, marks, levels = large
    view = View(layers=(kind,), filters=(Filter(kind, "kind", "in", ("wood",)),))
    kept = row_mask(kind, view, atlas)
    assert kept.tolist() == (atlas.frames[kind]["kind"] == "wood").fillna(value=False).tolist()
    for zoom in (7, 10, 13):
        viewport = layer_viewport(marks[kind], levels[kind], kept, around(zoom))
        assert kept[viewport.shapes].all()
        assert kept[viewport.symbols].all()
        wood = [symbol.code for symbol in marks[kind].symbols].index("wood")
        assert set(np.unique(viewport.specks)) <= {0, wood + 1}
    random = np.random.default_rng(5)
    for lon, lat in random.uniform([2, 50.1], [3.8, 50.8], (60, 2)):
        assert kept[find_rows(marks[kind], levels[kind], kept, to_world(np.array([[lon, lat]]))[0], 10)].all()


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("zoom", [6, 8.5, 10, 12, 14.5, 17])
def test_the_hit_test_agrees_with_a_spatial_index(large, kind, zoom):
    """The shapes within six pixels, and those that a place lies in."""
    atlas, marks, levels = large
    shapes = shapely.transform(atlas.frames[kind].geometry.to_numpy(), to_world)
    tree, mark, unit = shapely.STRtree(shapes), marks[kind], units(zoom)
    kept = np.ones(len(shapes), dtype=bool)
    symbol = mark.radius[0] if kind == "points" else 0
    for place in to_world(np.random.default_rng(11).uniform([1.7, 50.0], [4.1, 50.9], (150, 2))):
        point = shapely.Point(place)
        near = tree.query(point, predicate="dwithin", distance=(REACH + symbol) * unit)
        far = np.maximum(0, shapely.distance(shapes[near], point) / unit - symbol)
        near, far = near[far < REACH], far[far < REACH]
        nearest = near[np.lexsort((-near, far))[:MOST_FOUND]]
        assert find_rows(mark, levels[kind], kept, place, zoom).tolist() == sorted(nearest)


def test_the_nearest_row_in_a_direction_agrees_with_a_plain_search(large):
    _, marks, levels = large
    level = levels["points"]
    del marks
    kept = level.kind > 0
    place = to_world(np.array([[2.9, 50.45]]))[0]
    east, south = level.anchor[0] - place[0], level.anchor[1] - place[1]
    for turn, wanted in ((0, -south), (90, east), (180, south), (270, -east)):
        ahead = kept & (wanted >= np.hypot(east, south) * np.cos(np.pi / 4)) & (np.hypot(east, south) > 0)
        expected = np.flatnonzero(ahead)[np.hypot(east, south)[ahead].argmin()]
        found = next_row(level, kept, place, turn, None)
        assert found == expected
        assert next_row(level, kept, place, turn, int(expected)) != expected
    assert next_row(level, np.zeros(len(kept), bool), place, 0, None) is None


def test_the_list_counts_the_rows_in_the_window_and_holds_the_largest(large):
    _, _, levels = large
    level, window = levels["polygons"], around(11)
    kept = np.arange(len(level.kind)) % 2 == 0
    count, rows = list_rows(level, kept, window, 10)
    seen = np.flatnonzero(in_window(level, window) & kept)
    size = np.maximum(*(level.boxes[[2, 3]] - level.boxes[[0, 1]]))
    assert count == len(seen)
    assert sorted(size[rows], reverse=True) == size[rows].tolist()
    assert size[rows].min() == np.sort(size[seen])[-10]


def test_the_mark_of_a_single_row(large):
    atlas, marks, _ = large
    mark = marks["polygons"]
    single = few_rows_mark(mark, [17], 12)
    assert single.features.index.tolist() == [atlas.frames["polygons"].index[17]]
    assert single.names == (atlas.frames["polygons"]["name"].iloc[17],)
    assert single.symbol_of.tolist() == [mark.symbol_of[17]]
    assert single.features.iloc[0].equals(atlas.frames["polygons"].geometry.iloc[17])


def test_a_row_with_very_many_vertices_is_simplified_for_the_zoom(large):
    mark = make_mark(large[0].catalog["polygons"], large[0].frames["polygons"].iloc[:1], "fr")
    rings = gpd.GeoSeries([shapely.Point(2.9, 50.4).buffer(0.5, quad_segs=20_000)], index=mark.features.index, crs=4326)
    object.__setattr__(mark, "features", rings)
    assert shapely.get_num_coordinates(few_rows_mark(mark, [0], 8).features.iloc[0]) < 2_000


def test_the_message_of_a_large_layer_holds_count_and_query_but_no_mask(large):
    atlas, _, _ = large
    filters = (Filter("points", "kind", "in", ("wood", "pond")), Filter("lines", "value", "gte", bound=3))
    view = View(
        layers=("points", "lines"), filters=filters, year=1900, classes=(Classes("points", "value", "quantiles", 5),)
    )
    scene = compose(view, atlas)
    message = scene_message(scene)
    layers = {layer["id"]: layer for layer in message["layers"]}
    for kind in ("points", "lines"):
        assert "mask" not in layers[kind]
        assert layers[kind]["count"] == int(row_mask(kind, view, atlas).sum())
        again, problems = parse_permalink("?" + layers[kind]["query"])
        assert problems == ()
        assert row_mask(kind, again, atlas).tolist() == row_mask(kind, view, atlas).tolist()
    assert message["classes"]["points"]["of"] == ""
    assert len(str(message)) < 10_000


def test_the_legend_counts_every_row_of_a_large_layer(large):
    atlas, marks, _ = large
    scene = compose(View(layers=("polygons",)), atlas)
    counts = {marks["polygons"].symbols[e.symbol].code: e.count for e in scene.legend}
    true = atlas.frames["polygons"]["kind"].astype("object").value_counts(dropna=False)
    assert counts == {None if code != code else code: count for code, count in true.items()}  # noqa: PLR0124 - nan


def test_the_query_of_a_layer_leaves_out_conditions_on_other_layers():
    filters = (Filter("points", "kind", "in", ("wood",)), Filter("lines", "kind", "in", ("pond",)))
    view = View(lang="en", theme="dark", layers=("points", "lines"), filters=filters)
    assert layer_query("points", view) == "points.kind=wood"
    near = View(filters=filters, near=(Near("points", "lines", 100), Near("lines", "points", 5)))
    assert layer_query("points", near) == "near=points:lines:100&lines.kind=pond&points.kind=wood"
    assert layer_query("other", view) == ""


def test_the_synthetic_layers_have_the_declared_geometry():
    assert set(make_polygons(50).geom_type) <= {"Polygon", "MultiPolygon"}
    assert set(make_lines(50).geom_type) == {"LineString"}
    assert make_points(2000).geometry.isna().any()
