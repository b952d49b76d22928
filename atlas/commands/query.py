"""``query``: the rows that a link of the app shows, as a file."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from atlas.commands.console import print_message
from atlas.commands.file_options import (
    FILES,
    add_export_options,
    add_private,
    export_options,
    print_notes,
    served_at,
    to_share,
)
from atlas.commands.notes_file import add_notes_file, read_notes_option
from atlas.commands.permalink import add_permalink, read_view
from atlas.errors import ViewError


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("query", help="what the app shows, as a file")
    add_permalink(command, example="?layers=slag_heaps&slag_heaps.form=conical")
    command.add_argument("--out", type=Path, required=True, help=f"file{', '.join(FILES)}")
    add_export_options(command)
    command.add_argument(
        "--ogc",
        type=served_at,
        default="",
        metavar="URL",
        help="of a .qgz: the address of the atlas's OGC API, which then has the rows instead of the file",
    )
    add_notes_file(command, "a layer of the file")
    add_private(command)
    command.set_defaults(run=_query)


def _query(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import export_rows
    from atlas.io.provenance import trace
    from atlas.scene.map.answer import question_of
    from atlas.scene.map.noted_rows import noted_rows
    from atlas.scene.query.permalink import to_permalink

    notes = read_notes_option(options)
    if notes and options.ogc:
        raise ViewError("notes_service")
    atlas = open_atlas(options.layers)
    view = read_view(options.permalink, atlas, notes)
    if view is None:
        return 1
    shared = to_share(view, atlas, options)
    # No service has the notes of a reader.
    taken = replace(shared.view, note=()) if options.ogc else shared.view
    noted, wider, rows = noted_rows(taken, shared.atlas)
    link, question = to_permalink(shared.view), question_of(shared.view, shared.atlas)
    provenance = trace(rows, wider.catalog, link=link, made=datetime.now(UTC).date(), question=question)
    written = export_options(options, shared.view.lang)
    if options.out.name.lower().endswith(".qgz"):
        from atlas.serve.qgis_file import write_qgis_file

        own = (noted, wider, rows, options.out, provenance, written)
        told = write_qgis_file(*own, service=options.ogc)
    else:
        told = export_rows(rows, options.out, provenance, written)
    print_message(provenance.credits_)
    for layer_id, gdf in rows.items():
        print_message(f"{layer_id}: {len(gdf)} of {len(wider.read(layer_id))}")
    print_notes(told)
    return 0
