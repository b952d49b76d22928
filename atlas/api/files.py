"""Files that a program writes: the sheet of a map."""

from pathlib import Path
from typing import TYPE_CHECKING

from atlas.io.export import write_bytes
from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_sheet
from atlas.scene.publish.caption import make_caption, printed_scene
from atlas.scene.query.sharing import share

if TYPE_CHECKING:
    from datetime import date

    from atlas.io.atlas import Atlas
    from atlas.render.print.margins import Kind
    from atlas.scene.query.view import View

_KINDS: "dict[str, Kind]" = {".pdf": "pdf", ".png": "png"}


def write_sheet(
    view: "View", atlas: "Atlas", path: Path, *, paper: tuple[str, str], made: "date", private: bool
) -> Path:
    """Write a map on paper and return its path; private layers stay out unless they are requested."""
    shared = share(view, atlas, private=private)
    kind = _KINDS.get(path.suffix.lower())
    content = b""
    if kind:
        caption = make_caption(shared.view, shared.atlas, address="", made=made)
        content = draw_sheet(printed_scene(shared.view, shared.atlas), caption, read_paper(*paper), kind)
    write_bytes(path, content, endings=tuple(_KINDS))
    return path
