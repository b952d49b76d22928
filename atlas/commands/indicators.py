"""``indicators``: what the comparison shows, as JSON or CSV; measured here, or on the workers of a scheduler."""

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, print_line, print_message
from atlas.commands.file_options import add_private, atlas_to_share
from atlas.commands.permalink import add_figures, view_of_options
from atlas.errors import ViewError, nearest
from atlas.spreadsheet_text import harmless

if TYPE_CHECKING:
    from atlas.analysis.indicators import IndicatorValues
    from atlas.analysis.spatial.territories import Territories
    from atlas.io.atlas import Atlas
    from atlas.scene.compare.indicator_rows import IndicatorRow
    from atlas.scene.query.view import View


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("indicators", help="the indicators of basins, inter-municipal bodies or communes")
    command.add_argument("--level", required=True, choices=("basin", "intercommunality", "commune"))
    command.add_argument(
        "--territory", nargs="+", default=[], metavar="ID", help="these only; `drawn` is the shape of --select"
    )
    command.add_argument("--indicator", nargs="+", default=[], metavar="ID", help="these only")
    add_figures(command)
    output = command.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true")
    output.add_argument("--csv", type=Path, metavar="FILE", help="sources and licences go to FILE-metadata.json")
    command.add_argument("--credits", action="store_true", help="name the sources on standard error")
    _add_distributed(command)
    add_private(command)
    command.set_defaults(run=_indicators)


def _add_distributed(command: argparse.ArgumentParser) -> None:
    distributed = command.add_argument_group("many territories, many machines")
    distributed.add_argument(
        "--data", metavar="ADDRESS", help="read rows as they are needed: files:, files:s3://bucket/layers, duckdb:2GB"
    )
    distributed.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="measure on the workers of this scheduler")
    distributed.add_argument("--chunk", type=int, default=50, metavar="N", help="territories of a task (default: 50)")


def _indicators(options: argparse.Namespace) -> int:
    from atlas.analysis.indicators import indicators_in
    from atlas.io.atlas import open_atlas
    from atlas.scene.compare.indicator_rows import indicator_rows, sources_of
    from atlas.scene.compare.territories import build_territories

    atlas = atlas_to_share(open_atlas(options.layers), options, every_layer=False)
    view = view_of_options(options)
    names = _indicator_ids(options, atlas)
    territories = build_territories(_territory_ids(options, atlas), view, atlas)
    rows = indicator_rows(_measure(names, territories, view, atlas, options), territories, view, atlas)
    if options.json:
        print_json(rows)
    elif options.csv:
        _write_csv(rows, names, view, atlas, options.csv)
    else:
        for row in rows:
            print_line(_line(row))
    if options.credits:
        known = indicators_in(atlas.catalog)
        for source in dict.fromkeys(source for name in names for source in sources_of(known[name], atlas.catalog)):
            print_message(source)
    return 0


def _indicator_ids(options: argparse.Namespace, atlas: "Atlas") -> list[str]:
    from atlas.analysis.indicators import REGISTRY, indicators_in

    # Workers read the shipped layers; the reader's own figures are measured here.
    known = REGISTRY if options.data or options.scheduler else indicators_in(atlas.catalog)
    for name in options.indicator:
        if name not in known:
            raise ViewError("indicator_unknown", key="--indicator", value=name, nearest=nearest(name, known))
    return [name for name in known if name in options.indicator or not options.indicator]


def _territory_ids(options: argparse.Namespace, atlas: "Atlas") -> list[str]:
    from atlas.scene.compare.territories import ids_of
    from atlas.scene.query.compare_parameters import DRAWN
    from atlas.scene.query.territories import territory_layer

    for territory in options.territory:
        if territory != DRAWN and territory_layer(territory, atlas, key="--territory").level != options.level:
            raise ViewError("level_differs", key="--territory", value=territory, level=options.level)
    return options.territory or ids_of(options.level, atlas)


def _measure(
    names: list[str], territories: "Territories", view: "View", atlas: "Atlas", options: argparse.Namespace
) -> "dict[str, dict[str, IndicatorValues]]":
    """Measure the indicators with the layers in memory, or chunk by chunk where they are read from an address."""
    from atlas.analysis.indicators import indicators_in, measure
    from atlas.scene.compare.measures import norm_of

    norm = norm_of(view)
    if not (options.data or options.scheduler):
        known = indicators_in(atlas.catalog)
        return {name: measure(known[name], territories, atlas.frames, norm) for name in names}
    from atlas.distributed.measure_chunks import SharedLayers, measure_in_chunks
    from atlas.distributed.scheduler import connect

    if options.chunk < 1:
        raise ViewError("number_wrong", key="--chunk", value=options.chunk)
    layers = SharedLayers(options.layers.absolute(), options.data or "files:")
    with ExitStack() as stack:
        client = stack.enter_context(connect(options.scheduler)) if options.scheduler else None
        return measure_in_chunks(names, territories, layers, norm=norm, size=options.chunk, client=client)


def _flat(row: "IndicatorRow") -> "dict[str, Any]":
    rules = "; ".join(f"{layer}: {rule}" for layer, rule in row["rules"].items())
    return {**row, "rules": rules, "sources": "; ".join(row["sources"])}


def _write_csv(rows: "list[IndicatorRow]", names: list[str], view: "View", atlas: "Atlas", path: Path) -> None:
    """Write the rows, and beside them the sources of the numbers."""
    import csv
    import io
    import json

    from atlas.io.export import write_text
    from atlas.scene.compare.indicator_rows import COLUMNS, describe_rows

    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: harmless(cell) for key, cell in _flat(row).items()} for row in rows)
    write_text(path, text.getvalue(), endings=(".csv",))
    described = describe_rows(names, view, atlas, url=path.name, made=datetime.now(UTC).date())
    sidecar = json.dumps(described, ensure_ascii=False, indent=2)
    write_text(path.with_name(f"{path.name}-metadata.json"), sidecar, endings=(".json",))


def _line(row: "IndicatorRow") -> str:
    name = row["indicator"] + (f".{row['part']}" if row["part"] else "")
    value = "" if row["value"] is None else f"{row['value']:.6g}"
    return f"{row['territory']:<28}{name:<48}{value:>14} {row['unit']:<14}{row['valid']:>6}/{row['expected']}"
