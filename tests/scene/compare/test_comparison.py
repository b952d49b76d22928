import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from atlas.analysis.indicators import REGISTRY, complete_values, measure
from atlas.scene.compare.choices import list_choices
from atlas.scene.compare.comparison import compare, compared_ids, reference_of, values_of
from atlas.scene.compare.measures import BASIN_MEASURES, measure_title, write_value, write_without_unit
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.compare.missing_links import list_missing_links
from atlas.scene.compare.perimeters import compare_perimeters, describe_perimeters
from atlas.scene.compare.rank_robustness import rank_comparison
from atlas.scene.compare.scatter import scatter
from atlas.scene.compare.sentences import write_sentences
from atlas.scene.compare.territories import build_territories
from atlas.scene.query.compare_parameters import PERIMETERS, all_measures, read_measure
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View
from tests.scene.compare.compared import ARRAS, DRAWN, HENIN, LENS


def test_by_default_the_bodies_mostly_inside_the_basin_are_compared(atlas):
    comparison = compare(View(), atlas)
    bodies = atlas.frames["intercommunalities"].loc[list(comparison.territories)]
    assert len(bodies) == 7
    assert (2 * bodies["communes"] > bodies["communes_total"]).all()
    shown = [line.measure.id for line in comparison.lines]
    assert shown == [name for name in BASIN_MEASURES if name in shown]
    assert {"world_heritage_intensity", "ouv_completeness", "population_density", "poverty_gap"} <= set(shown)
    assert reference_of(View(), atlas) == "basin"


def test_a_level_stands_for_all_its_territories(atlas):
    assert len(compared_ids(View(compare=("intercommunality",)), atlas)) == 13
    assert len(compared_ids(View(compare=("basin", LENS)), atlas)) == 33


def test_rank_gap_and_reference_are_computed_from_the_values(atlas, frames):
    view = View(
        compare=(LENS, HENIN, ARRAS), ref="median", ind=("world_heritage_intensity", "poverty_gap", "population_trend")
    )
    comparison = compare(view, atlas)
    own = build_territories(view.compare, view, atlas)
    for line in comparison.lines:
        values = measure(REGISTRY[line.measure.indicator], own, frames)[line.measure.part].value
        assert [cell.value for cell in line.cells] == [None if math.isnan(value) else value for value in values]
        assert line.reference.value == pytest.approx(values.median())
        order = values.dropna().sort_values(ascending=line.measure.direction == "lower").index
        for territory, cell in zip(view.compare, line.cells, strict=True):
            ranked = line.ranked and territory in order and len(order) > 1
            assert cell.rank == (list(order).index(territory) + 1 if ranked else None)
            assert cell.gap == (pytest.approx(values[territory] - values.median()) if territory in order else None)


def test_a_missing_value_has_no_rank_but_a_coverage(atlas):
    comparison = compare(View(compare=(LENS, ARRAS), ind=("poverty_gap",)), atlas)
    known, secret = comparison.lines[0].cells
    assert (known.rank, secret.rank, secret.value, secret.gap) == (None, None, None, None)
    assert (secret.valid, secret.expected, secret.notes) == (0, 5, ("secret",))


def test_another_territory_can_be_the_reference(atlas):
    comparison = compare(View(compare=(LENS,), ref=HENIN, ind=("population_density",)), atlas)
    line = comparison.lines[0]
    assert comparison.names[HENIN].startswith("CA d'Hénin")
    assert line.cells[0].gap == pytest.approx(line.cells[0].value - line.reference.value)


def test_with_partner_basins_only_international_measures_have_values(atlas):
    view = View(compare=(HOME_BASIN, "ruhr", "wallonia"))
    comparison = compare(view, atlas)
    assert comparison.reference == "median"
    assert all(REGISTRY[line.measure.indicator].world for line in comparison.lines)
    forced = compare(replace(view, ind=("heap_density",)), atlas).lines[0]
    assert [cell.value is None for cell in forced.cells] == [False, True, True]
    assert forced.cells[1].notes == ("not_surveyed",)
    assert forced.cells[0].rank is None


def test_a_territory_known_as_a_point_has_values_of_measures_without_outline(atlas):
    comparison = compare(View(compare=("falun", "miike"), ind=("years_since_closure", "listed_mining_sites")), atlas)
    years, sites = comparison.lines
    assert years.cells[0].value == comparison.year - 1992
    assert years.cells[1].notes == ("closure_unknown",)
    assert [cell.value for cell in sites.cells] == [None, None]


def test_a_drawn_outline_is_compared_like_a_territory(atlas):
    comparison = compare(View(compare=("drawn", LENS), select=DRAWN, ind=("heap_density", "population")), atlas)
    assert comparison.lines[0].cells[0].value > 0
    assert comparison.lines[1].cells[0].notes == ("communes_cut",)


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_measure_has_a_title_and_a_unit(lang, atlas):
    for item in all_measures({}).values():
        assert measure_title(item, atlas.catalog, lang)
        for norm in ("area", "population", "absolute"):
            assert write_value(1.0, item.unit_in(norm), lang)
    assert len(list_choices(atlas, lang)["indicators"]) == len(REGISTRY)


def test_numbers_have_three_digits_and_unknown_values_a_word():
    assert write_value(0.064321, "share", "en") == "6.43\u00a0%"
    assert write_value(1234.5, "m", "fr") == "1\u202f235\u00a0m"
    assert write_value(float("nan"), "m", "en") == "unknown"
    assert write_value(1980.0, "decade", "fr") == "années 1980"
    assert write_value(1.0, "years", "en") == "1\u00a0year"
    assert write_without_unit(8.094, "1/100 km²", "en") == "8.09"
    assert write_without_unit(None, "m", "en") == "–"


@pytest.mark.parametrize(
    ("values", "unit", "spread", "texts"),
    [
        ((100.0005, 100.0012), "ha", 0.0007, ["100.0005\u00a0ha", "100.0012\u00a0ha"]),
        ((1234.2, 1234.7), "m", 1.5, ["1,234.2\u00a0m", "1,234.7\u00a0m"]),
        ((0.50001, 0.50003), "share", 0.00002, ["50.001\u00a0%", "50.003\u00a0%"]),
        ((0.0005, 0.0012), "ratio", 0.0007, ["0.0005", "0.0012"]),
        ((1e-9, 2.5e-9), "ratio", 1.5e-9, ["1\u00a0×\u00a010⁻⁹", "2.5\u00a0×\u00a010⁻⁹"]),
        ((1e15, 2e15), "ha", 1e15, ["1\u00a0×\u00a010¹⁵\u00a0ha", "2\u00a0×\u00a010¹⁵\u00a0ha"]),
        ((12.0, 345.678), "ha", 300, ["12\u00a0ha", "346\u00a0ha"]),
        ((-100.0005, -100.0012), "ha", 0.0007, ["-100.0005\u00a0ha", "-100.0012\u00a0ha"]),
    ],
)
def test_values_of_a_level_that_lie_close_together_are_told_apart(values, unit, spread, texts):
    assert [write_value(value, unit, "en", spread) for value in values] == texts


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_sentences_contain_the_values_of_the_table(lang, catalog, atlas):
    comparison = compare(
        View(lang=lang, compare=(LENS, HENIN, ARRAS), ind=("population_density", "poverty_gap")), atlas
    )
    sentences = write_sentences(comparison, catalog, lang)
    for line, sentence in zip(comparison.lines, sentences, strict=True):
        known = {
            territory: cell
            for territory, cell in zip(comparison.territories, line.cells, strict=True)
            if cell.value is not None
        }
        most = max(known, key=lambda territory: known[territory].value)
        assert comparison.names[most] in sentence["text"]
        assert write_value(known[most].value, line.unit, lang, known[most].spread) in sentence["text"]
        assert write_value(line.reference.value, line.unit, lang, line.reference.spread) in sentence["text"]
        assert sentence["source"]
    assert comparison.names[ARRAS] in sentences[1]["text"].rpartition(":")[2]


def test_the_same_comparison_is_described_in_words(catalog, atlas):
    view = View(lang="en", compare=(LENS, ARRAS), version=(("basin_area", "public_pages"),))
    state = describe_comparison(compare(view, atlas), catalog, "en", view.version)
    assert [territory["id"] for territory in state["territories"]] == [LENS, ARRAS]
    assert all(len(line["cells"]) == 2 for line in state["lines"])
    copied = "Copy of French Wikipedia (frwiki.academic.ru), weak source"
    assert state["versions"] == [f"Area of the Nord – Pas-de-Calais basin: 1 200\u00a0km² ({copied})"]
    assert any("INSEE" in " ".join(credit) for credit in state["credits"])


@pytest.mark.slow
def test_reversed_findings_are_those_of_brute_force(atlas, frames):
    """Every pair, every measure, every perimeter, by hand."""
    view = View(compare=(LENS, HENIN, "200044618", "245901152"), select=DRAWN)
    chosen = [read_measure(name, {}).measure for name in BASIN_MEASURES]
    ids = [*view.compare, HOME_BASIN]
    tables = {}
    for perimeter in PERIMETERS:
        own = build_territories(ids, replace(view, perimeter=perimeter), atlas)
        tables[perimeter] = pd.DataFrame(
            {item.id: complete_values(measure(REGISTRY[item.indicator], own, frames)[item.part]) for item in chosen}
        ).rename(index={HOME_BASIN: "basin"})
    expected = {}
    for perimeter in PERIMETERS[1:]:
        found = set()
        for item, a, b in ((item, a, b) for item in chosen for a, b in itertools.combinations(tables["mbm"].index, 2)):
            before, after = (
                table.loc[a, item.id] - table.loc[b, item.id] for table in (tables["mbm"], tables[perimeter])
            )
            if before * after < 0 and min(abs(before), abs(after)) > 1e-9:
                found.add((item.id, frozenset({a, b})))
        expected[perimeter] = found
    effects = {effect.perimeter: effect for effect in compare_perimeters(view, atlas)}
    assert {
        name: {(f.before.measure, frozenset(f.before.sides)) for f in effect.flips} for name, effect in effects.items()
    } == expected
    assert any(expected.values())
    for effect in describe_perimeters(view, atlas):
        assert all(flip["before"] != flip["after"] for flip in effect["flips"])


def test_ranks_leave_out_neutral_measures_and_incomplete_territories(atlas):
    view = View(
        compare=(LENS, HENIN, ARRAS), ind=("population_density", "monument_share:2", "poverty_gap", "core_area_share")
    )
    found = rank_comparison(compare(view, atlas))
    assert found["neutral"] == ["population_density"]
    assert found["incomplete"] == ["core_area_share"]
    assert found["missing"] == {ARRAS: ["monument_share", "poverty_gap"]}
    assert [round(item["weight"], 3) for item in found["measures"]] == [0.667, 0.333]
    assert {territory["id"] for territory in found["ranked"]} == {LENS, HENIN}
    assert all(sum(territory["acceptability"]) == pytest.approx(1) for territory in found["ranked"])


def test_one_measure_makes_no_composite(atlas):
    assert rank_comparison(compare(View(ind=("poverty_gap", "population")), atlas))["ranked"] == []


def test_the_flipping_weight_reverses_the_pair_when_a_link_sets_it(atlas):
    whole = (
        "monument_share",
        "heritage_nature_overlap.regional_nature_park",
        "protected_area_share.regional_nature_park",
    )
    view = View(ind=(*whole, "poverty_gap"))
    found = rank_comparison(compare(view, atlas))
    pair = next(pair for pair in found["ahead"] if pair["flip"])
    share = min(0.99, pair["flip"]["weight"] + 0.02)
    heavy = 3 * share / (1 - share)
    ind = tuple(f"{name}:{heavy}" if name == pair["flip"]["id"] else name for name in view.ind)
    order = [territory["id"] for territory in rank_comparison(compare(replace(view, ind=ind), atlas))["ranked"]]
    assert order.index(pair["second"]) < order.index(pair["first"])


def test_points_have_both_values_and_territories_without_are_counted(atlas):
    measures = all_measures({})
    found = scatter(measures["population_density"], measures["poverty_gap"], "commune", View(), atlas)
    assert found["missing"] == 108
    assert sum(point["compared"] for point in found["points"]) == 7
    by_id = {point["id"]: point for point in found["points"]}
    values = values_of(compare(View(ind=("population_density", "poverty_gap")), atlas))
    assert by_id[LENS]["x"] == values.loc[LENS, "population_density"]


def test_missing_links_are_ten_at_most_in_order_of_gain_per_metre(atlas):
    links = list_missing_links(LENS, View(lang="en"), atlas)
    gains = [link["gain_ha"] / link["length_m"] for link in links]
    assert len(links) == 10
    assert gains == sorted(gains, reverse=True)
    assert all(link["start"] and link["end"] and 0 < link["length_m"] <= 5000 for link in links)
    assert np.ptp([point[0] for link in links for point in link["line"]]) < 0.4
    assert list_missing_links(ARRAS, View(), atlas) == []
