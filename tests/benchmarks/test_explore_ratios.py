"""What a planner waits for, as ratios: a key in the search, a spatial question, a drawn selection, a table."""

import statistics
import time

import geopandas as gpd
import pytest
from rapidfuzz import fuzz, process

from atlas.analysis.spatial.measure import areas_m2
from atlas.analysis.statistics.name_words import fold
from atlas.analysis.statistics.text_index import find
from atlas.scene.explore.search import make_finder, search
from atlas.scene.explore.summary import summarize
from atlas.scene.explore.table import Page, make_table
from atlas.scene.map.compose import compose
from atlas.scene.query.row_masks import query_rows, selected_outline
from atlas.scene.query.view import Near, View
from tests.benchmarks.fresh_atlas import forget_computed

pytestmark = pytest.mark.benchmark

ROUNDS = 9
TYPED = ["T74", "11/19", "wallers", "olgnies", "henin baumont", "compagnie anzin"]


def median_ms(call, rounds=ROUNDS):
    call()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


@pytest.fixture(scope="module")
def names(atlas):
    return [
        fold(name)
        for layer in atlas.catalog.values()
        for column in (layer.name, *layer.search.names, *layer.search.about)
        for name in atlas.frames[layer.id][column].dropna()
        if isinstance(name, str)
    ]


@pytest.mark.parametrize("typed", TYPED)
def test_a_key_in_the_search_costs_a_part_of_a_plain_scan(atlas, names, typed):
    finder = make_finder(atlas)
    ours = median_ms(lambda: find(finder.index, typed))
    plain = median_ms(lambda: process.extract(fold(typed), names, scorer=fuzz.partial_ratio, limit=24))
    whole = median_ms(lambda: search(finder, typed, "fr", atlas))
    print(f"{typed!r} in {len(names)} names: index {ours:.1f} ms, scan {plain:.1f} ms, ratio {ours / plain:.2f}")
    print(f"the whole answer {whole:.1f} ms")
    assert ours <= 0.6 * plain


@pytest.mark.parametrize(
    "asked",
    [
        {"select": "circle:50.43,2.83,5000"},
        {"select": "_b_rHwocP?_glW~hbE??~flW"},
        {"territory": ("246200364",)},
        {"near": (Near("slag_heaps", "green_corridors", 500),)},
        {"near": (Near("green_corridors", "mining_estates", 500),)},
    ],
    ids=["circle", "polygon", "territory", "heaps near railways", "railways near estates"],
)
def test_a_selection_over_all_layers_costs_little_beside_the_scene(atlas, asked):
    layers = tuple(layer.id for layer in atlas.catalog.values() if not layer.backdrop or layer.level)
    bare = median_ms(lambda: compose(View(layers=layers), atlas))
    selected = median_ms(lambda: compose(View(layers=layers, **asked), atlas))
    naive = median_ms(lambda: compose(View(layers=layers), forget_computed(atlas)), rounds=3)
    print(f"{asked}: scene {bare:.1f} ms, selected {selected:.1f} ms, scene made anew {naive:.0f} ms")
    assert selected <= 1.5 * naive


def test_a_page_of_the_table_costs_a_part_of_the_whole_table(atlas):
    first = median_ms(lambda: make_table("mines", View(), atlas, Page(sort="-name", count=50)))
    whole = median_ms(lambda: make_table("mines", View(), atlas, Page(sort="-name", count=1000)))
    print(f"page {first:.1f} ms, whole {whole:.1f} ms, ratio {first / whole:.2f}")
    assert first <= 0.5 * whole


def test_a_summary_costs_less_than_cutting_layer_by_layer(atlas):
    view = View(territory=("246200364",), layers=("slag_heaps", "mining_estates", "unesco_components", "communes"))
    outline = selected_outline(view, atlas)

    def plain():
        for rows in query_rows(view, atlas).values():
            cut = gpd.clip(rows, outline)
            areas_m2(gpd.GeoSeries([cut.union_all()], crs=cut.crs))

    ours, theirs = median_ms(lambda: summarize(view, atlas)), median_ms(plain)
    print(f"summary with classes {ours:.1f} ms, gpd.clip without {theirs:.1f} ms, ratio {ours / theirs:.2f}")
    assert ours <= 1.5 * theirs
