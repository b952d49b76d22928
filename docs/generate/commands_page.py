"""The page of commands, from the parser of the command line."""

import argparse

from page_text import anchor, table

from atlas.__main__ import _parser

_HEAD = """# Commands

`atlas COMMAND --help` says the same. `--verbose` tells what is done, with the traceback of an error; `--layers FOLDER`
reads another folder of layers. The answer goes to standard output, sentences to standard error.
"""


def commands_page() -> str:
    """Return the page."""
    parser = _parser()
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    about = {choice.dest: choice.help for choice in commands._choices_actions}
    parts = [_HEAD]
    for name, command in commands.choices.items():
        parts += [
            f"## atlas {name} {anchor(name)}\n",
            f"{about.get(name) or command.description}\n",
            *([f"{command.description}\n"] if command.description and command.description != about.get(name) else []),
            _options(command),
        ]
    return "\n".join(parts)


def _options(command: argparse.ArgumentParser) -> str:
    rows = [
        (f"`{_written(action)}`", _help(command, action))
        for action in command._actions
        if action.help != argparse.SUPPRESS and action.dest not in {"help", "verbose"}
    ]
    return table(("Argument", "What it does"), rows) if rows else ""


def _written(action: argparse.Action) -> str:
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    if isinstance(value, tuple):
        value = " ".join(value)
    if not action.option_strings:
        return value
    return action.option_strings[0] + (f" {value}" if action.nargs != 0 else "")


def _help(command: argparse.ArgumentParser, action: argparse.Action) -> str:
    # argparse expands %(default)s and the like.
    return command._get_formatter()._expand_help(action) if action.help else ""
