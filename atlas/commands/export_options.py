"""The options of commands that write rows as a file, and what they say about it."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.console import print_message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.io.exports.export_job import ExportNote
    from atlas.io.exports.formats import ExportOptions

FILES = (".xlsx", ".csv", ".gpkg", ".geojson", ".shp.zip", ".kml", ".fgb", ".parquet")
_LANG = "en"


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
        print_message(note.text(_LANG))
