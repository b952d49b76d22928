"""How a command speaks: the answer on standard output, everything else on standard error."""

import sys

import orjson


def print_json(value: object) -> None:
    """Print the answer as JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def say(sentence: str) -> None:
    """Say something that is not the answer: on standard error, so that the answer alone can be piped."""
    sys.stderr.write(sentence + "\n")
