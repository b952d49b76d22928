"""What of a link could not be used is said in every mode, also where the panel is folded."""

import pytest

WRONG = "colour=red&at=50,x,9"
SLOW = pytest.mark.slow


def said(visit, text):
    visit.page.locator("[role=alert]:visible", has_text=text).first.wait_for()


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("mode=present&story=nope:1", "nope"),
        pytest.param("mode=present&story=nope:99", "nope", marks=SLOW),
        pytest.param("mode=present&story=trois-siecles-de-charbon", "story", marks=SLOW),
        pytest.param("mode=present&story=trois-siecles-de-charbon:0", "story", marks=SLOW),
        pytest.param("mode=present&story=trois-siecles-de-charbon:99", "story", marks=SLOW),
        pytest.param("mode=data&colour=red", "colour", marks=SLOW),
        pytest.param("mode=explore&colour=red", "colour", marks=SLOW),
        pytest.param("mode=explore&embed=true&colour=red", "colour", marks=SLOW),
        pytest.param("mode=compare&colour=red", "colour", marks=SLOW),
        pytest.param("mode=network&colour=red", "colour", marks=SLOW),
        pytest.param("mode=nowhere", "nowhere", marks=SLOW),
    ],
)
@pytest.mark.journey
def test_a_wrong_part_is_said(visit, link, text):
    visit.open(f"?lang=en&{link}")
    said(visit, text)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["explore", "compare", "network", "present", "data"])
def test_several_wrong_parts_are_said_on_a_phone(new_visit, mode):
    visit = new_visit(viewport={"width": 390, "height": 844}).open(f"?lang=en&mode={mode}&{WRONG}")
    said(visit, "colour" if mode in {"compare", "network"} else "2 parts")


@pytest.mark.slow
def test_what_was_put_away_stays_away_until_another_link(visit):
    visit.open("?lang=en&mode=data&colour=red")
    said(visit, "colour")
    visit.page.locator('[data-key="unused.close"]').click()
    visit.page.get_by_role("button", name="Present").first.click()
    visit.page.locator(".panel.present article").first.wait_for()
    assert visit.page.locator(".unused").count() == 0


@pytest.mark.slow
def test_a_wrong_part_is_said_over_a_story_in_the_whole_window(visit):
    visit.open("?lang=en&mode=present&story=trois-siecles-de-charbon:2&colour=red")
    alert = visit.map.locator("[role=alert]:visible", has_text="colour")
    alert.wait_for()
    on_top = """(node) => {
      const { x, y } = node.getBoundingClientRect();
      return node.contains(document.elementFromPoint(x + 5, y + 5));
    }"""
    assert alert.evaluate(on_top)
    visit.map.locator('[data-key="unused.close"]').click()
    assert alert.count() == 0
    visit.page.keyboard.press("ArrowRight")
    visit.map.wait_for_function("atlas.deck.n === 2")


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["&amp;", "&#38;", "&#038;", "&#x26;"])
def test_a_link_with_the_signs_of_a_text_of_html_is_whole(visit, sign):
    visit.open(f"?lang=en{sign}mode=explore{sign}layers=slag_heaps{sign}slag_heaps.form=conical")
    visit.wait_for_count("slag_heaps", 22)
    assert "#" not in visit.page.url
