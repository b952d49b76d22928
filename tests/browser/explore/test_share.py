"""A view and a story are given to others: a short link, code for another page in a height and a language."""

import re
from urllib.parse import urlsplit

import pytest

LINK = "?layers=slag_heaps&slag_heaps.form=conical&lang=en"


@pytest.mark.slow
def test_a_view_has_a_short_link_and_code_in_a_height_and_a_language(visit):
    visit.open(LINK)
    page, tab = visit.page, visit.page.locator(".tab.take")
    page.locator("[data-key='tab.take']").click()
    tab.get_by_role("button", name="Short link").click()
    short = tab.get_by_role("textbox", name="Copy the short link")
    short.wait_for()
    address = urlsplit(short.input_value())
    assert re.fullmatch(r"/l/[a-z2-7]{8}", address.path)
    code = tab.get_by_role("textbox", name="Copy the embed code")
    tab.get_by_label("Height of the frame").select_option("800")
    tab.get_by_label("Language").select_option("pt")
    assert 'height="800"' in code.input_value()
    assert "lang=pt" in code.input_value()
    page.goto(f"{visit.address}{address.path}")
    page.wait_for_url("**/?*slag_heaps.form=conical*")
    assert visit.complaints == []


@pytest.mark.slow
def test_a_story_has_a_link_and_code(visit):
    visit.open("?mode=present&lang=en")
    story = visit.page.locator("details.shared-story").first
    story.locator("summary").click()
    link = story.get_by_role("textbox", name="Copy the link").input_value()
    code = story.get_by_role("textbox", name="Copy the embed code").input_value()
    assert "mode=present&story=" in link
    assert code.startswith("<iframe src=")
    assert "embed=true&amp;mode=present&amp;story=" in code
    assert visit.complaints == []
