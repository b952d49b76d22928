"""How a command prints: the answer on standard output, everything else on standard error."""

import argparse
import sys
from typing import Any

import orjson


class Parser(argparse.ArgumentParser):
    """A parser of the command line; every command takes ``--verbose``, before its name or after it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = "say what is done, with the traceback of an error"
        self.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help=words)


def print_json(value: object) -> None:
    """Print the answer as JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_line(line: str) -> None:
    """Print a line of the answer."""
    sys.stdout.write(line + "\n")


def print_message(sentence: str) -> None:
    """Write a sentence that is not the answer: on standard error, so that the answer alone can be piped."""
    sys.stderr.write(sentence + "\n")
