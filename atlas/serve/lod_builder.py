"""Levels of detail for the routes: opened when they are there, else built while the page shows a coarse picture."""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING

from atlas.folders import cache_folder, import_folder
from atlas.scene.map.level_of_detail import build_detail, detail_folder, open_detail
from atlas.serve.http import current_atlas
from atlas.serve.sessions import current_reader
from atlas.serve.workers.rest import is_resting

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels
    from atlas.catalog import Layer

_log = logging.getLogger(__name__)
# A building begins when no request has been answered for so long, or after the longer time where there always is one.
# It is shorter than the time between two looks of a page (`refining.js`).
_REST_SECONDS, _MOST_SECONDS, _POLL_SECONDS = 0.5, 5.0, 0.05


class Building:
    """Levels of detail of a layer that are being built.

    Attributes
    ----------
    share
        How much is done, 0 to 1.
    levels
        None until they are there.
    problem
        What stopped the building.
    """

    def __init__(self, layer: "Layer", gdf: "gpd.GeoDataFrame", folder: Path) -> None:
        self.share = 0.0
        self._awaited = Event()
        self.levels: Levels | None = None
        self.problem: Exception | None = None
        self._thread = Thread(target=self._build, args=(layer, gdf, folder), daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None) -> None:
        """Wait until it is done, or for some time: it begins at once then."""
        if seconds != 0:
            self._awaited.set()
        self._thread.join(seconds)

    def _build(self, layer: "Layer", gdf: "gpd.GeoDataFrame", folder: Path) -> None:
        try:
            # The coarse picture goes before, and the browser that paints it, which may be on this machine.
            end = time.monotonic() + _MOST_SECONDS
            while not is_resting(_REST_SECONDS) and time.monotonic() < end and not self._awaited.wait(_POLL_SECONDS):
                pass
            with _builders:
                self._build_apart(layer, folder)
            # Where nothing can be kept, or a process has been stopped, what is built here serves until the server ends.
            self.levels = open_detail(folder) or build_detail(gdf, folder)
        except Exception as problem:  # noqa: BLE001 - raised to whoever asks for the levels
            _log.exception("%s: its levels of detail could not be built", layer.id)
            self.problem = problem

    def _build_apart(self, layer: "Layer", folder: Path) -> None:
        """Build in another process: its memory is free again when it ends, and requests do not wait for it."""
        command = [sys.executable, "-m", "atlas.scene.map.level_of_detail_worker", str(folder)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=import_folder(), stdin=pipe, stdout=pipe, text=True) as worker:  # noqa: S603 - our own program
            if worker.stdin and worker.stdout:
                worker.stdin.write(layer.model_dump_json())
                worker.stdin.close()
                for line in worker.stdout:
                    with suppress(ValueError):
                        self.share = float(line)


_LASTS_SECONDS = 30 * 24 * 3600
# Mapped from files; the least recently used are closed.
_MOST_OPEN = 64
_open: OrderedDict[Path, "Levels"] = OrderedDict()
# Each takes all processors.
_builders = BoundedSemaphore(2)
_building: dict[Path, Building] = {}
_lock = Lock()


def levels_of(layer: "Layer", gdf: "gpd.GeoDataFrame", *, patience: float | None = 0) -> "Levels | float":
    """Return the levels of a layer, or the share of them that is built so far.

    Parameters
    ----------
    layer, gdf
        Declaration and rows.
    patience
        Seconds to wait for a building; None waits for its end.
    """
    folder = detail_folder(layer, _home(layer))
    with _lock:
        found = _open.get(folder) or (None if folder in _building else open_detail(folder))
        if found:
            return _keep_open(folder, found)
        if folder not in _building:
            _building[folder] = Building(layer, gdf, folder)
        building = _building[folder]
    building.wait(patience)
    with _lock:
        if building.levels is None and building.problem is None:
            return building.share
        _building.pop(folder, None)
        if building.levels is None:
            raise RuntimeError(f"{layer.id}: no levels of detail") from building.problem
        return _keep_open(folder, building.levels)


def _keep_open(folder: Path, levels: "Levels") -> "Levels":
    if folder not in _open:
        with suppress(OSError):
            os.utime(folder)
    kept = _open.setdefault(folder, levels)
    _open.move_to_end(folder)
    while len(_open) > _MOST_OPEN:
        _open.popitem(last=False)
    return kept


def build_all(pause: Callable[[], None]) -> None:
    """Build the levels of detail that large layers of the shared atlas still need, in turn, with a pause before each.

    Parameters
    ----------
    pause
        Waits while others use the interpreter: a layer is read and its symbols are made.
    """
    from atlas.scene.map.compose import mark_of
    from atlas.scene.query.row_masks import readable_layers

    remove_unused()
    atlas = current_atlas()
    drawn = (layer for layer in atlas.catalog.values() if layer.style and not layer.backdrop)
    for layer in drawn:
        pause()
        if readable_layers([layer], atlas.frames) and mark_of(layer, atlas, "fr").large:
            levels_of(layer, atlas.frames[layer.id], patience=None)


def remove_unused(now: float | None = None) -> None:
    """Remove the levels of files that have been shown to nobody for long: they have changed, or are gone."""
    for head in cache_folder("levels").glob("*-*/arrays.json"):
        with suppress(OSError):
            if (now or time.time()) - head.parent.stat().st_mtime > _LASTS_SECONDS:
                shutil.rmtree(head.parent)


def _home(layer: "Layer") -> Path:
    """Return the folder of the levels; those of an uploaded layer lie in the folder of its reader."""
    reader = current_reader()
    own = reader is not None and layer.folder.is_relative_to(reader)
    return reader / "levels" if reader and own else cache_folder("levels")
