"""``records``: check the tables that people edit by hand, and make the layers of the network from them."""

import argparse

from atlas.commands.console import print_message


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("records", help="check the records of the network, make its layers from them")
    command.set_defaults(run=_records)


def _records(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.prepare.amend import compile_records
    from atlas.prepare.check_records import check_records
    from atlas.prepare.records import Records

    atlas, records = open_atlas(options.layers), Records(options.layers)
    problems = check_records(atlas, records)
    for problem in problems:
        print_message(str(problem))
    if problems:
        return 1
    for path in compile_records(atlas, records):
        print_message(f"{path.parent.name}/{path.name}")
    return 0
