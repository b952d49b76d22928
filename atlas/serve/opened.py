"""The atlas as this process holds it: one catalogue, its frames, its marks, read once and shared by all readers."""

import gc
import gzip
import time
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import orjson

from atlas.analysis.facets import Values, read_values
from atlas.catalog import Catalog, open_catalog, shipped_layers
from atlas.errors import AtlasError
from atlas.io.counts import count_rows
from atlas.io.read import Frames
from atlas.render.pack import pack_mark
from atlas.render.state import scene_message
from atlas.scene.answer import readable
from atlas.scene.compose import compose, make_mark
from atlas.scene.fit import fit
from atlas.scene.permalink import parse_query
from atlas.serve.prepared import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.scene.scene import Mark


@dataclass(slots=True)
class Opened:
    """Catalogue, frames and what was made of them. Nothing here changes once made.

    Attributes
    ----------
    catalog, frames
        Declarations and rows.
    """

    catalog: Catalog
    frames: Frames
    _marks: "dict[tuple[str, str], Mark]" = field(default_factory=dict)
    _packed: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _values: dict[tuple[str, str], Values] = field(default_factory=dict)
    _totals: dict[str, int | None] = field(default_factory=dict)
    # Several requests of a first reader ask for the same at once: it is made by one and awaited by the others.
    _making: RLock = field(default_factory=RLock)

    def mark(self, layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> "Mark":
        """Give the mark of a layer, made once for each language."""
        key = (layer.id, lang)
        with self._making:
            if key not in self._marks:
                self._marks[key] = make_mark(layer, gdf, lang)
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
                packed = pack_mark(self.mark(self.catalog[layer_id], self.frames[layer_id], lang))
                self._packed[key] = gzip.compress(packed, compresslevel=5, mtime=0)
            return self._packed[key]

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


def opened(root: Path | None = None) -> Opened:
    """Give the atlas of this process, read again when a file of its layers has changed."""
    folder = root or shipped_layers()
    # Looked at once a second at most: a page asks several times for each act of its reader.
    return _open(folder, _stamp(folder, int(time.monotonic())))


@lru_cache(maxsize=2)
def _stamp(folder: Path, _: int) -> str:
    return stamp(folder)


@cache
def _open(folder: Path, _: str) -> Opened:
    catalog = open_catalog(folder)
    return Opened(catalog, Frames(catalog))


@cache
def settle() -> None:
    """Keep what was imported and read so far out of the garbage collector's way; call it after the first page.

    Streamlit collects garbage after every run of a page and stops all threads meanwhile: with the atlas in memory that
    took 80 ms of every filter change.
    """
    gc.freeze()
