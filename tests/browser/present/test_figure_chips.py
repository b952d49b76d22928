"""Figures in a story in the making: picked from a list, shown as chips with their values, a wrong one marked."""

import pytest

from tests.browser.present.test_drafts import kept

TEXT = "Scène 1 : Quelques mots pour la salle"


@pytest.mark.slow
def test_figures_are_chips_that_are_picked_and_a_fault_is_marked_where_it_stands(visit, frames):
    page = visit.open("?mode=present&lang=fr&layers=slag_heaps").page
    page.get_by_role("button", name="Nouveau récit").click()
    page.get_by_role("button", name="Ajouter cette vue", exact=True).click()
    page.get_by_label(TEXT).fill("Combien ?")
    figures = page.locator("[data-key='0.figure']")
    figures.focus()
    figures.locator("option").nth(1).wait_for(state="attached")
    figures.select_option("{count slag_heaps}")
    chip = page.locator(".editor .chip")
    visit.wait_until(lambda: chip.inner_text() == str(len(frames["slag_heaps"])))
    assert kept(page)[0]["chapters"][0]["text"] == "Combien ? {count slag_heaps}"
    assert "{" not in page.locator(".editor").inner_text()
    # What is typed becomes a chip too; a wrong one says in the reader's language what is wrong.
    page.get_by_label(TEXT).fill("{count slag_heap} et {count slag_heaps}")
    page.get_by_label("Titre du récit").fill("Mine")
    fault = page.locator(".editor .chip.fault")
    fault.wait_for()
    assert page.locator(".editor .chip").count() == 2
    said = page.locator(".editor .box .message:not([hidden])")
    assert "slag_heaps" in said.inner_text()
    assert fault.get_attribute("title") == said.inner_text()
    assert kept(page)[0]["chapters"][0]["text"] == "{count slag_heap} et {count slag_heaps}"


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["trois-siecles-de-charbon", "bassins-en-transition", "paysage-vivant"])
def test_a_copied_story_shows_no_figure_as_it_is_asked_for(visit, slug):
    page = visit.open("?mode=present&lang=fr").page
    page.locator(f"[data-key='copy.{slug}']").click()
    page.locator(".editor .chip").first.wait_for()
    visit.wait_until(lambda: page.locator(".editor .chip", has_text="…").count() == 0)
    assert "{" not in page.locator(".editor ol.chapters").inner_text()
    assert page.locator(".editor .chip.fault").count() == 0
