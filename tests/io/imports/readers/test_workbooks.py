"""Workbooks as offices have them: codes by their format, hidden sheets, a row of units; OpenDocument like XLSX."""

import shutil
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest

from atlas.io.imports.readers.tables.number_formats import code_text


def workbook(path, rows, *, formats=None, hidden=None, title="Feuille"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for column, number_format in (formats or {}).items():
        for cell in sheet[column][1:]:
            cell.number_format = number_format
    for name, state in (hidden or {}).items():
        other = book.create_sheet(name)
        other.sheet_state = state
        other.append(["note"])
        other.append(["x"])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("00000", "01001"),
        ('00"-"000', "01-001"),
        (r"00\-000", "01-001"),
        ("00-000", "01-001"),
        ("00 000", "01 001"),
        (r"[$-40C]00000;[Red]-00000", "01001"),
        ("00000_)", "01001"),
        (r"0#\ ##\ ##", "0 10 01"),
    ],
)
def test_a_number_shown_as_a_code_is_the_code(read, tmp_path, number_format, text):
    rows = [["code", "nom"], [1001, "a"], [1002, "b"]]
    found = read(workbook(tmp_path / "a.xlsx", rows, formats={"A": number_format})).rows
    assert min(found["code"]) == text


@pytest.mark.parametrize(
    "number_format", ["General", "0", "0.00", "#,##0", "# ##0", r"#\ ##0", '0" ha"', "0%", "0.0E+00"]
)
def test_a_number_shown_as_a_number_is_one(read, tmp_path, number_format):
    rows = [["valeur", "nom"], [1001, "a"], [1002, "b"]]
    found = read(workbook(tmp_path / "a.xlsx", rows, formats={"A": number_format})).rows
    assert sorted(found["valeur"]) == [1001, 1002]


def test_a_negative_number_or_a_fraction_is_no_code():
    assert code_text(-5, "00000") is code_text(1.5, "00000") is None
    assert code_text(123456, '00"-"000') == "123-456"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_said_and_not_asked_about(read, tmp_path, state):
    path = workbook(tmp_path / "a.xlsx", [["code", "nom"], ["a", "b"]], hidden={"Calcul": state})
    found = read(path)
    assert "Hidden sheets of the workbook, not read: Calcul (--layer)." in found.said
    assert list(found.rows.columns) == ["code", "nom"]
    assert list(read(path, layer="Calcul").rows.columns) == ["note"]


def test_a_hidden_sheet_is_offered_last(read, tmp_path):
    hidden = {"Calcul": "hidden", "Autre": "visible"}
    question = read(workbook(tmp_path / "a.xlsx", [["code"], ["a"]], hidden=hidden)).question
    assert question.index("Feuille") < question.index("Autre") < question.index("Calcul")


UNITS = [["commune", "Surface", "Taux", "Habitants"], [None, "(ha)", "%", "nombre"], ["Lens", 12.5, 3, 40]]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_row_of_units_is_said_and_joined_to_the_names(read, tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        workbook(path, UNITS)
    else:
        path.write_text("\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in UNITS))
    found = read(path)
    assert "a row of units, joined to the names: ha, %." in found.said
    assert [source for _, source, _ in found.findings.fields] == ["commune", "Surface (ha)", "Taux (%)", "Habitants"]
    [row] = found.rows.to_dict("records")
    assert [*row.values()] == ["Lens", 12.5, 3, 40]


@pytest.mark.parametrize(
    "rows",
    [
        [["nom", "zone", "valeur"], ["A", "m", 3], ["B", "t", 4]],
        [["nom", "valeur"], ["km", "12"], ["B", "13"]],
        [["code", "zone"], ["a", "ha"], ["b", "m"]],
    ],
)
def test_a_row_of_values_is_no_row_of_units(read, tmp_path, rows):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in rows))
    found = read(path)
    assert "units" not in found.said
    assert len(found.rows) == 2


def test_names_and_units_may_stand_below_a_title(read, tmp_path):
    rows = [["Terrils du bassin minier"], [], *UNITS]
    found = read(workbook(tmp_path / "a.xlsx", rows))
    assert "Surface (ha)" in [source for _, source, _ in found.findings.fields]
    assert len(found.rows) == 1


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="off" style:family="table">
<style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"""


def sheet(name, rows, style=""):
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}{tail}</table:table>'


def text(words, **attributes):
    return cell("string", words, **attributes)


def cell(kind, shown, **attributes):
    extra = " ".join(f'{name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<table:table-cell office:value-type="{kind}" {extra}><text:p>{shown}</text:p></table:table-cell>'


def opendocument(path, *sheets):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT.format("".join(sheets)))
    return path


def test_a_sheet_of_opendocument_is_read(read, tmp_path):
    covered = "<table:covered-table-cell/>"
    rows = [
        [text("code"), text("nom"), text("valeur"), text("jour"), text("groupe")],
        [
            cell("float", "01001", office__value="1001"),
            text("A<text:s text:c='2'/>b"),
            cell("float", "1 234,5", office__value="1234.5"),
            cell("date", "02/01/2020", office__date_value="2020-01-02"),
            text("g", table__number_rows_spanned="2"),
        ],
        [
            cell("float", "01002", office__value="1002"),
            text("c"),
            cell("string", "#DIV/0!", table__formula="of:=1/0"),
            "<table:table-cell/>",
            covered,
        ],
    ]
    hidden = sheet("Calcul", [[text("x")]], style="off")
    found = read(opendocument(tmp_path / "a.ods", sheet("Données", rows), hidden, sheet("Vide", [])))
    assert found.refusal == found.question == ""
    back = found.rows.sort_values("code")
    assert back["code"].tolist() == ["01001", "01002"]
    assert back["nom"].tolist() == ["A  b", "c"]
    assert back["valeur"].tolist()[0] == 1234.5
    assert str(back["jour"].tolist()[0]) == "2020-01-02"
    assert back["groupe"].tolist() == ["g", "g"]
    assert "Calcul" in found.said
    assert "Formulas without a value, left blank: 1" in found.said


def test_sheets_of_opendocument_are_asked_about(read, tmp_path):
    path = opendocument(tmp_path / "a.ods", *(sheet(name, [[text("a")], [text(name)]]) for name in ("un", "deux")))
    assert "un" in read(path).question
    assert read(path, layer="deux").rows["a"].tolist() == ["deux"]


@pytest.mark.parametrize("content", ["", "<a", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_a_damaged_opendocument_file_is_one_sentence(read, tmp_path, content):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml" if content else "other.xml", content)
    assert "a.ods" in read(path).refusal


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_makes_of_a_workbook_reads_the_same(read, tmp_path):
    rows = [
        ["code", "nom", "valeur", "jour", "lon", "lat"],
        [1001, "É", 1.5, date(2020, 1, 2), 2.8, 50.4],
        [2, "b", 2, None, 2.9, 50.3],
    ]
    path = workbook(tmp_path / "a.xlsx", rows, formats={"A": "00000"}, hidden={"Calcul": "hidden"})
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    one, two = read(path), read(tmp_path / "a.ods")
    assert one.rows["code"].tolist() == ["01001", "00002"]
    assert one.rows.to_dict("records") == two.rows.to_dict("records")
    assert "Calcul" in two.said
