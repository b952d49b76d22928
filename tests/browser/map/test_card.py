"""The card of an object: its sentence, figures, pictures, disagreements, all fields, its page; in a real browser."""

import re

import pytest

from tests.browser.shell.test_access import findings

HEAP = "?layers=slag_heaps&card=slag_heaps:t144"


def opened(visit, link):
    """Open a link, and return its card once it is filled."""
    visit.open(link)
    card = visit.map.locator(".card:not([hidden])")
    card.locator(".sentence").wait_for()
    return card


@pytest.mark.journey
def test_a_card_tells_what_an_object_is_and_keeps_all_fields_one_step_away(visit):
    card = opened(visit, HEAP)
    assert card.locator(".sentence").inner_text().startswith("Rieulay (T144) est un terril plat à Rieulay")
    assert re.search(r"53,03\sha\s+rang 5 sur 161", card.locator(".figures").inner_text())
    assert card.locator(".picture svg path.mark").get_attribute("d").startswith("M")
    contested = card.locator(".contested")
    assert {"53 ha", "53,18 ha", "135,68 ha", "140 ha"} <= {
        text.replace("\u00a0", " ") for text in contested.locator("strong").all_inner_texts()
    }
    assert contested.get_by_role("link", name="Préfecture du Nord").get_attribute("href").startswith("http")
    assert not card.locator(".source").is_visible()
    card.locator(".fields > summary").press("Enter")
    card.locator(".source").wait_for()
    assert card.get_by_text("Compagnie minière").is_visible()
    assert findings(visit.map) == []


@pytest.mark.journey
def test_what_an_object_is_tied_to_has_names_that_differ(visit):
    card = opened(visit, HEAP)
    rows = card.locator(".ties .rows")
    rows.first.wait_for()
    for section in rows.all():
        names = section.locator("button > span:first-child").all_text_contents()
        assert len(set(names)) == len(names), names


@pytest.mark.journey
def test_a_card_and_a_drawn_shape_lead_to_their_pages(visit):
    card = opened(visit, HEAP)
    page, file = card.locator(".portrait a").all()
    assert page.inner_text() == "Page de cet objet"
    answer = visit.page.request.get(page.evaluate("link => link.href"))
    assert answer.status == 200
    assert "Face à l’ensemble" in answer.text()
    assert file.evaluate("link => link.href").endswith("/atlas/objects/slag_heaps/t144.pdf?lang=fr")
    visit.open("?layers=slag_heaps&select=circle:50.45,2.8,3000")
    link = visit.map.get_by_role("link", name="Page de cette zone")
    link.wait_for()
    answer = visit.page.request.get(link.evaluate("link => link.href"))
    assert answer.status == 200
    assert "Zone dessinée" in answer.text()


@pytest.mark.slow
def test_paper_shows_what_is_folded(visit):
    card = opened(visit, HEAP)
    visit.page.emulate_media(media="print")
    try:
        assert card.locator(".source dd").first.evaluate(
            "node => node.checkVisibility({ contentVisibilityAuto: true })"
        )
    finally:
        visit.page.emulate_media(media="screen")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark", "room"])
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
@pytest.mark.parametrize("row", ["slag_heaps:t144", "communes:62498", "mine_shafts:ferfay_lahure_1"])
def test_axe_finds_nothing_in_a_card(visit, row, theme, lang):
    card = opened(visit, f"?card={row}&theme={theme}&lang={lang}")
    card.locator(".fields > summary").click()
    assert findings(visit.map, {"minor", "moderate", "serious", "critical"}) == []
