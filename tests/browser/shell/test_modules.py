"""What the app asks for until it stands: few answers, each once, and none of them again at the next visit."""

from urllib.parse import urlsplit

import pytest

from atlas.render.assets import web_stamp

FOLDER = f"/atlas/web/{web_stamp()}/"
# Before, the modules of the first map and of the page around it were some eighty requests.
FILES = [
    *("chunks/explore/explore.js", "chunks/map/main.js", "chunks/shell/bridge.js", "chunks/shell/page.js"),
    *("fonts/sans.woff2", "fonts/serif.woff2", "leaflet.js", "map.css", "shell/shell.css"),
    # After the picture, so that the first question, the first card and a lost server need not wait.
    *("chunks/map/answer/answer.js", "chunks/map/card/card_body.js", "chunks/map/camera/show_object.js"),
    *("chunks/shell/connection/away.js", "chunks/shell/connection/act_answer.js", "chunks/shell/downloads.js"),
]
# What comes seconds after it, which a slow machine has meanwhile.
LATER = {"chunks/print/print.js", "print/print.css", "chunks/shell/patterns/focus_keeper.js"}
# Beside them: the page and the map page, state, the layer and the background, words, tree, territories, titles;
# after the picture the three layers of the ground, headline, cards,
# manifest and icon.
MOST_REQUESTS = 30
STORED = """performance.getEntriesByType("resource").filter(({ name }) => name.includes("/atlas/web/")).map(
  ({ name, transferSize }) => [new URL(name).pathname, transferSize]
)"""


def open_whole(visit):
    """Open a link and wait for the map and the page around it."""
    visit.open("?layers=slag_heaps")
    visit.page.get_by_role("button", name="Filtrer Terrils", exact=True).wait_for()
    visit.wait_until(lambda: _files(urlsplit(url).path for url in visit.requests) >= set(FILES))


def _files(paths):
    return {path.removeprefix(FOLDER) for path in paths if "/atlas/web/" in path}


def _stored(page):
    """Return the files of the atlas that each frame of a page has got, with the bytes that came over the network."""
    return [entry for frame in page.frames for entry in frame.evaluate(STORED)]


@pytest.mark.journey
def test_the_first_map_takes_few_requests_and_the_next_visit_finds_its_files_in_the_browser(visit):
    open_whole(visit)
    paths = [urlsplit(url).path for url in visit.requests]
    ours = [path for path in paths if path.startswith("/atlas/") and not _files([path]) & LATER]
    assert _files(ours) == set(FILES)
    assert len(set(ours)) <= MOST_REQUESTS, sorted(set(ours))
    # Two frames may ask for the same module: the second has it from the browser.
    modules = [path for path, size in _stored(visit.page) if size and path.endswith(".js")]
    assert len(modules) == len(set(modules))
    again = visit.page.context.new_page()
    again.goto(visit.page.url)
    again.get_by_role("button", name="Filtrer Terrils", exact=True).wait_for()
    visit.wait_until(lambda: _files(path for path, _ in _stored(again)) >= set(FILES))
    found = _stored(again)
    assert _files(path for path, _ in found) - LATER == set(FILES)
    assert [path for path, size in found if size] == []
