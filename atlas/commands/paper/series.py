"""``series``: one page for each object or territory of a question, as one PDF with contents."""

import argparse
from pathlib import Path

from atlas.commands.console import print_message
from atlas.commands.file_options import add_private, add_url, to_share
from atlas.commands.notes_file import add_notes_file, read_notes_option
from atlas.commands.permalink import add_permalink, read_view

_EVERY = 20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("series", help="one page for each object or territory of a question, with contents")
    add_permalink(command, example="?layers=slag_heaps&slag_heaps.area_ha__gte=50")
    command.add_argument("--by", required=True, help="layer of the pages: slag_heaps, communes, …")
    command.add_argument("--out", type=Path, required=True, help="file.pdf (A4)")
    add_url(command, "the codes of the pages reopen the maps there")
    add_notes_file(command, "the map of every page")
    add_private(command)
    command.set_defaults(run=_series)


def _series(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from atlas.io.atlas import open_atlas
    from atlas.io.export import check_ending, write_bytes
    from atlas.render.print.series import draw_series
    from atlas.scene.publish.series import series_caption, series_rows, series_sheets

    check_ending(options.out, (".pdf",))
    notes, atlas = read_notes_option(options), open_atlas(options.layers)
    view = read_view(options.permalink, atlas, notes)
    if view is None:
        return 1
    shared = to_share(view, atlas, options)
    made = datetime.now(UTC).date()
    rows = series_rows(options.by, shared.view, shared.atlas)
    caption = series_caption(options.by, shared.view, shared.atlas, address=options.url, made=made)
    sheets = series_sheets(options.by, rows, shared.view, shared.atlas, address=options.url, made=made)
    names = [name for _, name in rows]
    write_bytes(options.out, draw_series(caption, names, sheets, lang=view.lang, progress=_tell), endings=(".pdf",))
    return 0


def _tell(done: int, count: int) -> None:
    if done % _EVERY == 0 and done < count:
        print_message(f"{done} / {count}")
