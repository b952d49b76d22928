"""The very first map after an installation: another process prepares it while the server and the browser still load.

``python -m atlas.serve.first_map LANG`` leaves the first state and its layers in the cache on disk. The server
sends them as it sends what an earlier start has left (`atlas.serve.disk_cache.prepared` waits for them); until then it
imports none of the libraries that read layers, which would hold up every answer.
"""

import subprocess
import sys
from contextlib import suppress

from atlas.errors import AtlasError
from atlas.folders import import_folder
from atlas.i18n import LANGUAGES
from atlas.serve.disk_cache import cache_problem, expect, is_prepared

# Of the names of what it leaves (`main`).
_KINDS = ("state-", "layer-", "opening-")
# On a busy machine; alone it takes two.
_PATIENCE_SECONDS = 30
_started: list[subprocess.Popen[bytes]] = []


def prepare_elsewhere(lang: str = LANGUAGES[0]) -> None:
    """Start the process once, unless an earlier start has prepared the first map, or nothing can be kept."""
    if _started or is_prepared(f"state-{lang}") or cache_problem():
        return
    command = [sys.executable, "-m", __name__, lang]
    # What fails there fails here again, where it is said.
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=import_folder(), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _started.append(process)
    expect(lambda name: name.startswith(_KINDS) and name.endswith(f"-{lang}"), lambda: process.poll() is None)


def wait_until_prepared() -> None:
    """Wait for the end of the process, where there is one; not for ever."""
    for process in _started:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_SECONDS)


def main(lang: str) -> None:
    """Prepare what the first map shows, in the order in which a browser asks for it."""
    import orjson

    from atlas.serve.routes.data import prepared_layer
    from atlas.serve.routes.map import packed_opening, prepared_state

    state = orjson.loads(prepared_state({"lang": [lang]}))
    for layer_id in (*state["backdrop"], *(layer["id"] for layer in state["layers"])):
        prepared_layer(layer_id, lang)
    # Layers of another kind have no opening.
    with suppress(AtlasError):
        packed_opening(lang)


if __name__ == "__main__":
    main(sys.argv[1])
