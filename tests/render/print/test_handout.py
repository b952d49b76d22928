"""What listeners take home: a page a scene, and pictures of a scene."""

import io
from datetime import date

import pypdf
import pytest
from matplotlib.image import imread

from atlas.render.print.handout import draw_handout
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_sheet
from atlas.scene.story.handout import scene_page
from atlas.scene.story.library import open_story
from atlas.scene.story.slides import make_slideshow

MADE = date(2026, 11, 22)


@pytest.fixture(scope="module")
def show(atlas):
    return make_slideshow(open_story("trois-siecles-de-charbon", "en"), atlas)


@pytest.mark.journey
def test_a_handout_is_a_page_a_scene_with_words_legend_and_credits(show):
    pages = [scene_page(show, number, address="https://atlas.example/", made=MADE) for number in (1, 3)]
    file = pypdf.PdfReader(io.BytesIO(draw_handout(pages, read_paper("A4", "landscape"), title=show.title)))
    assert file.metadata.title == "Three centuries of coal"
    assert len(file.pages) == 2
    for page, slide in zip(file.pages, (show.slides[0], show.slides[2]), strict=True):
        text = " ".join(page.extract_text().split())
        width, height = (float(side) / 72 * 25.4 for side in page.mediabox[2:])
        assert (width, height) == pytest.approx((297, 210), abs=0.5)
        assert slide.title in text
        assert "Former mine shafts" in text
        assert "Mission Bassin Minier" in text
        assert show.data in text


@pytest.mark.parametrize("size", ["1920x1080", pytest.param("3840x2160", marks=pytest.mark.slow)])
def test_a_scene_is_a_picture_of_the_size_asked_for(show, size):
    content = draw_sheet(*scene_page(show, 8, made=MADE), read_paper(size, "landscape"), "png")
    height, width, _ = imread(io.BytesIO(content)).shape
    assert f"{width}x{height}" == size
