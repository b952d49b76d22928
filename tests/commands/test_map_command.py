"""``map --out x.pdf`` and ``portrait`` as a user of the command line meets them."""

import io

import pypdf
import pytest
from matplotlib.image import imread

from tests.command_line import run_atlas


def test_a_link_becomes_a_sheet_that_names_where_it_is_reopened(tmp_path):
    out = tmp_path / "heaps.pdf"
    link = "?layers=slag_heaps&slag_heaps.form=conical&at=50.43,2.83,11"
    done = run_atlas(
        "map", link, "--out", out, "--size", "A3", "--orientation", "portrait", "--url", "https://a.example/"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = pypdf.PdfReader(io.BytesIO(out.read_bytes())).pages[0]
    assert float(page.mediabox.height) == pytest.approx(420 / 25.4 * 72, abs=0.01)
    assert "https://a.example/?at=50.43,2.83,11" in "".join(page.extract_text().split())


def test_a_picture_has_the_pixels_asked_for(tmp_path):
    out = tmp_path / "heaps.png"
    assert run_atlas("map", "?layers=slag_heaps", "--out", out, "--size", "640x480").returncode == 0
    assert imread(out).shape[:2] == (480, 640)


@pytest.mark.parametrize(
    "arguments",
    [
        ("map", "?", "--out", "x.pdf", "--size", "A0"),
        ("map", "?", "--out", "x.pdf", "--orientation", "upside"),
        ("map", "?", "--out", "x.docx"),
        ("map", "?layers=moon", "--out", "x.pdf"),
        ("portrait", "nowhere", "--out", "x.pdf"),
        ("portrait", "62498", "--out", "x.docx"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence_and_no_file(tmp_path, arguments):
    done = run_atlas(*(tmp_path / part if part.startswith("x.") else part for part in arguments))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_territory_has_a_portrait_as_file_and_page(tmp_path):
    assert run_atlas("portrait", "62498", "--out", tmp_path / "lens.pdf", "--lang", "pt").returncode == 0
    text = pypdf.PdfReader(tmp_path / "lens.pdf").pages[0].extract_text()
    assert "Retrato de território" in text
    assert run_atlas("portrait", "62498", "--out", tmp_path / "lens.html").returncode == 0
    assert "<h1>Lens</h1>" in (tmp_path / "lens.html").read_text(encoding="utf-8")
