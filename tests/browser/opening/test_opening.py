"""The first view in a real browser: when it plays and when not, what it says, where it leads."""

import re

import pytest

from tests.browser.shell.test_access import GRAVE, findings
from tests.command_line import run_atlas

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOVING = {"reduced_motion": "no-preference"}
ANSWERS = {
    "heaps": ("4 terrils", "slag_heaps", 4),
    "shafts": ("95 puits", "mine_shafts", 95),
    "network": ("97 lieux partenaires", "partner_cities", 97),
}


def stage(visit):
    return visit.page.locator("#atlas-opening").get_attribute("data-stage")


def arrive(visit):
    """Open the address without parameters and wait for the first view."""
    visit.page.goto(f"{visit.address}/")
    visit.page.wait_for_selector("#atlas-opening[data-stage]")
    return visit


def last(visit):
    visit.page.wait_for_selector("#atlas-opening[data-stage=last]")
    return visit


def left(visit):
    """Wait until the app is there without the first view."""
    visit.page.wait_for_selector("#atlas-opening", state="hidden")
    return visit.map


@pytest.mark.slow
def test_the_title_leads_back_to_the_opening_in_the_language_of_the_page(visit):
    visit.open("?lang=en&layers=slag_heaps")
    visit.page.locator(".bar h1 a").click()
    last(visit)
    assert visit.page.get_by_role("heading", level=1).inner_text() == "The mining basin, after the mine"
    visit.page.go_back()
    visit.map.wait_for_function("window.atlas && atlas.counts && 'slag_heaps' in atlas.counts()")


@pytest.mark.slow
def test_less_motion_has_the_last_frame_with_its_numbers_and_the_search_first(visit):
    last(arrive(visit))
    page = visit.page
    assert page.get_by_role("heading", level=1).inner_text() == "Le bassin minier, après la mine"
    assert page.locator(".numbers li strong").all_inner_texts() == ["636", "333", "250"]
    assert page.locator(".legend li strong").all_inner_texts() == ["51", "110", "172"]
    for key, (answer, _, _) in ANSWERS.items():
        assert answer in page.locator(f"[data-key='question.{key}']").inner_text()
    # Nothing plays by itself, and nothing offers to.
    assert page.locator("[data-key=replay]").count() == 0
    keys = []
    for _ in range(8):
        page.keyboard.press("Tab")
        keys.append(page.evaluate("document.activeElement.dataset.key"))
    assert keys == [
        "search",
        "question.heaps",
        "question.shafts",
        "question.network",
        "opening.year",
        "world",
        "map",
        "opening.fr",
    ]
    assert findings(page, GRAVE | {"moderate"}) == []
    # The app lies ready behind it, out of reach.
    assert page.evaluate("document.body.inert && document.getElementById('atlas-map').inert")
    assert visit.map.wait_for_function("window.atlas && atlas.painted > 0")


@pytest.mark.journey
def test_the_years_play_once_for_a_browser_and_any_key_ends_them(new_visit):
    visit = arrive(new_visit(**MOVING))
    assert stage(visit) in {"wait", "play"}
    visit.page.wait_for_selector("#atlas-opening[data-stage=play]")
    visit.page.wait_for_function("+document.querySelector('#atlas-opening .year strong').textContent > 1716")
    visit.page.keyboard.press("a")
    assert stage(visit) == "last"
    visit.page.reload()
    visit.page.wait_for_selector("#atlas-opening[data-stage]")
    assert stage(visit) == "last"
    # It is played again when that is asked for, and a click ends it and does nothing else.
    visit.page.locator("[data-key=replay]").click()
    assert stage(visit) == "play"
    visit.page.locator("[data-key=map]").click(force=True)
    assert stage(visit) == "last"
    assert visit.page.locator("#atlas-opening").is_visible()
    assert visit.complaints == []
    assert visit.outside() == []


@pytest.mark.slow
@pytest.mark.parametrize("link", ["?mode=explore", "?lang=en"])
def test_a_link_with_a_parameter_goes_to_the_map(new_visit, link):
    visit = new_visit(**MOVING).open(link)
    assert visit.page.locator("#atlas-opening").count() == 0
    assert not any("opening" in url for url in visit.requests)


@pytest.mark.slow
def test_where_nothing_can_be_kept_the_last_frame_is_first(new_visit):
    visit = new_visit(**MOVING)
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    arrive(visit)
    assert stage(visit) == "last"


@pytest.mark.journey
def test_a_question_leads_to_its_answer_and_back(visit):
    last(arrive(visit))
    visit.page.locator("[data-key='question.heaps']").click()
    left(visit)
    visit.wait_for_count("slag_heaps", 4)
    assert "near=slag_heaps" in visit.page.url
    visit.page.go_back()
    last(visit)
    assert visit.page.locator("#atlas-opening").is_visible()


@pytest.mark.slow
def test_the_search_finds_objects_and_questions_and_opens_them(visit):
    last(arrive(visit))
    visit.page.locator("#atlas-opening [data-key=search]").fill("charbon 1850")
    visit.page.locator("#opening-found [role=option]").filter(has_text="95 puits").wait_for()
    visit.page.locator("#atlas-opening [data-key=search]").fill("Pinchonvalles")
    visit.page.locator("#opening-found [role=option]").filter(has_text="Terrils").first.wait_for()
    visit.page.keyboard.press("Enter")
    frame = left(visit)
    frame.wait_for_selector("text=Pinchonvalles")
    assert not visit.page.evaluate("document.body.inert || document.getElementById('atlas-map').inert")


@pytest.mark.slow
def test_the_year_of_a_question_opens_with_its_timeline(visit):
    last(arrive(visit))
    visit.page.locator("[data-key='question.shafts']").click()
    left(visit)
    visit.wait_for_count("mine_shafts", 95)
    visit.page.locator("[data-key=play], [data-key=year]").first.wait_for(state="attached")


@pytest.mark.slow
def test_the_way_out_draws_back_into_the_network(new_visit):
    visit = arrive(new_visit(**MOVING))
    visit.page.keyboard.press("Escape")
    last(visit)
    visit.page.locator("[data-key=world]").click()
    assert stage(visit) == "world"
    left(visit)
    visit.page.wait_for_url(re.compile("mode=network"))


@pytest.mark.slow
def test_the_map_is_a_click_away_with_an_address_of_its_own(visit):
    last(arrive(visit))
    visit.page.locator("[data-key=map]").click()
    left(visit)
    assert visit.page.url.endswith("?mode=explore")
    visit.page.locator("#panel").wait_for()


@pytest.mark.slow
def test_a_phone_has_all_of_it_and_keeps_its_position_to_itself(new_visit):
    visit = new_visit(**PHONE)
    visit.page.context.grant_permissions(["geolocation"])
    visit.page.context.set_geolocation({"latitude": 50.4322, "longitude": 2.8331})
    last(arrive(visit))
    page = visit.page
    assert page.evaluate("document.getElementById('atlas-opening').scrollWidth") <= 390
    place = page.locator("#atlas-opening .place").bounding_box()
    assert place["width"] > 370
    assert page.locator("#atlas-opening [data-key=search]").bounding_box()["y"] < 844 - 60
    visit.requests.clear()
    page.locator("[data-key=around]").click()
    nearest = page.locator(".nearest button")
    nearest.nth(2).wait_for()
    assert re.search(r"\d\s*(m|km)$", nearest.first.inner_text())
    assert visit.requests == []
    assert findings(page, GRAVE | {"moderate"}) == []
    page.context.clear_permissions()


@pytest.mark.slow
def test_nobody_asks_where_the_reader_is_until_they_do(new_visit):
    visit = new_visit(**PHONE)
    visit.page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { document.documentElement.dataset.asked = 'yes' }"
    )
    last(arrive(visit))
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate("document.documentElement.dataset.asked") is None


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (390, 844), (320, 640)])
def test_axe_finds_nothing_in_any_language_or_light_at_any_size(new_visit, lang, look, size):
    visit = new_visit(viewport={"width": size[0], "height": size[1]})
    last(arrive(visit))
    if lang != "fr":
        visit.page.locator(f"[data-key='opening.{lang}']").click()
        visit.page.wait_for_function("lang => document.getElementById('atlas-opening').lang === lang", arg=lang)
    if look == "light":
        visit.page.locator("[data-key='opening.turn']").click()
    assert findings(visit.page, GRAVE | {"moderate", "minor"}) == []
    assert visit.page.evaluate("document.getElementById('atlas-opening').scrollWidth") <= size[0]
    visit.page.reload()
    last(visit)
    assert visit.page.locator("#atlas-opening").get_attribute("lang") == lang
    assert visit.page.locator("#atlas-opening").get_attribute("data-look") == look


@pytest.mark.slow
@pytest.mark.parametrize("key", ANSWERS)
def test_a_card_says_what_the_command_line_counts(visit, tmp_path, key):
    answer, layer, count = ANSWERS[key]
    last(arrive(visit))
    visit.page.locator(f"[data-key='question.{key}']").click()
    left(visit)
    visit.wait_for_count(layer, count)
    done = run_atlas("query", visit.page.url, "--out", tmp_path / "rows.geojson")
    assert f"{layer}: {count} of" in done.stderr, done.stderr
    assert answer.startswith(str(count))


@pytest.mark.slow
def test_a_server_without_the_layers_has_no_first_view(own_atlas, new_visit):
    folder, serve = own_atlas
    (folder / "layers" / "heritage" / "mine_shafts.toml").unlink()
    with serve(folder) as address:
        visit = new_visit(address)
        visit.page.goto(f"{address}/")
        visit.map.wait_for_function("window.atlas && atlas.ready.then(() => true)")
        visit.page.wait_for_selector("#atlas-opening", state="hidden")
        visit.page.locator("#panel").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_after_the_opening_is_dark_for_who_prefers_that(new_visit, scheme):
    visit = last(arrive(new_visit(color_scheme=scheme)))
    visit.page.locator("[data-key=map]").click()
    left(visit)
    visit.wait_until(lambda: visit.page.evaluate("document.documentElement.dataset.theme") == scheme)
