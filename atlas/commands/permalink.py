"""The link that a command is given, whole or as options."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.console import print_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.io.atlas import Atlas
    from atlas.scene.notes.note import Note
    from atlas.scene.query.view import View

_FIGURE_KEYS = ("perimeter", "norm", "select", "year", "lang")


def add_permalink(command: argparse.ArgumentParser, *, example: str) -> None:
    """Add the link to a command."""
    command.add_argument("permalink", help=f'a link of the app or its query string: "{example}"')


def read_view(permalink: str, atlas: "Atlas", notes: "Sequence[Note]" = ()) -> "View | None":
    """Return the view of a link, or None after naming every part that cannot be used.

    Unlike a page, a file never answers another question than the link asks.

    Parameters
    ----------
    permalink, atlas
        What is read, and what it may name.
    notes
        On its map, after those of the link.
    """
    from atlas.scene.query.permalink import parse_permalink
    from atlas.scene.query.view import add_notes
    from atlas.scene.story.library import resolve_view
    from atlas.serve.short_links import long_link

    read, unread = parse_permalink(long_link(permalink))
    view, invalid = resolve_view(read, atlas)
    for problem in (*unread, *invalid):
        print_message(str(problem))
    return None if unread or invalid else add_notes(view, notes)


def add_figures(command: argparse.ArgumentParser) -> None:
    """Add the options of what is measured: perimeter, normalisation, drawn shape, year, versions of figures."""
    command.add_argument("--perimeter", help="mbm (default), bodies, property, buffer or drawn")
    command.add_argument("--norm", help="area (default), population or absolute")
    command.add_argument("--select", help="a drawn shape: an encoded polyline or circle:lat,lon,metres")
    command.add_argument("--year", type=int, help="the year that ages are counted to")
    command.add_argument("--version", nargs="+", default=[], metavar="FIGURE:CHOICE", help="of a contested figure")


def view_of_options(options: argparse.Namespace) -> "View":
    """Return the view of the options, read and checked like a link.

    Raises
    ------
    ViewError
        An option has a value that a link would not have either.
    """
    from atlas.scene.query.permalink import parse_query
    from atlas.scene.query.validate_compare import check_norm, check_perimeter

    # A command without words has no language.
    given = {key: getattr(options, key, None) for key in _FIGURE_KEYS}
    query = {key: [str(value)] for key, value in given.items() if value is not None}
    if options.version:
        query["version"] = options.version
    view, problems = parse_query(query)
    for problem in problems:
        raise problem
    check_perimeter(view)
    check_norm(view)
    return view
