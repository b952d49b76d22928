"""What one takes can be brought again: every format, kind of geometry and language; as other programs open it too."""

import csv
import shutil
import subprocess
import zipfile
from datetime import datetime

import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box

from atlas.io.exports.formats import FORMATS
from tests.io.imports.conftest import gate, quick  # noqa: F401 - fixtures

HOLE = Polygon([(2.8, 50.4), (2.9, 50.4), (2.9, 50.5), (2.8, 50.5)], [[(2.82, 50.42), (2.84, 50.42), (2.84, 50.44)]])
LINES = [LineString([(2.7, 50.4), (2.8, 50.45), (2.9, 50.4)]), LineString([(2.71, 50.41), (2.72, 50.43)])]
GEOMETRIES = {
    "points": [Point(2.8, 50.4), Point(2.9, 50.3), Point(3.0, 50.35)],
    "points_without": [Point(2.8, 50.4), None, Point(3.0, 50.35)],
    "multipoints": [MultiPoint([(2.8, 50.4), (2.81, 50.41)]), MultiPoint([(2.9, 50.3)]), Point(3.0, 50.35)],
    "lines": [*LINES, LineString([(3, 50.3), (3.1, 50.3)])],
    "multilines": [MultiLineString(LINES), LINES[0], MultiLineString([LINES[1]])],
    "areas": [HOLE, box(2.7, 50.3, 2.75, 50.35), box(3, 50.3, 3.1, 50.4)],
    "multiareas": [MultiPolygon([HOLE, box(3, 50.3, 3.1, 50.4)]), HOLE, MultiPolygon([box(3, 50.3, 3.1, 50.4)])],
    "mixed": [Point(2.8, 50.4), LINES[0], HOLE],
    "mixed_without": [Point(2.8, 50.4), None, HOLE],
}
LANGUAGES = ("fr", "en", "pt")
WAYS = [(ending, None) for ending in FORMATS if ending != "csv"] + [("csv", "en"), ("csv", "fr")]
# Those that hold a point of each shape only.
POINTS = {("xlsx", None), ("csv", "fr")}
NAMES = ["00123", 'É œ « » ; "x", y', "Fosse n° 1-1 bis"]


def matrix():
    """Return every way × geometry × language: one geometry and language for each way by default, the rest is slow."""
    cases = []
    for number, (ending, style) in enumerate(WAYS):
        for place, kind in enumerate(GEOMETRIES):
            for turn, lang in enumerate(LANGUAGES):
                sample = place == (number + 3) % len(GEOMETRIES) and turn == number % len(LANGUAGES)
                cases.append(pytest.param((ending, style), kind, lang, marks=[] if sample else [pytest.mark.slow]))
    return cases


def heaps(frames, kind):
    return (
        frames["slag_heaps"]
        .head(3)
        .assign(name=NAMES, area_ha=[1.25, None, 1200.5])
        .set_geometry(pd.Series(GEOMETRIES[kind], index=frames["slag_heaps"].index[:3]).to_numpy(), crs=4326)
    )


def brought(importer, path):
    if not str(path).endswith(".shp.zip"):
        return importer.rows(path)
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".shp")]
    return pd.concat([importer.rows(path, "--layer", part) for part in parts])


@pytest.mark.parametrize(("way", "kind", "lang"), matrix())
def test_every_geometry_is_brought_again(quick, write, frames, way, kind, lang):  # noqa: F811
    ours, (ending, style) = heaps(frames, kind), way
    path = write({"slag_heaps": ours}, f".{ending}", lang=lang, csv=style)
    back = brought(quick, shutil.copy(path, path.with_name(f"taken.{ending}"))).loc[ours.index]
    texts = {tuple(cells.astype("str")) for _, cells in back.drop(columns="geometry", errors="ignore").items()}
    assert tuple(NAMES) in texts
    numbers = [cells.astype("float64") for _, cells in back.items() if pd.api.types.is_numeric_dtype(cells)]
    assert any(cells.equals(ours["area_ha"].astype("float64").rename(cells.name)) for cells in numbers)
    placed = ours.geometry.notna()
    assert (back.geometry.notna() == placed).all()
    mine, theirs = ours.geometry[placed].to_numpy(), back.geometry[placed].to_numpy()
    if (ending, style) in POINTS:
        assert (shapely.get_type_id(theirs) == 0).all()
        assert (shapely.distance(mine, theirs) < 1e-5).all()
    else:
        assert (shapely.get_dimensions(theirs) == shapely.get_dimensions(mine)).all()
        assert (shapely.hausdorff_distance(mine, theirs) < 2e-7).all()


@pytest.mark.slow
@pytest.mark.parametrize("kind", GEOMETRIES)
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml", "fgb", "shp.zip"])
def test_gdal_reads_every_file(write, frames, ending, kind):
    path = write({"slag_heaps": heaps(frames, kind)}, f".{ending}", lang="fr")
    opened = f"/vsizip/{path}" if ending == "shp.zip" else path
    rows = [pyogrio.read_dataframe(opened, layer=layer) for layer, _ in pyogrio.list_layers(opened)]
    assert sum(map(len, rows)) == 3
    assert all(part.crs == "EPSG:4326" for part in rows)


HOSTILE = {
    "codes": ["00123", "01", "1e5"],
    "formulas": ["=1+1", "@SUM(1)", "-2+3"],
    "controls": ["a\x00b", "c\x0bd", "e\ufffef"],
    "long": ["x" * 40_000, "y", "é" * 32_767],
    "lines": ["a\nb", "a\r\nb", "\ttab"],
    "errors": ["#N/A", "_x0041_", "<b>&amp;"],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_keeps_the_rules_of_excel(write, frames, kind):
    rows = heaps(frames, "points").assign(name=HOSTILE[kind])
    book = openpyxl.load_workbook(write({"slag_heaps": rows}, ".xlsx", lang="fr"))
    for page in book.worksheets:
        assert 0 < len(page.title) <= 31
        assert not set("[]:*?/\\") & set(page.title)
        cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
        assert not [cell for cell in cells if cell.data_type in "fe"]
        assert all(len(cell.value) <= 32_767 for cell in cells if isinstance(cell.value, str))
    page = book.worksheets[0]
    head = [cell.value for cell in page[1]]
    assert len({name.casefold() for name in head}) == len(head)
    names = [page.cell(row, head.index("Nom") + 1) for row in (2, 3, 4)]
    assert all(isinstance(cell.value, str) for cell in names)
    if kind in {"codes", "formulas"}:
        assert [cell.value for cell in names] == HOSTILE[kind]
    assert all(isinstance(page.cell(row, 1).value, str) for row in (2, 3, 4))


def converted(path, ending, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    [made] = (folder / "out").iterdir()
    return made


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_opens_a_workbook_as_it_is(write, frames, tmp_path, lang):
    path = write(("slag_heaps", "mine_shafts", "projects", "viewpoints"), ".xlsx", lang=lang)
    ours = openpyxl.load_workbook(path)
    theirs = openpyxl.load_workbook(converted(path, "xlsx", tmp_path), data_only=True)
    assert theirs.sheetnames == ours.sheetnames
    for mine, other in zip(ours.worksheets, theirs.worksheets, strict=True):
        for one, two in zip(mine.iter_rows(values_only=True), other.iter_rows(values_only=True), strict=False):
            assert [_plain(cell) for cell in two][: len(one)] == [_plain(cell) for cell in one]
    assert theirs.worksheets[0].max_row == len(frames["slag_heaps"]) + 1


def _plain(cell):
    text = cell.replace("\r\n", "\n").replace("_x000D_", "") if isinstance(cell, str) else cell
    return round(text, 6) if isinstance(text, float) else text.date() if isinstance(text, datetime) else text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_french_csv_with_its_marks(write, frames, tmp_path):
    path = write(("mine_shafts",), ".csv", csv="fr", lang="fr")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    # Semicolon (59), quote (34), UTF-8 (76), from line 1, standard columns, French of France (1036).
    command = ["soffice", profile, "--headless", "--infilter=CSV:59,34,76,1,,1036,false,true"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    page = openpyxl.load_workbook(next((tmp_path / "out").iterdir())).worksheets[0]
    with path.open(encoding="utf-8-sig", newline="") as file:
        [head, *lines] = csv.reader(file, delimiter=";")
    assert [cell.value for cell in page[1]] == head
    assert page.max_row == len(lines) + 1 == len(frames["mine_shafts"]) + 1
    at = head.index("Longitude")
    for row, line in enumerate(lines, 2):
        value = page.cell(row, at + 1).value
        assert value == (pytest.approx(float(line[at].replace(",", "."))) if line[at] else None)
