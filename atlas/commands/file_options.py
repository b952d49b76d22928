"""Options of commands that write a file: private layers, reference system, style of CSV; and their messages."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.console import print_message
from atlas.errors import AtlasError
from atlas.i18n import t
from atlas.web_address import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.io.atlas import Atlas
    from atlas.io.exports.export_job import ExportNote
    from atlas.io.exports.formats import ExportOptions
    from atlas.scene.query.sharing import SharedView
    from atlas.scene.query.view import View

# The endings of `atlas.io.exports.formats`, which takes libraries to import.
FILES = (".xlsx", ".csv", ".gpkg", ".geojson", ".shp.zip", ".kml", ".fgb", ".parquet", ".qgz")


def served_at(text: str) -> str:
    """Return the address of a served atlas, as the option ``--url`` names it; empty where it does not.

    Raises
    ------
    AtlasError
        It is no address of the web, or has a query.
    """
    if text and (not is_web_address(text) or "?" in text or "#" in text):
        raise AtlasError("address_wrong", key="--url", value=text)
    return text


def add_url(command: argparse.ArgumentParser, what_for: str) -> None:
    """Add ``--url``, the address of a served atlas, to a command whose file names it."""
    command.add_argument("--url", type=served_at, default="", help=f"where the atlas is served: {what_for}")


def add_private(command: argparse.ArgumentParser) -> None:
    """Add ``--private`` to a command that writes a file."""
    command.add_argument(
        "--private",
        action="store_true",
        help="with layers of your own that have no licence; without it they stay out of the file, and that is said",
    )


def to_share(view: "View", atlas: "Atlas", options: argparse.Namespace) -> "SharedView":
    """Return a view as it may be passed on (`atlas.scene.query.sharing.share`); a message names each private part."""
    from atlas.scene.query.sharing import share

    shared = share(view, atlas, private=options.private)
    say_private(shared.private, options)
    return shared


def atlas_to_share(atlas: "Atlas", options: argparse.Namespace, *, every_layer: bool = True) -> "Atlas":
    """Return the atlas for a file: without private layers, unless they are included.

    Parameters
    ----------
    atlas
        All layers.
    options
        Those of the command.
    every_layer
        Whether the file describes every layer: then a message names the private ones that it leaves out.
    """
    from atlas.scene.query.sharing import private_layers, public_atlas

    if every_layer:
        say_private(private_layers(atlas.catalog), options)
    return atlas if options.private else public_atlas(atlas)


def say_private(layers: "Iterable[str]", options: argparse.Namespace) -> None:
    """Write which private layers a file leaves out, or that it holds some and must not be passed on."""
    for layer_id in layers:
        if options.private:
            print_message(t("gate.private_file", "en", id=layer_id))
        else:
            print_message(t("gate.left_out", "en", id=layer_id))


def add_export_options(command: argparse.ArgumentParser) -> None:
    """Add ``--crs`` and ``--csv``."""
    command.add_argument("--crs", metavar="EPSG:n", help="reference system of the file (default: EPSG:4326)")
    command.add_argument(
        "--csv",
        choices=("en", "fr"),
        help="en: for programs (default); fr: for a French spreadsheet, with semicolons, decimal commas, titles",
    )


def export_options(options: argparse.Namespace, lang: str) -> "ExportOptions":
    """Return the options of a command for `atlas.io.export.export_rows`."""
    from atlas.io.exports.formats import ExportOptions

    return ExportOptions(lang=lang, crs=options.crs, csv=options.csv)


def print_notes(notes: "Iterable[ExportNote]") -> None:
    """Write what a reader of the file should know."""
    for note in notes:
        print_message(note.text("en"))
