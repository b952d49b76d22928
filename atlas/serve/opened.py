"""The atlas as this process holds it: one catalogue, its frames, its marks, read once and shared by all readers."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.catalog import Catalog, open_catalog, shipped_layers
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
    _packed: dict[str, bytes] = field(default_factory=dict)

    def mark(self, layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> "Mark":
        """Give the mark of a layer, made once for each language."""
        key = (layer.id, lang)
        if key not in self._marks:
            self._marks[key] = make_mark(layer, gdf, lang)
        return self._marks[key]

    def packed(self, layer_id: str) -> bytes:
        """Give the bytes of a layer, made once: they hold no words of the interface."""
        if layer_id not in self._packed:
            layer = self.catalog[layer_id]
            self._packed[layer_id] = pack_mark(self.mark(layer, self.frames[layer_id], "fr"))
        return self._packed[layer_id]


def opened(root: Path | None = None) -> Opened:
    """Give the atlas of this process, read again when a file of its layers has changed."""
    folder = root or shipped_layers()
    stamp = max((path.stat().st_mtime for path in folder.glob("*/*.*")), default=0.0)
    return _open(folder, stamp)


@cache
def _open(folder: Path, stamp: float) -> Opened:
    catalog = open_catalog(folder)
    return Opened(catalog, Frames(catalog), stamp)
