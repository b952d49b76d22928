"""The routes of the comparison."""

import csv
import io
import json

import openpyxl
import pypdf
import pytest

from atlas.render.compare_tables import comparison_csv
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.messages import describe_comparison
from atlas.scene.query.view import View
from tests.http_client import get, get_json

LENS, HENIN = "246200364", "246200299"
LINK = f"mode=compare&lang=en&compare={LENS}&compare={HENIN}&ind=heap_density&ind=poverty_gap"


def test_the_comparison_of_a_link_is_that_of_its_view(atlas):
    view = View(mode="compare", lang="en", compare=(LENS, HENIN), ind=("heap_density", "poverty_gap"))
    made = describe_comparison(compare(view, atlas), atlas.catalog, "en")
    assert get_json(f"/atlas/compare?{LINK}") == json.loads(json.dumps(made))


@pytest.mark.journey
@pytest.mark.parametrize(
    "path",
    [
        "choices",
        "ranks",
        "perimeters",
        "clock",
        "register",
        "maps?measure=heap_density",
        "points?measure=heap_density&measure=poverty_gap&level=commune",
        "outlines?of=nord_pas_de_calais&of=iron_quadrangle",
        "twins?of=nord_pas_de_calais",
        "moran?detail=moran.rule:nearest&detail=moran.nearest:4",
        f"links?of={LENS}",
        f"evidence?measure=heap_density&of={LENS}",
    ],
)
def test_every_route_answers_in_json_from_the_link_alone(path):
    assert get_json(f"/atlas/compare/{path}{'&' if '?' in path else '?'}{LINK}")


def test_a_typology_is_of_the_indicators_of_the_link():
    found = get_json("/atlas/compare/typology?lang=en&ind=median_income&ind=population&detail=typology.groups:3")
    assert [variable["id"] for variable in found["variables"]] == ["median_income", "population"]
    assert len(found["groups"]) == 3


@pytest.mark.parametrize(
    ("path", "beginning"),
    [
        ("maps?measure=beauty", "ind: no indicator 'beauty'"),
        ("evidence?measure=heap_density&of=nowhere", "of: no territory 'nowhere'"),
        ("twins?of=246200364", "of: no value '246200364'"),
        ("file.doc", "file: no value 'doc'; choose one of csv, xlsx, pdf, png"),
    ],
)
def test_an_invalid_parameter_is_refused_in_one_sentence(path, beginning):
    response = get(f"/atlas/compare/{path}{'&' if '?' in path else '?'}{LINK}")
    assert response.status_code == 400
    answer = response.json()
    assert list(answer) == ["error"]
    assert answer["error"].startswith(beginning)


@pytest.mark.parametrize(
    ("path", "beginning"),
    [
        (f"moran?{LINK}&detail=moran.measure:heap_density", "no territory has a value that is complete"),
        (f"moran?{LINK}&detail=moran.rule:distance&detail=moran.km:-1", "no territory has a neighbour by this rule"),
        (f"typology?{LINK}", "Slag heaps with an outline: no territory has a value"),
        ("typology?mode=compare&lang=en&ind=median_income", "a typology needs at least 2 indicators"),
    ],
)
def test_why_there_is_no_statistic_is_an_answer_in_one_sentence(path, beginning):
    """A reader comes here by the choices of the page: nothing of the request is wrong, and the console stays empty."""
    response = get(f"/atlas/compare/{path}")
    assert response.status_code == 200
    answer = response.json()
    assert list(answer) == ["none"]
    assert answer["none"].startswith(beginning)


def test_a_formula_is_a_picture_and_an_unknown_one_is_not_found():
    assert get("/atlas/compare/formulas/heap_density.svg").content.startswith(b"<svg")
    assert get("/atlas/compare/formulas/beauty.svg").status_code == 404


def test_a_comparison_is_exported_as_csv_with_all_digits():
    state = get_json(f"/atlas/compare?{LINK}")
    rows = list(csv.DictReader(io.StringIO(get(f"/atlas/compare/file.csv?{LINK}").text)))
    assert len(rows) == 4
    assert float(rows[0]["value"]) == state["lines"][0]["cells"][0]["value"]
    assert {row["perimeter"] for row in rows} == {"mbm"}


def test_a_comparison_is_exported_as_a_spreadsheet_with_its_sources():
    book = openpyxl.load_workbook(io.BytesIO(get(f"/atlas/compare/file.xlsx?{LINK}").content))
    assert book.sheetnames == ["Table", "Numbers", "Sentences", "Sources and licences"]
    numbers = list(book["Numbers"].values)
    state = get_json(f"/atlas/compare?{LINK}")
    assert numbers[1][5] == state["lines"][0]["cells"][0]["value"]
    assert any("Licence Ouverte" in str(cell) for row in book["Sources and licences"].values for cell in row)


def test_the_report_is_one_page_with_every_name_and_the_chosen_version():
    link = f"{LINK}&version=basin_area:public_pages"
    page = pypdf.PdfReader(io.BytesIO(get(f"/atlas/compare/file.pdf?{link}").content)).pages
    assert len(page) == 1
    assert [round(float(side) / 72 * 25.4) for side in page[0].mediabox[2:]] == [297, 210]
    text = page[0].extract_text()
    for word in ("Comparison of territories", "CA de Lens", "Slag heaps with an outline", "17.8", "1 200", "EPSG:6933"):
        assert word in text
    assert get(f"/atlas/compare/file.png?{LINK}").content.startswith(b"\x89PNG")


def test_a_link_with_an_invalid_part_is_not_exported():
    assert get(f"/atlas/compare/file.csv?{LINK}&compare=nowhere").status_code == 400


def test_a_text_that_a_spreadsheet_would_evaluate_stays_text():
    state = get_json(f"/atlas/compare?{LINK}")
    state["territories"][0]["name"] = "=1+1"
    assert b"'=1+1" in comparison_csv(state)
