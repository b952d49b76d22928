from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from atlas.analysis.indicators import REGISTRY, completeness_in, measure
from atlas.analysis.indicators.completeness import completeness_notes, effects_on
from atlas.analysis.spatial.territories import WHOLLY_SURVEYED
from atlas.scene.compare.territories import build_territories, ids_of
from atlas.scene.query.completeness import area_of, extent_of
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View

LENS = "246200364"
MEASURES = [(declared.id, item.part) for declared in REGISTRY.values() for item in declared.measures]


@pytest.fixture(scope="module")
def bodies(atlas):
    return build_territories([HOME_BASIN, *ids_of("intercommunality", atlas)], View(), atlas)


@pytest.fixture(scope="module")
def measured(bodies, frames):
    return {name: measure(declared, bodies, frames) for name, declared in REGISTRY.items()}


@pytest.mark.parametrize("name", REGISTRY)
def test_an_indicator_declares_what_each_of_its_layers_does_where_it_is_not_complete(name, catalog):
    declared = REGISTRY[name]
    assert {key.partition(".")[0] for key in declared.incomplete} == set(declared.layers)
    parts = {item.part for item in declared.measures}
    for key, effect in declared.incomplete.items():
        assert isinstance(effect, str) or set(effect) <= parts, key
        kind = key.split(".")[1:]
        assert not kind or kind[1] in catalog[key.partition(".")[0]].completeness.by[kind[0]], key


@pytest.mark.parametrize(("name", "part"), MEASURES)
def test_no_value_of_a_layer_that_is_not_complete_stands_without_its_note(name, part, measured, bodies, catalog):
    number, effects = measured[name][part], REGISTRY[name].effects(part)
    for territory in bodies.ids:
        lacking = [key for key in effects if bodies.complete[key][territory] < WHOLLY_SURVEYED]
        notes = "" if number.notes is None else number.notes[territory]
        known = not np.isnan(number.value[territory])
        if not lacking:
            assert completeness_in(notes) == "complete"
        elif known:
            assert completeness_in(notes) in {"at_least", "at_most", "listed"}, territory
            assert "blank" not in {effects[key] for key in lacking}
        blank = completeness_in(notes) == "blank"
        if lacking and (known or blank):
            reasons = [key for key in lacking if not blank or effects[key] == "blank"]
            assert {note for note in notes.split(";") if note.startswith("gap:")} == {f"gap:{key}" for key in reasons}
            assert all(extent_of(key, catalog).sentence("fr") for key in lacking)


@pytest.mark.parametrize(("name", "part"), MEASURES)
def test_a_waterway_or_a_mine_railway_that_is_missing_may_be_the_nearest(name, part, measured):
    blank = (name, part) in {("heap_to_network_m", "waterway"), ("heap_to_network_m", "mine_railway")}
    states = {completeness_in(notes) for notes in notes_of(measured[name][part])}
    assert ("blank" in states) == blank
    if blank:
        assert measured[name][part].value.isna().all()


def notes_of(number):
    return number.value.map(lambda _: "") if number.notes is None else number.notes


def test_what_stands_in_lens_lievin_and_how(measured):
    said = {
        f"{name}.{part}" if part else name: completeness_in(notes_of(measured[name][part])[LENS])
        for name, part in MEASURES
    }
    assert said["heap_density"] == said["shaft_density"] == said["waterway_density"] == "at_least"
    assert said["estate_density"] == said["equivalent_connectivity_ha"] == said["core_area_share"] == "at_least"
    assert said["inscribed_heap_share"] == said["inscribed_railway_share"] == "at_most"
    assert said["years_since_closure.last_shaft"] == said["inscribed_estate_share"] == "at_most"
    assert said["heap_form_profile.conical"] == said["mean_shaft_life_years"] == said["network_gaps"] == "listed"
    assert said["world_heritage_intensity"] == said["ouv_completeness"] == said["poverty_gap"] == "complete"
    assert said["protected_area_share.regional_nature_park"] == said["population"] == "complete"
    # A count keeps its value: the 45 heaps with an outline that meet the territory, of those listed.
    assert measured["heap_density"][""].amount[LENS] == 45


def test_the_kinds_of_a_layer_are_complete_in_areas_of_their_own(catalog):
    assert area_of("slag_heaps.unesco.inscribed", catalog) == "everywhere"
    assert area_of("slag_heaps.precision.exact", catalog) == "unknown"
    assert area_of("blue_corridors", catalog) == "nowhere"
    assert area_of("communes", catalog) == ("nord_pas_de_calais",)
    assert area_of("mining_estates", catalog) == ("unesco_components", "unesco_buffer")
    assert area_of("protected_areas.kind.regional_nature_park", catalog) == "everywhere"


@pytest.mark.parametrize("perimeter", ["property", "buffer"])
def test_estates_are_complete_within_the_property_and_within_the_buffer_zone(perimeter, atlas, frames):
    own = build_territories([LENS], View(perimeter=perimeter), atlas)
    assert own.complete["mining_estates"].item() == pytest.approx(1, abs=1e-3)
    number = measure(REGISTRY["estate_density"], own, frames)[""]
    assert completeness_in(notes_of(number).item()) == "complete"
    whole = build_territories([LENS], View(), atlas)
    assert 0.1 < whole.complete["mining_estates"].item() < 0.3


def test_a_body_without_an_outline_has_no_value_of_what_lies_in_it(atlas, frames):
    inside = build_territories([LENS], View(), atlas)
    assert inside.complete["communes"].item() == pytest.approx(1, abs=1e-3)
    whole = build_territories([LENS, "200033579"], View(perimeter="bodies"), atlas)
    # A body without an outline of its own: nobody can say how much of it the layer covers.
    assert np.isnan(whole.complete["communes"]["200033579"])
    assert np.isnan(measure(REGISTRY["population_density"], whole, frames)[""].value["200033579"])


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ({"a": "at_least"}, "at_least"),
        ({"a": "at_least", "b": "at_most"}, "listed"),
        ({"a": "at_least", "b": "listed"}, "at_least"),
        ({"a": "at_least", "b": "blank"}, "blank"),
        ({"c": "blank"}, "complete"),
        ({"unknown_to_the_territories": "blank"}, "complete"),
    ],
)
def test_effects_of_several_layers_add_up(effects, expected, bodies):
    nothing, all_of_it = pd.Series(0.0, index=bodies.ids), pd.Series(1.0, index=bodies.ids)
    own = replace(bodies, complete={"a": nothing, "b": nothing, "c": all_of_it})
    assert set(map(completeness_in, completeness_notes(effects, own).texts)) == {expected}


def test_an_effect_holds_for_all_parts_or_for_those_named():
    effects = {"a": "at_least", "b": {"x": "blank"}, "c": "none"}
    assert effects_on("x", effects) == {"a": "at_least", "b": "blank"}
    assert effects_on("", effects) == {"a": "at_least"}
