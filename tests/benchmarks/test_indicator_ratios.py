"""All indicators against the naive way, same values, same run."""

import os
import time
from dataclasses import replace

import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.perimeters import compare_perimeters
from atlas.scene.compare.territories import build_territories, ids_of
from atlas.scene.query.view import View

# The oracle lies beside the tests that hold its values equal to the atlas's.
from tests.analysis.indicators.indicator_oracle import measure as measure_slowly
from tests.analysis.indicators.indicator_oracle import without_warnings
from tests.benchmarks.fresh_atlas import forget_computed

pytestmark = pytest.mark.benchmark


def seconds(call, rounds, clock=time.process_time):
    """Time of the quickest round, by default that of the processor: the machine is shared."""
    times = []
    for _ in range(rounds):
        began = clock()
        call()
        times.append(clock() - began)
    return min(times)


def test_all_indicators_of_250_communes_are_ten_times_faster_than_overlays(atlas):
    ids = ids_of("commune", atlas)
    own = build_territories(ids, View(), atlas)

    def ours():
        # Outlines are given to both; nothing measured before is kept.
        fresh = replace(own, _kept={})
        for declared in REGISTRY.values():
            measure(declared, fresh, atlas.frames)

    def theirs():
        without_warnings(measure_slowly, own.outlines, own.communes, atlas.frames, year=own.year)

    ours()
    # What a reader waits for: the atlas cuts on all cores, an overlay as it is written on one.
    fast, slow = seconds(ours, 9, time.perf_counter), seconds(theirs, 3, time.perf_counter)
    fast_work, slow_work = seconds(ours, 5), seconds(theirs, 1)
    print(
        f"\n{len(REGISTRY)} indicators, 250 communes: {fast:.2f} s, overlays {slow:.2f} s, ratio {slow / fast:.1f}; "
        f"of the processors {fast_work:.2f} s, {slow_work:.2f} s, ratio {slow_work / fast_work:.1f}; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    assert slow >= 10 * fast


def test_another_choice_of_territories_costs_a_tenth_of_measuring_them(atlas):
    first, then = View(compare=("246200364", "246200299")), View(compare=("200044618", "245901152", "246200299"))

    def cold():
        compare(first, forget_computed(atlas))

    compare(first, atlas)
    slow, fast = seconds(cold, 2), seconds(lambda: compare(then, atlas), 5)
    print(f"first comparison {1000 * slow:.0f} ms, another choice {1000 * fast:.0f} ms, ratio {fast / slow:.3f}")
    assert fast <= 0.2 * slow


def test_turning_four_perimeters_costs_hardly_more_than_four_comparisons(atlas):
    view = View(compare=("246200364", "246200299"), select="circle:50.43,2.83,6000")

    def alone():
        for perimeter in ("mbm", "bodies", "property", "buffer", "drawn"):
            compare(View(compare=view.compare, select=view.select, perimeter=perimeter), forget_computed(atlas))

    single, together = seconds(alone, 1), seconds(lambda: compare_perimeters(view, forget_computed(atlas)), 1)
    print(f"five perimeters one by one {single:.2f} s, turned {together:.2f} s, ratio {together / single:.2f}")
    assert together <= 1.3 * single
