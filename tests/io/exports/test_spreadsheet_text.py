"""Texts that leave for spreadsheets begin no formula, after whatever sign a program takes for the end of a cell."""

import csv
import io
import re
import shutil
import subprocess
from datetime import date
from xml.etree import ElementTree as ET

import geopandas as gpd
import openpyxl
import pytest
import shapely

from atlas.io.atlas import open_atlas
from atlas.io.export import export_rows
from atlas.io.exports.formats import ExportOptions
from atlas.io.provenance import trace
from atlas.render.compare_tables import comparison_csv, comparison_xlsx
from atlas.spreadsheet_text import harmless, neutralise, starts_formula
from tests.http_client import get_json
from tests.own_layers import write_own_layer

NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")
SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
SEPARATORS = [
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1e",
    "\x1f",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
]
BLANKS = ["", " ", "\u00a0", "\u3000", '"', '""', "\u200b", "\ufeff", "\u2060", "\x08", "\u202e", "\xad"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("blank", BLANKS)
def test_a_sign_at_the_start_or_after_a_separator_is_neutralised(sign, blank):
    formula = f"{blank}{sign}cmd|' /C calc'!A0"
    assert neutralise(formula).startswith("'")
    assert starts_formula(formula)
    for separator in SEPARATORS:
        assert f"{separator}{blank}'{sign}" in neutralise(f"Lens{separator}{formula}")


@pytest.mark.parametrize(
    "text", ["T74 - Loos", "Lens (a+b)", "a@b.example", "62-Lens", "x=1", "Saint-Omer", "'=1", "", "é"]
)
def test_other_texts_are_unchanged(text):
    assert neutralise(text) == text
    assert not starts_formula(text)


def test_what_is_neutralised_stays_so():
    for sign in SIGNS:
        once = neutralise(f"a;{sign}1\r\n{sign}2")
        assert neutralise(once) == once


@pytest.mark.parametrize("cell", [-1, -1.5, None, True, 0])
def test_numbers_stay_numbers(cell):
    assert harmless(cell) is cell


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Rows whose names try everything and whose numbers are below zero, as CSV, as CSV in French and as XLSX."""
    root = tmp_path_factory.mktemp("hostile")
    names = [f"Lens{separator}{sign}1+1" for separator in SEPARATORS for sign in SIGNS] + [
        f"{sign}1+1" for sign in SIGNS
    ]
    path = write_own_layer(root, "hostile", sizes=[-1.5] * len(names))
    rows = gpd.read_parquet(path).assign(name=names)
    rows.geometry = [shapely.Point(-2.5, 50.43)] * len(names)
    rows.to_parquet(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_LAYERS", str(root))
        atlas = open_atlas()
        own = {"hostile": atlas.read("hostile")}
        provenance = trace(own, atlas.catalog, link="?layers=hostile", made=date(2026, 1, 1))
        files = {key: root / name for key, name in (("en", "en.csv"), ("fr", "fr.csv"), ("xlsx", "a.xlsx"))}
        for key, file in files.items():
            export_rows(own, file, provenance, ExportOptions(lang="en", csv="fr" if key == "fr" else None))
        yield files


@pytest.mark.parametrize("style", ["en", "fr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_program_reads_a_formula_in_a_file(hostile, style, delimiter):
    text = hostile[style].read_text(encoding="utf-8-sig")
    for line_end in ("\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"):
        for line in text.replace("\0", "").split(line_end):
            for cell in next(csv.reader([line.replace("\r", " ").replace("\n", " ")], delimiter=delimiter), []):
                plain = cell.strip(' "\t')
                assert plain[:1] not in SIGNS or NUMBER.fullmatch(plain), (line_end, cell)


def test_numbers_of_a_file_stay_numbers(hostile):
    [head, first, *_] = csv.reader(io.StringIO(hostile["en"].read_text(encoding="utf-8"), newline=""))
    row = dict(zip(head, first, strict=True))
    assert (row["size"], row["lon"]) == ("-1.5", "-2.5")
    sheet = openpyxl.load_workbook(hostile["xlsx"]).worksheets[0]
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert -1.5 in [cell.value for cell in cells if cell.data_type == "n"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["en", "fr", "xlsx"])
def test_libreoffice_reads_no_formula(hostile, kind, tmp_path):
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(hostile[kind])]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    [made] = tmp_path.glob("*.fods")
    office = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    cells = list(ET.parse(made).iter(f"{office}table-cell"))  # noqa: S314 - LibreOffice wrote it
    assert len(cells) > 50
    assert [cell.attrib for cell in cells if f"{office}formula" in cell.attrib] == []


def test_a_comparison_is_neutralised_everywhere():
    state = get_json("/atlas/compare?mode=compare&compare=62498&ind=heap_density&lang=en")
    for text in ("=1+1", "Lens\r=1+1", "a;@SUM(1)", "\t-1", "a\u2028+1", "\x00=1"):
        state["territories"][0]["name"] = text
        written = comparison_csv(state).decode()
        assert neutralise(text) in written
        book = openpyxl.load_workbook(
            io.BytesIO(comparison_xlsx(state, "en", made=date(2026, 1, 1), address="https://a.example/"))
        )
        cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
