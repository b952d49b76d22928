"""Own code against the obvious way of the library, same data, same run."""

import statistics
import time

import geopandas as gpd
import pytest

from atlas.analysis.filters import mask_rows
from atlas.analysis.spatial.proximity import within_distance
from atlas.catalog.filter import Filter
from atlas.render.mark_encoding import pack_mark
from atlas.scene.map.compose import compose, make_mark
from atlas.scene.query.view import View
from tests.benchmarks.fresh_atlas import forget_computed

pytestmark = pytest.mark.benchmark


def median_ms(call, rounds=7):
    """Return the median processor time of a call: the machine is shared."""
    call()
    times = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def test_packing_a_layer_is_ten_times_faster_than_geojson(atlas):
    layer, gdf = atlas.catalog["mining_estates"], atlas.frames["mining_estates"]
    mark = make_mark(layer, gdf, "fr")
    ours, theirs = median_ms(lambda: pack_mark(mark)), median_ms(gdf[["name", "geometry"]].to_json)
    print(f"pack {ours:.1f} ms, to_json {theirs:.1f} ms, ratio {ours / theirs:.3f}")
    assert ours <= 0.1 * theirs


def test_a_distance_question_is_hardly_slower_than_the_bare_predicate(frames):
    shafts, railways = frames["mine_shafts"].geometry, frames["green_corridors"].geometry.dropna()

    def plain():
        left = gpd.GeoDataFrame(geometry=shafts.to_crs(2154))
        right = gpd.GeoDataFrame(geometry=railways.to_crs(2154))
        return left.sjoin(right, predicate="dwithin", distance=500)

    ours, theirs = median_ms(lambda: within_distance(shafts, railways, 500)), median_ms(plain)
    print(f"within_distance {ours:.1f} ms, to_crs + sjoin(dwithin) {theirs:.1f} ms, ratio {ours / theirs:.2f}")
    assert ours <= 1.3 * theirs


def test_a_filter_is_cheap_beside_the_scene_it_changes(atlas):
    layer, gdf = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    asked = (Filter("slag_heaps", "form", "in", ("conical", "flat")), Filter("slag_heaps", "area_ha", "gte", bound=5))
    mask = median_ms(lambda: mask_rows(gdf, layer, asked))
    scene = median_ms(lambda: compose(View(filters=asked), forget_computed(atlas)))
    print(f"mask {mask:.2f} ms, whole scene {scene:.1f} ms")
    assert mask <= 0.25 * scene
