"""Which lane a request goes through: what is drawn, what is computed, and all else, which is answered at once."""

import re

from starlette.requests import Request

from atlas.scene.notes.note_file import MOST_BYTES
from atlas.serve.http import OGC_PREFIX, URL_PREFIX
from atlas.serve.picture_cache import has_picture, picture_key
from atlas.serve.workers.lanes import LaneName
from atlas.serve.workers.receiving import LARGEST_BYTES

# Files of what is on the map: with its notes, which may come in the body.
_FILES = r"/(sheet|objects/.*|area(\.pdf)?|file|export|portrait/.*)"
_NOTED = re.compile(rf"{_FILES}|/series|/export/preview")
# Drawn or written by another process.
_DRAWN = re.compile(rf"{_FILES}|/compare/(file\.|formulas/).*")
# Computed from rows when it is asked for, in seconds where the map takes a tenth.
_COMPUTED = re.compile(
    r"/(table|summary|charts|classes|catalog.*|dcat\..*|cite|oembed|styles/.*|export/.*|share|ties/.*|compare.*|network.*)"
)
_SERIES = "/series"
_STORY = re.compile(r"/(stories/.*|story.*)")
_PICTURE = f"{URL_PREFIX}/preview.png"
# Of a story, what its page does not show but takes away.
_STORY_FILES = {"html", "pdf", "png"}


def takes_notes(path: str) -> bool:
    """Return whether what is at an address is drawn or written with the notes of a map."""
    return bool(_NOTED.fullmatch(path.removeprefix(URL_PREFIX)))


def largest_body(request: Request) -> int:
    """Return the bytes of a body that are read, of a request that is no upload."""
    return MOST_BYTES if takes_notes(request.url.path) else LARGEST_BYTES


def lane_of(request: Request) -> LaneName | None:
    """Return the lane of a request; None for the map, its filters, and what is ready."""
    path = request.url.path
    if path in {"/healthz", "/metrics"}:
        return "health"
    if path == _PICTURE:
        # One that is kept is sent at once.
        return None if has_picture(picture_key(request.query_params.multi_items())) else "draw"
    if path == OGC_PREFIX or path.startswith(f"{OGC_PREFIX}/"):
        return "program"
    return _lane_of_page(path.removeprefix(URL_PREFIX), request.query_params.get("format"))


def _lane_of_page(path: str, form: str | None) -> LaneName | None:
    """Return the lane of what a page of the atlas asks for, by its path below the prefix."""
    if path == _SERIES:
        return "book"
    if _DRAWN.fullmatch(path):
        return "draw"
    if _STORY.fullmatch(path):
        return "draw" if form in _STORY_FILES else "question"
    return "question" if _COMPUTED.fullmatch(path) else None
