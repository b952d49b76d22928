"""All communes of the basin in one comparison: on the page, on the map, in files."""

import csv
import io
from datetime import date

import openpyxl
import pypdf
import pytest
from PIL import Image

from atlas.errors import ViewError
from atlas.render.print.comparison_list import order_rows
from atlas.render.print.comparison_report import compare_file
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.maps import colour_maps
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.compare.perimeters import describe_perimeters
from atlas.scene.compare.rank_robustness import rank_comparison
from atlas.scene.query.compare_parameters import MOST_SIDE_BY_SIDE, read_measure
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view

MEASURES = ("population_density", "poverty_gap", "protected_area_share.regional_nature_park")
MADE = {"made": date(2026, 11, 30), "address": "https://atlas.example/?mode=compare&compare=commune"}


@pytest.fixture(scope="module")
def view(atlas):
    parsed, unread = parse_permalink(
        "?mode=compare&lang=en&compare=commune&" + "&".join(f"ind={one}" for one in MEASURES)
    )
    valid, unfit = validate_view(parsed, atlas)
    assert (unread, unfit) == ((), ())
    return valid


@pytest.fixture(scope="module")
def comparison(view, atlas):
    return compare(view, atlas)


@pytest.fixture(scope="module")
def state(comparison, atlas):
    return describe_comparison(comparison, atlas.catalog, "en")


def test_a_whole_level_of_communes_is_compared_and_each_rank_has_a_direction(comparison, state, atlas):
    assert comparison.territories == tuple(atlas.frames["communes"].index)
    notes = {line["id"]: line["rank_note"] for line in state["lines"]}
    assert notes["population_density"] == "rank 1 = most"
    assert notes["poverty_gap"] == "rank 1 = least"
    assert all("…" in one["text"] or len(one["text"]) < 900 for one in state["sentences"])


def test_rows_follow_the_ranks_of_the_chosen_measure_and_what_is_not_known_is_last(state):
    cells = next(line["cells"] for line in state["lines"] if line["id"] == "poverty_gap")
    order = order_rows(state, "poverty_gap")
    ranks = [cells[number]["rank"] for number in order]
    known = [rank for rank in ranks if rank is not None]
    assert sorted(order) == list(range(len(cells)))
    assert known == sorted(known)
    assert ranks[len(known) :] == [None] * (len(ranks) - len(known))


def test_many_communes_are_the_areas_of_one_map(view, comparison, atlas):
    answer = colour_maps(read_measure("population_density", atlas.catalog).measure, view, atlas)
    (shown,) = answer["maps"]
    assert {area["id"] for area in shown["areas"]} == set(comparison.territories)


def test_composite_ranks_of_many_have_likely_ranks_instead_of_a_matrix(comparison):
    found = rank_comparison(comparison)
    assert len(found["ranked"]) > MOST_SIDE_BY_SIDE
    assert len(found["ahead"]) == MOST_SIDE_BY_SIDE - 1
    assert found["left_out"] == {}
    for one in found["ranked"]:
        low, high = one["likely"]
        assert 1 <= low <= high <= len(found["ranked"])
        assert one["acceptability"] == []


def test_perimeters_of_too_many_are_refused_in_a_sentence(view, atlas):
    with pytest.raises(ViewError, match=r"compare: 2\d\d territories; .* for 100 at most"):
        describe_perimeters(view, atlas)


def test_tables_hold_every_territory(state):
    rows = list(csv.DictReader(io.StringIO(compare_file("csv", state, "en", **MADE).decode())))
    assert len(rows) == len(state["territories"]) * len(state["lines"])
    sheet = openpyxl.load_workbook(io.BytesIO(compare_file("xlsx", state, "en", **MADE))).worksheets[0]
    ids = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert ids == [territory["id"] for territory in state["territories"]]
    heads = next(sheet.iter_rows(max_row=1, values_only=True))
    assert "rank 1 = least" in heads


@pytest.mark.slow
def test_a_report_of_many_has_every_territory_on_pages_that_can_be_read(state):
    pages = pypdf.PdfReader(io.BytesIO(compare_file("pdf", state, "en", by="poverty_gap", **MADE))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert 4 <= len(pages) <= 10
    assert [one["name"] for one in state["territories"] if one["id"] not in text] == []
    assert all("rank 1 = least" in page.extract_text() for page in pages)
    picture = Image.open(io.BytesIO(compare_file("png", state, "en", **MADE)))
    assert picture.height > picture.width
