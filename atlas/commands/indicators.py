"""``indicators``: what the comparison shows, as JSON or CSV."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, say
from atlas.commands.share import add_private, atlas_to_share
from atlas.errors import ViewError

if TYPE_CHECKING:
    from atlas.scene.query.view import View


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    command = commands.add_parser("indicators", help="the indicators of basins, inter-municipal bodies or communes")
    command.add_argument("--level", required=True, choices=("basin", "intercommunality", "commune"))
    command.add_argument(
        "--territory", nargs="+", default=[], metavar="ID", help="these only; `drawn` is the shape of --select"
    )
    command.add_argument("--indicator", nargs="+", default=[], metavar="ID", help="these only")
    command.add_argument("--perimeter", help="mbm (default), bodies, property, buffer or drawn")
    command.add_argument("--norm", help="area (default), population or absolute")
    command.add_argument("--select", help="a drawn shape: an encoded polyline or circle:lat,lon,metres")
    command.add_argument("--year", type=int, help="the year that ages are counted to")
    command.add_argument("--version", nargs="+", default=[], metavar="FIGURE:CHOICE", help="of a contested figure")
    output = command.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true")
    output.add_argument("--csv", type=Path, metavar="FILE")
    add_private(command)
    command.set_defaults(run=_indicators)


def _indicators(options: argparse.Namespace) -> int:
    from atlas.analysis.indicators import REGISTRY
    from atlas.io.atlas import open_atlas
    from atlas.scene.compare.indicator_rows import COLUMNS, indicator_rows
    from atlas.scene.compare.territories import DRAWN, ids_of, layer_of

    atlas = atlas_to_share(open_atlas(options.layers), options, told=False)
    view = _view(options)
    for name in options.indicator:
        if name not in REGISTRY:
            raise ViewError("indicator_unknown", key="--indicator", value=name, valid=", ".join(REGISTRY))
    for one in options.territory:
        if one != DRAWN and layer_of(one, atlas, key="--territory").level != options.level:
            raise ViewError("level_differs", key="--territory", value=one, level=options.level)
    ids = options.territory or ids_of(options.level, atlas)
    rows = indicator_rows(ids, options.indicator or REGISTRY, view, atlas)
    if options.json:
        print_json(rows)
    elif options.csv:
        _write_csv(rows, COLUMNS, options.csv)
    else:
        for row in rows:
            print(_line(row))  # noqa: T201
    for source in dict.fromkeys(source for row in rows for source in row["sources"]):
        say(source)
    return 0


def _view(options: argparse.Namespace) -> "View":
    """Make the view of the options, by the reader and the checks of links."""
    from atlas.scene.query.permalink import parse_query
    from atlas.scene.query.validate_compare import check_norm, check_perimeter

    given = {key: getattr(options, key) for key in ("perimeter", "norm", "select", "year")}
    query = {key: [str(value)] for key, value in given.items() if value is not None}
    if options.version:
        query["version"] = options.version
    view, problems = parse_query(query)
    for problem in problems:
        raise problem
    check_perimeter(view)
    check_norm(view)
    return view


def _write_csv(rows: list[dict[str, Any]], columns: tuple[str, ...], path: Path) -> None:
    import csv
    import io

    from atlas.io.export import write_text

    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "sources": "; ".join(row["sources"])} for row in rows)
    write_text(path, text.getvalue(), endings=(".csv",))


def _line(row: dict[str, Any]) -> str:
    name = row["indicator"] + (f".{row['part']}" if row["part"] else "")
    value = "" if row["value"] is None else f"{row['value']:.6g}"
    return f"{row['territory']:<28}{name:<48}{value:>14} {row['unit']:<14}{row['valid']:>6}/{row['expected']}"
