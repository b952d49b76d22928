"""``check``: every declaration against its file."""

import argparse

from atlas.commands.console import print_json, print_message


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("check", help="every declaration against its file")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from atlas.io.atlas import open_atlas
    from atlas.io.check import check_atlas, remind_catalog
    from atlas.prepare.check_network import check_network
    from atlas.prepare.records import Records

    atlas = open_atlas(options.layers)
    problems = check_atlas(atlas) + check_network(atlas, Records(options.layers))
    if options.json:
        print_json([asdict(problem) for problem in problems])
    for problem in problems:
        print_message(problem.sentence)
    for reminder in remind_catalog(atlas.catalog):
        print_message(reminder.sentence)
    if not problems:
        print_message(f"{len(atlas.catalog)} layers: every declaration agrees with its files")
    return 1 if problems else 0
