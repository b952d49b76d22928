"""``list``, ``check`` and ``prepare``: what the atlas holds, whether it holds together, and how it was made."""

import argparse
from pathlib import Path

from atlas.catalog import open_catalog
from atlas.commands.console import print_json, say
from atlas.errors import AtlasError


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    command = commands.add_parser("list", help="what the atlas holds")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_list)

    command = commands.add_parser("check", help="every declaration against its file")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_check)

    command = commands.add_parser("prepare", help="compile layers/ from source extracts")
    command.add_argument("--raw", type=Path, required=True, help="folder of the source extracts")
    command.add_argument("--only", nargs="+", default=[], metavar="LAYER", help="compile these layers only")
    command.set_defaults(run=_prepare)


def _list(options: argparse.Namespace) -> int:
    from atlas.io.counts import count_rows

    catalog = open_catalog(options.layers)
    rows = []
    failed = [str(problem) for problem in catalog.problems]
    for layer in catalog.values():
        features: int | None = None
        positioned: int | None = None
        try:
            features, positioned = count_rows(layer)
        except AtlasError as error:
            failed.append(str(error))
        rows.append(
            {
                "id": layer.id,
                "theme": layer.theme,
                "title": {"fr": layer.title.fr, "en": layer.title.en},
                "geometry": layer.geometry,
                "features": features,
                "positioned": positioned,
                "licence": layer.licence,
                "producer": layer.source.producer,
                "received_from": layer.source.received_from,
                "accessed": layer.source.accessed.isoformat(),
                "status": layer.source.legal_status,
            }
        )
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['theme']:<13}{row['id']:<30}{row['geometry']:<9}{row['features']!s:>6}  {row['licence']}")  # noqa: T201
    for sentence in failed:
        say(sentence)
    return 1 if failed else 0


def _check(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from atlas.io.atlas import Atlas
    from atlas.io.check import check_catalog, remind_catalog
    from atlas.io.read import Frames
    from atlas.prepare.check_network import check_network
    from atlas.prepare.records import Records

    catalog = open_catalog(options.layers)
    problems = check_catalog(catalog) + check_network(Atlas(catalog, Frames(catalog)), Records(options.layers))
    if options.json:
        print_json([asdict(problem) for problem in problems])
    for problem in problems:
        say(problem.sentence)
    for reminder in remind_catalog(catalog):
        say(reminder.sentence)
    if not problems:
        say(f"{len(catalog)} layers: every declaration agrees with its files")
    return 1 if problems else 0


def _prepare(options: argparse.Namespace) -> None:
    from atlas.prepare.compile import compile_layers
    from atlas.prepare.recipes import RECIPES

    for path in compile_layers(options.raw, open_catalog(options.layers), RECIPES, options.only):
        say(f"{path.parent.name}/{path.name}")
