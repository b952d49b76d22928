"""The file of a story, made once for each module, and a room where it is shown."""

import subprocess
import sys

import pytest

from tests.browser.present.talk import SHAFTS, settled


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """The file that a speaker carries on a stick."""
    out = tmp_path_factory.mktemp("stick") / "deck.html"
    command = [sys.executable, "-m", "atlas", "story", "export", SHAFTS, "--lang", "fr", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.fixture
def room(reader, deck):
    """The file, opened; afterwards it has asked nothing and complained of nothing."""
    context = reader(reduced_motion="no-preference")
    asked, complaints = [], []

    def listen(request):
        asked.append(request.url)

    context.on("request", listen)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.goto(deck.as_uri())
    page.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    settled(page, 1)
    yield page
    assert [url for url in asked if not url.startswith(("data:", "blob:", deck.as_uri()))] == []
    assert complaints == []
    context.remove_listener("request", listen)
