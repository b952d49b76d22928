"""``map``: the map of a link, as one file that needs no network, or on paper."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.file_options import add_private, add_url, to_share
from atlas.commands.notes_file import add_notes_file, read_notes_option
from atlas.commands.permalink import add_permalink, read_view

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.render.print.margins import Kind
    from atlas.scene.query.view import View

_PRINTED = ("pdf", "png")
_ENDINGS = (".html", ".pdf", ".png")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("map", help="the map of a link as one file that needs no network")
    add_permalink(command, example="?territory=246200364")
    command.add_argument("--out", type=Path, required=True, help="file.html, or a sheet to print: file.pdf, file.png")
    command.add_argument("--size", default="A4", help="of a sheet: A4, A3 (PNG: 200 dpi) or WxH pixels (default: A4)")
    command.add_argument("--orientation", default="landscape", help="of A4 and A3: landscape (default) or portrait")
    add_url(command, "the sheet's QR code reopens the map there")
    add_notes_file(command, "the map")
    add_private(command)
    command.set_defaults(run=_map)


def _map(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import check_ending, write_bytes, write_text

    check_ending(options.out, _ENDINGS)
    notes, atlas = read_notes_option(options), open_atlas(options.layers)
    view = read_view(options.permalink, atlas, notes)
    if view is None:
        return 1
    shared = to_share(view, atlas, options)
    kind = options.out.suffix.lower().removeprefix(".")
    if kind in _PRINTED:
        write_bytes(options.out, _print(shared.view, shared.atlas, kind, options), endings=_ENDINGS)
    else:
        write_text(options.out, _page(shared.view, shared.atlas), endings=_ENDINGS)
    return 0


def _page(view: "View", atlas: "Atlas") -> str:
    from atlas.render.single_file import scene_file
    from atlas.scene.explore.answers import list_answers
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.map.compose import compose

    scene = compose(view, atlas)
    return scene_file(scene, make_cards([scene], atlas), list_answers(view, atlas))


def _print(view: "View", atlas: "Atlas", kind: "Kind", options: argparse.Namespace) -> bytes:
    from datetime import UTC, datetime

    from atlas.render.print.paper_size import read_paper
    from atlas.render.print.sheet import draw_sheet
    from atlas.scene.publish.caption import make_caption, printed_scene

    paper = read_paper(options.size, options.orientation)
    caption = make_caption(view, atlas, address=options.url, made=datetime.now(UTC).date())
    return draw_sheet(printed_scene(view, atlas), caption, paper, kind)
