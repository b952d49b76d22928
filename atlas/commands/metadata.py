"""``metadata``: the catalogue as a file that portals of open data read."""

import argparse
from pathlib import Path

from atlas.catalog import open_catalog
from atlas.commands.console import say
from atlas.commands.share import add_private, catalog_to_share


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    command = commands.add_parser("metadata", help="the catalogue as DCAT (JSON-LD)")
    command.add_argument("--out", type=Path, required=True, help="file.jsonld")
    command.add_argument(
        "--url", default="", help="where the atlas is served: each layer says where its files are sent"
    )
    add_private(command)
    command.set_defaults(run=_metadata)


def _metadata(options: argparse.Namespace) -> None:
    from atlas.io.export import write_text
    from atlas.io.read import Frames
    from atlas.scene.publish.dcat import catalog_metadata, write_metadata

    catalog = catalog_to_share(open_catalog(options.layers), options)
    metadata = catalog_metadata(catalog, Frames(catalog), address=options.url)
    write_text(options.out, write_metadata(metadata), endings=(".jsonld", ".json"))
    say(f"{len(catalog)} layers")
