"""The reader's own stories in the browser: two tabs, damaged entries, no room, no storage, no server."""

import json

import pytest

from atlas.scene.story.parser import read_story

TITLE, TEXT = "Title of the story", "Scene 1 : A few words for the room"
OPEN = "?mode=present&lang=en"


def begin(visit, title):
    """Begin a story with one scene."""
    page = visit.open(OPEN).page
    page.get_by_role("button", name="New story").click()
    page.get_by_label(TITLE).fill(title)
    page.get_by_role("button", name="Add this view", exact=True).click()
    page.get_by_label(TEXT).wait_for()
    return page


def kept(page):
    """Return the stories that the browser keeps."""
    entries = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('atlas.stories.'))")
    return [json.loads(text) for _, text in entries]


@pytest.mark.slow
def test_two_tabs_with_one_story_lose_no_letter(new_visit):
    visit = new_visit()
    here = begin(visit, "Mine")
    there = here.context.new_page()
    there.goto(here.url)
    there.get_by_role("button", name="Mine", exact=True).click()
    # What one tab writes, the other shows.
    here.get_by_label(TEXT).fill("Written here.")
    visit.wait_until(lambda: there.get_by_label(TEXT).inner_text() == "Written here.")
    assert there.get_by_role("status").filter(has_text="Updated from another tab").count() == 1
    # What another tab takes away stays beside it, whichever of the two is heard first.
    here.get_by_label(TEXT).fill("Here alone.")
    there.get_by_label(TEXT).fill("There alone.")
    visit.wait_until(lambda: len(kept(here)) == 2)
    assert {story["chapters"][0]["text"] for story in kept(here)} == {"Here alone.", "There alone."}
    # The one that comes second says so: which one that is, the browser decides.
    forked = [page.locator(".editor .saved").inner_text() for page in (here, there)]
    assert sum("changed in another tab" in text for text in forked) == 1
    assert here.get_by_label(TEXT).inner_text() == "Here alone."
    there.get_by_label(TEXT).fill("There alone, longer.")
    assert {story["chapters"][0]["text"] for story in kept(there)} == {"Here alone.", "There alone, longer."}
    assert visit.complaints == []


@pytest.mark.slow
def test_what_cannot_be_read_is_set_aside_and_everything_else_is_there(new_visit, tmp_path):
    visit = new_visit()
    page = begin(visit, "Mine")
    page.evaluate("localStorage['atlas.stories.bad'] = JSON.stringify({ title: 'Bad', chapters: null })")
    page.evaluate('localStorage[\'atlas.stories\'] = \'{"old": {"title": 7}, "torn\'')
    page.reload()
    page.get_by_role("button", name="Mine", exact=True).wait_for()
    assert page.locator(".present .damaged").count() == 2
    assert page.locator('[data-key^="tell."]').count() >= 4
    with page.expect_download() as saved:
        page.locator('[data-key="save.atlas.stories"]').click()
    saved.value.save_as(tmp_path / "aside.txt")
    assert (tmp_path / "aside.txt").read_text(encoding="utf-8").endswith('"torn')
    page.locator('[data-key="drop.atlas.stories.bad"]').click()
    assert page.locator(".present .damaged").count() == 1
    assert visit.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["full", "forbidden"])
def test_where_nothing_can_be_kept_it_is_said_and_the_markdown_is_there(new_visit, tmp_path, how):
    visit = new_visit()
    name = {"full": "QuotaExceededError", "forbidden": "SecurityError"}[how]
    visit.page.add_init_script(f"Storage.prototype.setItem = () => {{ throw new DOMException('no', '{name}'); }};")
    if how == "forbidden":
        thrown = "get() { throw new DOMException('no', 'SecurityError'); }"
        visit.page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {thrown} }})")
    page = begin(visit, "Mine")
    page.get_by_label(TEXT).fill("## Not a scene")
    said = page.locator(".editor .saved").inner_text()
    assert "Markdown" in said
    assert "Kept with every letter" not in said
    # Nor does the server answer.
    page.route("**/atlas/story/text", lambda route: route.abort())
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save (.md)").click()
    saved.value.save_as(tmp_path / "mine.md")
    story = read_story((tmp_path / "mine.md").read_text(encoding="utf-8"))
    assert (story.title, story.chapters[0].text) == ("Mine", "## Not a scene")
    page.locator('[data-key="close"]').click()
    assert "not kept" in page.locator(".present .draft").inner_text()
    assert page.locator(".present .about.message").count() == 1
