"""``metadata``: the catalogue as a file that portals of open data read."""

import argparse
from pathlib import Path

from atlas.commands.console import print_message
from atlas.commands.file_options import add_private, atlas_to_share, served_at


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("metadata", help="the catalogue as DCAT (JSON-LD)")
    command.add_argument("--out", type=Path, required=True, help="file.jsonld")
    command.add_argument(
        "--url",
        type=served_at,
        default="",
        help="where the atlas is served: each layer says where its files are sent",
    )
    add_private(command)
    command.set_defaults(run=_metadata)


def _metadata(options: argparse.Namespace) -> None:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import write_text
    from atlas.scene.publish.dcat import catalog_metadata, write_metadata

    atlas = atlas_to_share(open_atlas(options.layers), options)
    metadata = catalog_metadata(atlas, address=options.url)
    write_text(options.out, write_metadata(metadata), endings=(".jsonld", ".json"))
    print_message(f"{len(atlas.catalog)} layers")
