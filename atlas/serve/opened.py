"""The atlas as this process holds it: one catalogue, its frames, its marks, read once and shared by all readers."""

import gc
import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.catalog import Catalog, open_catalog, shipped_layers
from atlas.errors import AtlasError
from atlas.io.counts import count_rows
from atlas.io.read import Frames
from atlas.render.pack import pack_mark
from atlas.scene.compose import make_mark

if TYPE_CHECKING:
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
    stamp
        When the declarations and data files last changed.
    """

    catalog: Catalog
    frames: Frames
    stamp: float
    _marks: "dict[tuple[str, str], Mark]" = field(default_factory=dict)
    _packed: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _totals: dict[str, int | None] = field(default_factory=dict)

    def mark(self, layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> "Mark":
        """Give the mark of a layer, made once for each language."""
        key = (layer.id, lang)
        if key not in self._marks:
            self._marks[key] = make_mark(layer, gdf, lang)
        return self._marks[key]

    def packed(self, layer_id: str, lang: str) -> bytes:
        """Give the bytes of a layer, compressed, made once for each language."""
        key = (layer_id, lang)
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

    def warm(self, lang: str) -> None:
        """Read and pack what the first reader will see, before the first reader comes."""
        for layer in self.catalog.values():
            if layer.shown or layer.backdrop:
                self.packed(layer.id, lang)


def opened(root: Path | None = None) -> Opened:
    """Give the atlas of this process, read again when a file of its layers has changed."""
    folder = root or shipped_layers()
    stamp = max((path.stat().st_mtime for path in folder.glob("*/*.*")), default=0.0)
    return _open(folder, stamp)


@cache
def _open(folder: Path, stamp: float) -> Opened:
    catalog = open_catalog(folder)
    return Opened(catalog, Frames(catalog), stamp)


@cache
def settle() -> None:
    """Keep what was imported and read so far out of the garbage collector's way; call it after the first page.

    Streamlit collects garbage after every run of a page and stops all threads meanwhile: with the atlas in memory that
    took 80 ms of every filter change.
    """
    gc.collect()
    gc.freeze()
