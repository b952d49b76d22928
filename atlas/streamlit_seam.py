"""What the atlas knows of Streamlit's insides: everything here may break when Streamlit is upgraded.

The page is drawn with Streamlit's public functions (`atlas.ui`). What those cannot do is here, and in
``render/web/shell/streamlit_seam.js`` and ``streamlit_seam.css``; each entry says why it is needed and what to do when
it breaks. ``tests/ui/test_streamlit_seam.py`` checks each one and names in a sentence what an upgrade broke. (What the
tests alone need, a client of Streamlit's websocket, is ``tests/streamlit_client.py``.)

Streamlit is not imported: the routes, the command line and the printed pages run without it.
"""

import gc
import logging
import re
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from urllib.parse import urlencode

from atlas.errors import AtlasError

_log = logging.getLogger(__name__)

# Why: `st.query_params` and the address hold them where the page is embedded; they say how it is framed, not what it
# shows, so that a link with them is a valid link.
# When it breaks: copy the names from "Embed your app" of Streamlit's documentation.
EMBED_KEYS = frozenset({"embed", "embed_options"})

# Why: the metrics count requests by the first part of their path, and these are not "other".
# When it breaks: nothing fails; requests to Streamlit's own files are counted as "other". List its routes anew.
OWN_PATHS = frozenset({"static", "_stcore"})

# Why: of Streamlit's routes below `_stcore` the page needs these. The others give figures about the server, take files,
# or let programs run the page without a browser: they are closed.
# When it breaks: the page does not load or loses its connection. Look at what a browser requests below `_stcore`.
OPEN_CORE_PATHS = frozenset({"stream", "health", "host-config", "bidi-components"})

# Why: after a lost connection Streamlit runs the page again only if something of the page asks for runs by itself
# (`run_every`). Without that run, a page that has reached another process is not known there, and what is clicked is
# lost. How often it runs does not matter. The page compares the id of its session and loads itself anew if it differs.
# When it breaks: let the page ask for a run itself when the connection is back (streamlit_seam.js watches it).
RUN_EVERY_SECONDS = 3600

Font = Literal["sans", "italic", "serif"]
# How the names of the files begin; they end in a hash of their content.
_FONT_FILES: dict[Font, str] = {
    "sans": "SourceSansVF-Upright.ttf.",
    "italic": "SourceSansVF-Italic.ttf.",
    "serif": "SourceSerifVariable-Roman.ttf.",
}

_SWEEP_SECONDS = 120
_heap = {"swept": time.monotonic()}
_freezing = Lock()


@cache
def font_file(font: Font) -> Path:
    """Return the file of a variable web font that Streamlit ships.

    Why: the page, the map and what is printed are set in the same font, and nothing third-party is in the repository.
    When it breaks: look up the names below ``static/static/media``, or depend on a package that ships Source Sans.

    Raises
    ------
    AtlasError
        Streamlit is not installed, or no longer ships the font.
    """
    name = _FONT_FILES[font]
    try:
        return min((_static() / "static" / "media").glob(f"{name}*.woff2"))
    except (PackageNotFoundError, ValueError) as problem:
        raise AtlasError("face_missing", face=name.partition(".")[0]) from problem


@cache
def font_versions() -> str:
    """Return a text that changes when Streamlit ships other fonts; empty where it ships none."""
    try:
        return " ".join(font_file(font).name for font in _FONT_FILES)
    except AtlasError:
        return ""


def index_page(
    script: str, *, title: str, no_script: str, style: str = "", head: str = "", modules: Sequence[str] = ()
) -> str:
    """Return Streamlit's index page with a style, a script and modules more and the atlas's words.

    Why: the script starts the map in a frame of its own while Streamlit is still loading (the first map is there a
    second earlier), and Streamlit's page has an English title and an English sentence where no script runs. Its some
    sixty scripts would stand before the map in the queue of requests: they get a low priority. The modules of the page
    around the map are requested with them, not when Streamlit has run, since the server is then busy.
    When it breaks: without ``<head>`` the page cannot start; put the script where the new page begins. Of the two
    texts the English one is seen until the page has started. Without the tags of Streamlit's scripts the map is later.

    Parameters
    ----------
    script
        Runs before all others, as the first thing of the head.
    title
        Of the document, until the page sets its own.
    no_script
        What is read where no script runs.
    style
        Stands before the script, which reads from it.
    head
        Further tags of the head.
    modules
        Addresses of modules that the page loads when it has started.

    Raises
    ------
    RuntimeError
        The page has no head to put the script in.
    """
    html = (_static() / "index.html").read_text(encoding="utf-8")
    if "<head>" not in html:
        raise RuntimeError("Streamlit's index page has no <head>: the map cannot be started")
    for tag in ('<script type="module"', '<link rel="modulepreload"'):
        if tag not in html:
            _log.warning("Streamlit's index page does not hold %r any more", tag)
        html = html.replace(tag, f'{tag} fetchpriority="low"')
    html = html.replace("<head>", f"<head><style>{style}</style><script>{script}</script>", 1)
    hints = (f'<link rel="modulepreload" fetchpriority="low" href="{address}">' for address in modules)
    html = html.replace("</head>", f"{''.join(hints)}{head}</head>", 1)
    # Streamlit's door for programs, which its page names twice, is closed here: see `OPEN_CORE_PATHS`.
    replaced = {
        r"<title>Streamlit</title>": f"<title>{title}</title>",
        r"<noscript>.*?</noscript>": f"<noscript><p>{no_script}</p></noscript>",
        r'<!--(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>\s*': "",
    }
    for theirs, ours in replaced.items():
        html, found = re.subn(theirs, ours.replace("\\", r"\\"), html, count=1, flags=re.DOTALL)
        if not found:
            _log.warning("Streamlit's index page does not hold %r any more", theirs)
    return html


def component_script(address: str) -> str:
    """Return the script of a component that loads the real one from its address, once.

    Why: Streamlit sends the script of a component with every run of the page, and takes a text of one line for the
    name of a file. This one is short and has several lines.
    When it breaks: hand `st.components.v2.component` the text of the script itself.
    """
    lines = (
        f'const real = import(location.origin + "{address}");',
        "export default (props) => {",
        "  real.then((component) => component.mount(props));",
        "}",
    )
    return "\n".join(lines)


def written_query(query: Mapping[str, Sequence[str]]) -> str:
    """Return the parameters of a link as Streamlit writes them into the address.

    Why: the page writes the link before Streamlit runs, which makes a second step of the browser's history where the
    address differs by a letter.
    When it breaks: an act is two steps of the history. Look at `QueryParams` of Streamlit.
    """
    return urlencode(query, doseq=True)


def freeze_garbage_collector() -> None:
    """Keep the garbage collector off all objects made so far; call it after each run of a page.

    Why: Streamlit collects garbage after each run (``runner.postScriptGC``) and stops all threads meanwhile. With the
    atlas in memory that took 80 ms of each filter change, and half of the time of fifty readers. What closed pages
    left behind is collected every two minutes.
    When it breaks: if Streamlit no longer collects after a run, this can go.
    """
    with _freezing:
        now = time.monotonic()
        if now - _heap["swept"] > _SWEEP_SECONDS:
            _heap["swept"] = now
            gc.unfreeze()
            gc.collect()
        gc.freeze()


@cache
def spare_loaded_objects() -> None:
    """Keep the garbage collector off what is loaded now, once in a process; call it after the first map.

    Why: as `freeze_garbage_collector`. In an app of somebody else that app decides when garbage is collected, but the
    libraries and the ground of the map, which stay, need not be looked through after each run: 46 ms of it.
    When it breaks: if Streamlit no longer collects after a run, this can go.
    """
    with _freezing:
        gc.collect()
        gc.freeze()


@cache
def read_index() -> bytes | None:
    """Return Streamlit's index page as it sends it; None where Streamlit is not installed.

    Why: its inline scripts must be known by their hash, or the browser refuses them.
    When it breaks: without the page it is sent with a policy that lets no inline script run.
    """
    try:
        return (_static() / "index.html").read_bytes()
    except (PackageNotFoundError, OSError):
        return None


def send_without_delay() -> None:
    """Let every connection that this process accepts send what is written to it at once (TCP_NODELAY).

    Why: Streamlit binds its socket without the number of a protocol, asyncio then does not take it for TCP, and
    Nagle's algorithm stays on: the server writes head and body of an answer one after the other, and a browser waits
    some 40 ms for each body. Connections take the option over from the socket at which they were accepted.
    When it breaks: answers come 40 ms later. If Streamlit or asyncio sets the option, this can go.
    """
    folder = Path("/dev/fd")
    # Windows has no such folder, and keeps the delay.
    for path in folder.iterdir() if folder.is_dir() else ():
        # What is no socket, or closed meanwhile.
        with suppress(OSError):
            listening = socket.socket(fileno=int(path.name))
            try:
                if listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            finally:
                listening.detach()


def ask_no_other_server() -> None:
    """Let Streamlit not ask a server of the internet for the address of this machine.

    Why: at every websocket that a page of another site opens, Streamlit requests `checkip.amazonaws.com`, to allow that
    address too. It waits up to two seconds for it, and all readers wait with it; the atlas needs no network.
    When it breaks: such a connection delays everybody. Look at what `is_url_from_allowed_origins` calls.
    """
    # Where Streamlit runs, it is there; the routes run without it.
    net_util: Any = import_module("streamlit.net_util")
    net_util.get_external_ip = lambda: None


def _static() -> Path:
    """Return the folder of the files that Streamlit sends to browsers."""
    return Path(str(distribution("streamlit").locate_file("streamlit"))) / "static"
