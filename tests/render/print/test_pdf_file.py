"""PDF files have language, title, bookmarks, XMP and tags, and their maps a place on the Earth."""

import io
import json
import shutil
import subprocess

import pypdf
import pytest
from defusedxml.ElementTree import fromstring
from pdfua import Severity, validate
from pyproj import Transformer

from atlas.render.print.handout import draw_handout
from atlas.render.print.layout import arrange
from atlas.render.print.paper_size import read_paper

LENS = "?layers=slag_heaps&at=50.43,2.83,11.5&lang=fr"
WORLD = "?layers=partner_cities&lang=fr"


@pytest.fixture(scope="module")
def handout(desk):
    pages = [(desk.scene(link), desk.caption(link)) for link in (LENS, WORLD)]
    return draw_handout(pages, read_paper("A4", "landscape"), title="Une histoire & ses cartes")


@pytest.fixture(scope="module")
def root(handout):
    return pypdf.PdfReader(io.BytesIO(handout)).trailer["/Root"]


def test_a_checker_of_accessible_files_finds_no_error(handout, desk, tmp_path):
    for name, content in (("handout", handout), ("sheet", desk.sheet(LENS))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        found = validate(path)
        assert [finding for finding in found.findings if finding.severity is Severity.ERROR] == []


def test_language_and_title_are_said_and_shown(root):
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = fromstring(root["/Metadata"].get_data().decode().strip())
    texts = [text.strip() for text in xmp.itertext() if text.strip()]
    assert "Une histoire & ses cartes" in texts
    assert "Atlas des territoires post-miniers" in texts


def test_each_page_has_a_bookmark(handout, desk):
    outline = pypdf.PdfReader(io.BytesIO(handout)).outline
    assert [item.title for item in outline] == [desk.caption(link).title for link in (LENS, WORLD)]


def test_words_are_paragraphs_and_what_is_drawn_is_a_figure_with_words(root, desk):
    parts = [part.get_object() for part in root["/StructTreeRoot"]["/K"].get_object()["/K"]]
    figures = [part for part in parts if part["/S"] == "/Figure"]
    assert len(figures) == 2
    assert desk.caption(LENS).title in figures[0]["/Alt"]
    assert len([part for part in parts if part["/S"] == "/P"]) > 20


def test_every_mark_is_closed_and_belongs_to_one_element(root, handout):
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(handout)).pages):
        content = page.get_contents().get_data()
        marks = content.count(b" BDC\n")
        assert marks > 20
        assert content.count(b"\nEMC") == marks
        owners = root["/StructTreeRoot"]["/ParentTree"]["/Nums"][2 * number + 1]
        assert len(owners.get_object()) == marks


@pytest.mark.slow
def test_programs_of_geography_find_where_the_map_lies(desk, tmp_path):
    if shutil.which("gdalinfo") is None:
        pytest.skip("needs Debian's package gdal-bin")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(desk.sheet(LENS))
    done = subprocess.run(["gdalinfo", "-json", path], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert 'ID["EPSG",3857]' in found["coordinateSystem"]["wkt"]
    left, across, _, top, _, down = found["geoTransform"]
    window = arrange(read_paper("A4", "landscape"), desk.scene(LENS), desk.caption(LENS)).window
    width, height = found["size"]
    paper = read_paper("A4", "landscape")
    x, y = 300, 400
    place = (left + across * x * width / paper.width, top + down * y * height / paper.height)
    lon, lat = Transformer.from_crs(3857, 4326, always_xy=True).transform(*place)
    assert (lon, lat) == pytest.approx(window.degrees(x, y), abs=1e-4)
