"""``import``: make a layer of your own from a file."""

import argparse
import signal
import sys

from atlas.catalog import open_catalog, own_layers
from atlas.commands.console import print_message
from atlas.i18n import t

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
    command.add_argument("--axes", choices=("xy", "yx"), help="yx: latitude stands first; xy: it does not")
    command.add_argument("--theme", default="own", metavar="T", help="theme of the tree (default: your own)")
    command.add_argument("--licence", metavar="SPDX", help="how it may be passed on; without it the layer is private")
    command.add_argument("--title", metavar="WORDS", help="title of the layer (default: made of the id)")
    command.add_argument("--preview", action="store_true", help="say what would be imported and write nothing")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    from atlas.environment import ImportLimits, read_limits
    from atlas.io.atlas import Atlas
    from atlas.io.imports.context import check_id, check_id_free, find_licence, territory_boxes
    from atlas.io.imports.messages import describe_findings, question_error
    from atlas.io.imports.own_layers import save_layer
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.run_import import read_in_worker, scratch
    from atlas.io.imports.stage import stage_file
    from atlas.io.read import Frames
    from atlas.scene.explore.upload_preview import place_candidates

    # An import that is stopped by a signal removes its temporary files like one that fails.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    catalog, limits = open_catalog(options.layers), read_limits(ImportLimits)
    root = own_layers()
    answers = Answers(
        options.crs, options.file_layer, options.x, options.y, options.encoding, options.axes, options.decimal
    )
    check_id_free(options.layer_id, catalog)
    check_id(options.theme, key="theme")
    licence = find_licence(options.licence)
    with scratch() as folder:
        staged = stage_file(options.file, folder, limits)
        new_layer = NewLayer(options.layer_id, options.theme, staged.sha256, options.title, licence)
        result = read_in_worker(staged, new_layer, answers, limits=limits, territories=territory_boxes(catalog))
        place_candidates(result.findings.questions, Atlas(catalog, Frames(catalog)), _LANG)
        for question in result.findings.questions:
            raise question_error(question, staged.name)
        for line in describe_findings(result.findings, _LANG):
            print_message(line)
        if options.preview:
            return
        declaration = result.declaration.read_text(encoding="utf-8")
        path = save_layer(
            result.rows, declaration, options.layer_id, theme=options.theme, root=root, themes=catalog.themes
        )
    print_message(t("gate.imported", _LANG, id=options.layer_id, path=path))
    if licence is None:
        print_message(t("gate.private_layer", _LANG, id=options.layer_id))
