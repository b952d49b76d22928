"""What the atlas knows of Streamlit's insides still holds; each failure names what an upgrade broke.

What to do about it stands beside each entry of `atlas/streamlit_seam.py`, `streamlit_seam.js` and `streamlit_seam.css`.
"""

import gc
import inspect
import re
import socket
from importlib.resources import files
from pathlib import Path

import pytest
import streamlit
from streamlit import net_util
from streamlit.components.v2.bidi_component import main as component
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import query_params
from streamlit.web.server import app_discovery, server_util
from streamlit.web.server.starlette import starlette_server

from atlas import streamlit_seam
from atlas.errors import AtlasError
from atlas.render.assets import read_web
from atlas.ui.app import OPTIONS
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
STATIC = Path(str(files("streamlit"))) / "static"


@pytest.fixture(scope="module")
def browser_code():
    """Return all scripts that Streamlit sends to a browser."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "static" / "js").glob("*.js")))


def test_the_index_page_takes_the_script_of_the_map_and_the_words(caplog):
    page = streamlit_seam.index_page("start()", title="Our title", no_script="Our sentence", modules=["/ours.js"])
    broken = "the index page has changed: the map no longer starts before Streamlit does"
    assert page.index("<script>start()</script>") < page.index('<script type="module"'), broken
    assert [record.getMessage() for record in caplog.records] == [], "the index page holds other English texts"
    assert "<title>Our title</title>" in page
    late = "the scripts of Streamlit stand before the map in the queue of requests"
    scripts = re.findall(r'<script type="module".*?>|<link rel="modulepreload".*?>', page)
    assert [tag for tag in scripts if 'fetchpriority="low"' not in tag] == [], late
    assert 'href="/ours.js"' in scripts[-1], "the page around the map is requested when Streamlit has run"
    assert "Our sentence" in page


def test_the_index_page_is_ours_and_not_that_of_streamlit():
    assert OPTIONS["routes"][0].path == "/"
    # A reserved path raises here.
    app = streamlit.App(ROOT / "app.py", **OPTIONS)
    assert app is not None, "Streamlit no longer lets the app answer at /"


@pytest.mark.parametrize("font", ["sans", "italic", "serif"])
def test_the_fonts_are_shipped(font):
    content = streamlit_seam.font_file(font).read_bytes()
    assert content[:4] == b"wOF2", f"the {font} font has another format: pages and PDF files are set in another font"


def test_a_missing_font_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(streamlit_seam, "_static", lambda: tmp_path)
    streamlit_seam.font_file.cache_clear()
    with pytest.raises(AtlasError, match="no longer ships this face"):
        streamlit_seam.font_file("sans")


def test_the_parts_that_the_style_hides_exist(browser_code):
    ids = re.findall(r'data-testid="(\w+)"', read_web("shell/streamlit_seam.css"))
    gone = [name for name in ids if name not in browser_code]
    assert gone == [], "these parts of Streamlit's page have other names: they are seen around the atlas"


def test_the_parts_that_the_script_looks_for_exist(browser_code):
    script = read_web("shell/streamlit_seam.js")
    names = [*re.findall(r'data-testid="(\w+)"', script), *re.findall(r'getElementById\("(\w+)"\)', script)]
    assert names == ["stDialog", "stMain"]
    gone = [name for name in names if name not in browser_code]
    assert gone == [], "a lost connection is no longer noticed, or the Tab key stops at the whole page"


def test_other_dialogs_are_told_from_that_of_a_lost_connection_and_closed(browser_code):
    script = read_web("shell/streamlit_seam.js")
    assert '"Connection error"' in script
    assert 'aria-label="Close"' in script
    broken = "other dialogs of Streamlit are not closed: the page stays out of reach behind them"
    assert re.search(r"stDialogResizeHandle.{0,300}\"aria-label\":`Close`", browser_code), broken


def test_streamlit_listens_for_keys_at_the_document(browser_code):
    broken = "keys of the reader reach Streamlit: look where it listens (takeKeys)"
    assert re.search(r"this\.handleKeyDown=.{0,120}case`c`.{0,120}openClearCacheDialog", browser_code), broken


def test_a_lost_connection_is_told_by_a_dialog(browser_code):
    assert "Connection error" in browser_code, "a lost connection no longer opens a dialog: the page does not notice it"


def test_a_page_that_runs_by_itself_runs_again_when_the_connection_is_back(browser_code):
    broken = "after a lost connection the page is not run again: what is clicked then is lost"
    after = browser_code.partition("Reconnected to server")[2]
    assert re.match(r".{0,600}autoRerunIntervals\.size>0.{0,100}Requesting a script run", after), broken


def test_the_query_keys_of_an_embedded_page_are_known():
    theirs = query_params.EMBED_QUERY_PARAMS_KEYS
    assert set(theirs) == streamlit_seam.EMBED_KEYS, "links of embedded pages hold keys that the atlas calls unknown"


def test_a_script_of_several_lines_is_taken_as_it_is():
    script = streamlit_seam.component_script("/atlas/web/x/shell/page.js")
    broken = "the short script of a component is taken for the name of a file"
    assert streamlit.components.v2.component("seam_test", js=script) is not None, broken
    assert "\n" in script


def test_a_connection_sends_what_is_written_to_it_at_once():
    def is_at_once(end):
        return end.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0

    with starlette_server._bind_socket("127.0.0.1", 0, 1) as listening:  # noqa: SLF001 - the socket of the app
        theirs = "Streamlit or asyncio now names the protocol or sets the option: send_without_delay can go"
        assert listening.proto != socket.IPPROTO_TCP, theirs
        assert not is_at_once(listening), theirs
        streamlit_seam.send_without_delay()
        with socket.create_connection(listening.getsockname()):
            listening.settimeout(PATIENCE_SECONDS)
            connection, _ = listening.accept()
            with connection:
                assert is_at_once(connection), "a body comes 40 ms after its head"


def test_a_page_of_another_site_is_refused_without_asking_another_server(monkeypatch):
    asked = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda address, **_: asked.append(address))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    streamlit_seam.ask_no_other_server()
    assert not server_util.is_url_from_allowed_origins("http://evil.example")
    assert asked == [], "Streamlit asks another server for the address of this machine, and all readers wait"


def test_garbage_is_collected_after_each_run():
    code = inspect.getsource(script_runner)
    assert "gc.collect(" in code, "Streamlit no longer collects garbage after a run: freeze_garbage_collector can go"


def test_what_was_made_so_far_is_out_of_the_way_of_the_collector():
    before = gc.get_freeze_count()
    made = [[] for _ in range(1_000)]
    streamlit_seam.freeze_garbage_collector()
    assert gc.get_freeze_count() >= before + len(made)


def test_streamlit_run_finds_the_app():
    found = app_discovery.discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app, "`streamlit run app.py` no longer sees st.App in app.py: it has no routes beside the page"


def test_the_client_of_the_tests_speaks_the_protocol():
    found = component._make_trigger_id("x", "events")  # noqa: SLF001 - what tests/streamlit_client.py calls
    assert found.endswith("x__events"), "the id of a component's events is made otherwise: adapt tests/streamlit_client"


def test_the_address_is_written_as_streamlit_writes_it():
    query = {"slag_heaps.form": ["conical", "flat"], "near": ["a:b:500"], "q": ["é + ü/%"]}
    written = query_params.parse.urlencode(query, doseq=True)
    assert streamlit_seam.written_query(query) == written
    source = inspect.getsource(query_params)
    assert "query_string = parse.urlencode(" in source, "an act is two steps of the browser's history"
