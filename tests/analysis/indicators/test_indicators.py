import doctest
import inspect
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from atlas.analysis import indicators
from atlas.analysis.indicators import REGISTRY, measure
from atlas.scene.compare.territories import build_territories, ids_of
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View
from tests.analysis.indicators.indicator_oracle import measure as measure_slowly
from tests.analysis.indicators.indicator_oracle import without_warnings

MEASURES = [(name, one.part) for name, declared in REGISTRY.items() for one in declared.measures]
FEW = (
    "heap_density",
    "heap_footprint_share",
    "mine_railway_density",
    "heap_to_network_m",
    "poverty_gap",
    "network_gaps",
)


@pytest.fixture(scope="module")
def slow(territories, frames):
    @cache
    def measured_slowly(level):
        own, basin = territories[level], HOME_BASIN if level == "basin" else None
        return without_warnings(measure_slowly, own.outlines, own.communes, frames, basin=basin, year=own.year)

    return measured_slowly


@pytest.mark.parametrize(
    "level", ["intercommunality", *(pytest.param(level, marks=pytest.mark.slow) for level in ("basin", "commune"))]
)
@pytest.mark.parametrize(("name", "part"), MEASURES)
def test_an_indicator_is_what_a_slow_independent_computation_gives(name, part, level, measured, slow, everywhere):
    key = f"{name}.{part}" if part else name
    expected = slow(level)[key].rename("value").astype(float)
    # Projected and geodesic areas of the same polygon part by 2e-5; slivers of a commune by a little more.
    blank = "blank" in REGISTRY[name].effects(part).values()
    found = everywhere(level, name) if blank else measured[level][name]
    assert_series_equal(found[part].value.rename("value"), expected, rtol=5e-4, atol=1e-9, check_names=False)


@pytest.mark.parametrize("name", REGISTRY)
def test_an_indicator_states_formula_unit_layers_authority_and_an_example(name, catalog):
    declared = REGISTRY[name]
    text = inspect.getdoc(declared.function)
    first, *layers = inspect.signature(declared.function).parameters
    assert first == "territories"
    assert tuple(layers) == declared.layers
    assert set(layers) <= set(catalog)
    for heading in ("Parameters", "Returns", "Notes", "References", "Examples"):
        assert re.search(rf"^{heading}\n-+$", text, re.MULTILINE), heading
    assert ".. math::" in text
    parameters = text.partition("Parameters\n")[2].partition("Returns\n")[0]
    assert all(re.search(rf"^(.*, )?{layer}(,.*)?$", parameters, re.MULTILINE) for layer in layers)
    returned = text.partition("Returns\n")[2].partition("Notes\n")[0].casefold()
    said = {"share": "share", "1/100 km²": "1/100 km²", "km/100 km²": "km/100 km²", "ha": "ha", "m": "m"}
    said |= {"years": "years", "€": "€", "ratio": "ratio", "inhabitants": "inhabitants", "1/km²": "inhabitants/km²"}
    for one in declared.measures[:1]:
        assert said.get(one.unit, one.unit.partition("/")[0].partition(" ")[0][:5]).casefold() in returned


@pytest.mark.parametrize("name", REGISTRY)
def test_the_example_of_an_indicator_holds_on_the_shipped_layers(name, territories, frames):
    function = REGISTRY[name].function
    module = vars(inspect.getmodule(function))
    example = doctest.DocTestFinder().find(
        function, name, globs={**module, "basin": territories["basin"], "frames": frames}
    )
    results = [doctest.DocTestRunner().run(one) for one in example]
    assert sum(result.attempted for result in results) > 0
    assert sum(result.failed for result in results) == 0


@pytest.mark.parametrize("name", REGISTRY)
def test_the_rows_that_a_number_names_are_all_it_needs(name, territories, measured, frames):
    own = territories["intercommunality"]
    position = own.ids.get_loc("246200364")
    one = gather_one(own, position)
    for part, number in measured["intercommunality"][name].items():
        used = {layer: inside.of(position) for layer, inside in number.rows.items()}
        assert set(used) <= set(REGISTRY[name].layers)
        alone = {
            layer: frames[layer].loc[used[layer]] if layer in used else frames[layer].iloc[:0]
            for layer in REGISTRY[name].layers
        }
        if name == "twinning_links":
            alone["communes"] = frames["communes"]
        again = measure(REGISTRY[name], one, alone)[part].value
        np.testing.assert_allclose(again.iloc[0], number.value.iloc[position], rtol=1e-9)


def gather_one(territories, position):
    """Take one of several territories."""
    name = territories.ids[position]
    series = {
        field: getattr(territories, field).iloc[[position]]
        for field in ("outlines", "level", "area_km2", "surveyed", "approximate", "communes_expected", "population")
    }
    return replace(territories, **series, communes={name: territories.communes[name]}, _kept={})


@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_territories_changes_no_number(seed, territories, measured, frames):
    chance = np.random.default_rng(seed)
    shuffled = {layer: frames[layer].iloc[chance.permutation(len(frames[layer]))] for layer in layers_read()}
    own = territories["intercommunality"]
    order = chance.permutation(len(own))
    series = {
        field: getattr(own, field).iloc[order]
        for field in ("outlines", "level", "area_km2", "surveyed", "approximate", "communes_expected", "population")
    }
    turned = replace(own, **series, _kept={})
    for name in FEW:
        for part, number in measure(REGISTRY[name], turned, shuffled).items():
            expected = measured["intercommunality"][name][part].value.iloc[order]
            assert_series_equal(number.value, expected, rtol=1e-9)


def layers_read():
    return {layer for name in FEW for layer in REGISTRY[name].layers}


@pytest.mark.parametrize("name", REGISTRY)
def test_what_nobody_surveyed_is_unknown_and_never_zero(name, measured, territories):
    partners = territories["partner"].ids != HOME_BASIN
    for number in measured["partner"][name].values():
        if not REGISTRY[name].world:
            assert number.value[partners].isna().all()
            assert number.expected[partners].sum() == 0
        known_as_point = territories["partner"].outlines.isna()
        if name != "years_since_closure":
            assert number.value[known_as_point].isna().all()


@pytest.mark.parametrize("name", REGISTRY)
def test_every_indicator_can_be_asked_of_a_drawn_outline(name, measured):
    for number in measured["drawn"][name].values():
        assert number.value.index.tolist() == ["drawn"]
        assert (number.valid <= number.expected).all()


@pytest.mark.parametrize("level", ["basin", "intercommunality", "commune", "partner", "drawn"])
def test_shares_lie_between_0_and_1_and_coverage_never_exceeds_what_is_expected(level, measured):
    for name, declared in REGISTRY.items():
        for one in declared.measures:
            number = measured[level][name][one.part]
            assert (number.valid <= number.expected).all(), one.id
            assert number.valid.dtype == number.expected.dtype == np.int64
            if one.unit in {"share", "evenness"}:
                assert number.value.dropna().between(0, 1 + 1e-9).all(), one.id


@pytest.mark.parametrize("norm", ["population", "absolute"])
def test_what_can_be_counted_can_be_told_in_three_ways(norm, territories, frames, measured):
    own = territories["intercommunality"]
    found = measure(REGISTRY["heap_density"], own, frames, norm)[""].value
    per_area = measured["intercommunality"]["heap_density"][""].value
    by = own.area_km2 / 100 if norm == "absolute" else own.area_km2 / 100 / (own.population / 10_000)
    assert_series_equal(found, per_area * by, check_names=False)
    share = measure(REGISTRY["ouv_completeness"], own, frames, norm)[""].value
    assert_series_equal(share, measured["intercommunality"]["ouv_completeness"][""].value)


def test_what_needs_layers_that_are_not_shipped_is_not_declared():
    assert not REGISTRY.keys() & {"effective_mesh_km2", "unemployment_gap", "railway_reuse_share"}


def test_every_theme_of_indicators_is_a_module_of_the_package():
    assert {declared.theme for declared in REGISTRY.values()} == set(indicators.__all__) & set(dir(indicators)) - {
        name for name in indicators.__all__ if not inspect.ismodule(getattr(indicators, name))
    }


def test_the_length_of_a_border_shape_is_shared(measured):
    """A railway that runs from one body into the next is measured in each."""
    amount = measured["intercommunality"]["mine_railway_density"][""].amount
    assert amount.sum() == pytest.approx(measured["basin"]["mine_railway_density"][""].amount.item(), rel=0.01)
    assert isinstance(amount, pd.Series)


@pytest.mark.slow
@pytest.mark.parametrize("perimeter", ["property", "bodies", "buffer"])
def test_every_indicator_can_be_measured_of_every_commune_within_every_perimeter(perimeter, atlas):
    own = build_territories(ids_of("commune", atlas), View(perimeter=perimeter), atlas)
    slowly = without_warnings(
        measure_slowly, own.outlines[own.outlines.notna()], own.communes, atlas.frames, year=own.year
    )
    for name in REGISTRY:
        for part, number in measure(REGISTRY[name], own, atlas.frames).items():
            key = f"{name}.{part}" if part else name
            if REGISTRY[name].theme in {"society", "income"}:
                continue
            expected = slowly[key].reindex(own.ids).where(own.outlines.notna())
            # A commune that meets a perimeter in a sliver has shares of square metres, which are rounding.
            known = number.value.notna() & expected.notna() & (own.area_km2 > 0.01)
            np.testing.assert_allclose(number.value[known], expected[known].astype(float), rtol=2e-3, atol=1e-6)
