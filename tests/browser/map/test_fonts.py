"""Names on a canvas, which the web font reaches after they were painted: they are painted once more."""

import re

import pytest

from atlas.render.print.fonts import web_face
from tests.http_client import get

VIEW = "?layers=slag_heaps&at=50.43,2.83,11"
PICTURE = "atlas.marks.canvas.toDataURL()"
HAS_FONT = """document.fonts.check('14px "Atlas Sans"')"""
PAINTED = "window.atlas && atlas.ready.then(() => atlas.painted > 0)"
FONT = "http://atlas.invalid/sans.woff2"


def hold(page, address):
    """Hold back what a page requests, and return the routes of it."""
    held = []

    def keep(route):
        held.append(route)

    page.route(address, keep)
    return held


def is_painted_again(page, release):
    """Release the font of a page whose map is painted without it."""
    assert page.evaluate(HAS_FONT) is False
    before, painted = page.evaluate(f"[{PICTURE}, atlas.painted]")
    release()
    page.wait_for_function(f"{HAS_FONT} && atlas.painted > {painted}")
    after = page.evaluate(PICTURE)
    assert after != before
    # Another painting has nothing to change, once the ground, which comes after the picture, is there.
    page.wait_for_function(f"() => {{ const last = {PICTURE}; atlas.repaint(); return {PICTURE} === last; }}")


@pytest.mark.slow
def test_names_on_the_map_are_painted_again_when_the_font_has_come(visit):
    held = hold(visit.page, "**/fonts/sans.woff2")
    # A page that waits for its fonts is not loaded yet.
    visit.page.goto(f"{visit.address}/{VIEW}", wait_until="commit")
    visit.map.wait_for_function(PAINTED)
    visit.wait_until(lambda: held)

    def release():
        for route in held:
            route.continue_()

    is_painted_again(visit.map, release)


@pytest.mark.journey
def test_names_in_a_file_are_painted_again_when_the_font_has_come(reader, tmp_path):
    path = tmp_path / "map.html"
    whole = get(f"/atlas/file{VIEW}").content.decode()
    # The face lies inside the file: here it comes from an address, so that it can be late.
    late, count = re.subn(r'("Atlas Sans";\s*src: url\()data:font/woff2;base64,[^)]+', rf"\g<1>{FONT}", whole)
    assert count == 1
    # The file's own policy lets it ask for nothing.
    late = late.replace("font-src data:", f"font-src {FONT}")
    path.write_text(late, encoding="utf-8")
    page = reader().new_page()
    held = hold(page, FONT)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function(PAINTED)

    def release():
        for route in held:
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(body=web_face("sans"), content_type="font/woff2", headers=headers)

    is_painted_again(page, release)
