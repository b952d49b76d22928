"""`atlas sheet`: one object, or a drawn area, as a page or a PDF."""

import io

import pytest
from pypdf import PdfReader

from tests.command_line import run_atlas


@pytest.mark.slow
def test_an_object_is_a_pdf_with_its_sentence_and_figures_against_the_whole(tmp_path):
    out = tmp_path / "rieulay.pdf"
    done = run_atlas("sheet", "?card=slag_heaps:t144&lang=en", "--out", out, "--url", "https://atlas.example.org/")
    assert done.returncode == 0, done.stderr
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert "Rieulay (T144) is a flat slag heap in Rieulay and Pecquencourt" in text
    assert "Against the whole" in text
    assert "135.68\u00a0ha" in text


@pytest.mark.slow
def test_a_drawn_area_is_a_page_with_every_layer_in_it(tmp_path):
    out = tmp_path / "area.html"
    done = run_atlas("sheet", "?select=circle:50.45,2.8,3000&lang=pt", "--out", out)
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    assert "Área desenhada" in page
    assert "Escombreiras" in page
    assert "<script" not in page


@pytest.mark.slow
def test_a_link_without_an_object_or_an_area_is_one_sentence(tmp_path):
    done = run_atlas("sheet", "?lang=en", "--out", tmp_path / "a.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no area" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
