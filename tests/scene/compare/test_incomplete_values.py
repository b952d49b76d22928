"""A value of a layer that is not complete is a bound: it has no rank, no gap, no point and no colour."""

import pytest

from atlas.scene.compare.comparison import compare
from atlas.scene.compare.maps import colour_maps
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.compare.scatter import scatter
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View
from tests.scene.compare.compared import HENIN, LENS


def test_a_value_of_a_layer_that_is_not_complete_is_a_bound_without_rank_and_without_gap(atlas):
    view = View(lang="en", compare=(LENS, HENIN), ind=("heap_density", "inscribed_heap_share", "population_density"))
    heaps, share, people = describe_comparison(compare(view, atlas), atlas.catalog, "en")["lines"]
    assert [cell["completeness"] for cell in heaps["cells"]] == ["at_least", "at_least"]
    assert all(cell["text"].startswith("at least ") and cell["number"].startswith("≥") for cell in heaps["cells"])
    assert [(cell["rank"], cell["gap"]) for cell in (*heaps["cells"], *share["cells"])] == [(None, None)] * 4
    assert all(cell["text"].startswith("at most ") for cell in share["cells"])
    assert heaps["rank_note"] == "no rank: the layer is not complete"
    assert any("172 more are listed without outline" in note for note in heaps["cells"][0]["notes"])
    assert sorted(cell["rank"] for cell in people["cells"]) == [1, 2]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The canal d’Aire, the canal de Lens, the Souchez and the canal de la Sensée are missing."),
        ("fr", "Il manque le canal d’Aire, le canal de Lens, la Souchez et le canal de la Sensée."),
        ("pt", "Faltam o canal d’Aire, o canal de Lens, a Souchez e o canal de la Sensée."),
    ],
)
def test_the_distance_to_a_waterway_is_blank_with_its_reason(lang, sentence, atlas):
    view = View(lang=lang, compare=(LENS,), ind=("heap_to_network_m.waterway",))
    state = describe_comparison(compare(view, atlas), atlas.catalog, lang)
    cell = state["lines"][0]["cells"][0]
    assert (cell["value"], cell["rank"], cell["completeness"]) == (None, None, "blank")
    assert any(note.endswith(sentence) for note in cell["notes"])
    assert "7" not in state["sentences"][0]["text"]


@pytest.mark.parametrize("compared", [(), ("commune",), (LENS, HENIN), (HOME_BASIN, "ruhr"), ("basin",)])
def test_the_default_comparison_shows_what_is_complete_for_all_that_is_compared(compared, atlas):
    comparison = compare(View(compare=compared), atlas)
    assert comparison.lines
    assert {cell.completeness for line in comparison.lines for cell in line.cells} == {"complete"}
    assert "heap_to_network_m.waterway" not in {line.measure.id for line in comparison.lines}


@pytest.mark.parametrize("name", all_measures({}))
def test_no_sentence_ranks_what_is_not_complete(name, atlas):
    view = View(lang="en", compare=(LENS, HENIN), ind=(name,))
    comparison = compare(view, atlas)
    text = describe_comparison(comparison, atlas.catalog, "en")["sentences"][0]["text"]
    if all(cell.completeness != "complete" for cell in comparison.lines[0].cells):
        assert "not complete" in text
        assert "highest" not in text
        assert "times" not in text


def test_no_point_and_no_colour_stands_for_what_is_not_complete(atlas):
    measures = all_measures({})
    found = scatter(measures["heap_density"], measures["population_density"], "commune", View(), atlas)
    assert (found["points"], found["missing"] + found["partial"]) == ([], 257)
    drawn = colour_maps(measures["heap_density"], View(lang="en", compare=(LENS,)), atlas)
    areas = [area for found in drawn["maps"] for area in found["areas"]]
    assert {area["class"] for area in areas} == {None}
    assert any(area["text"].startswith("at least") for area in areas)
    assert drawn["partial"] == "Hatched: a layer is not complete there, its values do not compare."
    whole = colour_maps(measures["population_density"], View(lang="en", compare=(LENS,)), atlas)
    assert whole["partial"] is None
