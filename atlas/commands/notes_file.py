"""The option ``--notes`` of commands that draw or write: a file of notes beside those of the link."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.errors import ViewError

if TYPE_CHECKING:
    from atlas.scene.notes.note import Note


def add_notes_file(command: argparse.ArgumentParser, where: str) -> None:
    """Add ``--notes`` to a command.

    Parameters
    ----------
    command
        Reads the option by `read_notes_option`.
    where
        What the notes are put on.
    """
    command.add_argument(
        "--notes",
        type=Path,
        metavar="FILE.geojson",
        help=f"notes on {where}, beside those of the link: a file that the page has saved, or points, lines and areas",
    )


def read_notes_option(options: argparse.Namespace) -> "tuple[Note, ...]":
    """Return the notes of the file that the option ``--notes`` names; none without the option.

    Raises
    ------
    ViewError
        It is no such file.
    """
    from atlas.scene.notes.note_file import MOST_BYTES, read_notes_file

    path: Path | None = options.notes
    if path is None:
        return ()
    try:
        # A pipe or a device would be waited for.
        if not path.is_file():
            raise ViewError("notes_file_unreadable", key=path)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as exc:
        raise ViewError("notes_file_unreadable", key=path) from exc
    return read_notes_file(content, name=path.name)
