"""A talk: from key to flight, from key to rest, the making of its file, the memory of the opened file.

Ratios against what is done in the same run: the bare flight of Leaflet, a map file for each scene, an empty page.
"""

import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.atlas import Atlas
from atlas.io.read import Frames
from atlas.render.deck import deck_file
from atlas.render.single_file import scene_file
from atlas.scene.explore.cards import make_cards
from atlas.scene.map.compose import compose
from atlas.scene.story.library import list_stories, open_story
from atlas.scene.story.slides import make_slideshows
from tests.waiting import PATIENCE_SECONDS

pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("default")]
SLUG, LARGEST = "trois-siecles-de-charbon", "paysage-vivant"
KEYS = ("2", "3", "4", "5", "7", "8", "9", "6")
# The flight lasts 1.05 s; rest is aimed at within 1.5 s, the first move within 0.12 s.
REST, MEMORY_MB = 1.5 / 1.05, 300
# What a deck may take, and its first scene on a phone; openings of each deck.
MOST_BYTES, FIRST_SCENE_SECONDS, OPENINGS = 3_000_000, 1.0, 3
# The frame in which the first scene stands has been drawn.
WHEN_PAINTED = """
  const look = () => {
    if (window.atlas?.deck?.node?.dataset.settled !== '1') return requestAnimationFrame(look);
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => { window.firstScenePainted = performance.now(); };
    drawn.port2.postMessage(0);
  };
  requestAnimationFrame(look);
"""


def told(slug, atlas):
    shows = make_slideshows(open_story(slug, "fr"), atlas)
    scenes = {lang: [slide.scene for slide in show.slides] for lang, show in shows.items()}
    return shows, {lang: make_cards(own, atlas) for lang, own in scenes.items()}


def make(slug, atlas):
    shows, cards = told(slug, atlas)
    return deck_file(shows, cards, lang="fr", theme="light"), shows


@pytest.fixture(scope="module")
def atlas():
    catalog = open_catalog(shipped_layers())
    return Atlas(catalog, Frames(catalog))


@pytest.fixture(scope="module")
def deck(tmp_path_factory, atlas):
    path = tmp_path_factory.mktemp("deck") / "deck.html"
    path.write_text(make(SLUG, atlas)[0], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def settled(page, number):
    page.wait_for_function(f"window.atlas?.deck?.node.dataset.settled === '{number}'")


def test_from_key_to_flight_and_to_rest(chromium, deck):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(1000 * PATIENCE_SECONDS)
    page.goto(deck.as_uri())
    settled(page, 1)
    page.evaluate("addEventListener('keydown', (event) => { window.pressed = event.timeStamp; }, true)")
    starts, rests = [], []
    for key in KEYS:
        page.keyboard.press(key)
        settled(page, int(key))
        marks = page.evaluate(
            "Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime]))"
        )
        pressed = page.evaluate("window.pressed")
        if "atlas-flight" in marks:
            starts.append(marks["atlas-flight"] - pressed)
            rests.append(marks["atlas-settled"] - pressed)
        page.wait_for_timeout(200)
    bare = page.evaluate(
        """async () => {
          const { map } = atlas, was = [map.getCenter(), map.getZoom()], began = performance.now();
          atlas.ground.canvas.remove(); atlas.marks.canvas.remove();
          const rest = new Promise((resolve) => map.once('moveend', resolve));
          map.flyTo([50.2, 3.4], was[1] + 1, { duration: 1.05 });
          await rest;
          return performance.now() - began;
        }"""
    )
    page.close()
    start, rest = statistics.median(starts), statistics.median(rests)
    print(f"\nkey to flight {start:.0f} ms (max {max(starts):.0f}), to rest {rest:.0f} ms (max {max(rests):.0f})")
    print(f"bare flight of Leaflet {bare:.0f} ms: ratio {rest / bare:.2f}, aim {REST:.2f}")
    assert rest / bare <= REST
    assert start / bare <= 0.12 / 1.05


def test_a_deck_costs_less_than_a_map_file_for_each_of_its_scenes(atlas):
    began = time.process_time()
    make(LARGEST, atlas)
    first = time.process_time() - began
    began = time.process_time()
    page, shows = make(LARGEST, atlas)
    whole = time.process_time() - began
    began = time.process_time()
    for slide in shows["fr"].slides:
        scene = compose(slide.view, atlas)
        scene_file(scene, make_cards([scene], atlas))
    apart = (time.process_time() - began) * len(shows)
    size = len(page.encode()) / 1e6
    print(f"\nfile of {LARGEST}, {len(shows)} languages: {size:.1f} MB, layers read as well {first:.1f} s of processor")
    print(f"layers read before {whole:.1f} s; each scene as a map file {apart:.1f} s: ratio {whole / apart:.2f}")
    assert whole <= apart
    assert size * 1e6 <= MOST_BYTES


@pytest.fixture(scope="module")
def every_deck(tmp_path_factory, atlas):
    """The files of all stories, each opening in each of its languages."""
    folder, files = tmp_path_factory.mktemp("decks"), []
    for slug in list_stories():
        shows, cards = told(slug, atlas)
        for lang in shows:
            files.append(folder / f"{slug}.{lang}.html")
            files[-1].write_text(deck_file(shows, cards, lang=lang, theme="light"), encoding="utf-8")
    return files


def test_the_first_scene_of_every_deck_on_a_phone(chromium, every_deck):
    """Painted within a second on a quiet machine at a quarter of its speed: printed. Held here: the order of things."""
    late = []
    print()
    for path in every_deck:
        openings = [open_on_a_phone(chromium, path) for _ in range(OPENINGS)]
        painted, settled_at, read, thread, scripts = (
            statistics.median(values) for values in zip(*openings, strict=True)
        )
        print(
            f"{path.stem}: first scene painted {painted / 1000:.2f} s (aim {FIRST_SCENE_SECONDS}), whole file read "
            f"{read / 1000:.2f} s; main thread {thread:.2f} s, of it scripts {scripts:.2f} s"
        )
        assert path.stat().st_size <= MOST_BYTES
        if settled_at > read:
            late.append(path.stem)
    # The first scene waits for nothing that stands after it in the file.
    assert late == []


def open_on_a_phone(chromium, path):
    """Return milliseconds until the first scene is painted, stands and the file is read; seconds of the main thread."""
    context = chromium.new_context(viewport={"width": 412, "height": 915})
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE_SECONDS)
    page.add_init_script(WHEN_PAINTED)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.wait_for_function("window.firstScenePainted")
    times = page.evaluate(
        """[window.firstScenePainted, performance.getEntriesByName('atlas-settled')[0].startTime,
        performance.getEntriesByType('navigation')[0].domInteractive]"""
    )
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return (*times, metrics["ThreadTime"], metrics["ScriptDuration"])


def test_an_opened_deck_stays_small_in_memory(chromium, deck):
    used, at_once = {}, 0.0
    for name, url in (("empty", "about:blank"), ("deck", deck.as_uri())):
        context = chromium.new_context(viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        page.goto(url)
        if name == "deck":
            for key in ("1", *KEYS):
                page.keyboard.press(key)
                settled(page, int(key))
            # The picture of the scene before fades a little longer, on a canvas of its own.
            at_once = memory_mb(chromium)
            page.wait_for_function("document.querySelectorAll('.atlas-canvas').length === 2")
        context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
        used[name] = memory_mb(chromium)
        context.close()
    print(f"\nmemory held by the page {used['deck']:.0f} MB, by an empty one {used['empty']:.0f} MB")
    print(f"with garbage and the picture that fades {at_once:.0f} MB")
    assert used["deck"] <= MEMORY_MB


def memory_mb(browser):
    """Return the proportional memory of the largest page process of a browser."""
    session = browser.new_browser_cdp_session()
    pages = [p["id"] for p in session.send("SystemInfo.getProcessInfo")["processInfo"] if p["type"] == "renderer"]
    return max(int(line.split()[1]) for pid in pages for line in rollup(pid) if line.startswith("Pss:")) / 1024


def rollup(pid):
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
