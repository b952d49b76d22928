"""Five tasks as they are heard; the lines are kept beside, and read again when they change."""

from pathlib import Path

import pytest

from atlas.i18n import words
from tests.browser.screen_reader import ScreenReader

GOLDEN = Path(__file__).parents[2] / "golden" / "spoken"


@pytest.fixture
def hear(new_visit, request):
    """Open a link and listen; afterwards nothing reads badly, and the lines are those that were agreed."""
    made = []

    def open_with(link, lang="fr"):
        visit = new_visit()
        reader = ScreenReader(visit, lang)
        visit.open(f"?lang={lang}&{link}")
        visit.page.locator(".bar .mode").first.wait_for()
        made.append(reader)
        return reader

    yield open_with
    for reader in made:
        name = request.node.name.removeprefix("test_").partition("[")[0]
        path = GOLDEN / f"{name}.{reader.lang}.txt"
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(reader.lines) + "\n", encoding="utf-8")
        assert reader.mistakes() == []
        assert "\n".join(reader.lines) + "\n" == path.read_text(encoding="utf-8")


COMMUNES = {"fr": "Communes", "en": "Communes", "pt": "Municípios"}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_a_commune_is_found_and_its_card_opened(hear, lang):
    me = hear("layers=slag_heaps", lang)
    page, map_ = me.page, me.visit.map
    me.go(page.locator('[data-key="search"]'))
    me.write("oignies")
    results = page.get_by_role("listbox", name=words(lang)["panel.results"])
    results.get_by_role("option").first.wait_for()
    me.hear("sult")
    kinds = results.get_by_role("option").locator(".kind").all_inner_texts()
    commune = kinds.index(COMMUNES[lang])
    if commune:
        me.press(*["ArrowDown"] * commune)
    me.press("Enter")
    map_.locator(".card h2").wait_for()
    me.settle()
    me.focus()
    me.read(map_.locator(".card"))
    me.hear()
    me.press("Escape")


@pytest.mark.slow
def test_a_question_is_asked_and_its_count_and_answers_heard(hear):
    me = hear("layers=slag_heaps")
    page = me.page
    me.go(page.get_by_role("button", name="Filtrer Terrils", exact=True))
    me.press("Enter")
    form = page.locator('[data-key="slag_heaps.form=conical"]')
    form.wait_for()
    me.go(form)
    me.press("Space")
    me.hear("22 sur 333")
    me.go(page.locator('[data-key="tab.table"]'))
    me.press("Enter")
    rows = page.locator("tbody tr[data-row]")
    rows.first.wait_for()
    me.hear()
    me.read(page.locator("table thead").first)
    me.read(rows.first)
    me.go(rows.first)
    me.press("ArrowDown")


@pytest.mark.slow
def test_two_territories_are_compared(hear):
    me = hear("mode=compare&compare=246200364&compare=200072460&way=table&ind=heap_density&ind=component_share")
    page = me.page
    page.locator(".compare:not([aria-busy]) table").first.wait_for()
    me.hear()
    me.read(page.locator(".chips").first)
    me.go(page.locator('[data-key="way.table"]'))
    me.read(page.locator("[role=tabpanel] table").first)
    me.go(page.locator('[data-key="way.table"]'))
    page.keyboard.press("ArrowRight")
    page.locator('[role=tab][aria-selected=true]:not([data-key="way.table"])').wait_for()
    me.settle()
    me.focus()


@pytest.mark.slow
def test_a_story_is_walked(hear):
    me = hear("mode=present")
    page, map_ = me.page, me.visit.map
    me.go(page.locator('[data-key="tell.trois-siecles-de-charbon"]'))
    page.keyboard.press("Enter")
    for number, said in ((1, "636 puits"), (2, "Fresnes")):
        map_.wait_for_function(f"window.atlas?.deck?.node.dataset.settled === '{number}'")
        me.hear(said)
        me.press("ArrowRight")
    me.press("Tab")
    me.press("Escape")
    map_.locator(".story").wait_for(state="hidden")
    me.settle()
    me.focus()


@pytest.mark.slow
def test_a_file_is_brought_and_one_taken_away(hear, tmp_path):
    me = hear("layers=slag_heaps")
    page = me.page
    me.go(page.locator('[data-key="tab.take"]'))
    me.press("Enter")
    me.hear()
    me.read(page.locator(".shelf .body section").first)
    me.go(page.locator('[data-key="bring"]'))
    me.press("Enter")
    page.locator("dialog").wait_for()
    me.settle()
    me.focus()
    file = tmp_path / "lieux.csv"
    file.write_text("nom,lon,lat\nFosse 9,2.8,50.4\nFosse 11,2.9,50.4\n", encoding="utf-8")
    page.locator("dialog input[type=file]").set_input_files(file)
    page.locator("dialog h3, dialog .found, dialog form").first.wait_for()
    me.hear()
    me.read(page.locator("dialog"))
    me.press("Escape")
