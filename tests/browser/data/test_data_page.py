"""The data page: each sheet of a layer has an address, as any other view."""

import re
from itertools import pairwise

import pytest


@pytest.mark.journey
def test_the_sheet_of_a_layer_has_an_address_and_a_title(visit, catalog):
    visit.open("?lang=en&mode=data&layer=slag_heaps")
    page, heaps, shafts = visit.page, catalog["slag_heaps"].title("en"), catalog["mine_shafts"].title("en")
    title = page.locator("article h1")
    title.get_by_text(heaps, exact=True).wait_for()
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=f"{heaps} · ")
    page.locator('[data-key="sheet.mine_shafts"]').click()
    page.wait_for_url(re.compile("layer=mine_shafts"))
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=f"{shafts} · ")
    page.go_back()
    title.get_by_text(heaps, exact=True).wait_for()
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=f"{heaps} · ")
    # Another mode takes the sheet out of the address.
    page.locator('[data-key="mode.explore"]').click()
    page.wait_for_url(lambda url: "layer=" not in url)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["explore", "compare", "network", "present", "data"])
def test_a_layer_that_is_not_there_is_said_in_every_mode(visit, mode):
    visit.open(f"?lang=en&mode={mode}&layers=slag_heap")
    text = "no layer 'slag_heap'; the nearest are slag_heaps"
    visit.page.locator("[role=alert]:visible", has_text=text).first.wait_for()
    visit.page.locator("[role=alert]:visible", has_text="is shown to them alone").first.wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 800, 1280, 1920])
def test_years_below_the_time_axis_do_not_overlap(new_visit, width):
    visit = new_visit(viewport={"width": width, "height": 844}).open("?lang=fr&layers=mine_shafts")
    visit.page.locator('[data-key="tab.time"]').click()
    years = visit.page.locator(".years .scale span")
    years.nth(2).wait_for()
    boxes = years.evaluate_all("(spans) => spans.map((span) => span.getBoundingClientRect())")
    assert len(boxes) >= 3
    assert [one for one, other in pairwise(boxes) if one["right"] + 2 > other["left"]] == []
    assert all(box["left"] >= 0 and box["right"] <= width for box in boxes)
