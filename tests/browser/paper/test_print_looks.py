"""Paper is white: a page of any look is printed in the colours of the light one."""

import re

import pypdf
import pytest
from PIL import Image, ImageStat

from atlas.render.print.colours import look_of
from tests.browser.paper.test_print import PRINTS

COLOUR = re.compile(rb"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b")
# How light a picture is of 255: the ground of the light look is lighter, that of the dark look far darker.
LIGHT = 190
# Pixels of a map; symbols are smaller, and may be dark.
WIDE = 500


def inks(pdf):
    """Return the colours of letters and shapes on paper, and how light its pictures are."""
    colours, lights = set(), []
    for page in pypdf.PdfReader(pdf).pages:
        colours.update(COLOUR.findall(page.get_contents().get_data()))
        lights += [light(found.image) for found in page.images if found.image.width > WIDE]
    return colours, lights


def light(picture):
    """Return how light a picture is on white paper."""
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return ImageStat.Stat(paper.convert("L")).mean[0]


def inks_of(theme):
    """Return the colours of a look as a PDF file writes them."""
    look = look_of(theme)
    texts = [getattr(look, name) for name in look.__slots__ if str(getattr(look, name)).startswith("#")]
    parts = [[int(text[k : k + 2], 16) / 255 for k in (1, 3, 5)] for text in texts]
    return {" ".join(f"{part:.4f}".strip("0") for part in three).encode() for three in parts}


# What is there when a page can be printed.
READY = {
    "mode=explore&layers=slag_heaps&layers=communes": ".shown-layers li",
    "mode=compare": ".compare tbody th",
    "mode=compare&way=maps": ".in-maps svg",
    "mode=network": ".network .rows li",
    "mode=data": ".data .index .title",
    "mode=present": ".panel.present",
}


def open_page(visit, link, theme):
    visit.open(f"?{link}&lang=en&theme={theme}")
    visit.page.locator(READY[link]).first.wait_for()
    visit.wait_until(lambda: visit.page.evaluate(PRINTS))


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "room"])
@pytest.mark.parametrize("link", READY)
def test_every_mode_is_printed_in_the_colours_of_the_light_look(visit, tmp_path, link, theme):
    papers = []
    for look in ("light", theme):
        open_page(visit, link, look)
        visit.page.pdf(path=tmp_path / f"{look}.pdf", format="A4")
        papers.append(inks(tmp_path / f"{look}.pdf"))
        assert visit.page.evaluate("document.documentElement.dataset.theme") == look
        assert visit.map.evaluate("atlas.theme") == look
    (expected, _), (colours, lights) = papers
    # A legend that is drawn again is printed as shapes.
    assert colours <= expected | inks_of("light")
    assert min(lights, default=255) > LIGHT


@pytest.mark.journey
def test_a_dark_map_is_printed_light_and_is_dark_afterwards(visit, tmp_path):
    open_page(visit, "mode=explore&layers=slag_heaps&layers=communes", "dark")
    dark = visit.map.evaluate("atlas.look.land")
    visit.page.pdf(path=tmp_path / "page.pdf", format="A4")
    _, lights = inks(tmp_path / "page.pdf")
    assert lights
    assert min(lights) > LIGHT
    assert visit.map.evaluate("atlas.look.land") == dark


@pytest.mark.slow
def test_a_story_in_the_whole_window_is_printed_light(visit, tmp_path):
    visit.open("?mode=present&story=trois-siecles-de-charbon:3&lang=en&theme=dark")
    visit.map.wait_for_function("atlas.deck?.node.dataset.settled === '3'")
    visit.wait_until(lambda: visit.page.evaluate(PRINTS))
    visit.page.pdf(path=tmp_path / "page.pdf", format="A4")
    _, lights = inks(tmp_path / "page.pdf")
    assert lights
    assert min(lights) > LIGHT
    assert visit.map.evaluate("atlas.theme") == "dark"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["objects/slag_heaps/t144?theme=dark", "portrait/246200364?theme=dark"])
def test_a_page_of_its_own_is_printed_light(reader, address, tmp_path, path):
    page = reader().new_page()
    page.goto(f"{address}/atlas/{path}")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    _, lights = inks(tmp_path / "page.pdf")
    assert lights
    assert min(lights) > LIGHT
