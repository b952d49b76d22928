"""The atlas without a browser: ``python -m atlas …``."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.catalog import shipped_layers
from atlas.commands import import_, indicators, list_, metadata, network, portrait, query, serve, store, story
from atlas.commands.console import say
from atlas.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (list_, query, metadata, indicators, import_, network, portrait, store, story, serve)


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; give its exit code: 0 done, 1 an `AtlasError` said on standard error, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    _follow_store()
    try:
        return int(options.run(options) or 0)
    except AtlasError as error:
        say(str(error))
        return 1
    except BrokenPipeError:
        # Whoever reads has read enough (`… | head`); Python must not complain about it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _follow_store() -> None:
    """Bring the copy of a shared database up to date; one that does not answer is said, and its last copy is read."""
    if os.environ.get("ATLAS_STORE"):
        from atlas.io.stores.follow import follow  # noqa: PLC0415 - `list` must start without it where there is none

        if problem := follow():
            say(str(problem))


def _parser() -> argparse.ArgumentParser:
    prog = "atlas" if Path(sys.argv[0]).stem == "atlas" else "python -m atlas"
    parser = argparse.ArgumentParser(prog=prog, description="The atlas without a browser.")
    parser.add_argument(
        "--layers", type=Path, default=shipped_layers(), help="folder of layers (default: the shipped ones)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in _COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
