"""What may be ranked: no amount among territories of different size, no overlap without a warning, a direction each."""

import csv
import io
import itertools
from datetime import date

import openpyxl
import pandas as pd
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.indicators import NORMS, REGISTRY
from atlas.analysis.statistics.ranks import rank_territories
from atlas.render.compare_tables import COLUMNS, comparison_csv
from atlas.render.print.comparison_report import compare_file
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.indicator_cache import indicator_values
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.compare.rank_robustness import describe_pair, rank_comparison
from atlas.scene.compare.rank_rules import Overlap, find_overlaps, is_of_one_size, is_ranked
from atlas.scene.compare.sentences import write_sentences
from atlas.scene.compare.territories import ids_of
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View

AND = {"fr": "et", "en": "and", "pt": "e"}
LENS, HENIN, LOOS = "246200364", "246200299", "62528"
DRAWN = "circle:50.43,2.83,6000"
# Units of areas, lengths and counts; the mesh is a mean area, the others are means, extremes or rates.
AMOUNTS = {"ha", "km", "inhabitants", "gaps", "groups", "properties", "points", "links", "projects", "countries"}
AMOUNTS |= {"themes", "twin towns"}
# The value of a whole may lie outside those of its parts: diversity grows, a share of the habitat falls.
DIVERSITY = {"heap_form_profile", "ouv_completeness.evenness", "equivalent_connectivity_ha.habitat_share"}


@pytest.mark.parametrize("measure", all_measures({}).values(), ids=all_measures({}))
def test_an_area_a_length_or_a_count_is_declared_as_an_amount(measure):
    assert measure.amount == (
        (measure.unit in AMOUNTS and measure.id != "equivalent_connectivity_ha.mesh")
        or measure.id == "network_gaps.spanning_m"
    )
    assert measure.is_amount("absolute") == (measure.amount or measure.extensive)
    if measure.instead:
        offered = all_measures({})[measure.instead]
        assert not offered.is_amount("area")
        assert offered.direction == measure.direction or "neutral" in {offered.direction, measure.direction}


@pytest.mark.parametrize("name", REGISTRY)
def test_what_is_ranked_lies_for_a_whole_between_the_values_of_its_parts(name, atlas):
    bodies = ids_of("intercommunality", atlas)
    values = indicator_values([*bodies, HOME_BASIN], name, View(), "area", atlas)
    for measure in REGISTRY[name].measures:
        value = values[measure.part].value
        parts, whole = value[bodies].dropna(), value[HOME_BASIN]
        if measure.amount or measure.id in DIVERSITY or parts.empty or pd.isna(whole):
            continue
        assert parts.min() - 1e-9 <= whole <= parts.max() + 1e-9, measure.id


def test_an_equivalent_connectivity_ranks_no_territories_of_different_size(atlas):
    line = compare(View(ind=("equivalent_connectivity_ha",)), atlas).lines[0]
    assert {cell.rank for cell in line.cells} == {None}
    offered = compare(View(ind=("equivalent_connectivity_ha.mesh",)), atlas).lines[0]
    # The mesh compares; that no body has a rank comes from patches that may be missing.
    assert (line.ranked, offered.ranked) == (False, True)
    assert {cell.completeness for cell in offered.cells} == {"at_least"}


def test_a_density_ranks_and_the_count_behind_it_does_not(atlas):
    ranked = {
        norm: [cell.rank for cell in compare(View(ind=("world_heritage_intensity",), norm=norm), atlas).lines[0].cells]
        for norm in NORMS
    }
    assert None not in ranked["area"] + ranked["population"]
    assert set(ranked["absolute"]) == {None}


def test_amounts_rank_territories_of_one_size():
    population = all_measures({})["population"]
    assert is_of_one_size(pd.Series([100.0, 104.0]))
    assert is_ranked(population, "area", pd.Series([100.0, 104.0]))
    assert not is_ranked(population, "area", pd.Series([100.0, 106.0]))
    assert not is_ranked(population, "area", pd.Series([100.0, float("nan")]))
    assert is_ranked(all_measures({})["population_density"], "area", pd.Series([1.0, 106.0]))


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("en", "an amount: no rank among territories of different size"),
        ("fr", "une quantité : pas de rang entre territoires de tailles différentes"),
        ("pt", "uma quantidade: sem posição entre territórios de tamanhos diferentes"),
    ],
)
def test_an_amount_says_why_it_has_no_rank_and_what_ranks_instead(lang, why, atlas):
    view = View(lang=lang, compare=(LENS, HENIN), ind=("population", "poverty_gap", "population_density"))
    state = describe_comparison(compare(view, atlas), atlas.catalog, lang)
    people, poverty, density = state["lines"]
    assert (people["ranked"], people["rank_note"]) == (False, why)
    assert people["instead"] == {"id": "population_density", "title": density["title"]}
    assert [line["rank_note"] for line in (poverty, density)] == {
        "en": ["rank 1 = least", "rank 1 = most"],
        "fr": ["rang 1 = le moins", "rang 1 = le plus"],
        "pt": ["posição 1 = menos", "posição 1 = mais"],
    }[lang]
    rows = list(csv.DictReader(io.StringIO(comparison_csv(state).decode())))
    assert [row["rank_note"] for row in rows[::2]] == [line["rank_note"] for line in state["lines"]]
    assert [bool(row["rank"]) for row in rows[::2]] == [False, True, True]


def test_rank_1_is_at_the_end_that_its_direction_says(atlas):
    comparison = compare(View(), atlas)
    state = describe_comparison(comparison, atlas.catalog, "en")
    for line in state["lines"]:
        first = [cell["value"] for cell in line["cells"] if cell["rank"] == 1]
        known = [cell["value"] for cell in line["cells"] if cell["value"] is not None]
        if line["ranked"] and first:
            assert set(first) == {{"rank 1 = most": max, "rank 1 = least": min}[line["rank_note"]](known)}, line["id"]


def test_a_commune_and_the_body_that_holds_it_are_compared_with_a_warning(atlas):
    view = View(lang="en", compare=(LENS, LOOS, HENIN))
    comparison = compare(view, atlas)
    assert [(one.inner, one.outer) for one in comparison.overlaps] == [(LOOS, LENS)]
    assert comparison.overlaps[0].share == pytest.approx(1, abs=1e-3)
    state = describe_comparison(comparison, atlas.catalog, "en")
    assert state["warnings"] == ["Loos-en-Gohelle is a part of CA de Lens - Liévin: their ranks are not independent."]
    assert b"Loos-en-Gohelle is a part of" in comparison_csv(state)


def test_many_parts_of_a_whole_need_one_warning(atlas):
    view = View(lang="en", compare=("intercommunality", HOME_BASIN), ind=("heap_density",))
    state = describe_comparison(compare(view, atlas), atlas.catalog, "en")
    [warning] = state["warnings"]
    assert warning.startswith("13 territories are parts of ")


def test_bodies_beside_each_other_need_no_warning_and_their_basin_does(atlas):
    assert find_overlaps(tuple(ids_of("intercommunality", atlas)), View(), atlas) == ()
    assert find_overlaps((LOOS, HENIN), View(), atlas) == ()
    found = find_overlaps((HOME_BASIN, LENS), View(), atlas)
    assert found == (Overlap(LENS, HOME_BASIN, pytest.approx(1, abs=1e-3)),)
    drawn = find_overlaps((LENS, "drawn"), View(select=DRAWN), atlas)
    assert [(one.inner, one.outer) for one in drawn] == [("drawn", LENS)]


def test_the_composite_leaves_amounts_out(atlas):
    found = rank_comparison(compare(View(ind=("equivalent_connectivity_ha", "poverty_gap", "monument_share")), atlas))
    assert found["amounts"] == ["equivalent_connectivity_ha"]
    assert "equivalent_connectivity_ha" not in {measure["id"] for measure in found["measures"]}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=2, max_size=5), st.tuples(*[st.integers(1, 9)] * 3))
def test_the_territory_that_is_ahead_more_often_is_named_first(rows, weights):
    values = pd.DataFrame(rows, index=[f"t{k}" for k in range(len(rows))], columns=list("abc"), dtype=float)
    ranks = rank_territories(values, dict.fromkeys("abc", "higher"), dict(zip("abc", weights, strict=True)))
    order = ranks.composite.sort_values(ascending=False, kind="stable").index
    for one, other in itertools.pairwise(order):
        pair = describe_pair(ranks, one, other)
        behind = float(ranks.ahead.loc[pair["second"], pair["first"]])
        assert pair["share"] >= behind
        assert pair["share"] + behind + pair["level"] == pytest.approx(1)
        assert pair["tied"] == (round(100 * pair["share"]) == round(100 * behind))
        assert pair["own_first"] in {None, one}
        if values.loc[one].equals(values.loc[other]):
            assert (pair["level"], pair["own_first"], pair["flip"]) == (1, None, None)


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_sentences_put_no_amount_first_and_name_all_that_are_level(lang, atlas):
    ids = ("245901160", LENS, LOOS)
    view = View(lang=lang, compare=ids, ind=("population", "protected_area_share.regional_nature_park"))
    comparison = compare(view, atlas)
    amount, share = (one["text"] for one in write_sentences(comparison, atlas.catalog, lang))
    assert {"fr": "une quantité", "en": "an amount", "pt": "uma quantidade"}[lang] in amount
    # Two of them are outside the nature park: neither is last alone.
    level = [comparison.names[one] for one, cell in zip(ids, comparison.lines[1].cells, strict=True) if not cell.value]
    assert len(level) == 2
    assert f" {' et '.join(level)} (0" in share.replace(f" {AND[lang]} ", " et ")


def test_the_direction_of_a_rank_and_a_missing_rank_stand_in_the_report(atlas):
    view = View(lang="en", compare=(LENS, LOOS), ind=("population", "poverty_gap", "population_density"))
    state = describe_comparison(compare(view, atlas), atlas.catalog, "en")
    made = {"made": date(2026, 11, 30), "address": "https://atlas.example/?mode=compare"}
    page = pypdf.PdfReader(io.BytesIO(compare_file("pdf", state, "en", **made))).pages[0].extract_text()
    for text in ("rank 1 = least", "rank 1 = most", "no rank among territories", "their ranks are not independent"):
        assert text in page
    book = openpyxl.load_workbook(io.BytesIO(compare_file("xlsx", state, "en", **made)))
    numbers = [dict(zip(COLUMNS, row, strict=True)) for row in book["Numbers"].iter_rows(min_row=2, values_only=True)]
    assert all("their ranks are not independent" in row["rank_note"] for row in numbers)
    assert [row["rank"] for row in numbers[:2]] == [None, None]
    assert numbers[2]["rank_note"].startswith("rank 1 = least; ")
