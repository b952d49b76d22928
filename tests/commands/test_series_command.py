"""`atlas series`: one page for each object or territory of a question, after a contents page."""

import io

import pytest
from pypdf import PdfReader

from tests.command_line import run_atlas

LARGE = "?lang=en&layers=slag_heaps&layers=green_corridors&slag_heaps.area_ha__gte=60"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("series") / "book.pdf"
    done = run_atlas("series", LARGE, "--by", "slag_heaps", "--out", path, "--url", "https://atlas.example.org/")
    assert done.returncode == 0, done.stderr
    return [page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages]


def test_a_series_has_a_contents_page_and_a_page_for_each_object(book, atlas):
    rows = atlas.frames["slag_heaps"].query("area_ha >= 60").sort_values("name")
    contents, *pages = book
    assert len(pages) == len(rows) == 2
    assert "2\u00a0slag heaps of at least 60\u00a0ha" in contents
    for number, (page, name) in enumerate(zip(pages, rows["name"], strict=True), 2):
        assert name in contents
        assert str(number) in contents
        assert page.count(name) >= 1
        assert f"p. {number}" in page


def test_a_page_has_what_is_known_what_is_not_and_the_source(book):
    assert "What is known" in book[1]
    assert "Unknown" in book[1]
    assert "Usual name" in book[1].partition("Unknown")[2].partition("Related objects")[0]
    assert "90.54\u00a0ha" in book[1]
    assert "Mission Bassin Minier Nord" in book[1]


@pytest.mark.slow
def test_a_series_by_territories_has_those_with_an_answer(tmp_path, atlas):
    link = "?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=60"
    done = run_atlas("series", link, "--by", "communes", "--out", tmp_path / "book.pdf")
    assert done.returncode == 0, done.stderr
    contents, *pages = [page.extract_text() for page in PdfReader(tmp_path / "book.pdf").pages]
    heaps = atlas.frames["slag_heaps"].query("area_ha >= 60")
    communes = atlas.frames["communes"]
    found = communes[communes.intersects(heaps.union_all())]
    assert len(pages) == len(found)
    assert all(name in contents for name in found["name"])
    assert all("What is there" in page for page in pages)


@pytest.mark.parametrize(
    ("by", "link", "said"),
    [
        ("slag_heap", LARGE, "slag_heaps"),
        ("projects", LARGE, "is a table"),
        ("slag_heaps", "?layers=slag_heaps&slag_heaps.area_ha__gte=900", "meet the question: 0"),
        ("green_corridors", "?layers=green_corridors", "meet the question: 1330"),
    ],
)
def test_what_makes_no_series_is_one_sentence(tmp_path, by, link, said):
    done = run_atlas("series", link, "--by", by, "--out", tmp_path / "book.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "book.pdf").exists()


def test_the_ending_is_checked_before_the_pages_are_drawn(tmp_path):
    done = run_atlas("series", LARGE, "--by", "slag_heaps", "--out", tmp_path / "book.docx")
    assert done.returncode == 1
    assert ".pdf" in done.stderr
