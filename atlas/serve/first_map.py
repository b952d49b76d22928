"""The very first map after an installation: shipped with the atlas, so that it waits for no library that reads layers.

``atlas/first_map`` holds what a browser asks for before the picture: the page of the map, which folium makes, in every
language; in the first one also the first state and its layers, and the opening. They serve as long as the layers are
those that they were made of, and until the server has read them: then all is made here and kept on disk
(`replace_shipped`). Where they do not serve, and nothing was prepared by an earlier start, another process prepares
the same while the server and the browser still load (``python -m atlas.serve.first_map LANG``).
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from atlas.errors import AtlasError
from atlas.folders import import_folder, own_folder, package_folder, shipped_layers, store_address
from atlas.i18n import LANGUAGES
from atlas.serve.disk_cache import expect, is_prepared, keeps_files, offer, stamp_layers, withdraw

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# Of the names of what it leaves (`main`).
_KINDS = ("state-", "layer-", "opening-")
# On a busy machine; alone it takes two.
_PATIENCE_SECONDS = 30
_started: list[subprocess.Popen[bytes]] = []
# Of the shipped page: stands for the version of scripts and styles, which changes more often than the page.
_WEB, _ANY_WEB = "/web/{}/", "/web/@/"
_MADE_OF = "layers"
# What the first state names: layers without one of these may come and go.
_FIRST = re.compile(rb"^(?:shown|backdrop|ground) = ", re.MULTILINE)
# Sections of a declaration that the first map has nothing of: sentences and cards change more often than a map.
_UNSEEN = re.compile(
    rb"^\[+(?:noun|description|completeness|card|search|charts|ties|figures|fields\.\w+\.phrases)\b.*\n(?:(?!\[).*\n)*",
    re.MULTILINE,
)


def has_first_map(lang: str = LANGUAGES[0]) -> bool:
    """Return whether the first map is there: left by an earlier start, or shipped."""
    return is_prepared(f"state-{lang}") or read_shipped(f"state-{lang}") is not None


def prepare_elsewhere(lang: str = LANGUAGES[0]) -> None:
    """Start the process once, unless the first map is there: left by an earlier start, or shipped."""
    if _started or is_prepared(f"state-{lang}"):
        return
    offer(read_shipped)
    # Where nothing can be kept, the server would not find it. It says so itself, when its log is there.
    if read_shipped(f"state-{lang}") is not None or not keeps_files():
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


def replace_shipped(lang: str = LANGUAGES[0]) -> None:
    """Make here what is shipped, and keep it on disk: whoever changes the program sees the change.

    Call it when the layers of the first map are read.
    """
    if withdraw(read_shipped):
        main(lang)


def read_shipped(name: str) -> bytes | None:
    """Return what is shipped under a name of `atlas.serve.disk_cache.prepared`; None where it does not serve."""
    kind, _, rest = name.partition("-")
    lang, _, version = rest.partition("-") if kind == "map" else (name.rpartition("-")[2], "", "")
    if lang not in LANGUAGES:
        return None
    found = shipped_parts(lang, stamp_layers()).get(f"{kind}-{lang}" if version else name)
    if found is None or not version:
        return found
    return found.replace(_ANY_WEB.encode(), _WEB.format(version).encode())


@lru_cache(maxsize=len(LANGUAGES))
def shipped_parts(lang: str, _: str) -> Mapping[str, bytes]:
    """Return all that is shipped in a language by name; where the layers are others, the page alone, which has none."""
    parts = read_parts(shipped_file(lang))
    # A layer of the reader, or of a shared database, may complete or replace one of those.
    others = store_address() or (own_folder().is_dir() and any(own_folder().iterdir()))
    if not others and parts.get(_MADE_OF) == fingerprint(shipped_layers()):
        return parts
    return {name: part for name, part in parts.items() if name.startswith("map-")}


def shipped_file(lang: str) -> Path:
    """Return the file of the first map in a language."""
    return package_folder() / "first_map" / f"{lang}.zip"


def read_parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a file by name; nothing where it cannot be read."""
    with suppress(OSError, BadZipFile), ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
    return {}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write the parts of a file, the same bytes each time."""
    path.parent.mkdir(exist_ok=True)
    with ZipFile(path, "w") as archive:
        for name in sorted(parts):
            # With the date of all: the first that a ZIP file can hold. Most parts are compressed already.
            archive.writestr(ZipInfo(name), parts[name])


def make_parts(lang: str, atlas: "Atlas") -> dict[str, bytes]:
    """Return what is shipped of the first map in a language, by the names under which it is asked for."""
    from atlas.render.assets import web_stamp
    from atlas.render.map_page import map_page
    from atlas.serve.http import URL_PREFIX
    from atlas.serve.state import first_state, first_view, packed_layer

    page = map_page(lang, home=URL_PREFIX).replace(_WEB.format(web_stamp()), _ANY_WEB)
    parts = {f"map-{lang}": page.encode()}
    if lang != LANGUAGES[0]:
        return parts
    state = first_state({"lang": [lang]}, atlas)
    return parts | {
        _MADE_OF: fingerprint(shipped_layers()),
        f"state-{lang}": state,
        f"opening-{lang}": first_view(lang, atlas),
        **{f"layer-{layer}-{lang}": packed_layer(layer, lang, atlas) for layer in _layers_of(state)},
    }


def fingerprint(root: Path) -> bytes:
    """Return a hash of what the first map has of the files of its layers, below a folder of layers."""
    digest = hashlib.sha256()
    for declaration in sorted(root.glob("*/*.toml")):
        if _FIRST.search(declaration.read_bytes()):
            for path in sorted(declaration.parent.glob(f"{declaration.stem}.*")):
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                content = path.read_bytes()
                seen = b" ".join(_UNSEEN.sub(b"", content).split()) if path == declaration else content
                digest.update(hashlib.sha256(seen).digest())
    return digest.hexdigest().encode()


def main(lang: str) -> None:
    """Prepare what the first map shows, in the order in which a browser asks for it."""
    from atlas.serve.routes.data import prepared_layer
    from atlas.serve.routes.map import packed_opening, prepared_state

    for layer_id in _layers_of(prepared_state({"lang": [lang]})):
        prepared_layer(layer_id, lang)
    # Layers of another kind have no opening.
    with suppress(AtlasError):
        packed_opening(lang)


def _layers_of(state: bytes) -> list[str]:
    """Return the ids of the layers that a browser asks for when it has a state."""
    import orjson

    shown = orjson.loads(state)
    return [*shown["backdrop"], *(layer["id"] for layer in shown["layers"])]


if __name__ == "__main__":
    main(sys.argv[1])
