"""What every command says and asks that gives a file: whether private layers go with it."""

import argparse
from typing import TYPE_CHECKING

from atlas.commands.console import say
from atlas.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd

    from atlas.catalog import Catalog
    from atlas.scene.query.sharing import Shared
    from atlas.scene.query.view import View


def add_private(command: argparse.ArgumentParser) -> None:
    """Add ``--private`` to a command that gives a file."""
    command.add_argument(
        "--private",
        action="store_true",
        help="with layers of your own that have no licence; without it they stay out of the file, and that is said",
    )


def to_share(
    view: "View", catalog: "Catalog", frames: "Mapping[str, gpd.GeoDataFrame]", options: argparse.Namespace
) -> "Shared":
    """Give a view as it is passed on (see `atlas.scene.query.sharing.share`), and say what of it is private."""
    from atlas.scene.query.sharing import share

    shared = share(view, catalog, frames, private=options.private)
    say_private(shared.private, options)
    return shared


def catalog_to_share(catalog: "Catalog", options: argparse.Namespace, *, told: bool = True) -> "Catalog":
    """Give the layers that a file may be made of; `told` says that it would tell of every one of them."""
    from atlas.scene.query.sharing import private_layers, public_catalog

    if told:
        say_private(private_layers(catalog), options)
    return catalog if options.private else public_catalog(catalog)


def say_private(layers: "Iterable[str]", options: argparse.Namespace) -> None:
    """Say which private layers a file is without, or that it is to be kept for oneself."""
    for layer_id in layers:
        if options.private:
            say(t("gate.private_file", "en", id=layer_id))
        else:
            say(t("gate.left_out", "en", id=layer_id))
