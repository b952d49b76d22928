"""The faces of the page, for drawing: its variable web fonts, made once into plain ones of a fixed weight.

They lie in the user's cache, never in the repository. A web font is compressed and varies in weight; what draws sheets
reads neither.
"""

import atexit
import hashlib
import io
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args
from unicodedata import category, normalize

from atlas.folders import cache_folder
from atlas.streamlit_seam import Font, font_file

Face = Literal["sans", "sans_bold", "italic", "serif"]
FACES: tuple[Face, ...] = get_args(Face)
# The variable font of each face, and its place on the axes of variation.
_FACES: dict[Face, tuple[Font, dict[str, float]]] = {
    "sans": ("sans", {"wght": 400}),
    "sans_bold": ("sans", {"wght": 600}),
    "italic": ("italic", {"wght": 400}),
    "serif": ("serif", {"wght": 600, "opsz": 24}),
}
# Latin with its accents, Vietnamese too; punctuation, currency, arrows, a few signs of mathematics. Kerning Greek and
# Cyrillic as well would triple the time of making.
_RANGES = ((0x20, 0x250), (0x300, 0x370), (0x1EA0, 0x1F00), (0x2000, 0x2070), (0x20A0, 0x20C0), (0x2100, 0x2270))
_FEATURES = ["kern", "tnum"]
# What a page that takes its fonts along can write: names may be Greek or Cyrillic, its headings are ours.
_WEB_RANGES: dict[Font, tuple[tuple[int, int], ...]] = {
    "sans": (*_RANGES, (0x370, 0x530)),
    "italic": (*_RANGES, (0x370, 0x530)),
    "serif": _RANGES,
}
# Named in the files' names: a change of what is made makes them anew.
_RECIPE, _WEB_RECIPE = "1", "2"


@cache
def face_path(face: Face) -> Path:
    """Return the file of a face, made at its first use on this machine.

    Raises
    ------
    AtlasError
        The web font of the page is not there.
    """
    font, place = _FACES[face]
    source = font_file(font)
    # The name of the file holds a hash of its content.
    mark = hashlib.sha256(f"{_RECIPE}:{source.name}:{sorted(place.items())}".encode()).hexdigest()[:12]
    path = faces_folder() / f"{face}-{mark}.ttf"
    return path if path.exists() else _save(_make(source, place, face), path)


def writable(text: str, face: Face) -> tuple[str, Path]:
    """Return a text that can be written, and the file of the face that writes it.

    A name in another script is set in the face that matplotlib brings; a character that neither has becomes "?", and
    what has no shape at all (marks of direction, controls) is left out.
    """
    shown = "".join(c for c in normalize("NFC", text) if category(c)[0] != "C")
    for path in (face_path(face), _other_path()):
        if _characters(path).issuperset(shown):
            return shown, path
    known = _characters(face_path(face))
    return "".join(c if c in known else "?" for c in shown), face_path(face)


@cache
def _characters(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only whoever draws pays for it

    return frozenset(map(chr, TTFont(path).getBestCmap()))


@cache
def _other_path() -> Path:
    from matplotlib import get_data_path  # noqa: PLC0415

    return Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def faces_folder() -> Path:
    """Return a folder that can be written: below the user's caches, else among the temporary files."""
    caches = cache_folder("faces")
    try:
        caches.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=caches).close()
    except OSError:
        return _temporary()
    return caches


@cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="atlas-faces-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _make(source: Path, place: dict[str, float], name: str) -> Any:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - only whoever draws pays for it
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    font = TTFont(source)
    options = Options(layout_features=_FEATURES, notdef_outline=True, name_IDs=["*"])
    subsetter: Any = Subsetter(options)
    # Fixing the weight of 2,500 glyphs takes ten seconds, of those that are written half a second.
    subsetter.populate(unicodes=[code for first, last in _RANGES for code in range(first, last)])
    subsetter.subset(font)
    font = instantiateVariableFont(font, place, inplace=True)
    font.flavor = None
    # A PDF distinguishes embedded faces by this name.
    for name_id in (4, 6):
        font["name"].setName(f"Atlas-{name}", name_id, 3, 1, 0x409)
    return font


def _save(font: Any, path: Path) -> Path:
    """Save a font and return its file: among the temporary files of this process where the caches are full."""
    file = io.BytesIO()
    font.save(file)
    try:
        _write(file.getvalue(), path)
    except OSError:
        path = _temporary() / path.name
        _write(file.getvalue(), path)
    return path


def _write(content: bytes, path: Path) -> None:
    """Write a file that another process may read meanwhile: it is there whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def web_face(face: Face) -> bytes:
    """Return the web font of a face with what our pages write, for a page that takes its fonts along.

    It is made at its first use on this machine: less than half of the bytes of the whole font.

    Raises
    ------
    AtlasError
        The web font of the page is not there.
    """
    font, _ = _FACES[face]
    source = font_file(font)
    mark = hashlib.sha256(f"{_WEB_RECIPE}:{source.name}".encode()).hexdigest()[:12]
    path = faces_folder() / f"{font}-{mark}.woff2"
    if not path.exists():
        path = _save(_subset(source, _WEB_RANGES[font]), path)
    return path.read_bytes()


def _subset(source: Path, ranges: tuple[tuple[int, int], ...]) -> Any:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - only whoever writes such a page pays for it
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(source)
    subsetter: Any = Subsetter(Options(notdef_outline=True, name_IDs=["*"]))
    subsetter.options.layout_features += _FEATURES
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last)])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font
