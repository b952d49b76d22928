"""``typology``: groups of territories that resemble one another in several indicators."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from atlas.commands.file_options import atlas_to_share
from atlas.commands.permalink import view_of_options
from atlas.commands.statistics.options import add_shared, write

if TYPE_CHECKING:
    from atlas.scene.statistics.territory_groups import TypologyMessage


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    about = "groups of territories that resemble one another: Ward's method on standardised indicators"
    command = commands.add_parser("typology", help=about)
    command.add_argument("measures", nargs="*", help="indicators or parts of them (default: six known everywhere)")
    most = "number of groups, 2 to 8 (default: the one with the greatest mean silhouette)"
    command.add_argument("--groups", type=int, metavar="K", help=most)
    add_shared(command)
    command.set_defaults(run=_typology)


def _typology(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.scene.query.compare_parameters import read_measure
    from atlas.scene.statistics.territory_groups import MEASURES, TypologySetting, describe_typology

    atlas = atlas_to_share(open_atlas(options.layers), options, every_layer=False)
    named = dict.fromkeys(options.measures or MEASURES)
    setting = TypologySetting(
        measures=tuple(read_measure(text, atlas.catalog).measure for text in named),
        level=options.level,
        groups=options.groups,
    )
    message = describe_typology(setting, view_of_options(options), atlas)
    return write(message, list(_rows(message)), list(_lines(message)), atlas, options)


def _rows(message: "TypologyMessage") -> Iterator[dict[str, Any]]:
    ids = [variable["id"] for variable in message["variables"]]
    for row in message["rows"]:
        yield {
            "id": row["id"],
            "name": row["name"],
            "group": row["group"],
            **dict(zip(ids, row["values"], strict=True)),
        }


def _lines(message: "TypologyMessage") -> Iterator[str]:
    yield "  ".join(f"{each['groups']}: {each['text']}" for each in message["silhouettes"])
    for group in message["groups"]:
        yield group["sentence"]
    for row in message["rows"]:
        yield f"{row['id']:<12}{row['name']:<34}{row['group'] or '–'}"
