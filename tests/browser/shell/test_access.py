"""Who cannot see, or has no mouse, uses the atlas too: measured with axe-core in a real browser."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.places import PLACES, go

GRAVE = {"serious", "critical"}


def findings(frame, impacts=GRAVE):
    """Give the findings of axe-core in one frame, each with an element as an example."""
    frame.evaluate(AXE_SCRIPT)
    results = frame.evaluate("axe.run(document, { iframes: false, resultTypes: ['violations'] })")
    return [
        f"{found['id']}: {found['help']}: {found['nodes'][0]['html'][:160]} ({len(found['nodes'])})"
        for found in results["violations"]
        if found["impact"] in impacts
    ]


THEMES = ("light", "dark", "room")
EVERY = [(place, theme, lang) for place in PLACES for theme in THEMES for lang in ("fr", "en", "pt")]
FEW = [("explore", "light", "fr")]


@pytest.mark.journey
@pytest.mark.parametrize(
    ("place", "theme", "lang"),
    [*FEW, *(pytest.param(*one, marks=pytest.mark.slow) for one in EVERY if one not in FEW)],
)
def test_axe_finds_nothing_serious(visit, place, theme, lang):
    go(visit, place, f"theme={theme}&lang={lang}")
    assert findings(visit.page, GRAVE | {"moderate"}) == []
    assert findings(visit.map) == []


@pytest.mark.journey
def test_a_change_is_said_to_who_does_not_see_it(visit):
    visit.open("?layers=slag_heaps")
    visit.page.get_by_role("button", name="Filtrer Terrils", exact=True).click()
    visit.page.locator('[data-key="slag_heaps.form=conical"]').check()
    visit.page.locator("[aria-live=polite]").filter(has_text="Terrils: 22 sur 333").wait_for(state="attached")


@pytest.mark.slow
def test_the_page_is_read_in_the_order_it_is_seen_and_the_skip_link_leads_to_the_map(visit):
    visit.open("?layers=slag_heaps")
    visit.page.get_by_role("combobox", name=re.compile("^Chercher")).wait_for()
    order = []
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        order.append(
            visit.page.evaluate(
                "() => { let a = document.activeElement; while (a?.shadowRoot?.activeElement)"
                " a = a.shadowRoot.activeElement; return a.dataset?.key || a.tagName; }"
            )
        )
    keys = [key for key in order if "." in key or key in {"skip", "fold", "search"}]
    assert keys[:4] == ["skip", "fold", "mode.explore", "mode.compare"]
    skip = visit.page.get_by_role("button", name="Aller à la carte")
    skip.focus()
    visit.page.keyboard.press("Enter")
    assert visit.map.evaluate("document.activeElement.classList.contains('leaflet-container')")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["compare", "data"])
def test_the_skip_link_leads_to_the_content_where_there_is_no_map(visit, mode):
    visit.open(f"?mode={mode}")
    visit.page.locator("[role=tabpanel], .data article").wait_for()
    visit.page.get_by_role("button", name="Aller au contenu").focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("[role=tabpanel], .data article").evaluate("(n) => n.getRootNode().activeElement === n")


@pytest.mark.slow
def test_shortcuts_of_a_single_key_can_be_switched_off(visit):
    visit.open("?layers=slag_heaps")
    search = visit.page.get_by_role("combobox", name=re.compile("^Chercher"))
    search.wait_for()
    visit.page.keyboard.press("?")
    visit.page.get_by_role("checkbox", name="Raccourcis d’une seule touche").press("Space")
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("f")
    assert not search.evaluate("(node) => node === node.getRootNode().activeElement")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "title"), [("fr", "Accessibilité"), ("en", "Accessibility"), ("pt", "Acessibilidade")]
)
def test_the_statement_is_two_steps_away_in_every_language(visit, lang, title):
    visit.open(f"?lang={lang}&theme=dark")
    visit.page.locator("[data-key=keys]").press("Enter")
    link = visit.page.locator("dialog [data-key=accessibility]")
    with visit.page.expect_popup() as opened:
        link.press("Enter")
    opened.value.get_by_role("heading", name=title, level=1).wait_for()
    assert opened.value.evaluate("document.documentElement.lang") == lang
    assert findings(opened.value) == []


@pytest.mark.journey
@pytest.mark.parametrize("lang", ["pt", *(pytest.param(lang, marks=pytest.mark.slow) for lang in ("fr", "en"))])
def test_page_and_map_say_their_language(visit, lang):
    visit.open(f"?lang={lang}")
    for page in (visit.page, visit.map):
        page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
    titles = visit.page.evaluate("[...document.querySelectorAll('iframe')].map((frame) => frame.title)")
    assert all(titles)
