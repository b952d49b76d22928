"""``query`` and ``map``: what a link of the app shows, as a file."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.console import say
from atlas.commands.share import add_private, to_share

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.render.print.margins import Kind
    from atlas.scene.query.view import View

_SHEETS = ("pdf", "png")
_ENDINGS = (".html", ".pdf", ".png")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    command = commands.add_parser("query", help="what the app shows, as a file")
    command.add_argument(
        "permalink", help='a link of the app or its query string: "?layers=slag_heaps&slag_heaps.form=conical"'
    )
    command.add_argument("--out", type=Path, required=True, help="file.geojson, .gpkg, .csv or .parquet")
    add_private(command)
    command.set_defaults(run=_query)

    command = commands.add_parser("map", help="the map of a link as one file that needs no network")
    command.add_argument("permalink")
    command.add_argument("--out", type=Path, required=True, help="file.html, or a sheet to print: file.pdf, file.png")
    command.add_argument("--size", default="A4", help="of a sheet: A4, A3 (PNG: 200 dpi) or WxH pixels (default: A4)")
    command.add_argument("--orientation", default="landscape", help="of A4 and A3: landscape (default) or portrait")
    command.add_argument(
        "--url", default="", help="where the atlas is served: the sheet's QR code reopens the map there"
    )
    add_private(command)
    command.set_defaults(run=_map)


def _query(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import export_rows
    from atlas.io.provenance import trace
    from atlas.scene.query.permalink import to_permalink
    from atlas.scene.query.row_masks import query_rows

    atlas = open_atlas(options.layers)
    view = asked_view(options.permalink, atlas)
    if view is None:
        return 1
    shared = to_share(view, atlas, options)
    rows = query_rows(shared.view, shared.atlas)
    provenance = trace(rows, shared.atlas.catalog, link=to_permalink(shared.view), made=datetime.now(UTC).date())
    export_rows(rows, options.out, provenance)
    say(provenance.credits_)
    for layer_id, gdf in rows.items():
        say(f"{layer_id}: {len(gdf)} of {len(atlas.frames[layer_id])}")
    return 0


def _map(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import write_bytes, write_text

    atlas = open_atlas(options.layers)
    asked = asked_view(options.permalink, atlas)
    if asked is None:
        return 1
    shared = to_share(asked, atlas, options)
    view, atlas = shared.view, shared.atlas
    kind = options.out.suffix.lower().removeprefix(".")
    if kind in _SHEETS:
        write_bytes(options.out, _sheet(view, atlas, kind, options), endings=_ENDINGS)
        return 0
    from atlas.render.single_file import scene_file
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.map.compose import compose

    scene = compose(view, atlas)
    write_text(options.out, scene_file(scene, make_cards([scene], atlas)), endings=_ENDINGS)
    return 0


def _sheet(view: "View", atlas: "Atlas", kind: "Kind", options: argparse.Namespace) -> bytes:
    from datetime import UTC, datetime

    from atlas.render.print.paper_size import read_paper
    from atlas.render.print.sheet import draw_sheet
    from atlas.scene.publish.caption import make_caption, printed_scene

    paper = read_paper(options.size, options.orientation)
    caption = make_caption(view, atlas, address=options.url, made=datetime.now(UTC).date())
    return draw_sheet(printed_scene(view, atlas), caption, paper, kind)


def asked_view(permalink: str, atlas: "Atlas") -> "View | None":
    """Read a link whole, or say every part that cannot be used: no file may answer another question than the asked."""
    from atlas.scene.query.permalink import parse_permalink
    from atlas.scene.query.validate_view import validate_view

    asked, unread = parse_permalink(permalink)
    view, unfit = validate_view(asked, atlas)
    for problem in (*unread, *unfit):
        say(str(problem))
    return None if unread or unfit else view
