"""``rename``: change the id of an imported layer."""

import argparse

from atlas.commands.console import print_message
from atlas.i18n import t


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("rename", help="give a layer that was imported another id")
    command.add_argument("id")
    command.add_argument("new", metavar="NEW")
    command.set_defaults(run=_rename)


def _rename(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog, own_layers
    from atlas.io.imports.context import check_id_free
    from atlas.io.imports.own_layers import rename_layer

    catalog = open_catalog(options.layers)
    layer = catalog.find(options.id, key="id")
    check_id_free(options.new, catalog)
    rename_layer(layer, options.new, own_layers())
    print_message(t("gate.renamed", "en", id=options.id, new=options.new))
