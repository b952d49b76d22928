"""``metadata``: the catalogue as a file that portals of open data read."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.console import print_message
from atlas.commands.file_options import add_private, atlas_to_share, served_at

if TYPE_CHECKING:
    from atlas.scene.publish.dcat.catalog import RdfFormat

_FORMS: "dict[str, RdfFormat]" = {".jsonld": "jsonld", ".json": "jsonld", ".ttl": "ttl", ".rdf": "rdf"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("metadata", help="the catalogue as DCAT-AP (JSON-LD, Turtle, RDF/XML)")
    command.add_argument("--out", type=Path, required=True, help="file.jsonld, file.ttl or file.rdf")
    command.add_argument(
        "--url",
        type=served_at,
        help="where the atlas is served: each layer says where its files are sent (default: ATLAS_PUBLIC_URL)",
    )
    add_private(command)
    command.set_defaults(run=_metadata)


def _metadata(options: argparse.Namespace) -> None:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import write_text
    from atlas.public_settings import read_public_settings
    from atlas.scene.publish.dcat.catalog import Publisher, catalog_metadata, write_metadata

    settings = read_public_settings()
    atlas = atlas_to_share(open_atlas(options.layers), options)
    address = settings.url or "" if options.url is None else options.url
    publisher = Publisher(settings.publisher, settings.contact)
    metadata = catalog_metadata(atlas, address=address, publisher=publisher)
    form = _FORMS.get(options.out.suffix.lower(), "jsonld")
    write_text(options.out, write_metadata(metadata, form), endings=tuple(_FORMS))
    print_message(f"{len(atlas.catalog)} layers")
