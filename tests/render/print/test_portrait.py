import io
import re
from datetime import date

import pypdf
import pytest

from atlas.render.pages.portrait import portrait_page
from atlas.render.print.portrait import draw_portrait
from atlas.render.print.text_columns import TextLine, flow
from atlas.scene.publish.caption import printed_scene
from atlas.scene.publish.portrait import make_portrait, portrait_caption


@pytest.fixture(scope="module")
def paper(atlas):
    """Make what a renderer of portraits takes."""

    def make(territory, lang="fr"):
        portrait = make_portrait(territory, atlas, lang)
        caption = portrait_caption(portrait, address="https://atlas.example/", made=date(2026, 11, 22))
        return portrait, printed_scene(portrait.view, atlas), caption

    return make


SLOW = [pytest.param(territory, marks=pytest.mark.slow) for territory in ("leon_palencia", "62498", "246200364")]


@pytest.mark.journey
@pytest.mark.parametrize("territory", ["nord_pas_de_calais", *SLOW])
def test_a_portrait_is_a4_and_holds_all_its_numbers_and_charts(paper, territory):
    portrait, scene, caption = paper(territory)
    pages = pypdf.PdfReader(io.BytesIO(draw_portrait(portrait, scene, caption))).pages
    assert len(pages) <= 3
    for page in pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx((210 / 25.4 * 72, 297 / 25.4 * 72), abs=0.01)
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    wanted = [portrait.name, *(title for title, _, _ in portrait.facts), *(figure.title for figure in portrait.figures)]
    wanted += [row.title for section in portrait.sections for row in section.rows]
    for words in wanted:
        assert re.sub(r"\s+", " ", words) in text, words
    for licence, _ in scene.attribution:
        assert licence in text
    assert all(f"{twin.commune} – {twin.town}" in text for twin in portrait.twins)
    assert all(re.sub(r"\s+", " ", chart["title"]) in text for chart in portrait.charts)


def test_a_page_holds_every_number_and_twin_and_asks_nothing_of_any_network(paper):
    portrait, scene, caption = paper("nord_pas_de_calais", "en")
    page = portrait_page(portrait, scene, caption)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en"')
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!data:|https://atlas\.example/)|url\((?!data:)|@import""", page)
    assert page.count('<th scope="row" role="rowheader">') == (
        len(portrait.facts) + len(portrait.figures) + len(portrait.twins) + sum(len(s.rows) for s in portrait.sections)
    )
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="[^"]{40,}"', page)
    assert len(page) < 2_000_000


@pytest.mark.slow
def test_what_a_name_says_stays_a_name(paper):
    portrait, scene, caption = paper("62498")
    hostile = type(portrait)(
        **{field: getattr(portrait, field) for field in portrait.__slots__} | {"name": "<script>alert(1)</script>"}
    )
    assert "<script" not in portrait_page(hostile, scene, caption)


def test_lines_that_belong_together_are_never_parted():
    blocks = [tuple(TextLine(f"block {n} line {k}", size=10) for k in range(4)) for n in range(10)]
    columns = flow(blocks, 200, 120, 1)
    assert [block for column in columns for block in column.blocks] == blocks
    assert all(column.height <= 120 for column in columns)
    assert len(columns) == 5
