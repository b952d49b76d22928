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


def printed(command):
    """What a command of the atlas prints, without starting another process."""
    out = StringIO()
    with redirect_stdout(out):
        assert main(shlex.split(command)[3:]) == 0
    return json.loads(out.getvalue())


def chosen(count):
    chance = random.Random(1360)  # noqa: S311 - which numbers are tried, nothing secret
    views = [
        View(),
        View(perimeter="property"),
        View(norm="population"),
        View(perimeter="drawn", select="circle:50.43,2.83,6000"),
        View(version=(("slag_heap_count", "left"),)),
    ]
    territories = [LENS, "59178", "62498", HOME_BASIN, "ruhr"]
    measures = sorted(all_measures())
    return [(chance.choice(measures), chance.choice(territories), chance.choice(views)) for _ in range(count)]


@pytest.mark.parametrize(("name", "territory", "view"), chosen(8))
def test_the_command_of_a_number_gives_the_same_digits(name, territory, view, atlas):
    one = all_measures()[name]
    told = trace_number(one, territory, view, atlas)
    rows = printed(told["command"])
    again = next(row for row in rows if row["part"] == (one.part or None))
    assert again["value"] == told["value"]
    assert (again["territory"], again["valid"], again["expected"]) == (territory, told["valid"], told["expected"])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "territory", "view"), chosen(100))
def test_a_hundred_numbers_are_rebuilt_equal(name, territory, view, atlas):
    one = all_measures()[name]
    told = trace_number(one, territory, view, atlas)
    assert next(row["value"] for row in printed(told["command"]) if row["part"] == (one.part or None)) == told["value"]


def test_a_number_names_its_rows_files_and_hashes(atlas, catalog):
    told = trace_number(all_measures()["heap_density"], LENS, View(lang="en"), atlas)
    layer = told["layers"][0]
    assert layer["id"] == "slag_heaps"
    assert len(layer["rows"]) == told["valid"] == 40
    path = catalog["slag_heaps"].files[0][0]
    assert layer["files"][0]["sha256"] == file_hash(path) == sha256(path.read_bytes()).hexdigest()
    assert all(told[key] for key in ("perimeter", "definition", "references"))
    assert "EPSG:6933" in told["method"]


@pytest.mark.parametrize("name", REGISTRY)
def test_every_formula_can_be_drawn(name):
    picture = formula_picture(formula_of(REGISTRY[name])).decode()
    assert picture.startswith("<svg")
    assert "currentColor" in picture


def test_a_version_is_a_number_or_a_gap():
    assert version_number("1 789,6") == 1789.6
    assert version_number("150 000") == 150_000
    assert version_number("330–340") != version_number("330–340")


def test_the_register_holds_every_contested_figure_with_its_sources(catalog):
    found = list_disagreements(View(lang="en", version=(("slag_heap_count", "left"),)), catalog)
    assert {one["id"] for one in found} == {key for layer in catalog.values() for key in layer.figures}
    assert all(len(one["versions"]) > 1 for one in found)
    assert all(version["source"] and version["definition"] for one in found for version in one["versions"])
    heaps = next(one for one in found if one["id"] == "slag_heap_count")
    assert (heaps["chosen"], heaps["used_by"]) == ("left", ["Slag heaps with an outline"])


def test_every_figure_an_indicator_names_is_declared(catalog):
    figures = {key for layer in catalog.values() for key in layer.figures}
    assert {figure for declared in REGISTRY.values() for figure in declared.figures} <= figures


def test_the_clock_interpolates_no_year_and_says_why_a_basin_has_no_zero(atlas, frames):
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


def test_in_an_earlier_year_a_basin_that_still_worked_stands_apart(atlas):
    found = align_closures(View(year=1985), atlas)
    assert next(basin for basin in found["apart"] if basin["id"] == HOME_BASIN)["reason"] == "not_yet"
    assert all(basin["closed"] <= 1985 for basin in found["aligned"])


def test_the_reasons_told_of_a_twin_add_up_to_the_distance_told(atlas):
    for twin in find_similar_basins(HOME_BASIN, View(lang="en"), atlas)["twins"]:
        assert sum(reason["thousandths"] for reason in twin["reasons"]) == twin["thousandths"]
        assert twin["distance"] == pytest.approx(sum(reason["share"] for reason in twin["reasons"]))
        assert twin["thousandths"] == pytest.approx(1000 * twin["distance"], abs=0.5)


def test_without_a_reason_a_twin_has_the_rank_that_was_said(atlas):
    view = View(lang="en")
    values = basin_values(view, atlas)
    told = find_similar_basins(HOME_BASIN, view, atlas)["twins"]
    for left_out in ATTRIBUTES:
        rest = tuple(one for one in ATTRIBUTES if one is not left_out)
        known = rank_by_similarity(HOME_BASIN, ATTRIBUTES, values)
        again = {like.territory: like.distance for like in rank_by_similarity(HOME_BASIN, rest, values, least=1)}
        kept = {like.territory: again[like.territory] for like in known if like.territory in again}
        for twin, like in zip(told, known, strict=True):
            at = [reason.attribute for reason in like.reasons]
            if left_out.id in at and like.territory in kept:
                rank = 1 + sum(distance < kept[like.territory] for distance in kept.values())
                assert twin["reasons"][at.index(left_out.id)]["rank_without"] == rank


def test_further_ahead_means_closed_earlier_and_unknown_stays_unknown(atlas, frames):
    closed = frames["mining_basins"]["last_closure_year"]
    for twin in find_similar_basins(HOME_BASIN, View(), atlas)["twins"]:
        year = closed[twin["id"]]
        assert twin["ahead"] is (None if pd.isna(year) else bool(year < 1990))


def test_parts_told_in_whole_thousandths_add_up():
    total, parts = split_thousandths([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    assert (total, sum(parts)) == (1000, 1000)
