"""``remove``: remove an imported layer."""

import argparse

from atlas.commands.console import print_message
from atlas.i18n import t


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("remove", help="take out a layer that was imported")
    command.add_argument("id")
    command.set_defaults(run=_remove)


def _remove(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog, own_layers
    from atlas.io.imports.own_layers import remove_layer

    remove_layer(open_catalog(options.layers).find(options.id, key="id"), own_layers())
    print_message(t("gate.removed", "en", id=options.id))
