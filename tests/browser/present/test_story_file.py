"""A speaker tells a story from a file on a stick, in a room without network, in a real browser."""

import io
import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from atlas.scene.story.library import open_story
from atlas.scene.story.slides import make_slideshow
from tests.browser.present.talk import SHAFTS, settled

GOLDEN = Path(__file__).parents[2] / "golden"
# Of 255, on pictures made small so that the edges of letters do not count: the mean difference of all channels, and the
# share of pixels that differ by more than a shade.
MEAN, SHADE, SHARE = 2.5, 40, 0.015


# Which names are written, how large the words of the scene are, and what is drawn.
DRAWN = """() => [atlas.labels.map(({ label }) => label.text).sort(),
    getComputedStyle(atlas.deck.node).getPropertyValue('--fit'), document.querySelector('.words').innerText,
    atlas.drawn.map((layer) => [layer.id, layer.length])]"""


def test_the_first_scene_is_there_before_the_rest_of_the_file_and_stays_as_it_is(reader, deck, tmp_path):
    begun = tmp_path / "begun.html"
    begun.write_text(deck.read_text(encoding="utf-8").split('<script type="application/json" id="atlas-later">')[0])
    page = reader(viewport={"width": 412, "height": 915}).new_page()
    page.goto(begun.as_uri())
    settled(page, 1)
    first = page.evaluate(DRAWN)
    names, _, _, layers = first
    assert len(names) > 2
    assert all(rows for _, rows in layers)
    # Written in its own letters from the beginning: nothing is laid out again when they come.
    assert page.evaluate("""document.fonts.check('600 1em "Atlas Serif"')""")
    page.goto(deck.as_uri())
    settled(page, 1)
    page.wait_for_function("!atlas.story.near && atlas.landscape.later.length === atlas.state.ground.length")
    assert page.evaluate(DRAWN) == first


@pytest.mark.slow
def test_room_type_is_twice_the_size_of_a_page_and_nothing_needs_a_hover(room):
    for theme in ("dark", "room"):
        room.keyboard.press("t")
        settled(room, 1)
        assert room.evaluate("document.documentElement.dataset.theme") == theme
    sizes = room.evaluate(
        "[...document.querySelectorAll('.words p')].map((p) => parseFloat(getComputedStyle(p).fontSize))"
    )
    assert min(sizes) >= 32
    hidden = "[...document.querySelectorAll('.story button')].filter((b) => !b.getBoundingClientRect().width).length"
    assert room.evaluate(hidden) == 0
    assert room.evaluate("getComputedStyle(document.querySelector('.words p')).color") == "rgb(0, 0, 0)"


@pytest.mark.slow
def test_the_file_tells_every_scene_by_keyboard_and_its_numbers_are_the_atlas_own(room, atlas):
    show = make_slideshow(open_story(SHAFTS, "fr"), atlas)
    assert room.locator(".data").inner_text() == f"Données {show.data}"
    for number, slide in enumerate(show.slides, start=1):
        room.keyboard.press(str(number))
        settled(room, number)
        figures = [run.text for block in slide.blocks for run in block if run.kind == "figure"]
        assert room.locator(".words .figure").all_inner_texts() == figures
        drawn = {layer: int(kept.sum()) for layer, kept in slide.scene.kept.items()}
        assert room.evaluate("atlas.counts()") == drawn


@pytest.mark.slow
def test_the_file_speaks_its_languages_and_opens_cards_in_them(room):
    room.keyboard.press("9")
    settled(room, 9)
    room.keyboard.press("l")
    settled(room, 9)
    assert room.locator(".story h1").inner_text() == "What remains"
    assert "Slag heaps" in room.locator(".legend").inner_text()
    room.evaluate("atlas.panel.open(atlas.drawn.find((layer) => layer.id === 'slag_heaps'), 0)")
    card = room.get_by_role("complementary", name="Card")
    card.get_by_text("All fields").click()
    card.get_by_text("Licence Ouverte 2.0").wait_for()
    room.keyboard.press("Escape")
    room.get_by_role("complementary", name="Card").wait_for(state="hidden")


@pytest.mark.slow
def test_notes_black_screen_and_help_are_a_key_away(room):
    room.keyboard.press("n")
    assert room.locator("body > .notes").inner_text().startswith("NOTES")
    room.keyboard.press(".")
    assert room.locator("body > .black").is_visible()
    room.keyboard.press("ArrowRight")
    settled(room, 2)
    assert room.locator("body > .black").is_hidden()
    room.keyboard.press("?")
    assert room.get_by_role("dialog").get_by_text("Fenêtre de l’orateur").is_visible()
    room.keyboard.press("Escape")
    assert room.get_by_role("dialog").count() == 0


@pytest.mark.slow
def test_full_screen_is_entered_and_left_by_a_key(room):
    room.keyboard.press("f")
    room.wait_for_function("document.fullscreenElement !== null")
    room.keyboard.press("F5")
    room.wait_for_function("document.fullscreenElement === null")


@pytest.mark.slow
def test_who_asks_for_less_motion_gets_none(reader, deck):
    page = reader(reduced_motion="reduce").new_page()
    page.goto(deck.as_uri())
    page.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    settled(page, 1)
    page.evaluate("window.moves = 0; atlas.map.on('move', () => { window.moves += 1; })")
    page.keyboard.press("ArrowRight")
    settled(page, 2)
    assert page.evaluate("window.moves") <= 2
    assert page.evaluate("document.querySelectorAll('canvas.atlas-canvas').length") == 2


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 10))
def test_a_scene_looks_as_it_was_agreed(reader, deck, request, number):
    page = reader(reduced_motion="reduce").new_page()
    page.goto(f"{deck.as_uri()}#scene={number}")
    page.wait_for_function("window.atlas && atlas.ready.then(() => true)")
    settled(page, number)
    page.evaluate("document.fonts.ready")
    # The ground as far as the world goes, and what makes it a landscape, come after the first picture.
    page.wait_for_function("!atlas.story.near && atlas.landscape.later.length === atlas.state.ground.length")
    # The fingerprint of the data changes with the data; what is drawn is looked at.
    page.evaluate("document.querySelector('.data').textContent = ''")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize((320, 200), Image.Resampling.BOX)
    path = GOLDEN / f"story_{number}.png"
    if request.config.getoption("--update-golden"):
        drawn.quantize(64).save(path, optimize=True)
    agreed = Image.open(path).convert("RGB")
    difference = np.abs(np.asarray(drawn, dtype=float) - np.asarray(agreed, dtype=float))
    assert difference.mean() <= MEAN
    assert (difference.max(axis=2) > SHADE).mean() <= SHARE


@pytest.mark.slow
def test_firefox_opens_the_file_and_asks_nobody(deck, tmp_path):
    """Debian's Firefox, headless, behind a proxy that counts: a picture of a scene, and no request for it."""
    firefox = shutil.which("firefox-esr")
    if firefox is None:
        pytest.skip("Debian's firefox-esr is not installed (apt-get install firefox-esr)")
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_CONNECT(self):
            asked.append(self.path)
            self.send_error(502)

        do_GET = do_POST = do_CONNECT  # noqa: N815 - what the server calls

        def log_message(self, *_):
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    profile = tmp_path / "profile"
    profile.mkdir()
    settings = {
        "network.proxy.type": 1,
        **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
        **{f"network.proxy.{kind}_port": proxy.server_port for kind in ("http", "ssl")},
        # What a fresh Firefox asks of its makers is not asked by the file.
        "app.normandy.enabled": False,
        "browser.safebrowsing.malware.enabled": False,
        "browser.safebrowsing.phishing.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "extensions.getAddons.cache.enabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "http://127.0.0.1:1",
        "toolkit.telemetry.enabled": False,
    }
    lines = [f'user_pref("{key}", {json.dumps(value)});' for key, value in settings.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    picture = tmp_path / "scene.png"
    command = [firefox, "--headless", "--profile", str(profile), "--window-size", "1280,800"]
    subprocess.run([*command, "--screenshot", str(picture), f"{deck.as_uri()}#scene=2"], check=True)
    proxy.shutdown()
    proxy.server_close()
    # Firefox itself may look for updates; nothing that the file names is asked.
    assert [url for url in asked if "mozilla" not in url and "firefox" not in url] == []
    assert picture.stat().st_size > 50_000
