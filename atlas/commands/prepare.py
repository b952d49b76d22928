"""``prepare``: compile the layers from source extracts."""

import argparse
from pathlib import Path

from atlas.commands.console import print_message


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("prepare", help="compile layers/ from source extracts")
    command.add_argument("--raw", type=Path, required=True, help="folder of the source extracts")
    command.add_argument("--only", nargs="+", default=[], metavar="LAYER", help="compile these layers only")
    command.set_defaults(run=_prepare)


def _prepare(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog
    from atlas.prepare.compile import compile_layers
    from atlas.prepare.recipes import RECIPES

    # Without the own layers: an own copy that completes a shipped layer is not compiled.
    for path in compile_layers(options.raw, open_catalog(options.layers, beside=()), RECIPES, options.only):
        print_message(f"{path.parent.name}/{path.name}")
