"""``import``, ``remove``, ``rename`` and ``refresh``: layers of the reader's own, and sources looked at again."""

import argparse
import signal
import sys
from typing import TYPE_CHECKING

from atlas.catalog import open_catalog, own_layers
from atlas.commands.console import say
from atlas.errors import LayerDataError
from atlas.i18n import t

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer
    from atlas.io.sources.diff import Diff

_LANG = "en"
# Ids that a line names at most.
_NAMED = 5


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    _add_import(commands)

    command = commands.add_parser("remove", help="take out a layer that was imported")
    command.add_argument("id")
    command.set_defaults(run=_remove)

    command = commands.add_parser("rename", help="give a layer that was imported another id")
    command.add_argument("id")
    command.add_argument("new", metavar="NEW")
    command.set_defaults(run=_rename)

    command = commands.add_parser("refresh", help="ask the source of a layer again and say what would change")
    command.add_argument("id", metavar="LAYER")
    command.add_argument("--apply", action="store_true", help="change the layer; without it nothing changes")
    command.add_argument("--url", help="another address of the same source, a mirror")
    command.set_defaults(run=_refresh)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("import", help="make a layer of a file of your own")
    command.add_argument("file", metavar="FILE", help="GeoPackage, GeoJSON, shapefile (zip), KML, GPX, CSV, XLSX, …")
    command.add_argument("--as", dest="layer_id", required=True, metavar="ID", help="id of the new layer")
    command.add_argument("--crs", metavar="EPSG:n", help="reference system, where the file does not say it")
    command.add_argument("--layer", dest="file_layer", metavar="NAME", help="one of several layers or sheets")
    command.add_argument("--x", metavar="COL", help="column of longitude or easting")
    command.add_argument("--y", metavar="COL", help="column of latitude or northing")
    command.add_argument("--encoding", metavar="E", help="of the text, where the file does not say it")
    command.add_argument("--axes", choices=("xy", "yx"), help="yx: latitude stands first; xy: it does not")
    command.add_argument("--theme", default="own", metavar="T", help="theme of the tree (default: your own)")
    command.add_argument("--licence", metavar="SPDX", help="how it may be passed on; without it the layer is private")
    command.add_argument("--title", metavar="WORDS", help="title of the layer (default: made of the id)")
    command.add_argument("--preview", action="store_true", help="say what would be imported and write nothing")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    from atlas.io.imports.context import check_free, check_id, known_licence, territory_boxes
    from atlas.io.imports.limits import read_caps
    from atlas.io.imports.messages import question_error, tell_findings
    from atlas.io.imports.own_layers import keep_layer
    from atlas.io.imports.report import Answers, Wish
    from atlas.io.imports.run_import import read_in_worker, scratch
    from atlas.io.imports.stage import take_file

    # Ended from outside, an import clears away after itself like one that fails.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    catalog, caps = open_catalog(options.layers), read_caps()
    root = own_layers()
    answers = Answers(options.crs, options.file_layer, options.x, options.y, options.encoding, options.axes)
    check_free(options.layer_id, catalog)
    check_id(options.theme, key="theme")
    licence = known_licence(options.licence)
    with scratch() as folder:
        taken = take_file(options.file, folder, caps)
        wish = Wish(options.layer_id, options.theme, taken.sha256, options.title, licence)
        result = read_in_worker(taken, wish, answers, caps=caps, territories=territory_boxes(catalog))
        for question in result.findings.questions:
            raise question_error(question, taken.name)
        for line in tell_findings(result.findings, _LANG):
            say(line)
        if options.preview:
            return
        declaration = result.declaration.read_text(encoding="utf-8")
        path = keep_layer(
            result.rows, declaration, options.layer_id, theme=options.theme, root=root, themes=catalog.themes
        )
    say(t("gate.imported", _LANG, id=options.layer_id, path=path))
    if licence is None:
        say(t("gate.private_layer", _LANG, id=options.layer_id))


def _remove(options: argparse.Namespace) -> None:
    from atlas.io.imports.own_layers import remove_layer

    remove_layer(_layer(options.id, open_catalog(options.layers)), own_layers())
    say(t("gate.removed", _LANG, id=options.id))


def _rename(options: argparse.Namespace) -> None:
    from atlas.io.imports.context import check_free
    from atlas.io.imports.own_layers import rename_layer

    catalog = open_catalog(options.layers)
    layer = _layer(options.id, catalog)
    check_free(options.new, catalog)
    rename_layer(layer, options.new, own_layers())
    say(t("gate.renamed", _LANG, id=options.id, new=options.new))


def _layer(layer_id: str, catalog: "Catalog") -> "Layer":
    if layer_id not in catalog:
        raise LayerDataError("layer_unknown", key="id", value=layer_id, valid=", ".join(catalog))
    return catalog[layer_id]


def _refresh(options: argparse.Namespace) -> None:
    from atlas.io.imports.limits import read_caps
    from atlas.io.imports.run_import import scratch
    from atlas.io.sources.refresh import apply_fresh, ask_source, declared_for

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    catalog = open_catalog(options.layers)
    declared, layer = declared_for(options.id, catalog)
    with scratch() as folder:
        fresh = ask_source(declared, catalog, layer, folder, caps=read_caps(), url=options.url)
        for line in _told(fresh.diff):
            say(line)
        if fresh.diff.is_empty:
            say(t("gate.refresh_same", _LANG, id=options.id))
        elif not options.apply:
            say(t("gate.refresh_not_applied", _LANG))
        else:
            path = apply_fresh(fresh, declared, layer, own_layers(), folder)
            say(t("gate.refresh_applied", _LANG, id=options.id, n=len(fresh.rows), path=path))


def _told(diff: "Diff") -> list[str]:
    """Say what would change, with some of the ids."""
    lines = []
    if diff.added:
        lines.append(t("gate.refresh_added", _LANG, n=len(diff.added), ids=_some(diff.added)))
    if diff.removed:
        lines.append(t("gate.refresh_removed", _LANG, n=len(diff.removed), ids=_some(diff.removed)))
    if diff.moved:
        metres = f"{diff.farthest_m:.0f}"
        lines.append(t("gate.refresh_moved", _LANG, n=len(diff.moved), metres=metres, ids=_some(diff.moved)))
    for field, ids in diff.changed.items():
        lines.append(t("gate.refresh_changed", _LANG, field=field, n=len(ids), ids=_some(ids)))
    return lines


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:_NAMED]) + ("…" if len(ids) > _NAMED else "")
