"""``list``: what the atlas holds. It starts without geopandas, and reads its last answer where no file has changed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, print_line, print_message
from atlas.errors import AtlasError
from atlas.folders import shipped_layers

if TYPE_CHECKING:
    from atlas.catalog import Layer

_KEPT = "list"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("list", help="what the atlas holds")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    rows, failed = _rows(options.layers)
    if options.json:
        print_json(rows)
    for row in () if options.json else rows:
        print_line(f"{row['theme']:<13}{row['id']:<30}{row['geometry']:<9}{row['features']!s:>6}  {row['licence']}")
    for sentence in failed:
        print_message(sentence)
    return 1 if failed else 0


def _rows(folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a description of each layer, and what keeps others from being described."""
    import orjson

    from atlas.serve.disk_cache import is_prepared, prepared

    ours = folder == shipped_layers()
    if ours and is_prepared(_KEPT):
        return orjson.loads(prepared(_KEPT, lambda: orjson.dumps(_describe_all(folder)[0]))), []
    rows, failed = _describe_all(folder)
    # A file that could not be read may be readable next time, and look the same.
    if ours and not failed:
        prepared(_KEPT, lambda: orjson.dumps(rows))
    return rows, failed


def _describe_all(folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    from atlas.catalog import open_catalog
    from atlas.io.counts import count_rows

    catalog = open_catalog(folder)
    rows, failed = [], [str(problem) for problem in catalog.problems]
    for layer in catalog.values():
        counts: tuple[int | None, int | None] = None, None
        try:
            counts = count_rows(layer)
        except AtlasError as error:
            failed.append(str(error))
        rows.append(_describe(layer, *counts))
    return rows, failed


def _describe(layer: "Layer", features: int | None, positioned: int | None) -> dict[str, Any]:
    from atlas.catalog import in_language

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
