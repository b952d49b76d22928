"""The link that a command is given."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.console import print_message

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def add_permalink(command: argparse.ArgumentParser, *, example: str) -> None:
    """Add the link to a command."""
    command.add_argument("permalink", help=f'a link of the app or its query string: "{example}"')


def read_view(permalink: str, atlas: "Atlas") -> "View | None":
    """Return the view of a link, or None after naming every part that cannot be used.

    Unlike a page, a file never answers another question than the link asks.
    """
    from atlas.scene.query.permalink import parse_permalink
    from atlas.scene.story.library import resolve_view

    read, unread = parse_permalink(permalink)
    view, invalid = resolve_view(read, atlas)
    for problem in (*unread, *invalid):
        print_message(str(problem))
    return None if unread or invalid else view
