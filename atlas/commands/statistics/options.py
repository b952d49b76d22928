"""Options that the statistics of territories share: level, view, output."""

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, print_line
from atlas.commands.file_options import add_private
from atlas.commands.permalink import add_figures, view_of_options

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas


def add_shared(command: argparse.ArgumentParser) -> None:
    """Add the options of the territories, of the view and of the output."""
    command.add_argument("--level", default="commune", choices=("basin", "intercommunality", "commune"))
    add_figures(command)
    command.add_argument("--lang", choices=["fr", "en", "pt"], default="en", help="of the sentences")
    output = command.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="everything: sentences, rows, sources and file hashes")
    output.add_argument("--csv", type=Path, metavar="FILE", help="the rows")
    output.add_argument("--geojson", type=Path, metavar="FILE", help="the rows with their outlines, in degrees")
    add_private(command)


def write(
    message: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    lines: Sequence[str],
    atlas: "Atlas",
    options: argparse.Namespace,
) -> int:
    """Write a statistic as it was asked for: everything, its rows, its rows with outlines, or sentences and a table."""
    if options.json:
        print_json({key: value for key, value in message.items() if key != "map"})
    elif options.csv:
        _write_csv(rows, options.csv)
    elif options.geojson:
        _write_geojson(rows, atlas, options)
    else:
        for line in [*message["sentences"], *lines, message["source"]]:
            print_line(line)
    return 0


def _write_csv(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    from atlas.io.export import write_text
    from atlas.spreadsheet_text import harmless

    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: harmless(cell) for key, cell in row.items()} for row in rows)
    write_text(path, text.getvalue(), endings=(".csv",))


def _write_geojson(rows: Sequence[Mapping[str, Any]], atlas: "Atlas", options: argparse.Namespace) -> None:
    import geopandas as gpd

    from atlas.io.export import write_text
    from atlas.scene.compare.territories import build_territories

    outlines = build_territories([row["id"] for row in rows], view_of_options(options), atlas).outlines
    # RFC 7946 has six decimals at most: a tenth of a metre.
    frame = gpd.GeoDataFrame(list(rows), geometry=outlines.to_numpy(), crs="EPSG:4326")
    frame["geometry"] = frame.geometry.set_precision(1e-6, mode="pointwise")
    write_text(options.geojson, frame.to_json(drop_id=True, ensure_ascii=False), endings=(".geojson",))
