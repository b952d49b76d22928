"""``portrait``: one page on a territory, for the wall or the web."""

import argparse
from pathlib import Path

from atlas.commands.file_options import add_private, add_url, atlas_to_share
from atlas.commands.notes_file import add_notes_file, read_notes_option

_ENDINGS = (".pdf", ".html")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("portrait", help="one page on a territory: map, figures, themes, twin towns")
    command.add_argument("territory", help="id of a basin, an inter-municipal body or a commune: 246200364")
    command.add_argument("--out", type=Path, required=True, help="file.pdf (A4) or file.html")
    command.add_argument("--lang", choices=["fr", "en", "pt"], default="fr")
    add_url(command, "the QR code reopens the map there")
    add_notes_file(command, "the map")
    add_private(command)
    command.set_defaults(run=_portrait)


def _portrait(options: argparse.Namespace) -> None:
    from datetime import UTC, datetime

    from atlas.io.atlas import open_atlas
    from atlas.io.export import check_ending, write_bytes
    from atlas.render.pages.portrait import portrait_page
    from atlas.render.print.portrait import draw_portrait
    from atlas.scene.publish.caption import printed_scene
    from atlas.scene.publish.portrait import make_portrait, portrait_caption
    from atlas.scene.query.view import add_notes

    check_ending(options.out, _ENDINGS)
    notes = read_notes_option(options)
    atlas = atlas_to_share(open_atlas(options.layers), options)
    portrait = make_portrait(options.territory, atlas, options.lang)
    caption = portrait_caption(portrait, address=options.url, made=datetime.now(UTC).date())
    scene = printed_scene(add_notes(portrait.view, notes), atlas)
    if options.out.suffix.lower() == ".html":
        content = portrait_page(portrait, scene, caption).encode()
    else:
        content = draw_portrait(portrait, scene, caption)
    write_bytes(options.out, content, endings=_ENDINGS)
