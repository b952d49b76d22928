import json
import random
import shlex
from contextlib import redirect_stdout
from fractions import Fraction
from hashlib import sha256
from io import StringIO

import pandas as pd
import pytest

from atlas.__main__ import main
from atlas.analysis.indicators import REGISTRY
from atlas.analysis.statistics.similarity import rank_by_similarity
from atlas.render.print.formula import formula_picture
from atlas.scene.compare.closure_timeline import align_closures
from atlas.scene.compare.disagreements import list_disagreements
from atlas.scene.compare.provenance import file_hash, formula_of, trace_number
from atlas.scene.compare.similar_basins import ATTRIBUTES, basin_values, find_similar_basins, split_thousandths
from atlas.scene.compare.territories import version_number
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View

LENS = "246200364"
LOOS = "62528"


def printed(command):
    """Return what a command of the atlas prints, run in this process."""
    out = StringIO()
    with redirect_stdout(out):
        assert main(shlex.split(command)[3:]) == 0
    return json.loads(out.getvalue())


def sample(count):
    chance = random.Random(1360)  # noqa: S311 - choice of test cases, not security
    views = [
        View(),
        View(perimeter="property"),
        View(norm="population"),
        View(perimeter="drawn", select="circle:50.43,2.83,6000"),
        View(version=(("slag_heap_count", "left"),)),
    ]
    territories = [LENS, "59178", "62498", HOME_BASIN, "ruhr"]
    measures = sorted(all_measures({}))
    return [(chance.choice(measures), chance.choice(territories), chance.choice(views)) for _ in range(count)]


@pytest.mark.parametrize(("name", "territory", "view"), sample(8))
def test_the_command_of_a_value_prints_the_same_value(name, territory, view, atlas):
    measure = all_measures({})[name]
    found = trace_number(measure, territory, view, atlas)
    rows = printed(found["command"])
    again = next(row for row in rows if row["part"] == (measure.part or None))
    assert again["value"] == found["value"]
    assert (again["territory"], again["valid"], again["expected"]) == (territory, found["valid"], found["expected"])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "territory", "view"), sample(100))
def test_the_commands_of_a_hundred_values_print_the_same_values(name, territory, view, atlas):
    measure = all_measures({})[name]
    found = trace_number(measure, territory, view, atlas)
    assert (
        next(row["value"] for row in printed(found["command"]) if row["part"] == (measure.part or None))
        == found["value"]
    )


def test_a_value_has_its_rows_files_and_hashes(atlas, catalog):
    found = trace_number(all_measures({})["heap_density"], LENS, View(lang="en"), atlas)
    layer = found["layers"][0]
    assert layer["id"] == "slag_heaps"
    assert len(layer["rows"]) == found["valid"] == 45
    path = catalog["slag_heaps"].files[0][0]
    assert layer["files"][0]["sha256"] == file_hash(path) == sha256(path.read_bytes()).hexdigest()
    assert all(found[key] for key in ("perimeter", "definition", "references"))
    assert "EPSG:6933" in found["method"]


def test_where_a_value_comes_from_is_said_in_the_language_of_the_page(atlas):
    years = trace_number(all_measures({})["years_since_closure"], HOME_BASIN, View(lang="fr", year=2026), atlas)
    assert years["exact"] == years["text"] == "36\u00a0ans"
    share = trace_number(all_measures({})["heap_footprint_share"], HOME_BASIN, View(lang="pt"), atlas)
    assert share["exact"].startswith("0,90")
    assert share["exact"].endswith("\u00a0%")
    heaps = trace_number(all_measures({})["heap_density"], LENS, View(lang="fr"), atlas)
    producers = {file["producer"] for layer in heaps["layers"] for file in layer["files"]}
    assert "Contributeurs de Wikipédia en français" in producers


def test_a_value_says_by_which_rule_and_with_which_share_its_objects_are_in_the_territory(atlas):
    """Loos-en-Gohelle: a component whose point on surface is elsewhere is one of its own, with its share inside."""
    view = View(lang="en")
    components = trace_number(all_measures({})["world_heritage_intensity"], LOOS, view, atlas)["layers"]
    assert [layer["id"] for layer in components] == ["unesco_components"]
    assert components[0]["rule"].startswith("meets: every object of which more than 100 m²")
    assert len(components[0]["shares"]) == len(components[0]["rows"]) > 0
    assert components[0]["shares"] == ["14.3\u00a0% inside"]
    ground = trace_number(all_measures({})["world_heritage_intensity.buffer_ratio"], LOOS, view, atlas)["layers"]
    assert {layer["id"]: layer["rule"].partition(":")[0] for layer in ground} == {
        "unesco_components": "inside",
        "unesco_buffer": "inside",
    }
    shafts = trace_number(all_measures({})["shaft_density"], LOOS, view, atlas)["layers"][0]
    assert set(shafts["shares"]) == {""}
    communes = trace_number(all_measures({})["population"], LOOS, view, atlas)["layers"][0]
    assert (communes["rule"].partition(":")[0], communes["shares"]) == ("member", [""])


@pytest.mark.parametrize("name", REGISTRY)
def test_every_formula_can_be_drawn(name):
    picture = formula_picture(formula_of(REGISTRY[name])).decode()
    assert picture.startswith("<svg")
    assert "currentColor" in picture


def test_a_version_is_a_number_or_nan():
    assert version_number("1 789,6") == 1789.6
    assert version_number("150 000") == 150_000
    assert version_number("330–340") != version_number("330–340")


def test_the_disagreements_are_all_contested_figures_with_their_sources(catalog):
    found = list_disagreements(View(lang="en", version=(("slag_heap_count", "left"),)), catalog)
    assert {figure["id"] for figure in found} == {key for layer in catalog.values() for key in layer.figures}
    assert all(len(figure["versions"]) > 1 for figure in found)
    assert all(version["source"] and version["definition"] for figure in found for version in figure["versions"])
    heaps = next(figure for figure in found if figure["id"] == "slag_heap_count")
    assert (heaps["chosen"], heaps["used_by"]) == ("left", ["Slag heaps with an outline"])


def test_every_figure_of_an_indicator_is_declared(catalog):
    figures = {key for layer in catalog.values() for key in layer.figures}
    assert {figure for declared in REGISTRY.values() for figure in declared.figures} <= figures


def test_the_timeline_interpolates_no_year_and_gives_the_reason_without_a_closure(atlas, frames):
    found = align_closures(View(lang="en"), atlas)
    basins = frames["mining_basins"]
    closed = basins["last_closure_year"].dropna()
    assert {basin["id"]: basin["closed"] for basin in found["aligned"]} == closed[closed <= found["year"]].to_dict()
    assert {basin["id"] for basin in found["apart"]} == set(basins.index) - {basin["id"] for basin in found["aligned"]}
    assert {basin["reason"] for basin in found["apart"]} == {"planned", "partial", "several", "unknown"}
    for basin in found["aligned"]:
        assert all(event["at"] == event["year"] - basin["closed"] for event in basin["events"])
    home = next(basin for basin in found["aligned"] if basin["id"] == HOME_BASIN)
    assert {event["kind"]: event["year"] for event in home["events"]}["world_heritage"] == 2012


def test_in_an_earlier_year_a_basin_that_was_still_mined_is_not_aligned(atlas):
    found = align_closures(View(year=1985), atlas)
    assert next(basin for basin in found["apart"] if basin["id"] == HOME_BASIN)["reason"] == "not_yet"
    assert all(basin["closed"] <= 1985 for basin in found["aligned"])


def test_the_rounded_reasons_add_up_to_the_rounded_likeness(atlas):
    for basin in find_similar_basins(HOME_BASIN, View(lang="en"), atlas)["twins"]:
        assert sum(reason["thousandths"] for reason in basin["reasons"]) == basin["thousandths"]
        assert basin["likeness"] == pytest.approx(sum(reason["share"] for reason in basin["reasons"]))
        assert basin["thousandths"] == pytest.approx(1000 * basin["likeness"], abs=0.5)


def test_without_an_attribute_a_basin_has_the_stated_rank(atlas):
    view = View(lang="en", detail=(("twins.mineral", "0"),))
    values = basin_values(view, atlas)
    similar = find_similar_basins(HOME_BASIN, view, atlas)["twins"]
    for left_out in ATTRIBUTES:
        rest = tuple(attribute for attribute in ATTRIBUTES if attribute is not left_out)
        known = rank_by_similarity(HOME_BASIN, ATTRIBUTES, values)
        again = {other.territory: other.likeness for other in rank_by_similarity(HOME_BASIN, rest, values, least=1)}
        kept = {other.territory: again[other.territory] for other in known if other.territory in again}
        for basin, other in zip(similar, known, strict=True):
            at = [reason.attribute for reason in other.reasons]
            if left_out.id in at and other.territory in kept:
                rank = 1 + sum(likeness > kept[other.territory] for likeness in kept.values())
                assert basin["reasons"][at.index(left_out.id)]["rank_without"] == rank


def test_a_copper_mine_is_not_among_coalfields_unless_the_mineral_is_unticked(atlas, frames):
    minerals = frames["mining_basins"]["mineral"]
    coals = {"coal", "hard_coal", "brown_coal", "lignite"}
    twins = find_similar_basins(HOME_BASIN, View(), atlas)["twins"]
    assert [twin["id"] for twin in twins[:4]] == ["wallonia", "ruhr", "south_limburg", "miike"]
    is_coal = [minerals[twin["id"]] in coals for twin in twins]
    assert is_coal == sorted(is_coal, reverse=True)
    assert {twin["group"] for twin in twins} == {"same", "other"}
    for group in ("same", "other"):
        own = [twin["likeness"] for twin in twins if twin["group"] == group]
        assert own == sorted(own, reverse=True)
    anyhow = find_similar_basins(HOME_BASIN, View(detail=(("twins.mineral", "0"),)), atlas)["twins"]
    assert [twin["id"] for twin in anyhow[:3]] == ["wallonia", "ruhr", "falun"]
    likeness = [twin["likeness"] for twin in anyhow]
    assert likeness == sorted(likeness, reverse=True)


def test_the_number_of_known_attributes_stands_beside_a_likeness(atlas):
    by_id = {twin["id"]: twin for twin in find_similar_basins(HOME_BASIN, View(lang="en"), atlas)["twins"]}
    assert (by_id["wallonia"]["known"], by_id["miike"]["known"]) == (5, 3)
    assert by_id["miike"]["unknown"] == ["year of the last closing", "themes of cooperation"]
    assert all(twin["known"] + len(twin["unknown"]) == twin["attributes"] == 5 for twin in by_id.values())
    # Alike in mineral, status, heritage; nine years of the range of closures apart; half of the themes.
    assert by_id["wallonia"]["thousandths"] == 813


def test_ahead_means_closed_earlier_and_none_where_unknown(atlas, frames):
    closed = frames["mining_basins"]["last_closure_year"]
    for basin in find_similar_basins(HOME_BASIN, View(), atlas)["twins"]:
        year = closed[basin["id"]]
        assert basin["ahead"] is (None if pd.isna(year) else bool(year < 1990))


def test_shares_in_whole_thousandths_add_up():
    total, parts = split_thousandths([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    assert (total, sum(parts)) == (1000, 1000)
