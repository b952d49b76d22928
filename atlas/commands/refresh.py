"""``refresh``: read the source of a layer again and list what would change."""

import argparse
import signal
import sys
from typing import TYPE_CHECKING

from atlas.commands.console import print_message
from atlas.i18n import plural, t

if TYPE_CHECKING:
    from atlas.io.sources.diff import Diff

_LANG = "en"
# Ids that a line names at most.
_NAMED = 5


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("refresh", help="ask the source of a layer again and say what would change")
    command.add_argument("id", metavar="LAYER")
    command.add_argument("--apply", action="store_true", help="change the layer; without it nothing changes")
    command.add_argument("--url", help="another address of the same source, a mirror")
    command.set_defaults(run=_refresh)


def _refresh(options: argparse.Namespace) -> None:
    from atlas.catalog import open_catalog, own_layers
    from atlas.environment import ImportLimits, read_limits
    from atlas.io.imports.run_import import scratch
    from atlas.io.sources.refresh import apply_update, fetch_source, find_declaration

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    catalog = open_catalog(options.layers)
    declared, layer = find_declaration(options.id, catalog)
    with scratch() as folder:
        fetched = fetch_source(declared, catalog, layer, folder, limits=read_limits(ImportLimits), url=options.url)
        for line in _describe(fetched.diff):
            print_message(line)
        if fetched.diff.is_empty:
            print_message(t("gate.refresh_same", _LANG, id=options.id))
        elif not options.apply:
            print_message(t("gate.refresh_not_applied", _LANG))
        else:
            path = apply_update(fetched, declared, layer, own_layers(), folder)
            print_message(
                plural("gate.refresh_applied", _LANG, fetched.count, id=options.id, n=fetched.count, path=path)
            )


def _describe(diff: "Diff") -> list[str]:
    """Return what would change, in sentences with some of the ids."""
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
