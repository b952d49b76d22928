"""``network``: counts, rows or graph of the partnerships and projects of a link."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.console import print_json
from atlas.commands.file_options import FILES, add_export_options, add_private, export_options, print_notes, to_share
from atlas.commands.permalink import add_permalink, read_view
from atlas.errors import LayerDataError

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.io.exports.export_job import ExportNote
    from atlas.scene.query.view import View


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("network", help="who works with whom, on what, since when")
    add_permalink(command, example="?projects.themes=soil_clean_up")
    command.add_argument("--out", type=Path, help=f"a graph: file.graphml, .jsonld; its rows: {', '.join(FILES)}")
    add_export_options(command)
    add_private(command)
    command.set_defaults(run=_network)


def _network(options: argparse.Namespace) -> int:
    """Print the counts; write the graph, or the rows, when a file is wanted."""
    from atlas.io.atlas import open_atlas
    from atlas.scene.network.network import count_network
    from atlas.scene.query.row_masks import network_row_masks

    atlas = open_atlas(options.layers)
    view = read_view(options.permalink, atlas)
    if view is None:
        return 1
    shared = to_share(replace(view, mode="network"), atlas, options)
    view, atlas = shared.view, shared.atlas
    if options.out is not None:
        print_notes(_write(options, view, atlas))
    else:
        _refuse_options(options, "--out")
    print_json(count_network(atlas.frames, network_row_masks(view, atlas)))
    return 0


def _refuse_options(options: argparse.Namespace, path: str) -> None:
    """Reject options of a file of rows where none is written."""
    for key in ("crs", "csv"):
        if getattr(options, key):
            raise LayerDataError("option_of_rows", path=path, key=f"--{key}")


def _write(options: argparse.Namespace, view: "View", atlas: "Atlas") -> "tuple[ExportNote, ...]":
    from atlas.analysis.network.joins import JOINED
    from atlas.io.export import export_rows, write_text
    from atlas.io.graph import GRAPHS
    from atlas.io.provenance import trace
    from atlas.scene.network.graph_file import graph_text
    from atlas.scene.query.permalink import to_permalink
    from atlas.scene.query.row_masks import query_rows

    out: Path = options.out
    made, ending = datetime.now(UTC).date(), out.suffix.lower()
    if ending in GRAPHS:
        _refuse_options(options, out.name)
        write_text(out, graph_text(ending, view, atlas, made=made), endings=GRAPHS)
        return ()
    rows = query_rows(replace(view, layers=view.layers or JOINED), atlas)
    provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=made)
    return export_rows(rows, out, provenance, export_options(options, view.lang))
