"""Keys that the atlas does not know reach nobody; dialogs of Streamlit are told from a lost server."""

import pytest

# Streamlit asks whether to clear its caches.
ASK = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'c', code: 'KeyC', keyCode: 67, bubbles: true}))"


def settle(visit):
    """Let two frames pass, and what the server runs."""
    visit.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    visit.page.wait_for_timeout(300)


@pytest.mark.parametrize(
    "mode", ["explore", *(pytest.param(m, marks=pytest.mark.slow) for m in ("compare", "network", "present", "data"))]
)
@pytest.mark.journey
def test_no_key_of_the_page_reaches_streamlit(visit, mode):
    visit.open(f"?mode={mode}&lang=en")
    visit.page.locator(".bar [aria-current]").wait_for()
    link = visit.page.url
    heard = "window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))"
    visit.page.evaluate(heard)
    for key in ("c", "C", "r", "R", "x", "Escape", "Enter"):
        visit.page.evaluate("document.activeElement?.blur()")
        visit.page.keyboard.press(key)
    settle(visit)
    assert visit.page.evaluate("heard") == []
    assert visit.page.locator(".failed").count() == 0
    assert visit.page.locator("[data-testid=stDialog]").count() == 0
    assert visit.page.url == link


@pytest.mark.slow
def test_another_dialog_of_streamlit_is_no_lost_server_and_eats_no_click(visit):
    visit.open("?lang=en")
    theme = visit.page.get_by_role("button", name="Compare").first
    theme.wait_for()
    visit.page.evaluate(ASK)
    settle(visit)
    assert visit.page.locator("[data-testid=stDialog]").count() == 0
    assert visit.page.locator(".failed").count() == 0
    assert visit.page.evaluate("[...document.body.children].every((node) => !node.inert)")
    theme.click()
    visit.page.wait_for_url("**mode=compare**")


@pytest.mark.slow
def test_a_dialog_that_was_open_before_the_page_was_there_is_closed(visit):
    held = []
    visit.page.route("**/shell/page.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    visit.page.goto(f"{visit.address}/?lang=en")
    visit.wait_until(lambda: held)
    visit.page.locator("[data-testid=stApp]").wait_for(state="attached")
    visit.page.evaluate(ASK)
    visit.page.locator("[data-testid=stDialog]").wait_for(state="attached")
    held[0].continue_()
    theme = visit.page.get_by_role("button", name="Compare").first
    theme.wait_for()
    visit.page.locator("[data-testid=stDialog]").wait_for(state="detached")
    assert visit.page.locator(".failed").count() == 0
    theme.click()
    visit.page.wait_for_url("**mode=compare**")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["compare", "data"])
def test_no_key_moves_a_map_that_is_not_shown(visit, mode):
    visit.open(f"?mode={mode}&lang=en&at=50.4,2.8,13")
    visit.page.locator(".bar [aria-current]").wait_for()
    visit.page.wait_for_function("getComputedStyle(document.getElementById('atlas-map')).visibility === 'hidden'")
    before = visit.map.evaluate("JSON.stringify(atlas.view())")
    for key in "ephj":
        visit.page.keyboard.press(key)
    settle(visit)
    assert visit.map.evaluate("JSON.stringify(atlas.view())") == before
    assert visit.map.evaluate("atlas.panel.node.hidden")
