"""``store``: shared layers in a database, and questions to layers that are larger than memory."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, print_message
from atlas.commands.file_options import (
    FILES,
    add_export_options,
    add_private,
    atlas_to_share,
    export_options,
    print_notes,
)
from atlas.errors import LayerDataError, ViewError
from atlas.folders import store_address
from atlas.io.stores.address import kind_of

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer
    from atlas.catalog.filter import Filter

# Titles and codes of a spreadsheet are in this language, as `query` has them without `lang`.
_LANG = "fr"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("store", help="layers in a database, or larger than memory")
    command.add_argument("--at", metavar="ADDRESS", help="postgresql://…, duckdb:2GB, files: (default: ATLAS_STORE)")
    acts = command.add_subparsers(required=True, metavar="ACT")

    act = acts.add_parser("put", help="keep layers of the atlas in the database, for all who follow it")
    act.add_argument("ids", nargs="*", metavar="LAYER", help="all of them without any")
    act.add_argument("--over", action="store_true", help="replace what the database has")
    add_private(act)
    act.set_defaults(run=_put)

    act = acts.add_parser("remove", help="take a layer out of the database")
    act.add_argument("id", metavar="LAYER")
    act.set_defaults(run=_remove)

    act = acts.add_parser("read", help="rows of a layer as a file, read where they lie")
    _add_question(act)
    act.add_argument("--columns", nargs="+", metavar="FIELD")
    act.add_argument("--out", type=Path, required=True, help=f"file{', '.join(FILES)}")
    add_export_options(act)
    add_private(act)
    act.set_defaults(run=_read)

    act = acts.add_parser("parts", help="layers as folders of small files, for --data of many machines")
    act.add_argument("ids", nargs="*", metavar="LAYER", help="all of them without any")
    act.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="`--data files:FOLDER` reads it")
    act.add_argument("--rows", type=int, default=10_000, metavar="N", help="rows of a file (default: 10000)")
    add_private(act)
    act.set_defaults(run=_parts)

    act = acts.add_parser("count", help="how many rows of a layer there are, as JSON (duckdb:)")
    _add_question(act)
    act.add_argument("--by", metavar="FIELD", help="for each of its values")
    act.set_defaults(run=_count)


def _add_question(act: argparse.ArgumentParser) -> None:
    act.add_argument("id", metavar="LAYER")
    act.add_argument("--where", nargs="+", default=[], metavar="FIELD=VALUE", help="as in a link: area_ha__gte=10")
    act.add_argument("--bbox", nargs=4, type=float, metavar=("WEST", "SOUTH", "EAST", "NORTH"))


def _put(options: argparse.Namespace) -> None:
    from atlas.io.stores.share import share_layer

    for layer in _layers(options):
        share_layer(layer, _database(options), over=options.over)
        print_message(layer.id)


def _parts(options: argparse.Namespace) -> None:
    from atlas.distributed.write_parts import write_layer_parts

    if options.rows < 1:
        raise ViewError("number_wrong", key="--rows", value=options.rows)
    for layer in _layers(options):
        for folder in write_layer_parts(layer, options.out, rows=options.rows):
            print_message(f"{layer.theme}/{folder.name}: {len(list(folder.iterdir()))} files")


def _layers(options: argparse.Namespace) -> "list[Layer]":
    """Return the named layers, or all that may be passed on."""
    from atlas.io.atlas import open_atlas

    atlas = open_atlas(options.layers)
    if options.ids:
        return [_layer(layer_id, atlas.catalog, options) for layer_id in options.ids]
    return list(atlas_to_share(atlas, options).catalog.values())


def _remove(options: argparse.Namespace) -> None:
    from atlas.io.stores.postgis import PostgisStore

    PostgisStore(_database(options)).remove(options.id)


def _read(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog
    from atlas.io.export import export_rows
    from atlas.io.provenance import trace
    from atlas.io.stores.open import open_store

    catalog = open_catalog(options.layers)
    layer = _layer(options.id, catalog, options)
    question, columns = _question(options, catalog), options.columns
    if columns and "licence" in layer.fields:
        # Rows under several licences never travel without saying which is whose.
        columns = list(dict.fromkeys([*columns, "licence"]))
    rows = open_store(_address(options), catalog).read(options.id, columns, **question)
    provenance = trace({options.id: rows}, catalog, link=f"?layers={options.id}", made=datetime.now(UTC).date())
    notes = export_rows({options.id: rows}, options.out, provenance, export_options(options, _LANG))
    print_message(provenance.credits_)
    print_message(f"{options.id}: {len(rows)}")
    print_notes(notes)


def _count(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog
    from atlas.io.extras import needs_extra

    with needs_extra("--at"):
        from atlas.io.stores.parquet import ParquetStore

    catalog, (kind, _, memory) = open_catalog(options.layers), _address(options).partition(":")
    if kind != "duckdb":
        raise LayerDataError("store_unknown", key="--at", value=kind_of(_address(options)))
    counts = ParquetStore(catalog, memory=memory or None).count(
        options.id, by=options.by, **_question(options, catalog)
    )
    print_json([{"value": value, "rows": int(rows)} for value, rows in counts.items()])


def _layer(layer_id: str, catalog: "Catalog", options: argparse.Namespace) -> "Layer":
    """Return the layer of an id; refuse a private one without ``--private``."""
    layer = catalog.find(layer_id, key="LAYER")
    if layer.private and not options.private:
        raise ViewError("private_only", key="LAYER", value=layer_id)
    return layer


def _question(options: argparse.Namespace, catalog: "Catalog") -> dict[str, Any]:
    return {"where": _conditions(options, catalog), "bbox": tuple(options.bbox) if options.bbox else None}


def _conditions(options: argparse.Namespace, catalog: "Catalog") -> "tuple[Filter, ...]":
    """Return the conditions, read and checked like those of a link."""
    from atlas.catalog.filter import check_filter
    from atlas.scene.query.permalink import parse_query

    layer = catalog.find(options.id, key="LAYER")
    query: dict[str, list[str]] = {}
    for text in options.where:
        field, _, value = text.partition("=")
        query.setdefault(f"{options.id}.{field}", []).append(value)
    view, problems = parse_query(query)
    for problem in problems:
        raise problem
    for condition in view.filters:
        check_filter(condition, layer)
    return view.filters


def _address(options: argparse.Namespace) -> str:
    return str(options.at or store_address() or "files:")


def _database(options: argparse.Namespace) -> str:
    address = _address(options)
    if not address.startswith(("postgresql:", "postgres:")):
        raise LayerDataError("store_unknown", key="--at", value=kind_of(address))
    return address
