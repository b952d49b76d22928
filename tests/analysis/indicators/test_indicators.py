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


@pytest.fixture(scope="module")
def everywhere(territories, frames):
    """Measure as if every layer were complete: the formula alone, also where a value is blank today."""

    def measure_everywhere(level, name):
        return measure(REGISTRY[name], replace(territories[level], complete={}), frames)

    return measure_everywhere


@pytest.mark.parametrize("level", ["basin", "intercommunality", pytest.param("commune", marks=pytest.mark.slow)])
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


def test_the_points_that_communes_count_add_up_to_what_the_basin_counts(measured):
    communes, basin = measured["commune"]["shaft_density"][""], measured["basin"]["shaft_density"][""]
    # Two shafts lie in the slits that simplified commune outlines leave.
    assert communes.amount.sum() == pytest.approx(basin.amount.item(), abs=3)


def test_measured_values_are_of_the_order_that_was_published(measured, everywhere):
    """The checks of the indicators' own specification; areas there are partly planar."""
    basin = {
        name: {part: number.value.item() for part, number in parts.items()} for name, parts in measured["basin"].items()
    }
    assert basin["heap_density"][""] == pytest.approx(9.0, abs=0.05)
    assert basin["heap_density"]["numbered"] == pytest.approx(18.6, abs=0.05)
    assert basin["heap_footprint_share"][""] == pytest.approx(0.0090, abs=0.0001)
    assert basin["world_heritage_intensity"][""] == pytest.approx(6.1, abs=0.05)
    assert basin["world_heritage_intensity"]["property_share"] == pytest.approx(0.0221, abs=0.0001)
    assert basin["world_heritage_intensity"]["buffer_ratio"] == pytest.approx(3.77, abs=0.01)
    assert basin["heritage_nature_overlap"]["natura_2000"] == pytest.approx(0.022, abs=0.0005)
    nearest = {part: number.value.item() for part, number in everywhere("basin", "heap_to_network_m").items()}
    assert nearest["mine_railway"] == pytest.approx(18, abs=1)
    assert nearest["waterway"] == pytest.approx(6000, abs=50)
    assert basin["core_area_share"]["natura_2000"] == pytest.approx(0.0094, abs=0.0001)
    assert basin["poverty_gap"][""] == pytest.approx(0.234, abs=0.0005)
    assert basin["population_trend"][""] == pytest.approx(-0.0002, abs=0.00005)
    assert basin["equivalent_connectivity_ha"]["without_natura_2000"] == pytest.approx(570, rel=0.005)


def test_a_secret_is_blank_and_its_coverage_says_so(measured):
    poverty = measured["commune"]["poverty_gap"][""]
    assert poverty.value.notna().sum() == poverty.valid.sum() == 142
    assert set(poverty.notes[poverty.value.isna()]) == {"secret"}
    assert measured["basin"]["poverty_gap"][""].valid.item() == 142


def test_a_closing_after_the_last_extraction_is_kept_and_marked(measured, frames):
    late = frames["mine_shafts"]["closed_after_last_extraction"].fillna(value=False)
    assert late.any()
    closed = measured["intercommunality"]["years_since_closure"]["last_shaft"]
    marked = closed.notes.str.split(";").str[0] == "after_last_extraction"
    assert marked.any()
    assert (closed.value[marked] < 36).all()


def test_the_last_extraction_and_the_last_shaft_are_two_definitions(measured):
    basin, bodies = measured["basin"]["years_since_closure"], measured["intercommunality"]["years_since_closure"]
    assert (basin[""].value.item(), basin["last_shaft"].value.item()) == (36, 24)
    assert bodies["last_shaft"].value["246200364"] == 24
    assert bodies[""].value.isna().all()
    assert set(bodies[""].notes) == {"extraction_of_basins"}
    # The last shaft of a part cannot have been closed after the last shaft of the whole.
    assert bodies["last_shaft"].value.min() >= basin["last_shaft"].value.item()


def test_a_median_is_not_averaged(measured):
    for level in ("basin", "intercommunality", "drawn"):
        assert measured[level]["median_income"][""].value.isna().all()
        assert set(measured[level]["median_income"][""].notes) == {"not_averaged"}


def test_an_outline_that_cuts_communes_has_no_population(measured, territories):
    drawn = measured["drawn"]["population"][""]
    assert drawn.value.isna().all()
    assert 0 < drawn.valid.item() < drawn.expected.item()
    assert territories["drawn"].population.isna().all()


@pytest.mark.parametrize("norm", ["population", "absolute"])
def test_what_can_be_counted_can_be_told_in_three_ways(norm, territories, frames, measured):
    own = territories["intercommunality"]
    found = measure(REGISTRY["heap_density"], own, frames, norm)[""].value
    per_area = measured["intercommunality"]["heap_density"][""].value
    by = own.area_km2 / 100 if norm == "absolute" else own.area_km2 / 100 / (own.population / 10_000)
    assert_series_equal(found, per_area * by, check_names=False)
    share = measure(REGISTRY["ouv_completeness"], own, frames, norm)[""].value
    assert_series_equal(share, measured["intercommunality"]["ouv_completeness"][""].value)


@pytest.mark.parametrize(
    ("figure", "choice", "name", "expected"),
    [
        ("slag_heap_count", "left", "heap_density", 100 * 198 / 1789.612),
        ("slag_heap_area", "sum", "heap_footprint_share", 16.79 / 1789.612),
        ("component_count", "points", "world_heritage_intensity", 100 * 108 / 1789.612),
        ("basin_area", "public_pages", "shaft_density", 100 * 623 / 1200),
        ("basin_population", "insee", "population_density", 1_260_000 / 1789.612),
    ],
)
def test_the_chosen_version_of_a_contested_figure_changes_the_basin_and_nothing_else(
    figure, choice, name, expected, request
):
    atlas, measured = (request.getfixturevalue(fixture) for fixture in ("atlas", "measured"))
    ids = [HOME_BASIN, "246200364"]
    own = build_territories(ids, View(version=((figure, choice),)), atlas)
    found = measure(REGISTRY[name], own, atlas.frames)[""].value
    assert figure in REGISTRY[name].figures
    assert found[HOME_BASIN] == pytest.approx(expected, rel=1e-5)
    assert found["246200364"] == measured["intercommunality"][name][""].value["246200364"]


def test_a_version_that_is_no_single_number_leaves_a_gap(atlas):
    own = build_territories([HOME_BASIN], View(version=(("slag_heap_count", "numbered"),)), atlas)
    assert measure(REGISTRY["heap_density"], own, atlas.frames)[""].value.isna().all()


def test_kinds_of_corridor_and_of_protection_are_never_pooled():
    for name in ("heap_to_network_m", "protected_heap_share", "heritage_nature_overlap"):
        assert all(one.part for one in REGISTRY[name].measures)


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


@pytest.mark.parametrize(
    "perimeter", ["property", *(pytest.param(one, marks=pytest.mark.slow) for one in ("bodies", "buffer"))]
)
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
