"""A planner asks and takes away, in a real browser without network."""

import re

import geopandas as gpd
import pytest

from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from tests.browser.explore.asked import counted, shelf


@pytest.mark.slow
def test_a_slip_of_the_pen_still_finds_the_place_and_opens_its_card(visit):
    visit.open()
    box = visit.page.get_by_role("combobox", name=re.compile("^Chercher"))
    box.fill("olgnies")
    visit.page.get_by_role("listbox", name="Résultats").get_by_role("option").first.wait_for()
    box.press("Enter")
    visit.map.get_by_role("heading", name="Oignies").wait_for()
    visit.page.wait_for_url(re.compile("card=communes(:|%3A)62637"))
    there = (
        "() => { const { lat, lon } = atlas.view(); return Math.abs(lat - 50.46) < .05 && Math.abs(lon - 2.99) < .06; }"
    )
    visit.map.wait_for_function(there)


@pytest.mark.slow
def test_a_number_finds_its_heap_and_switches_its_layer_on(visit):
    visit.open("?layers=unesco_components&lang=en")
    box = visit.page.get_by_role("combobox", name=re.compile("^Search"))
    box.fill("T74")
    visit.page.get_by_role("listbox", name="Results").get_by_role("option").filter(has_text="Slag heaps").first.click()
    visit.wait_for_count("slag_heaps", 333)
    visit.map.get_by_role("complementary", name="Card").get_by_text("T74", exact=True).wait_for()


@pytest.mark.slow
def test_the_table_holds_the_filtered_rows_sorted_and_tied_to_the_map_both_ways(visit, frames):
    visit.open("?layers=slag_heaps&slag_heaps.form=conical&at=50.43,2.83,9.5")
    shelf(visit, "Tableau")
    conical = frames["slag_heaps"][frames["slag_heaps"]["form"] == "conical"]
    visit.page.locator(".tab.table .count", has_text=f"{len(conical)} sur 333").wait_for()
    area = visit.page.get_by_role("button", name="Surface (ha)", exact=True)
    if not area.count():
        visit.page.get_by_text("Colonnes", exact=True).click()
        visit.page.get_by_role("checkbox", name="Surface", exact=True).check()
        visit.page.get_by_text("Colonnes", exact=True).click()
    area.click()
    visit.page.locator("th[aria-sort=ascending]").wait_for()
    area.click()
    visit.page.locator("th[aria-sort=descending]").wait_for()
    largest = conical["area_ha"].idxmax()
    first = visit.page.locator("tr[data-row]").first
    assert first.get_attribute("data-row") == largest
    first.click()
    visit.map.get_by_role("complementary", name="Fiche").wait_for()
    visit.page.wait_for_url(re.compile(f"card=slag_heaps(:|%3A){largest}"))
    other = next(row for row in conical.index if row != largest)
    visit.map.evaluate("(id) => atlas.go('slag_heaps', id)", other)
    visit.page.locator(f"tr[data-row='{other}'][aria-selected='true']").wait_for()


@pytest.mark.slow
def test_a_click_on_the_map_brings_its_row_in_sight(visit):
    visit.open("?layers=green_corridors&at=50.43,2.83,12")
    shelf(visit, "Tableau")
    visit.page.locator("tr[data-row]").first.wait_for()
    last = visit.map.evaluate("atlas.drawn[0].ids.at(-1)")
    visit.map.evaluate("(id) => atlas.go('green_corridors', id)", last)
    visit.page.locator(f"tr[data-row='{last}'][aria-selected='true']").wait_for()


@pytest.mark.slow
def test_acts_that_come_while_the_app_runs_are_all_done(visit):
    visit.open("?layers=slag_heaps&lang=en")
    visit.map.evaluate(
        """() => { for (const layer of ["mine_shafts", "unesco_components", "partner_cities", "slag_heaps"])
      atlas.send({ kind: "layer", layer, on: layer !== "slag_heaps" }); }"""
    )
    visit.page.wait_for_function("!location.search.includes('slag_heaps')")
    assert set(re.findall(r"layers=([a-z_]+)", visit.page.url)) == {
        "mine_shafts",
        "unesco_components",
        "partner_cities",
    }


@pytest.mark.journey
def test_a_territory_and_a_distance_are_asked_in_the_panel_and_answered_as_in_python(visit, atlas):
    visit.open("?layers=slag_heaps")
    visit.page.get_by_text("Où ?").click()
    visit.page.get_by_label("Un territoire").select_option(label="CA de Lens - Liévin")
    visit.page.wait_for_url("**territory=246200364**")
    visit.page.get_by_text("Près de quoi ?").click()
    visit.page.get_by_label("à moins de (m)").fill("500")
    visit.page.locator("[data-key='near.other']").select_option(value="green_corridors")
    visit.page.get_by_role("button", name="Ajouter", exact=True).click()
    visit.page.wait_for_url(re.compile("near=slag_heaps(:|%3A)green_corridors(:|%3A)500"))
    expected = counted(visit.page.url, "slag_heaps", atlas)
    visit.wait_for_count("slag_heaps", expected)
    visit.page.get_by_role("button", name="Retirer : En tout ou en partie dans : CA de Lens - Liévin").click()
    visit.page.wait_for_url(lambda url: "territory" not in url)
    visit.wait_for_count("slag_heaps", counted(visit.page.url, "slag_heaps", atlas))


@pytest.mark.slow
def test_a_chart_names_what_splits_its_bars_and_no_two_parts_look_alike(visit):
    visit.open("?layers=tailings_dams&at=-20.1,-43.9,8&lang=en")
    visit.page.get_by_role("button", name="Charts").click()
    chart = visit.page.locator(".plots figure").filter(has_text="State early in 2026")
    chart.locator(".parts span").first.wait_for()
    assert chart.locator(".parts").inner_text().startswith("State in March 2022")
    looks = chart.locator(".parts i").evaluate_all(
        "marks => marks.map((i) => [getComputedStyle(i).background, getComputedStyle(i).boxShadow].join())"
    )
    assert len(looks) == len(set(looks)) == 5


@pytest.mark.slow
def test_a_bar_of_a_chart_filters_map_table_and_counts(visit, frames):
    visit.open("?layers=slag_heaps")
    shelf(visit, "Graphiques")
    visit.page.locator("button.bar-row", has_text="Conique").click()
    conical = int((frames["slag_heaps"]["form"] == "conical").sum())
    visit.wait_for_count("slag_heaps", conical)
    shelf(visit, "Tableau")
    visit.page.locator(".tab.table .count", has_text=f"{conical} sur 333").wait_for()


@pytest.mark.slow
def test_the_year_of_the_slider_is_the_year_of_map_and_link(visit, frames):
    visit.open("?layers=mine_shafts")
    shelf(visit, "Temps")
    slider = visit.page.get_by_role("slider", name="Année")
    slider.evaluate("(n) => { n.value = 1880; n.dispatchEvent(new Event('input')); }")
    shafts = frames["mine_shafts"]
    gone = (shafts["sunk_year"] > 1880).fillna(value=False) | (shafts["closed_year"] < 1880).fillna(value=False)
    visit.wait_for_count("mine_shafts", int((~gone).sum()))
    visit.map.get_by_text(re.compile("d’année inconnue, en pâle")).wait_for()
    slider.evaluate("(n) => n.dispatchEvent(new Event('change'))")
    visit.page.wait_for_url("**year=1880**")
    visit.page.get_by_role("button", name="Toutes les années").click()
    visit.wait_for_count("mine_shafts", len(shafts))


@pytest.mark.slow
def test_what_is_shown_is_taken_away_as_a_file(visit, tmp_path, atlas):
    visit.open("?layers=slag_heaps&slag_heaps.area_ha__gte=10")
    shelf(visit, "Emporter")
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("link", name="GeoJSON").click()
    path = tmp_path / "heaps.geojson"
    taken.value.save_as(path)
    rows = gpd.read_file(f"GeoJSON:{path}")
    view, _ = parse_permalink(visit.page.url)
    heaps = atlas.frames["slag_heaps"]
    assert set(rows["id"]) == set(heaps.index[row_mask("slag_heaps", view, atlas)])


@pytest.mark.slow
def test_the_card_travels_from_object_to_object_and_back(visit):
    visit.open("?layers=slag_heaps&card=slag_heaps:t74")
    card = visit.map.get_by_role("complementary", name="Fiche")
    card.get_by_role("button", name=re.compile("^Loos-en-Gohelle")).click()
    card.get_by_role("heading", name="Loos-en-Gohelle", level=2).wait_for()
    visit.page.wait_for_url(re.compile("card=communes"))
    card.get_by_role("button", name="Objet précédent").click()
    card.get_by_role("heading", name="11/19 de Lens Est", level=2).wait_for()


@pytest.mark.slow
def test_the_open_card_is_in_the_link_and_outlives_a_change_of_language(visit):
    visit.open("?layers=slag_heaps&card=slag_heaps:t74")
    visit.map.get_by_role("heading", name="11/19 de Lens Est").wait_for()
    visit.page.get_by_role("button", name="EN", exact=True).click()
    visit.page.wait_for_url("**lang=en**")
    visit.map.wait_for_function("window.atlas && atlas.lang === 'en' && atlas.ready.then(() => true)")
    visit.map.get_by_role("complementary", name="Card").get_by_text("Shape", exact=True).or_(
        visit.map.get_by_role("heading", name="11/19 de Lens Est")
    ).first.wait_for()


@pytest.mark.slow
def test_shortcuts_are_listed_and_work(visit):
    visit.open()
    box = visit.page.get_by_role("combobox", name=re.compile("^Chercher"))
    box.wait_for()
    visit.page.get_by_role("heading", level=1).click()
    visit.page.keyboard.press("?")
    dialog = visit.page.get_by_role("dialog", name="Raccourcis clavier")
    dialog.wait_for()
    visit.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    visit.page.keyboard.press("f")
    assert box.evaluate("(node) => node === node.getRootNode().activeElement")


@pytest.mark.journey
def test_the_keyboard_travels_from_object_to_object_and_says_where(visit):
    visit.open("?layers=slag_heaps&at=50.45,2.8,12")
    visit.map.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Shift+ArrowRight")
    said = visit.map.locator(".said")
    visit.map.get_by_text(re.compile(r"\(Terrils\), à [\d,]+\s(m|km) (à l’est|au nord-est|au sud-est)")).wait_for()
    first = said.inner_text()
    visit.page.keyboard.press("Shift+ArrowRight")
    visit.map.wait_for_function("(before) => document.querySelector('.said').textContent !== before", arg=first)
    name = said.inner_text().split(" (")[0]
    visit.page.keyboard.press("Enter")
    visit.map.get_by_role("heading", name=name, level=2).wait_for()
    visit.page.keyboard.press("Escape")
    assert visit.map.evaluate("document.activeElement.classList.contains('leaflet-container')")


@pytest.mark.slow
def test_how_an_object_lies_in_a_territory_is_chosen_by_keyboard_and_told_everywhere(visit, atlas):
    page = visit.page
    visit.open("?layers=slag_heaps")
    page.get_by_text("Où ?").click()
    rules = page.get_by_role("group", name="Qu’est-ce qui compte comme dedans ?")
    rules.get_by_text("Choisissez d’abord un territoire").wait_for()
    assert rules.get_by_role("radio", name="Ce qui le touche").is_disabled()
    page.get_by_label("Un territoire").select_option(label="CA de Lens - Liévin")
    visit.wait_for_count("slag_heaps", 76)
    touching = rules.get_by_role("radio", name="Ce qui le touche")
    # The map is there before the panel.
    visit.wait_until(touching.is_enabled)
    assert touching.is_checked()
    touching.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**territory_rule=within**")
    visit.wait_for_count("slag_heaps", 67)
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**territory_rule=centre**")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**territory_rule=0.5**")
    visit.wait_for_count("slag_heaps", 70)
    page.get_by_role("button", name="Retirer : Au moins à moitié dans la sélection").wait_for()
    percent = rules.get_by_role("spinbutton", name="Part à l’intérieur, en pour cent")
    percent.fill("2")
    percent.press("Enter")
    page.wait_for_url("**territory_rule=0.02**")
    visit.wait_for_count("slag_heaps", counted(page.url, "slag_heaps", atlas))
    shelf(visit, "Tableau")
    page.get_by_role("button", name="Part dans la sélection (%)").click()
    page.locator(".tab.table tbody tr[data-row]").first.get_by_role("cell").nth(1).filter(has_text="2,09").wait_for()
    page.get_by_role("button", name="Retirer : À 2\u00a0% au moins dans la sélection").click()
    page.wait_for_url(lambda url: "territory_rule" not in url)
    visit.wait_for_count("slag_heaps", 76)
    page.locator(".tab.table tr[data-row=t73b]").click()
    visit.map.get_by_text("1,64\u00a0%").wait_for()
