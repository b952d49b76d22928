"""The atlas without a browser: ``python -m atlas …``."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from atlas.catalog import open_catalog, shipped_layers
from atlas.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.catalog import Catalog
    from atlas.io.read import Frames
    from atlas.scene.view import View


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; give its exit code: 0 done, 1 an `AtlasError` said on standard error, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except AtlasError as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        # Whoever reads has read enough (`… | head`); Python must not complain about it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m atlas", description="The atlas without a browser.")
    parser.add_argument(
        "--layers", type=Path, default=shipped_layers(), help="folder of layers (default: the shipped ones)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

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

    command = commands.add_parser("query", help="what the app shows, as a file")
    command.add_argument(
        "permalink", help='a link of the app or its query string: "?layers=slag_heaps&slag_heaps.form=conical"'
    )
    command.add_argument("--out", type=Path, required=True, help="file.geojson, .gpkg, .csv or .parquet")
    command.set_defaults(run=_query)

    command = commands.add_parser("map", help="the map of a link as one file that needs no network")
    command.add_argument("permalink")
    command.add_argument("--out", type=Path, required=True, help="file.html")
    command.set_defaults(run=_map)
    return parser


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
        _print_json(rows)
    else:
        for row in rows:
            print(f"{row['theme']:<13}{row['id']:<30}{row['geometry']:<9}{row['features']!s:>6}  {row['licence']}")  # noqa: T201
    for sentence in failed:
        _say(sentence)
    return 1 if failed else 0


def _check(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from atlas.io.check import check_catalog

    catalog = open_catalog(options.layers)
    problems = check_catalog(catalog)
    if options.json:
        _print_json([asdict(problem) for problem in problems])
    for problem in problems:
        _say(problem.sentence)
    if not problems:
        _say(f"{len(catalog)} layers: every declaration agrees with its files")
    return 1 if problems else 0


def _prepare(options: argparse.Namespace) -> None:
    from atlas.prepare.compile import compile_layers
    from atlas.prepare.recipes import RECIPES

    for path in compile_layers(options.raw, open_catalog(options.layers), RECIPES, options.only):
        _say(f"{path.parent.name}/{path.name}")


def _query(options: argparse.Namespace) -> int:
    from atlas.io.export import export_rows
    from atlas.io.read import Frames
    from atlas.scene.answer import answer

    catalog = open_catalog(options.layers)
    frames = Frames(catalog)
    view = _asked(options.permalink, catalog, frames)
    if view is None:
        return 1
    rows = answer(view, catalog, frames)
    files = [source for layer_id in rows for _, source in catalog[layer_id].files]
    notice = "; ".join(sorted({f"{source.citation} [{source.licence}]" for source in files}))
    export_rows(rows, options.out, credits_=notice)
    _say(notice)
    for layer_id, gdf in rows.items():
        _say(f"{layer_id}: {len(gdf)} of {len(frames[layer_id])}")
    return 0


def _map(options: argparse.Namespace) -> int:
    from atlas.io.export import write_text
    from atlas.io.read import Frames
    from atlas.render.file import scene_file
    from atlas.scene.cards import make_cards
    from atlas.scene.compose import compose

    catalog = open_catalog(options.layers)
    frames = Frames(catalog)
    view = _asked(options.permalink, catalog, frames)
    if view is None:
        return 1
    scene = compose(view, catalog, frames)
    write_text(options.out, scene_file(scene, make_cards(scene, catalog, frames)), endings=(".html",))
    return 0


def _asked(permalink: str, catalog: "Catalog", frames: "Frames") -> "View | None":
    """Read a link whole, or say every part that cannot be used: no file may answer another question than the asked."""
    from atlas.scene.fit import fit
    from atlas.scene.permalink import parse_permalink

    asked, unread = parse_permalink(permalink)
    view, unfit = fit(asked, catalog, frames)
    for problem in (*unread, *unfit):
        _say(str(problem))
    return None if unread or unfit else view


def _print_json(value: object) -> None:
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _say(sentence: str) -> None:
    """Say something that is not the answer: on standard error, so that the answer alone can be piped."""
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(main())
