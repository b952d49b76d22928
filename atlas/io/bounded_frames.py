"""Rows of layers that readers brought: in memory within bounds, read again from their files where they had to go.

A reader has a share, and all readers together have a bound; the layer that was used longest ago goes first.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import shapely

from atlas.environment import MEGABYTE
from atlas.io.read import read_layer

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Catalog, Layer

_log = logging.getLogger(__name__)

# What GEOS and shapely hold of a vertex and of a geometry, beside each other.
_VERTEX_BYTES, _GEOMETRY_BYTES = 24, 300


@dataclass(frozen=True, slots=True)
class ShelfState:
    """Layers of readers that are in memory, their estimated size, and how many had to go since the start."""

    layers: int
    size_bytes: int
    gone: int


class FrameShelf:
    """Frames of the layers of all readers, bounded in bytes.

    Parameters
    ----------
    share_mb, total_mb
        Bounds for one reader and for all. The layer that is being read is kept, whatever its size.
    """

    def __init__(self, share_mb: int, total_mb: int) -> None:
        self._share, self._total = share_mb * MEGABYTE, total_mb * MEGABYTE
        self._frames: OrderedDict[tuple[Path, str, str], tuple[gpd.GeoDataFrame, int]] = OrderedDict()
        self._gone = 0
        self._lock = RLock()

    def get(self, reader: Path, layer: "Layer") -> "gpd.GeoDataFrame":
        """Return the rows of a layer of a reader, from memory or from its files; see `read_layer` for errors."""
        key = (reader, layer.id, _stamp(layer))
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key][0]
        gdf = read_layer(layer)
        with self._lock:
            for old in [old for old in self._frames if old[:2] == key[:2]]:
                del self._frames[old]
            self._frames[key] = (gdf, frame_bytes(gdf))
            self._make_room(reader)
        return gdf

    def state(self) -> ShelfState:
        """Return what the shelf holds now."""
        with self._lock:
            return ShelfState(len(self._frames), sum(size for _, size in self._frames.values()), self._gone)

    def _make_room(self, reader: Path) -> None:
        self._drop([key for key in self._frames if key[0] == reader], self._share)
        self._drop(list(self._frames), self._total)

    def _drop(self, keys: list[tuple[Path, str, str]], most: int) -> None:
        """Drop the least recently used of some layers until they are within a bound; the last one stays."""
        size = sum(self._frames[key][1] for key in keys)
        for key in keys[:-1]:
            if size <= most:
                return
            size -= self._frames.pop(key)[1]
            self._gone += 1
            _log.info("%s: rows of a reader leave memory, and are read again when they are used", key[1])


class ReaderFrames(Mapping[str, "gpd.GeoDataFrame"]):
    """The layers that one reader brought, as frames on a shelf.

    Parameters
    ----------
    reader
        Folder of the reader.
    catalog
        Their layers.
    shelf
        Shared by all readers.
    """

    def __init__(self, reader: Path, catalog: "Catalog", shelf: FrameShelf) -> None:
        self._reader, self._catalog, self._shelf = reader, catalog, shelf

    def __getitem__(self, layer_id: str) -> "gpd.GeoDataFrame":
        """Return one layer."""
        return self._shelf.get(self._reader, self._catalog[layer_id])

    def __iter__(self) -> Iterator[str]:
        """Iterate over the layer ids, reading nothing."""
        return iter(self._catalog)

    def __len__(self) -> int:
        """Count the layers."""
        return len(self._catalog)


def frame_bytes(gdf: "gpd.GeoDataFrame") -> int:
    """Return about how many bytes the rows of a layer hold, geometries included."""
    shapes = gdf.geometry.to_numpy()
    cells = int(gdf.drop(columns=gdf.geometry.name).memory_usage(deep=True).sum())
    return cells + len(shapes) * _GEOMETRY_BYTES + int(shapely.get_num_coordinates(shapes).sum()) * _VERTEX_BYTES


def _stamp(layer: "Layer") -> str:
    """Return a mark that changes when a file of the layer does."""
    seen = [path.stat() for path, _ in layer.files if path.exists()]
    return ";".join(f"{one.st_size}:{one.st_mtime_ns}" for one in seen)
