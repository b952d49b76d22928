"""One server and one browser for the whole run; every host but this machine is unknown to the browser."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.app_process import copy_tree
from tests.required import skip_without
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).parents[2]
BLOCKED = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SCREEN = {"width": 1280, "height": 800}
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Debian's chromium, never a download; without it a stated skip, or a failure where it is required."""
    reason = "Debian's chromium is not installed (apt-get install chromium)"
    return shutil.which("chromium") or skip_without("browser", reason)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def start(chromium):
    """Return how every browser is started."""
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu", BLOCKED, *QUIET]}


@pytest.fixture(scope="session")
def browser(playwright, start):
    browser = playwright.chromium.launch(**start)
    yield browser
    browser.close()


def patient(context):
    """Let every page of a context wait as long as the tests do, not Playwright's thirty seconds."""
    context.set_default_timeout(1000 * PATIENCE_SECONDS)
    return context


@pytest.fixture(scope="session")
def screens(playwright, start, tmp_path_factory):
    """One browser a screen, kept for one reader after the other: it has compiled Streamlit's scripts once for all."""
    kept = {}

    def screen(**look):
        key = repr(sorted(look.items()))
        if key not in kept:
            profile = tmp_path_factory.mktemp("profile")
            kept[key] = patient(playwright.chromium.launch_persistent_context(profile, **start, **look))
        return kept[key]

    yield screen
    for context in kept.values():
        context.close()


def leave(context):
    """Close a reader's pages and take away all that they stored."""
    context.clear_cookies()
    first, *others = context.pages
    for page in others:
        session = context.new_cdp_session(page)
        parts = urlsplit(page.url)
        if parts.scheme == "http":
            stored = {"origin": f"http://{parts.netloc}", "storageTypes": "local_storage,indexeddb"}
            session.send("Storage.clearDataForOrigin", stored)
        page.close()
    assert first.url == "about:blank"


@contextlib.contextmanager
def serve(folder, script="app.py", health="/healthz"):
    """Start an app of a folder as its users start it, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Short links are kept with the data of whoever serves: those of the tests go with them.
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(command, cwd=folder, env={**os.environ, "XDG_DATA_HOME": data}, **quiet) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        _wait(url + health, server)
        yield url
        server.terminate()


@pytest.fixture(scope="session")
def address(chromium):  # noqa: ARG001 - without a browser there is no need of a server
    """The app of this tree, one for the whole run."""
    with serve(ROOT) as url:
        yield url


def _wait(url, server):
    def healthy():
        assert server.poll() is None, "the app stopped while starting"
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own server
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    wait_until(healthy)


@pytest.fixture(scope="session")
def copy_atlas(chromium):  # noqa: ARG001 - without a browser there is no need of a server
    """Copy the app and its layers into a folder, to be changed, and give the folder and a way to serve it."""

    def copy(folder):
        return copy_tree(folder), serve

    return copy


@pytest.fixture
def own_atlas(tmp_path, copy_atlas):
    """Return a copy of the app for one test, and a way to serve it."""
    return copy_atlas(tmp_path)


# What Playwright says in a page that may have no service worker.
_NO_WORKER = "Service Worker registration blocked by Playwright"


class Visit:
    """One reader's page, and what it asked for and complained of."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.requests, self.complaints = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message):
        if message.type in {"error", "warning"} and message.text != _NO_WORKER:
            self.complaints.append(message.text)

    def open(self, link="?mode=explore"):
        """Open a link; an address without parameters has the opening before the map (`tests/browser/opening`)."""
        self.page.goto(f"{self.address}/{link}")
        self.map.wait_for_function("window.atlas && atlas.ready.then(() => true)")
        return self

    @property
    def map(self):
        """The map page, as soon as it is there."""
        return self.wait_until(lambda: next((frame for frame in self.page.frames if "/atlas/map" in frame.url), None))

    def wait_until(self, condition):
        """Return the first true value of a condition on the page, which goes on meanwhile."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := condition()):
            assert time.monotonic() < end, f"not within {PATIENCE_SECONDS:g} seconds"
            self.page.wait_for_timeout(25)
        return found

    def counts(self):
        return self.map.evaluate("atlas.counts()")

    def wait_for_count(self, layer, count):
        self.map.wait_for_function("([layer, count]) => atlas.counts()[layer] === count", arg=[layer, count])

    def outside(self):
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:", "about:"))]


@pytest.fixture
def reader(screens, request):
    """Make readers, each with a browser of their own: the kept one of their screen, a new one for the second there."""
    seated, others = [], []

    def sit(**look):
        # What moves is seen by the tests of motion; the others need not wait for it.
        # A service worker would stay in the browser that the next reader gets: the tests of it ask for one.
        look = {"viewport": SCREEN, "reduced_motion": "reduce", "service_workers": "block"} | look
        context = screens(**look)
        if context in seated:
            context = patient(request.getfixturevalue("browser").new_context(**look))
            others.append(context)
        else:
            seated.append(context)
        return context

    yield sit
    for context in seated:
        leave(context)
    for context in others:
        context.close()


@pytest.fixture
def new_visit(reader, request):
    """Make visits of fresh readers to the app of this tree or to another."""

    def make(address=None, **look):
        return Visit(reader(**look).new_page(), address or request.getfixturevalue("address"))

    return make


@pytest.fixture
def visit(new_visit):
    """One reader; afterwards the page has asked no outside host and complained of nothing."""
    visit = new_visit()
    yield visit
    assert visit.outside() == []
    assert visit.complaints == []
