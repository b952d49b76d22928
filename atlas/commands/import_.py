"""``import``: make a layer of your own from a file."""

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.commands.console import print_message
from atlas.errors import LayerDataError
from atlas.i18n import t

if TYPE_CHECKING:
    from collections.abc import Container

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.stage import StagedFile

_LANG = "en"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("import", help="make a layer of a file of your own")
    command.add_argument("file", metavar="FILE", help="GeoPackage, GeoJSON, shapefile (zip), KML, GPX, CSV, XLSX, …")
    command.add_argument("--as", dest="layer_id", required=True, metavar="ID", help="id of the new layer")
    command.add_argument("--crs", metavar="EPSG:n", help="reference system; wins over what the file says")
    command.add_argument("--layer", dest="file_layer", metavar="NAME", help="one of several layers or sheets")
    command.add_argument("--x", metavar="COL", help="column of longitude or easting, or of whole positions")
    command.add_argument("--y", metavar="COL", help="column of latitude or northing")
    command.add_argument("--encoding", metavar="E", help="of the text, where the file does not say it")
    command.add_argument("--decimal", choices=(",", "."), help="decimal mark, where numbers can be read in two ways")
    command.add_argument("--header", metavar="N", help="row that names the columns of a table; 0: none does")
    command.add_argument("--axes", choices=("xy", "yx"), help="yx: latitude stands first; xy: it does not")
    command.add_argument("--theme", default="own", metavar="T", help="theme of the tree (default: your own)")
    command.add_argument("--licence", metavar="SPDX", help="how it may be passed on; without it the layer is private")
    command.add_argument("--title", metavar="WORDS", help="title of the layer (default: made of the id)")
    _add_join(command)
    command.add_argument("--preview", action="store_true", help="say what would be imported and write nothing")
    command.set_defaults(run=_import)


def _add_join(command: argparse.ArgumentParser) -> None:
    join = command.add_argument_group("tables that name places")
    join.add_argument("--join", metavar="LAYER", help="the rows are figures of the objects of this layer: communes, …")
    join.add_argument("--on", metavar="COL", help="column that names the objects: INSEE or SIREN codes, names, numbers")
    join.add_argument(
        "--rows",
        choices=("latest", "sum", "mean", "table", "years", "columns"),
        help="several rows of a place: the latest, their sum or mean, all of them, one column a year or a variable",
    )
    join.add_argument("--year", metavar="COL", help="column with the year of a row")
    join.add_argument("--variable", metavar="COL", help="column that names what each row is about (--rows columns)")
    join.add_argument(
        "--place", nargs="+", default=[], metavar="VALUE=ID", help="the object that a value of the table names"
    )
    join.add_argument("--rate", nargs="+", default=[], metavar="COL", help="columns that are rates: never summed")
    join.add_argument("--count", nargs="+", default=[], metavar="COL", help="columns that are counts: may be summed")
    join.add_argument("--not-found", type=Path, metavar="FILE.csv", help="write the rows that name no object")


def _import(options: argparse.Namespace) -> None:
    from atlas.catalog import own_layers
    from atlas.environment import ImportLimits, read_limits
    from atlas.io.atlas import open_atlas
    from atlas.io.imports.context import check_id, check_id_free, find_licence
    from atlas.io.imports.doubles import free_title, same_file
    from atlas.io.imports.own_layers import save_layer
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.run_import import scratch
    from atlas.io.imports.stage import stage_file

    # An import that is stopped by a signal removes its temporary files like one that fails.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    atlas, limits = open_atlas(options.layers), read_limits(ImportLimits)
    catalog = atlas.catalog
    root = own_layers()
    answers = Answers(
        options.crs,
        options.file_layer,
        options.x,
        options.y,
        options.encoding,
        options.axes,
        options.decimal,
        options.header,
    )
    _check_join(options)
    if not _is_replaced(options, catalog):
        check_id_free(options.layer_id, catalog)
    check_id(options.theme, key="theme")
    licence = find_licence(options.licence)
    with scratch() as folder:
        staged = stage_file(options.file, folder, limits)
        title = free_title(options.title, catalog, but=options.layer_id) if options.title else None
        new_layer = NewLayer(options.layer_id, options.theme, staged.sha256, title, licence)
        read = _join if options.join else _read
        rows, declaration = read(staged, new_layer, answers, atlas, options)
        same = same_file(staged.sha256, catalog)
        if same is not None and same.id != options.layer_id:
            print_message(t("gate.same_file", _LANG, id=same.id))
        if options.preview:
            return
        themes = _replace(options, staged, catalog)
        path = save_layer(
            rows,
            declaration.read_text(encoding="utf-8"),
            options.layer_id,
            theme=options.theme,
            root=root,
            themes=themes,
        )
    print_message(t("gate.imported", _LANG, id=options.layer_id, path=path))
    if licence is None:
        print_message(t("gate.private_layer", _LANG, id=options.layer_id))


def _read(
    staged: "StagedFile", new_layer: "NewLayer", answers: "Answers", atlas: "Atlas", options: argparse.Namespace
) -> tuple[Path, Path]:
    """Read a file with positions, or a table; say how a table without positions is joined."""
    from atlas.environment import ImportLimits, read_limits
    from atlas.io.imports.context import neighbour_boxes, territory_boxes
    from atlas.io.imports.join.run_join import propose_for
    from atlas.io.imports.join.sentences import propose
    from atlas.io.imports.messages import describe_findings, picture_of_head, question_error
    from atlas.io.imports.run_import import read_in_worker
    from atlas.scene.explore.upload_preview import place_candidates

    limits, boxes = read_limits(ImportLimits), territory_boxes(atlas.catalog)
    beside = neighbour_boxes(atlas.catalog)
    result = read_in_worker(staged, new_layer, answers, limits=limits, territories=boxes, neighbours=beside)
    place_candidates(result.findings.questions, atlas, _LANG)
    for question in result.findings.questions:
        raise question_error(question, staged.name)
    for line in [*describe_findings(result.findings, _LANG), *picture_of_head(result.findings)]:
        print_message(line)
    proposed = propose_for(result, atlas)
    if proposed is not None:
        print_message(propose(proposed, atlas.catalog, _LANG, options.layer_id, str(options.file)))
    return result.rows, result.declaration


def _join(
    staged: "StagedFile", new_layer: "NewLayer", answers: "Answers", atlas: "Atlas", options: argparse.Namespace
) -> tuple[Path, Path]:
    """Read a table and join it to the objects of a layer."""
    from atlas.environment import ImportLimits, read_limits
    from atlas.io.export import write_text
    from atlas.io.imports.join.joined_layer import write_joined_layer
    from atlas.io.imports.join.report import JoinAnswers
    from atlas.io.imports.join.run_join import lost_csv, run_join
    from atlas.io.imports.join.sentences import describe_join
    from atlas.io.imports.messages import describe_reading, picture_of_head, question_error

    limits = read_limits(ImportLimits)
    places = dict(text.rpartition("=")[::2] for text in options.place)
    kinds = dict.fromkeys(options.rate, "rate") | dict.fromkeys(options.count, "count")
    join = JoinAnswers(options.join, options.on, options.rows, options.year, options.variable, places, kinds)
    run = run_join(staged, answers, join, atlas, limits=limits)
    for question in run.findings.questions:
        raise question_error(question, staged.name)
    joined = run.joined
    if joined is None:
        msg = "a join without questions has rows"
        raise ValueError(msg)
    written = None
    if joined.rows is not None:
        written = write_joined_layer(joined, new_layer, run.findings, atlas, staged.path.parent, limits=limits)
    title = atlas.catalog[joined.report.layer].title(_LANG)
    reading = [*describe_reading(run.findings, _LANG), *picture_of_head(run.findings)]
    for line in [*reading, *describe_join(joined.report, _LANG, places=title)]:
        print_message(line)
    if options.not_found:
        write_text(options.not_found, lost_csv(joined), endings=(".csv",))
        print_message(t("join.not_found_file", _LANG, n=joined.lost.num_rows, path=options.not_found))
    if written is None:
        names = ", ".join(f"{name}: {count}" for name, count in joined.report.repeated)
        raise LayerDataError("join_rows", path=staged.name, names=names, valid=", ".join(joined.report.rules))
    return written


def _check_join(options: argparse.Namespace) -> None:
    """Reject options of a join without one."""
    for key in ("on", "rows", "year", "variable", "place", "rate", "count", "not_found"):
        if getattr(options, key) and not options.join:
            raise LayerDataError("join_option", key=f"--{key.replace('_', '-')}")


def _is_replaced(options: argparse.Namespace, catalog: "Catalog") -> bool:
    """Return whether the id is that of the reader's own table, which a join may replace."""
    from atlas.catalog import own_layers

    layer = catalog.get(options.layer_id)
    return bool(options.join and layer and layer.geometry == "none" and layer.folder.parent == own_layers())


def _replace(options: argparse.Namespace, staged: "StagedFile", catalog: "Catalog") -> "Container[str]":
    """Remove the table that the same file was imported as before it was joined; return the themes that are left.

    Raises
    ------
    LayerDataError
        The table is of another file.
    """
    from atlas.catalog import open_catalog, own_layers
    from atlas.io.imports.own_layers import remove_layer

    if _is_replaced(options, catalog):
        layer = catalog[options.layer_id]
        if staged.sha256 not in layer.source.sha256.values():
            raise LayerDataError("id_taken", key="as", value=options.layer_id)
        remove_layer(layer, own_layers())
        print_message(t("join.replaced", _LANG, id=options.layer_id))
        return open_catalog(options.layers).themes
    return catalog.themes
