"""``list``: what the atlas holds. It starts without geopandas."""

import argparse
from typing import TYPE_CHECKING, Any

from atlas.catalog import in_language, open_catalog
from atlas.commands.console import print_json, print_line, print_message
from atlas.errors import AtlasError

if TYPE_CHECKING:
    from atlas.catalog import Layer


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("list", help="what the atlas holds")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    from atlas.io.counts import count_rows

    catalog = open_catalog(options.layers)
    rows = []
    failed = [str(problem) for problem in catalog.problems]
    for layer in catalog.values():
        counts: tuple[int | None, int | None] = None, None
        try:
            counts = count_rows(layer)
        except AtlasError as error:
            failed.append(str(error))
        rows.append(_describe(layer, *counts))
    if options.json:
        print_json(rows)
    for row in () if options.json else rows:
        print_line(f"{row['theme']:<13}{row['id']:<30}{row['geometry']:<9}{row['features']!s:>6}  {row['licence']}")
    for sentence in failed:
        print_message(sentence)
    return 1 if failed else 0


def _describe(layer: "Layer", features: int | None, positioned: int | None) -> dict[str, Any]:
    return {
        "id": layer.id,
        "theme": layer.theme,
        "title": {"fr": layer.title.fr, "en": layer.title.en},
        "geometry": layer.geometry,
        "features": features,
        "positioned": positioned,
        "licence": layer.licence,
        "producer": layer.source.producer_names("en"),
        "received_from": in_language(layer.source.received_from, "en"),
        "accessed": layer.source.accessed.isoformat(),
        "status": layer.source.legal_status,
    }
