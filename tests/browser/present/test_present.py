"""A speaker tells a story in the app, and writes one, in a real browser without network."""

import re
import statistics

import pytest

from tests.browser.present.talk import SHAFTS, TOLD, settled, told


@pytest.mark.slow
def test_a_story_is_chosen_told_by_keys_and_left(visit, frames):
    visit.open("?mode=present")
    visit.page.get_by_role("button", name="Présenter : Trois siècles de charbon").click()
    settled(visit.map, 1)
    assert visit.counts() == {"mine_shafts": 636}
    for key, number in (
        ("ArrowRight", 2),
        ("Space", 3),
        ("PageDown", 4),
        ("End", 9),
        ("PageUp", 8),
        ("Home", 1),
        ("6", 6),
    ):
        visit.page.keyboard.press(key)
        settled(visit.map, number)
    shafts = frames["mine_shafts"]
    standing = int(((shafts["sunk_year"] <= 1928) & (shafts["closed_year"] >= 1928)).sum())
    figure = visit.map.locator(".words .figure").first
    assert figure.inner_text() == str(standing)
    visit.page.wait_for_url(re.compile(rf"story={SHAFTS}(:|%3A)6"))
    assert "year=1928" in visit.page.url
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("heading", name="Récits", exact=True).wait_for()
    assert visit.map.locator(".story").is_hidden()


@pytest.mark.slow
def test_the_link_reopens_the_scene_and_back_in_the_browser_is_the_scene_before(visit):
    told(visit, f"{TOLD}3")
    assert visit.map.locator(".story h1").inner_text().startswith("1720")
    visit.page.keyboard.press("ArrowRight")
    settled(visit.map, 4)
    visit.page.wait_for_url(re.compile(r"charbon(:|%3A)4"))
    visit.page.go_back()
    settled(visit.map, 3)


@pytest.mark.slow
def test_a_question_is_answered_in_explore_and_the_same_scene_comes_back(visit, frames):
    told(visit, f"{TOLD}7")
    scene = visit.counts()
    visit.page.keyboard.press("q")
    visit.page.locator("details.theme > summary", has_text="Paysage").click()
    visit.page.get_by_role("checkbox", name="Terrils", exact=True).check()
    visit.wait_for_count("slag_heaps", len(frames["slag_heaps"]))
    assert visit.counts()["mine_shafts"] == scene["mine_shafts"]
    visit.map.get_by_role("button", name=re.compile("^Reprendre")).click()
    settled(visit.map, 7)
    assert visit.counts() == scene
    visit.page.wait_for_url(lambda url: "mode=present" in url and "slag_heaps" not in url)


@pytest.mark.slow
def test_a_figure_leads_to_what_it_counts(visit):
    told(visit, f"{TOLD}7")
    figure = visit.map.locator(".words button.figure").first
    said = int(re.sub(r"\D", "", figure.inner_text()))
    figure.click()
    visit.wait_for_count("mine_shafts", said)
    visit.page.keyboard.press("q")
    settled(visit.map, 7)


@pytest.mark.slow
def test_the_talk_changes_language_and_appearance_without_losing_its_scene(visit):
    told(visit, f"{TOLD}2")
    visit.page.keyboard.press("t")
    visit.map.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    visit.page.keyboard.press("t")
    visit.map.wait_for_function("document.documentElement.dataset.theme === 'room'")
    visit.map.get_by_role("button", name="EN", exact=True).click()
    visit.map.wait_for_function("window.atlas?.lang === 'en' && atlas.deck?.node.dataset.settled === '2'")
    assert visit.map.locator(".story h1").inner_text() == "The search"
    visit.page.wait_for_url(lambda url: "lang=en" in url and "theme=room" in url)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["app", "file"])
def test_the_speakers_window_follows_and_drives(where, request):
    if where == "app":
        visit = told(request.getfixturevalue("visit"), f"{TOLD}1")
        page, frame = visit.page, visit.map
    else:
        page = frame = request.getfixturevalue("room")
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    desk = opened.value
    desk.get_by_role("heading", level=1).filter(has_text="636 puits").wait_for()
    assert desk.get_by_role("heading", level=2).inner_text() == "On cherche"
    desk.get_by_text("compagnie, concession, fosse, profondeur").wait_for()
    desk.wait_for_function("atlas.counts().mine_shafts === 5")
    desk.keyboard.press("ArrowRight")
    settled(frame, 2)
    desk.get_by_role("heading", level=1).filter(has_text="On cherche").wait_for()
    page.keyboard.press("End")
    desk.get_by_text("Dernière scène").wait_for()
    assert re.fullmatch(r"\d\d:\d\d", desk.locator(".spent").inner_text())
    desk.get_by_role("button", name="Écran noir").click()
    frame.locator("body > .black").wait_for()
    desk.close()


@pytest.mark.journey
def test_a_story_is_made_of_views_survives_a_reload_and_comes_back_from_its_file(visit, frames, tmp_path):
    page = visit.open("?layers=slag_heaps&slag_heaps.form=conical").page
    page.get_by_role("button", name="Emporter").click()
    page.get_by_role("button", name="Ajouter cette vue à un récit").click()
    page.get_by_label("Titre du récit").fill("Mon exposé")
    page.get_by_label("Scène 1 : Titre de la scène").fill("Coniques")
    page.get_by_label("Scène 1 : Quelques mots pour la salle").fill("{count slag_heaps} terrils coniques.")
    page.get_by_label("Scène 1 : Notes pour vous").fill("Dire bonjour.")
    page.get_by_role("button", name="Ajouter cette vue", exact=True).click()
    page.get_by_label("Scène 2 : Titre de la scène").fill("Encore")
    page.get_by_role("button", name="Monter la scène (2)").click()
    page.reload()
    page.get_by_role("button", name="Mon exposé", exact=True).click()
    assert page.get_by_label("Scène 1 : Titre de la scène").inner_text() == "Encore"
    page.get_by_role("button", name="Retirer la scène (1)").click()
    page.get_by_role("button", name="Rétablir « Encore »").click()
    page.get_by_role("button", name="Descendre la scène (1)").click()
    page.locator('[data-key="preview"]').click()
    settled(visit.map, 1)
    conical = int((frames["slag_heaps"]["form"] == "conical").sum())
    assert visit.map.locator(".words .figure").inner_text() == str(conical)
    page.keyboard.press("Escape")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Enregistrer (.md)").click()
    assert saved.value.suggested_filename == "mon-expose.fr.md"
    path = tmp_path / "mon-expose.fr.md"
    saved.value.save_as(path)
    assert "## Coniques" in path.read_text(encoding="utf-8")
    page.locator('[data-key="close"]').click()
    page.get_by_role("button", name="Supprimer : Mon exposé").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_label("Scène 1 : Quelques mots pour la salle").wait_for()
    assert page.get_by_label("Scène 1 : Notes pour vous").inner_text() == "Dire bonjour."
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('atlas.stories.')).length") == 1


@pytest.mark.journey
def test_a_story_whose_words_are_on_their_way_is_not_drawn_before_they_are_there(new_visit):
    visit = new_visit().open("?mode=present")
    page, held = visit.page, []
    page.get_by_role("button", name="Nouveau récit").wait_for()

    def hold(route):
        held.append(route)

    page.route("**/atlas/words/editor?*", hold)
    with page.expect_request("**/atlas/words/editor?*"):
        page.get_by_role("button", name="Nouveau récit").click()
    # Meanwhile another tab drops it, which draws the page.
    page.evaluate("""for (const key of Object.keys(localStorage).filter((key) => key.startsWith("atlas.stories."))) {
        localStorage.removeItem(key);
        dispatchEvent(new StorageEvent("storage", { key }));
    }""")
    for route in held:
        route.continue_()
    page.get_by_label("Titre du récit").wait_for()
    assert visit.complaints == []


@pytest.mark.slow
def test_a_story_that_cannot_be_told_says_where(new_visit):
    visit = new_visit().open("?mode=present")
    page = visit.page
    page.get_by_role("button", name="Nouveau récit").click()
    page.get_by_role("button", name="Ajouter cette vue", exact=True).click()
    page.get_by_label("Scène 1 : Quelques mots pour la salle").fill("{count rien}")
    page.locator('[data-key="preview"]').click()
    page.get_by_role("status").filter(has_text="chapitre 1 : {count rien}").wait_for()


@pytest.mark.benchmark
def test_in_the_app_a_key_starts_a_flight_at_once_and_the_map_is_mounted_once(new_visit):
    visit = told(new_visit(reduced_motion="no-preference"), f"{TOLD}1")
    visit.map.evaluate("addEventListener('keydown', (event) => { window.pressed = event.timeStamp; }, true)")
    measured = []
    for number in (2, 3, 4, 5, 8, 9):
        visit.page.keyboard.press(str(number))
        settled(visit.map, number)
        marks = visit.map.evaluate(
            "performance.getEntriesByType('mark').map((m) => [m.name, m.startTime - window.pressed])"
        )
        measured.append([dict(marks)["atlas-flight"], dict(marks)["atlas-settled"]])
        # The link follows, the page draws itself anew: the next key comes after that, as in a talk.
        visit.page.wait_for_timeout(1800)
    start, rest = (statistics.median(one) for one in zip(*measured, strict=True))
    print(f"\nin the app: key to flight {start:.0f} ms, to rest {rest:.0f} ms (of which 1,050 are the flight)")  # noqa: T201
    assert sum("/atlas/map?" in url for url in visit.requests) == 1
    assert rest / 1050 <= 1.5 / 1.05
    assert start / 1050 <= 0.12 / 1.05
