"""The journeys of a project officer and of an elected person through the network."""

import pytest

from atlas.i18n import plural, words

WORDS = {key.removeprefix("network."): text for key, text in words("fr").items() if key.startswith("network.")}


def counted(shown, total=61, lang="fr"):
    """Give how the page counts its projects."""
    return plural("network.n_projects", lang, total, n=shown if shown == total else f"{shown} / {total}")


@pytest.fixture
def network(visit):
    """Open the network and wait until its arcs are drawn."""

    def open_network(link=""):
        visit.open(f"?mode=network&lang=fr{link}")
        visit.page.locator(".panel.network .counts, .network-sheet h2").first.wait_for()
        return visit.page

    return open_network


def step(page, name):
    return page.locator(".panel.network").get_by_role("button", name=name).first


@pytest.mark.slow
def test_the_network_opens_on_the_whole_world_with_all_its_places(network, visit):
    page = network()
    page.get_by_text(f"{counted(61)} · 97 lieux partenaires · 30 pays · 123 jumelages").wait_for()
    assert visit.counts() == {"partnerships": 153, "partner_cities": 213, "partner_areas": 56}
    bounds = "() => { const b = atlas.map.getBounds(); return [b.getWest(), b.getEast(), b.getSouth(), b.getNorth()] }"

    def shows_the_world():
        west, east, south, north = visit.map.evaluate(bounds)
        return west < -88 and 140 < east < west + 480 and south < -20.2 and north > 69

    # Kenosha, Tokyo, Minas Gerais and the bend of the arc to Japan are in sight, in one copy of the world.
    visit.wait_until(shows_the_world)


@pytest.mark.journey
def test_a_theme_filters_list_map_years_and_link(network, visit):
    page = network()
    page.get_by_text("Thèmes", exact=True).first.click()
    page.get_by_role("button", name="14 de plus").click()
    page.locator('[data-key="projects.themes=soil_clean_up"]').check()
    page.wait_for_url("**projects.themes=soil_clean_up**")
    page.get_by_text(counted(3)).wait_for()
    visit.wait_for_count("partnerships", 12)
    visit.wait_for_count("partner_areas", 10)
    assert page.locator(".network .rows > li").count() == 3
    assert page.locator(".network-years .item").count() == 3
    page.get_by_role("tab", name="Jumelages").click()
    page.get_by_text("un jumelage n’a ni thème, ni programme, ni rôle").wait_for()
    page.get_by_role("button", name="Tout effacer").click()
    visit.wait_for_count("partnerships", 153)


@pytest.mark.slow
def test_years_are_brushed_with_the_pointer_and_typed(network, visit):
    page = network()
    years = page.locator(".network-years")
    years.wait_for()
    box = years.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 190)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 190, steps=6)
    page.mouse.up()
    page.wait_for_url("**projects.start_year__lte=**")
    assert "projects.end_year__gte=" in page.url
    first, last = page.locator(".network-time input[type=number]").all()
    first.fill("2004")
    first.press("Tab")
    page.wait_for_url("**projects.end_year__gte=2004**")
    last.fill("2009")
    last.press("Tab")
    page.wait_for_url("**projects.start_year__lte=2009**")
    page.get_by_text(counted(18)).wait_for()
    visit.wait_for_count("partnerships", 52)
    page.get_by_role("button", name="Toutes les années").click()
    page.get_by_text(f"{counted(61)} · 97").wait_for()
    assert "start_year" not in page.url


SLOW_ANSWERS = """
const real = window.fetch;
window.fetch = async (...asked) => {
  const answer = await real(...asked);
  if (String(asked[0]).includes("/atlas/network?")) await new Promise((done) => setTimeout(done, 900));
  return answer;
};
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0, 1500])
def test_years_typed_while_an_answer_is_on_its_way_all_count(network, visit, wait):
    visit.page.add_init_script(SLOW_ANSWERS)
    page = network("&projects.end_year__gte=2010&projects.end_year__missing=1&projects.start_year__lte=2020")
    first, last = page.locator(".network-time input[type=number]").all()
    first.fill("2004")
    first.press("Tab")
    page.wait_for_url("**projects.end_year__gte=2004**")
    # The years are drawn anew when the answer comes: before or while the other year is typed.
    page.wait_for_timeout(wait)
    last.press_sequentially("2009", delay=500)
    last.press("Tab")
    page.wait_for_url("**projects.start_year__lte=2009**")
    page.get_by_text(counted(18)).wait_for()
    assert "projects.end_year__gte=2004" in page.url
    assert first.input_value() == "2004"


@pytest.mark.slow
def test_a_project_leads_to_a_partner_and_on_to_its_basin(network):
    page = network()
    page.get_by_placeholder(WORDS["find_projects"]).fill("netsfield")
    step(page, "NETSFIELD").click()
    page.get_by_role("heading", name="NETSFIELD").wait_for()
    page.get_by_text("trente participants").wait_for()
    step(page, "Union silésienne").click()
    page.get_by_role("heading", name="Silésie").wait_for()
    page.get_by_role("heading", name="Partage au moins deux thèmes avec").wait_for()
    page.get_by_text("la région touche le contour du bassin (approché)").first.wait_for()
    page.get_by_role("button", name="Retour aux listes").click()
    page.get_by_text(f"{counted(61)} · 97").wait_for()


@pytest.mark.slow
def test_a_click_on_the_map_opens_the_sheet_of_the_place(network, visit):
    page = network("&at=51.5,7.2,10")
    found = visit.wait_until(lambda: visit.map.evaluate("atlas.pick(51.5388, 7.22572)"))
    assert found["id"] == "herne_deu"
    page.get_by_role("heading", name="Herne").wait_for()
    page.get_by_text("Ville minière, selon les couches de l’atlas").wait_for()
    assert visit.map.locator(".card").is_hidden()
    step(page, "Hénin-Beaumont").click()
    page.get_by_role("heading", name="Hénin-Beaumont").wait_for()
    page.get_by_role("heading", name="Jumeaux · 5").wait_for()


@pytest.mark.slow
def test_a_need_lists_who_worked_on_it_and_countries_apart(network):
    page = network()
    page.get_by_role("tab", name="Élus").click()
    page.get_by_label("Choisir un besoin").select_option("soil_clean_up")
    step(page, "BRGM-Orléans").wait_for()
    page.get_by_role("heading", name="Pays seulement").wait_for()
    page.get_by_text(WORDS["countries_only_about"]).wait_for()
    for country in ("Portugal", "Brésil", "Maroc", "Cameroun"):
        step(page, country).wait_for()
    step(page, "Appui aux politiques de transition").click()
    page.get_by_text("Des plans locaux de développement.").wait_for()
    page.get_by_text("Rien n’est encore relevé ici").wait_for()
    page.get_by_text("Lianes coopération, à Lille").wait_for()


@pytest.mark.slow
def test_a_link_with_a_project_opens_its_sheet_and_the_map_keeps_its_card_closed(network, visit):
    page = network("&card=projects:p43")
    page.get_by_text("Contesté · Dates du séminaire franco-marocain").wait_for()
    page.wait_for_timeout(600)
    assert visit.map.locator(".card").is_hidden()


@pytest.mark.slow
def test_a_graph_and_a_table_can_be_taken_away(network):
    page = network("&projects.themes=geology")
    page.get_by_text(counted(2)).wait_for()
    with page.expect_download() as loading:
        page.get_by_role("link", name="GraphML").click()
    assert loading.value.suggested_filename == "network.graphml"
    with page.expect_download() as loading:
        page.get_by_role("link", name="CSV").click()
    assert loading.value.failure() is None


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "pt"])
def test_the_page_speaks_the_language_of_the_reader(lang, visit):
    visit.open(f"?mode=network&lang={lang}")
    visit.page.get_by_text(counted(61, lang=lang)).wait_for()


@pytest.mark.slow
def test_leaving_the_network_gives_the_map_back(network, visit):
    page = network()
    page.get_by_role("button", name="Explorer").click()
    page.wait_for_url(lambda url: "mode=network" not in url)
    page.locator(".network-time").wait_for(state="detached")
    visit.wait_for_count("slag_heaps", 333)
    assert visit.map.evaluate("!Object.hasOwn(atlas, 'go') && !Object.hasOwn(atlas.panel, 'show')")
    visit.map.evaluate("atlas.go('slag_heaps', atlas.drawn.find((layer) => layer.id === 'slag_heaps').ids[0])")
    visit.map.locator(".card").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "room"])
def test_no_year_of_the_axis_is_cut(visit, theme):
    visit.open(f"?mode=network&theme={theme}")
    visit.page.locator(".network-years .year").first.wait_for()
    cut = """(svg) => [...svg.querySelectorAll(".year")].map((node) => node.getBoundingClientRect())
      .filter((box) => box.right > svg.getBoundingClientRect().right + 0.5).length"""
    assert visit.page.locator("svg.network-years").evaluate(cut) == 0
