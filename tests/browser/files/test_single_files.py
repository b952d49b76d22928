"""Every page that is one file, opened from a disk: it holds all that it names."""

import pytest

from tests.command_line import run_atlas
from tests.http_client import get

STORY = "trois-siecles-de-charbon"
MAP = "atlas.ready.then(() => true)"
COMMANDS = {
    "map": (("map", "?territory=246200364&layers=slag_heaps"), MAP),
    "story": (("story", "export", STORY, "--lang", "fr"), MAP),
    "portrait": (("portrait", "246200364"), "true"),
}
ROUTES = {
    "map_of_the_page": ("/atlas/file?layers=slag_heaps&territory=246200364", MAP),
    "story_of_the_page": (f"/atlas/stories/{STORY}?lang=fr&format=html", MAP),
    "portrait_of_the_page": ("/atlas/portrait/246200364", "true"),
}


def write(kind, path):
    """Write a page, and return what says that it is ready."""
    if kind in COMMANDS:
        arguments, ready = COMMANDS[kind]
        done = run_atlas(*arguments, "--out", path)
        assert done.returncode == 0, done.stderr
    else:
        address, ready = ROUTES[kind]
        path.write_bytes(get(address).content)
    return ready


# The quickest to write; a story and a portrait take long to measure.
KINDS = ["map", *(pytest.param(kind, marks=pytest.mark.slow) for kind in (*COMMANDS, *ROUTES) if kind != "map")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_one_file_holds_all_that_it_names(kind, reader, tmp_path):
    path = tmp_path / f"{kind}.html"
    ready = write(kind, path)
    page = reader().new_page()
    requests, failed, complaints = [], [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.goto(path.as_uri())
    page.wait_for_function(ready)
    # A font is loaded when something is written in it: both are asked for here, whatever the page shows first.
    faces = page.evaluate(
        "Promise.all(['16px \"Atlas Sans\"', '16px \"Atlas Serif\"'].map((font) => document.fonts.load(font)))"
        ".then((found) => found.map((faces) => faces.map((face) => face.status)))"
    )
    assert faces == [["loaded"], ["loaded"]]
    assert [url for url in requests if not url.startswith(("data:", "blob:", path.as_uri()))] == []
    assert failed == []
    assert complaints == []
