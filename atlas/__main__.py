"""The atlas without a browser: ``atlas …`` or ``python -m atlas …``."""

import contextlib
import gc
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands import (
    check,
    import_,
    indicators,
    list_,
    metadata,
    network,
    prepare,
    query,
    records,
    refresh,
    remove,
    rename,
    serve,
    store,
    story,
)
from atlas.commands.console import Parser, print_message
from atlas.commands.paper import map, portrait, series, sheet  # noqa: A004 - the command's name
from atlas.commands.statistics import moran, typology
from atlas.errors import AtlasError
from atlas.folders import shipped_layers, store_address
from atlas.logs import log_to_stderr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

# In the order of the help.
_COMMANDS = (
    *(list_, check, serve, query, map, indicators, moran, typology),
    *(portrait, sheet, series, network, story, metadata),
    *(import_, remove, rename, refresh, store, records, prepare),
)
# Objects made since the last search for garbage, from which it is searched for again: Python's own number is 700.
_OBJECTS = 50_000
_log = logging.getLogger("atlas")


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; return its exit code: 0 done, 1 an `AtlasError` written to standard error, 2 wrong usage."""
    with _seldom_collected() if arguments is None else contextlib.nullcontext():
        return _run_of(_parser().parse_args(arguments))


@contextlib.contextmanager
def _seldom_collected() -> "Iterator[None]":
    """Search seldom for garbage in a process that ends with its command: what it imports stays until the end.

    The search among it, and once more at the end, took a fifth of the time of a short command. A server, which stays,
    keeps Python's own pace.
    """
    if "serve" in sys.argv:
        yield
        return
    gc.set_threshold(_OBJECTS)
    try:
        yield
    finally:
        gc.freeze()


def _run_of(options: "argparse.Namespace") -> int:
    with log_to_stderr(verbose="verbose" in options):
        try:
            return _run(options)
        except AtlasError as error:
            _log.debug("", exc_info=True)
            print_message(str(error))
            return 1
        except BrokenPipeError:
            # Whoever reads has read enough (`… | head`); Python must not complain about it on exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


def _run(options: "argparse.Namespace") -> int:
    if store_address():
        from atlas.io.stores.follow import follow  # noqa: PLC0415 - `list` must start without it where there is none

        # A database that does not answer is logged; its last copy is read.
        follow()
    return int(options.run(options) or 0)


def _parser() -> Parser:
    prog = "atlas" if Path(sys.argv[0]).stem == "atlas" else "python -m atlas"
    parser = Parser(prog=prog, description="The atlas without a browser.")
    parser.add_argument(
        "--layers", type=Path, default=shipped_layers(), help="folder of layers (default: the shipped ones)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in _COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
