"""``sheet``: what the atlas knows of one object or of a drawn area, against the whole, as a page or a PDF."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.file_options import add_private, add_url, to_share
from atlas.commands.notes_file import add_notes_file, read_notes_option
from atlas.commands.permalink import add_permalink, read_view

if TYPE_CHECKING:
    from atlas.scene.publish.object_sheet import ObjectSheet
    from atlas.scene.query.sharing import SharedView

_ENDINGS = (".pdf", ".html")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("sheet", help="what is known of one object or a drawn area, against the whole")
    add_permalink(command, example="?card=slag_heaps:t144")
    command.add_argument("--out", type=Path, required=True, help="file.pdf (A4) or file.html")
    add_url(command, "the QR code reopens the map there")
    add_notes_file(command, "the map")
    add_private(command)
    command.set_defaults(run=_sheet)


def _sheet(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import check_ending, write_bytes
    from atlas.render.pages.sheet import sheet_page
    from atlas.render.print.series import draw_object_sheet

    check_ending(options.out, _ENDINGS)
    notes, atlas = read_notes_option(options), open_atlas(options.layers)
    view = read_view(options.permalink, atlas, notes)
    if view is None:
        return 1
    sheet = _made(to_share(view, atlas, options), options.url)
    html = options.out.suffix.lower() == ".html"
    write_bytes(options.out, sheet_page(sheet).encode() if html else draw_object_sheet(sheet), endings=_ENDINGS)
    return 0


def _made(shared: "SharedView", address: str) -> "ObjectSheet":
    """Make the sheet of the object whose card a link opens, else of the area that it selects."""
    from datetime import UTC, datetime

    from atlas.scene.publish.area_sheet import make_area_sheet
    from atlas.scene.publish.object_sheet import make_object_sheet

    made = datetime.now(UTC).date()
    if shared.view.card:
        layer, row = shared.view.card
        return make_object_sheet(layer, row, shared.view, shared.atlas, address=address, made=made)
    return make_area_sheet(shared.view, shared.atlas, address=address, made=made)
