"""What was published about a value holds of it: its order, its blanks, its definitions and its versions."""

import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.scene.compare.territories import build_territories
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View


def test_the_points_that_communes_count_add_up_to_what_the_basin_counts(measured):
    communes, basin = measured["commune"]["shaft_density"][""], measured["basin"]["shaft_density"][""]
    # Two shafts lie in the slits that simplified commune outlines leave.
    assert communes.amount.sum() == pytest.approx(basin.amount.item(), abs=3)


def test_measured_values_are_of_the_order_that_was_published(measured, everywhere):
    """The checks of the indicators' own specification; areas there are partly planar."""
    checked = ("heap_density", "heap_footprint_share", "world_heritage_intensity", "heritage_nature_overlap")
    checked += ("core_area_share", "poverty_gap", "population_trend", "equivalent_connectivity_ha")
    basin = {name: {part: number.value.item() for part, number in measured["basin"][name].items()} for name in checked}
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
