"""Slides: what they are about is named and clear of the legend, tools stand back, the gallery shows each story."""

import pytest

from tests.browser.present.talk import TOLD

TBM = "?mode=present&story=bassins-en-transition:3"
NAMED = "Object.fromEntries(atlas.answers().filter((a) => a.layer === 'partner_cities').map((a) => [a.name, a.named]))"
OVER = """
() => {
  const box = document.querySelector(".legend").getBoundingClientRect(), found = [];
  for (const layer of atlas.drawn)
    for (let i = 0; i < layer.length; i++) {
      if (!layer.shown(i) || !layer.kind[i]) continue;
      const at = atlas.map.latLngToContainerPoint(layer.place(i));
      if (at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom) found.push(layer.names[i]);
    }
  return found;
}
"""


def tell(visit, link):
    visit.open(link)
    visit.map.locator(".story[data-settled]").wait_for()
    return visit


@pytest.mark.slow
def test_a_slide_names_what_it_is_about_and_its_tools_stand_back(visit):
    tell(visit, f"{TBM}&lang=fr")
    visit.map.wait_for_function(f"Object.keys({NAMED}).length === 4")
    assert visit.map.evaluate(NAMED) == dict.fromkeys(("Brésil", "Cameroun", "Maroc", "Portugal"), True)
    shown = "getComputedStyle(document.querySelector('.story .actions')).opacity"
    visit.page.mouse.move(20, 20)
    visit.page.mouse.move(400, 300)
    visit.map.wait_for_function(f"{shown} === '1'")
    visit.map.wait_for_function(f"{shown} === '0' && {shown.replace('.actions', '.data')} === '0'")
    visit.map.locator(".story [data-do=notes]").focus()
    visit.map.wait_for_function(f"{shown} === '1'")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "room"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_legend_lies_over_what_a_slide_shows(new_visit, theme, size):
    visit = new_visit(viewport=dict(zip(("width", "height"), size, strict=True)))
    for link in (f"{TBM}", TBM.replace(":3", ":4"), f"{TOLD}1", "?mode=present&story=trame-verte-et-bleue:3"):
        tell(visit, f"{link}&theme={theme}")
        assert (link, visit.map.evaluate(OVER)) == (link, [])


@pytest.mark.slow
def test_the_one_shaft_of_a_year_is_named(visit):
    tell(visit, f"{TOLD}3&lang=fr")
    visit.map.wait_for_function("atlas.labels.some(({ label }) => label.text.includes('Jeanne Colard'))")


@pytest.mark.slow
def test_the_gallery_has_a_picture_of_each_story(visit):
    visit.open("?mode=present&theme=dark")
    pictures = visit.page.locator(".present .shipped img")
    pictures.last.wait_for()
    assert pictures.count() == 5
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        visit.wait_until(lambda picture=picture: picture.evaluate("(node) => node.complete && node.naturalWidth") > 300)
