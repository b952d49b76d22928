"""What a person does, in a real browser without network."""

import json
import re
import subprocess
import sys
import urllib.request

import pytest

from tests.waiting import PATIENCE_SECONDS


def test_the_first_map_is_drawn_from_the_real_layers_and_mounted_once_for_the_whole_visit(visit):
    visit.open()
    assert visit.counts() == {
        "mining_basins": 32,
        "unesco_components": 109,
        "unesco_buffer": 15,
        "slag_heaps": 333,
        "green_corridors": 1330,
        "partner_cities": 213,
    }
    view = visit.map.evaluate("atlas.view()")
    assert view["lat"] == pytest.approx(50.4, abs=0.3)
    assert view["lon"] == pytest.approx(2.9, abs=0.5)
    assert visit.map.evaluate("atlas.painted") > 0
    visit.map.evaluate("window.sameMap = true")
    visit.page.locator('[data-key="theme.heritage"]').click()
    visit.page.get_by_role("checkbox", name="Cités minières").check()
    visit.wait_for_count("mining_estates", 302)
    visit.page.get_by_role("combobox", name="Apparence").select_option("dark")
    visit.map.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert visit.map.evaluate("window.sameMap") is True
    assert sum("/atlas/map?" in url for url in visit.requests) == 1


def test_health_is_answered_on_the_same_port(address, catalog):
    with urllib.request.urlopen(address + "/healthz", timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own server
        assert json.load(answer) == {"status": "ok", "layers": len(catalog)}


@pytest.mark.journey
def test_a_facet_filters_map_counts_link_and_legend(visit, frames):
    visit.open()
    page = visit.page
    page.get_by_role("button", name="Filtrer Terrils", exact=True).click()
    conical = page.locator('[data-key="slag_heaps.form=conical"]')
    before = visit.map.evaluate("atlas.painted")
    conical.check()
    expected = int((frames["slag_heaps"]["form"] == "conical").sum())
    visit.wait_for_count("slag_heaps", expected)
    visit.map.wait_for_function("(before) => atlas.painted > before", arg=before)
    page.wait_for_url("**slag_heaps.form=conical**")
    page.get_by_text(f"{expected} / 333").wait_for()
    # The legend counts as the facets do: what a click on a class would show.
    assert page.get_by_role("button", name="Plat 41").get_attribute("aria-pressed") == "false"
    assert page.get_by_role("button", name="Conique 22").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Effacer tous les filtres").click()
    visit.wait_for_count("slag_heaps", 333)
    assert "slag_heaps.form" not in page.url


@pytest.mark.slow
def test_a_legend_entry_is_a_filter(visit, frames):
    visit.open()
    flat = visit.page.get_by_role("button", name="Plat 41")
    flat.click()
    visit.wait_for_count("slag_heaps", 41)
    visit.page.wait_for_url("**slag_heaps.form=flat**")
    visit.page.get_by_role("button", name="Conique").click()
    visit.wait_for_count("slag_heaps", 41 + int((frames["slag_heaps"]["form"] == "conical").sum()))


@pytest.mark.slow
def test_the_link_reopens_what_was_seen(visit, new_visit):
    visit.open("?lang=en&layers=slag_heaps&layers=mine_shafts&slag_heaps.area_ha__gte=10&at=50.43,2.83,12.5&theme=dark")
    assert visit.map.evaluate("atlas.view()") == {"lat": 50.43, "lon": 2.83, "zoom": 12.5}
    counts = visit.counts()
    visit.page.locator('[data-key="theme.heritage"]').click()
    visit.page.get_by_role("checkbox", name="Miners’ estates").check()
    visit.wait_for_count("mining_estates", 302)
    visit.map.get_by_role("button", name="Zoom in").click()
    visit.page.wait_for_url(re.compile(r"at=50\.43(,|%2C)2\.83(,|%2C)13\.5"))
    link = visit.page.url
    again = new_visit().open(link.removeprefix(visit.address + "/"))
    assert again.counts() == counts | {"mining_estates": 302}
    assert again.map.evaluate("atlas.view()") == {"lat": 50.43, "lon": 2.83, "zoom": 13.5}
    assert again.map.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.slow
def test_back_in_the_browser_is_back_in_the_atlas(visit):
    visit.open("?layers=slag_heaps&layers=unesco_components")
    visit.page.locator('[data-key="theme.heritage"]').click()
    visit.page.get_by_role("checkbox", name="Cités minières").check()
    visit.wait_for_count("mining_estates", 302)
    visit.page.wait_for_url("**mining_estates**")
    visit.page.go_back()
    visit.map.wait_for_function("!('mining_estates' in atlas.counts())")
    assert "mining_estates" not in visit.page.url


@pytest.mark.slow
def test_an_answer_without_rows_is_said(visit):
    visit.open("?layers=slag_heaps&slag_heaps.form=conical&slag_heaps.area_ha__gte=9999")
    visit.map.get_by_role("heading", name=re.compile("^Aucun terril d’au moins 9.999")).wait_for()
    assert visit.counts() == {"slag_heaps": 0}


@pytest.mark.slow
def test_a_map_without_layers_says_so(visit):
    visit.open("?layers=")
    visit.map.get_by_text("Aucune couche affichée").wait_for()


@pytest.mark.journey
def test_a_click_opens_a_card_with_its_sources_and_escape_closes_it(visit, frames):
    visit.open("?layers=slag_heaps&at=50.4473,2.7856,14")
    here = frames["slag_heaps"].geometry["t74"].representative_point()
    picked = visit.map.evaluate("([lat, lon]) => atlas.pick(lat, lon)", [here.y, here.x])
    assert picked["id"] == "t74"
    card = visit.map.get_by_role("complementary", name="Fiche")
    card.locator(".fields > summary").click()
    card.get_by_text("Licence Ouverte 2.0").wait_for()
    assert card.locator(".source").get_by_text("Mission Bassin Minier").first.is_visible()
    assert card.get_by_text("Portée juridique").is_visible()
    visit.page.keyboard.press("Escape")
    card.wait_for(state="hidden")


@pytest.mark.slow
def test_a_click_with_the_mouse_reaches_the_same_card(visit, frames):
    visit.open("?layers=slag_heaps&at=50.4473,2.7856,14")
    here = frames["slag_heaps"].geometry["t74"].representative_point()
    at = visit.map.evaluate("place => atlas.map.latLngToContainerPoint(place)", [here.y, here.x])
    visit.page.mouse.click(360 + at["x"], 48 + at["y"])
    visit.map.get_by_role("heading", level=2).wait_for()
    assert visit.map.locator(".card h2").inner_text() == frames["slag_heaps"]["name"]["t74"]


@pytest.mark.slow
def test_the_keyboard_reaches_the_same_card_through_a_list(visit):
    visit.open("?layers=slag_heaps&at=50.4473,2.7856,14")
    listing = visit.map.get_by_role("button", name="Objets visibles")
    listing.focus()
    visit.page.keyboard.press("Enter")
    visit.map.locator(".card .rows button").first.wait_for()
    name = visit.map.locator(".card .rows button").first.inner_text()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.map.locator(".card dl").first.wait_for()
    assert visit.map.locator(".card h2").inner_text() == name


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_the_page_speaks_the_language_of_the_link(visit, catalog, lang):
    visit.open(f"?lang={lang}")
    visit.page.get_by_role("heading", name=catalog["slag_heaps"].title(lang), exact=True).wait_for()
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.map.evaluate("document.documentElement.lang") == lang


@pytest.mark.slow
def test_changing_language_keeps_the_view(visit):
    visit.open("?layers=slag_heaps&slag_heaps.form=conical&at=50.43,2.83,12")
    visit.page.get_by_role("button", name="EN", exact=True).click()
    visit.page.get_by_role("heading", name="Atlas of post-mining territories").wait_for()
    visit.map.wait_for_function(
        "document.documentElement.lang === 'en' && window.atlas && atlas.ready.then(() => true)"
    )
    assert visit.counts() == {"slag_heaps": 22}
    assert visit.map.evaluate("atlas.view()") == {"lat": 50.43, "lon": 2.83, "zoom": 12}


@pytest.mark.slow
def test_a_bad_part_of_a_link_is_said_in_the_page_and_the_rest_opens(visit):
    visit.open("?slag_heaps.form=ronde&layers=slag_heaps&territory=62498")
    alert = visit.page.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text().startswith("slag_heaps.form : pas de valeur 'ronde'")
    assert 0 < visit.counts()["slag_heaps"] < 333


@pytest.mark.slow
def test_an_online_background_that_does_not_come_leaves_the_atlas_own(new_visit):
    visit = new_visit().open("?basemap=ign_plan")
    visit.map.get_by_text("Le fond en ligne ne répond pas").wait_for()
    assert visit.counts()["slag_heaps"] == 333
    assert any("data.geopf.fr" in url for url in visit.outside())


@pytest.mark.slow
def test_an_exported_map_opens_from_a_file_without_asking_anything(reader, tmp_path):
    out = tmp_path / "lens.html"
    link = "?territory=246200364&lang=en&slag_heaps.form=conical"
    subprocess.run([sys.executable, "-m", "atlas", "map", link, "--out", str(out)], check=True, capture_output=True)
    page = reader().new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(out.as_uri())
    page.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    heaps = page.evaluate("atlas.counts()")["slag_heaps"]
    assert 0 < heaps < 22
    page.get_by_role("button", name="Objects in sight").click()
    page.locator(".card .rows button").first.click()
    page.locator(".card .fields > summary").click()
    page.locator(".card .source").wait_for()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == []
