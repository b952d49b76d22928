"""The atlas as this process holds it: one catalogue, its frames, its marks, read once and shared by all readers."""

import gc
import gzip
import time
from collections import ChainMap
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any

import orjson

from atlas.analysis.statistics.facets import Values, read_values
from atlas.catalog import Catalog, open_catalog, own_layers, shipped_layers
from atlas.errors import AtlasError, CatalogError
from atlas.folders import own_folder
from atlas.io.counts import count_rows
from atlas.io.read import Frames
from atlas.io.stores.follow import follow
from atlas.render.mark_encoding import pack_mark
from atlas.render.scene_message import scene_message
from atlas.render.viewport_encoding import pack_large
from atlas.scene.explore.search import Finder, make_finder
from atlas.scene.map.compose import compose, make_mark
from atlas.scene.publish.metadata import describe_catalog
from atlas.scene.query.permalink import parse_query
from atlas.scene.query.row_masks import readable
from atlas.scene.query.validate_view import fit
from atlas.serve.disk_cache import stamp, stamp_store
from atlas.serve.sessions import current_reader, reader_layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.scene.map.scene import Mark
    from atlas.scene.query.view import Classes


@dataclass(slots=True, eq=False)
class Opened:
    """Catalogue, frames and what was made of them. Nothing here changes once made.

    Attributes
    ----------
    catalog, frames
        Declarations and rows.
    folder
        Where the layers lie that come with the atlas.
    """

    catalog: Catalog
    frames: "Mapping[str, gpd.GeoDataFrame]"
    folder: Path
    _marks: "dict[tuple[str, str, Classes | None], Mark]" = field(default_factory=dict)
    _packed: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _values: dict[tuple[str, str], Values] = field(default_factory=dict)
    _finders: list[Finder] = field(default_factory=list)
    _sheets: dict[str, bytes] = field(default_factory=dict)
    _totals: dict[str, int | None] = field(default_factory=dict)
    # Several requests of a first reader ask for the same at once: it is made by one and awaited by the others.
    _making: RLock = field(default_factory=RLock)
    # The map does not wait for what only search and data page read.
    _indexing: RLock = field(default_factory=RLock)

    def mark(self, layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str, classes: "Classes | None" = None) -> "Mark":
        """Give the mark of a layer, made once for each language and classification."""
        key = (layer.id, lang, classes)
        with self._making:
            if key not in self._marks:
                self._marks[key] = make_mark(layer, gdf, lang, classes)
            return self._marks[key]

    def values(self, layer_id: str, field_id: str) -> Values:
        """Give the values of a field, taken once."""
        key = (layer_id, field_id)
        if key not in self._values:
            self._values[key] = read_values(self.frames[layer_id][field_id], self.catalog[layer_id].fields[field_id])
        return self._values[key]

    def packed(self, layer_id: str, lang: str) -> bytes:
        """Give the bytes of a layer, compressed, made once for each language."""
        key = (layer_id, lang)
        with self._making:
            if key not in self._packed:
                mark = self.mark(self.catalog[layer_id], self.frames[layer_id], lang)
                packed = pack_large(mark) if mark.large else pack_mark(mark)
                self._packed[key] = gzip.compress(packed, compresslevel=5, mtime=0)
            return self._packed[key]

    def finder(self) -> Finder:
        """Give the index that a search reads, made once."""
        with self._indexing:
            if not self._finders:
                self._finders.append(make_finder(self.catalog, self.frames))
            return self._finders[0]

    def sheets(self, lang: str) -> bytes:
        """Give the full sheets of all layers as JSON, made once for each language: the check takes a second."""
        with self._indexing:
            if lang not in self._sheets:
                self._sheets[lang] = orjson.dumps(describe_catalog(self.catalog, self.frames, lang))
            return self._sheets[lang]

    def total(self, layer_id: str) -> int | None:
        """Give the number of rows of a layer, None when its files cannot be read."""
        if layer_id not in self._totals:
            try:
                self._totals[layer_id] = count_rows(self.catalog[layer_id])[0]
            except AtlasError:
                self._totals[layer_id] = None
        return self._totals[layer_id]

    def state(self, query: "Mapping[str, Sequence[str]]") -> bytes:
        """Give the state of the map page for a link, as the page itself will be told it."""
        asked, _ = parse_query(query)
        view, _ = fit(asked, self.catalog, self.frames)
        return orjson.dumps(scene_message(compose(view, self.catalog, self.frames, mark=self.mark)))

    def warm(self, lang: str) -> None:
        """Read and make what the first reader will see, before the first reader comes."""
        wanted = (layer for layer in self.catalog.values() if layer.shown or layer.backdrop)
        for layer in readable(wanted, self.frames):
            self.mark(layer, self.frames[layer.id], lang)
        self.finder()


def opened(root: Path | None = None) -> Opened:
    """Give the atlas of this process, read again when a file of its layers has changed."""
    folder = root or shipped_layers()
    # Looked at once a second at most: a page asks several times for each act of its reader.
    now = int(time.monotonic())
    shared = _open(folder, _stamp(folder, now) + _stamp(own_folder(), now) + _stamp_store(now))
    if problem := follow():
        shared = _open_away(shared, problem)
    reader = current_reader()
    if reader is None:
        return shared
    layers = reader_layers(reader)
    return _open_for(layers, stamp(layers), shared)


@lru_cache(maxsize=4)
def _stamp(folder: Path, _: int) -> str:
    return stamp(folder)


@lru_cache(maxsize=1)
def _stamp_store(_: int) -> str:
    return stamp_store()


def look_again() -> None:
    """Look at the folders of layers at once: one of them has just been changed from here."""
    _stamp.cache_clear()
    _stamp_store.cache_clear()


@lru_cache(maxsize=2)
def _open(folder: Path, _: str) -> Opened:
    catalog = open_catalog(folder)
    return Opened(catalog, Frames(catalog), folder)


@lru_cache(maxsize=1)
def _open_away(shared: Opened, problem: AtlasError) -> Opened:
    """Give the same atlas with one problem more: the database of shared layers does not answer."""
    known, told = shared.catalog, CatalogError(problem.key, **problem.named)
    catalog = Catalog(known, known.themes, known.basemaps, (*known.problems, told))
    return replace(shared, catalog=catalog)


@lru_cache(maxsize=8)
def _open_for(layers: Path, _: str, shared: Opened) -> Opened:
    """Open the atlas of a reader who brought layers: theirs beside the shared ones, whose rows are not read again."""
    catalog = open_catalog(shared.folder, beside=(own_layers(), layers))
    own = {layer_id: layer for layer_id, layer in catalog.items() if layer_id not in shared.catalog}
    # Nothing is written through it, so that two read-only mappings do.
    parts: list[Any] = [shared.frames, Frames(Catalog(own, {}, {}))]
    frames: Mapping[str, gpd.GeoDataFrame] = ChainMap(*parts)
    mine = Opened(catalog, frames, shared.folder)
    for remembered in ("_marks", "_packed", "_values", "_totals"):
        # What was made for all is used by this reader too; what is made for this reader stays with them.
        setattr(mine, remembered, ChainMap({}, getattr(shared, remembered)))
    return mine


_SWEEP_SECONDS = 120
_heap = {"swept": time.monotonic()}
_settling = Lock()


def settle() -> None:
    """Keep what was made so far out of the garbage collector's way; call it after the first run of every page.

    Streamlit collects garbage after every run of a page and stops all threads meanwhile: with the atlas in memory that
    took 80 ms of every filter change, with the pages of fifty readers half of their time. What the readers who left
    have left behind is collected every few minutes.
    """
    with _settling:
        now = time.monotonic()
        if now - _heap["swept"] > _SWEEP_SECONDS:
            _heap["swept"] = now
            gc.unfreeze()
            gc.collect()
        gc.freeze()
