"""The atlas of this process: opened once and shared by all readers, opened again when a file of its layers changes."""

import gzip
import logging
import time
from collections import ChainMap
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from atlas.catalog import Catalog, open_catalog, own_layers, shipped_layers
from atlas.environment import UploadLimits, read_limits
from atlas.errors import AtlasError, CatalogError
from atlas.folders import own_folder
from atlas.io.atlas import Atlas, open_atlas
from atlas.io.bounded_frames import FrameShelf, ReaderFrames
from atlas.io.counts import count_rows
from atlas.io.memo import Memo, memoize
from atlas.io.stores.follow import follow
from atlas.render.mark_encoding import pack_mark
from atlas.render.scene_message import scene_message
from atlas.render.viewport_encoding import pack_large
from atlas.scene.map.compose import compose, mark_of
from atlas.scene.query.permalink import parse_query
from atlas.scene.query.row_masks import readable_layers
from atlas.scene.story.library import resolve_view
from atlas.serve.disk_cache import cache_problem, stamp, stamp_store
from atlas.serve.sessions import current_reader, reader_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import geopandas as gpd

    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import View

_log = logging.getLogger(__name__)
# Of the latest visits.
_scenes = Memo(32 * 2**20)
# Pictures of windows of large layers: whoever opens a link asks for the same ones as those before them.
_pictures = Memo(8 * 2**20)
# The atlas of each folder as it was opened last.
_latest: dict[Path, Atlas] = {}


def current_atlas(root: Path | None = None) -> Atlas:
    """Return the atlas of this process as the reader of this request has it: with their uploads, if they have any.

    It is opened again when a file of its layers has changed.
    """
    folder = root or shipped_layers()
    # Looked at once a second at most: a page asks several times for each act of its reader.
    now = int(time.monotonic())
    shared = _open(folder, _stamp(folder, now) + _stamp(own_folder(), now) + _stamp_store(now))
    for problem in (follow(), cache_problem()):
        if problem:
            shared = _with_problem(shared, problem)
    reader = current_reader()
    if reader is None:
        return shared
    layers = reader_layers(reader)
    return _open_for_reader(layers, stamp(layers), shared)


def invalidate() -> None:
    """Make the next request read the folders of layers again: this process has just changed one."""
    _stamp.cache_clear()
    _stamp_store.cache_clear()


@cache
def frame_shelf() -> FrameShelf:
    """Return where the rows of uploaded layers are, for all readers of this process."""
    limits = read_limits(UploadLimits)
    return FrameShelf(limits.memory_mb, limits.memory_all_mb)


def packed_layer(layer_id: str, lang: str, atlas: Atlas) -> bytes:
    """Return a layer as compressed bytes for the browser, made once for each language.

    Raises
    ------
    KeyError
        There is no such layer, or it is a table.
    """
    layer = atlas.catalog[layer_id]
    if layer.geometry == "none" or not layer.style:
        raise KeyError(layer_id)

    def make() -> bytes:
        mark = mark_of(layer, atlas, lang)
        packed = pack_large(mark) if mark.large else pack_mark(mark)
        return gzip.compress(packed, compresslevel=5, mtime=0)

    return memoize(atlas.frames[layer_id], ("packed", layer_id, lang), make)


def catalog_sheets(lang: str, atlas: Atlas) -> bytes:
    """Return the metadata of all layers as JSON, made once for each language: its check takes a second."""
    from atlas.scene.publish.metadata import describe_catalog

    return atlas.memoize(("sheets", lang), lambda: orjson.dumps(describe_catalog(atlas, lang)))


def row_total(layer_id: str, atlas: Atlas) -> int | None:
    """Return the number of rows of a layer, None when its files cannot be read."""

    def count() -> int | None:
        try:
            return count_rows(atlas.catalog[layer_id])[0]
        except AtlasError as problem:
            _log.warning("%s", problem)
            return None

    return atlas.memoize(("total", layer_id), count)


def first_state(query: "Mapping[str, Sequence[str]]", atlas: Atlas) -> bytes:
    """Return the state of the map page for a link, the same as the page will get from its first run."""
    parsed, _ = parse_query(query)
    view, _ = resolve_view(parsed, atlas)
    return orjson.dumps(scene_message(scene_of(view, atlas)))


def scene_of(view: "View", atlas: Atlas) -> "Scene":
    """Return the scene of a view: composed once for the first state of a visit and for the first run of its page."""
    return _scenes.get(atlas, view, lambda: compose(view, atlas))


def window_picture(key: "Hashable", atlas: Atlas, make: "Callable[[], bytes]") -> bytes:
    """Return the picture of a window, made once as long as it is among the latest.

    Parameters
    ----------
    key
        Layer, view and window.
    atlas
        What it is made from.
    make
        Makes it.
    """
    return _pictures.get(atlas, key, make)


def first_view(lang: str, atlas: Atlas) -> bytes:
    """Return what the opening shows, as compressed bytes.

    Raises
    ------
    AtlasError
        The layers do not hold it.
    """
    from atlas.render.opening_encoding import pack_opening
    from atlas.scene.explore.opening import describe_opening

    return gzip.compress(pack_opening(describe_opening(atlas, lang)), mtime=0)


def warm(lang: str, atlas: Atlas) -> None:
    """Read and compute what the first page shows, before it is opened."""
    wanted = (layer for layer in atlas.catalog.values() if layer.shown or layer.backdrop)
    for layer in readable_layers(wanted, atlas.frames):
        mark_of(layer, atlas, lang)


@lru_cache(maxsize=4)
def _stamp(folder: Path, _: int) -> str:
    return stamp(folder)


@lru_cache(maxsize=1)
def _stamp_store(_: int) -> str:
    return stamp_store()


@lru_cache(maxsize=2)
def _open(folder: Path, _: str) -> Atlas:
    # What was read of it stays, where layers were only added.
    atlas = _latest[folder] = open_atlas(folder, _latest.get(folder))
    for problem in atlas.catalog.problems:
        _log.warning("%s", problem)
    _log.info("%s: %d layers", folder, len(atlas.catalog))
    return atlas


@lru_cache(maxsize=4)
def _with_problem(shared: Atlas, problem: AtlasError) -> Atlas:
    """Return the same atlas with another problem: the database does not answer, or the caches cannot be written."""
    known, error = shared.catalog, CatalogError(problem.key, **problem.named)
    error.__cause__ = problem
    return replace(shared, catalog=Catalog(known, known.themes, known.basemaps, (*known.problems, error)))


@lru_cache(maxsize=64)
def _open_for_reader(layers: Path, _: str, shared: Atlas) -> Atlas:
    """Open the atlas of a reader who uploaded layers: beside the shared ones, whose rows are not read again."""
    catalog = open_catalog(shared.folder or shipped_layers(), beside=(own_layers(), layers))
    own = {layer_id: layer for layer_id, layer in catalog.items() if layer_id not in shared.catalog}
    # Nothing is written through it, so that two read-only mappings do.
    parts: list[Any] = [shared.frames, ReaderFrames(layers, Catalog(own, {}, {}), frame_shelf())]
    frames: Mapping[str, gpd.GeoDataFrame] = ChainMap(*parts)
    return replace(shared, catalog=catalog, frames=frames)
