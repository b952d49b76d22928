"""XLSX as a planner opens it."""

import math
from datetime import date, datetime

import openpyxl
import pyproj
import pytest
from shapely import Point

from atlas.io.exports.spreadsheet import _sheet_names
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import Near, View


def sheet(path, position=0):
    rows = openpyxl.load_workbook(path).worksheets[position].iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.journey
def test_a_sheet_a_layer_and_one_of_sources(write):
    book = openpyxl.load_workbook(write(("slag_heaps", "mine_shafts", "projects"), ".xlsx", lang="fr"))
    assert book.sheetnames == ["Terrils", "Anciens puits de mine", "Projets et programmes", "Sources et conditions"]
    assert [page.max_row for page in book.worksheets[:3]] == [334, 637, 62]
    told = " ".join(str(cell.value) for row in book.worksheets[3].iter_rows() for cell in row if cell.value)
    for text in ("slag_heaps.form=conical", "CC BY-SA 4.0", "Licence Ouverte 2.0", "Mission Bassin Minier", "Citation"):
        assert text in told


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_titles_and_codes_are_in_the_language_of_the_reader(write, atlas, lang):
    field = atlas.catalog["slag_heaps"].fields["form"]
    rows = sheet(write(("slag_heaps",), ".xlsx", lang=lang))
    assert field.title(lang) in rows[0]
    assert {row[field.title(lang)] for row in rows} <= {None, *(text(lang) for text in field.codes.values())}


def test_numbers_are_numbers(write, frames):
    rows = sheet(write(("slag_heaps",), ".xlsx", lang="fr"))
    found = [math.nan if row["Surface (ha)"] is None else row["Surface (ha)"] for row in rows]
    assert found == pytest.approx(frames["slag_heaps"]["area_ha"].tolist(), nan_ok=True)


def test_a_position_stands_in_degrees_and_in_lambert_93(write, frames):
    shafts = frames["mine_shafts"]
    rows = sheet(write(("mine_shafts",), ".xlsx", lang="fr"))
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)
    for row, point in zip(rows, shafts.geometry, strict=True):
        if point is None:
            assert row["Longitude"] is row["X (Lambert-93)"] is None
            continue
        assert (row["Longitude"], row["Latitude"]) == pytest.approx((point.x, point.y), abs=1e-6)
        x, y = to_metres.transform(point.x, point.y)
        assert (row["X (Lambert-93)"], row["Y (Lambert-93)"]) == pytest.approx((x, y), abs=0.01)


def test_an_area_has_a_point_within_it_and_that_is_said(write, frames):
    path = write(("communes",), ".xlsx", lang="en")
    assert write.notes == ["communes: longitude and latitude are those of a point on each line or area."]
    book = openpyxl.load_workbook(path)
    header = {cell.value: cell for cell in book.worksheets[0][1]}
    assert "within the area" in header["Longitude"].comment.text
    points = {row["id"]: (row["Longitude"], row["Latitude"]) for row in sheet(path)}
    assert all(frames["communes"].geometry[row].contains(Point(at)) for row, at in points.items())


def test_a_partner_outside_france_has_no_lambert_coordinates(write, frames):
    rows = sheet(write(("partner_cities",), ".xlsx", lang="en"))
    places = frames["partner_cities"].geometry
    for row, place in zip(rows, places, strict=True):
        if place is not None and place.x > 30:
            assert row["X (Lambert-93)"] is None
            assert row["Longitude"] is not None


def test_a_text_that_looks_like_a_formula_is_a_text(write, frames):
    texts = ["=1+1", "+33 3 21", "@SUM(A1)", "\t=1", "plain"]
    heaps = frames["slag_heaps"].head(5).assign(name=texts)
    page = openpyxl.load_workbook(write({"slag_heaps": heaps}, ".xlsx", lang="fr")).worksheets[0]
    [cells] = [column[1:] for column in page.iter_cols() if column[0].value == "Nom"]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True, True, True, True, False]


def test_the_columns_of_a_question_have_titles(write, atlas):
    view = View(layers=("slag_heaps",), nearest=(Near("slag_heaps", "green_corridors", 0),), territory=("246200364",))
    rows = query_rows(view, atlas)
    row = sheet(write(rows, ".xlsx", lang="en"))[0]
    other = atlas.catalog["green_corridors"].title("en")
    assert row[f"Distance to: {other} (m)"] >= 0
    assert 0 < row["Share inside the selection"] <= 1


def test_names_of_sheets_are_short_and_differ():
    titles = ["A/B: c?", "A B c", "x" * 40, "x" * 50, "Sources"]
    assert _sheet_names(titles, taken="sources") == ["A B c", "A B c (2)", "x" * 31, "x" * 27 + " (2)", "Sources (2)"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [("2020-12-31", date(2020, 12, 31)), ("2020-12", "2020-12"), ("1850-01-01", "1850-01-01"), ("1905", "1905")],
)
def test_a_day_becomes_a_date_where_a_spreadsheet_counts_it(write, frames, catalog, text, cell):
    layer = next(layer for layer in catalog.values() for field in layer.fields.values() if field.type == "date")
    name = next(name for name, field in layer.fields.items() if field.type == "date")
    rows = frames[layer.id].head(1).assign(**{name: [text]})
    found = sheet(write({layer.id: rows}, ".xlsx", lang="en"))[0][layer.fields[name].title("en")]
    assert (found.date() if isinstance(found, datetime) else found) == cell
