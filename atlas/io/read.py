"""Read the data files of a declared layer."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from geopandas.array import GeometryArray
from pyarrow import parquet

from atlas.errors import LayerDataError
from atlas.folders import cache_folder
from atlas.io.frames import conform, wgs84
from atlas.io.mapped_shapes import LEAST_ROWS, MappedGeometry
from atlas.io.stored_shapes import map_shapes

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer


_log = logging.getLogger(__name__)
# Shapes that are read at once: few, since the interpreter waits for them, and with it every reader.
_SOME_ROWS = 2_000
# Columns of a file that are read as shapes, or not at all: the box of each.
_SHAPES = ("geometry", "bbox")
# Size and date.
FileState = tuple[int, int]


class Frames(Mapping[str, gpd.GeoDataFrame]):
    """The layers of a catalog as frames, each read from its files once, when first used.

    The frames are shared: never change one.

    Parameters
    ----------
    catalog
        Their declarations.
    before
        Frames of an earlier catalog of the same folder. Where layers were only added to it, what was read then is not
        read again, and all that was computed from it stays (`atlas.io.memo`).
    """

    def __init__(self, catalog: "Catalog", before: "Frames | None" = None) -> None:
        self._catalog = catalog
        self._read: dict[str, gpd.GeoDataFrame] = {}
        # Of the files of each layer when it was read.
        self._seen: dict[str, tuple[FileState, ...]] = {}
        self._unreadable: dict[str, LayerDataError] = {}
        # Of several threads one reads a layer, the others wait.
        self._reading = RLock()
        if before is not None:
            self._read, self._seen = before.valid_for(catalog)

    def valid_for(self, catalog: "Catalog") -> "tuple[dict[str, gpd.GeoDataFrame], dict[str, tuple[FileState, ...]]]":
        """Return the frames read here, with the state of their files, as another catalog may have them: all or none.

        What was computed from one layer may depend on another, so that none is valid when one has changed or gone.
        """
        read = dict(self._read)
        same = all(catalog.get(layer_id) == layer for layer_id, layer in self._catalog.items())
        if not same or any(self._seen[layer_id] != _look_at_files(catalog[layer_id]) for layer_id in read):
            return {}, {}
        return read, {layer_id: self._seen[layer_id] for layer_id in read}

    def has_read(self, layer_id: str) -> bool:
        """Return whether a layer is here already."""
        return layer_id in self._read

    def __getitem__(self, layer_id: str) -> gpd.GeoDataFrame:
        """Return one layer; see `read_layer` for its columns and errors."""
        with self._reading:
            if problem := self._unreadable.get(layer_id):
                # A file that cannot be read is not tried at each request; when it changes, another atlas is opened.
                raise LayerDataError(problem.key, **problem.named) from problem.__cause__
            if layer_id not in self._read:
                try:
                    self._seen[layer_id] = _look_at_files(self._catalog[layer_id])
                    self._read[layer_id] = read_layer(self._catalog[layer_id], home=cache_folder("levels"))
                except LayerDataError as problem:
                    self._unreadable[layer_id] = problem
                    raise
            return self._read[layer_id]

    @property
    def problems(self) -> tuple[LayerDataError, ...]:
        """The errors of the layers that were tried and cannot be read."""
        return tuple(self._unreadable.values())

    def __iter__(self) -> Iterator[str]:
        """Iterate over the layer ids, reading nothing."""
        return iter(self._catalog)

    def __len__(self) -> int:
        """Count the layers."""
        return len(self._catalog)


def read_layer(layer: "Layer", *, home: Path | None = None) -> gpd.GeoDataFrame:
    """Read all rows of a layer, of every licence, the main file first.

    Parameters
    ----------
    layer
        The declaration.
    home
        Folder of what is kept for layers: the shapes of a large one are mapped from there, not held
        (`atlas.io.stored_shapes`).

    Returns
    -------
    GeoDataFrame
        Index ``id``; the declared columns with nullable types; ``geometry`` in EPSG:4326, None where a row has no
        position (and everywhere in a table).

    Raises
    ------
    LayerDataError
        A file is missing or unreadable, or is not what its declaration says.
    """
    frames = []
    # Several files are joined, which makes every shape.
    home = home if len(layer.files) == 1 else None
    for path, _ in layer.files:
        with reading(path):
            frames.append(conform(_read_file(path, home), layer, path=short_path(path)))
    gdf = frames[0] if len(frames) == 1 else pd.concat(frames)
    _log.debug("%s: %d rows read", layer.id, len(gdf))
    return gdf


def _look_at_files(layer: "Layer") -> tuple[FileState, ...]:
    """Return size and date of each file of a layer; zeros where it cannot be looked at."""
    found = []
    for path, _ in layer.files:
        try:
            seen = path.stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((seen.st_size, seen.st_mtime_ns))
    return tuple(found)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the libraries raise of a damaged or foreign file into an error of its layer.

    Raises
    ------
    LayerDataError
        Instead of any other error, but when memory is short.
    """
    try:
        yield
    except (LayerDataError, MemoryError):
        raise
    except Exception as exc:  # each library raises what it likes, also `AttributeError` and `RecursionError`
        problem = str(exc).strip().partition("\n")[0][:200] or type(exc).__name__
        raise LayerDataError("file_unreadable", path=short_path(path), problem=problem) from exc


def short_path(path: Path) -> str:
    """Name a data file as its declaration is named: ``layers/<theme>/<file>``."""
    return "/".join(path.parts[-3:])


def _read_file(path: Path, home: Path | None) -> pd.DataFrame:
    if not path.is_file():
        raise LayerDataError("file_missing", path=short_path(path))
    if path.suffix == ".geojson":
        # The prefix keeps GDAL from taking the content for another format that would open other files.
        return pyogrio.read_dataframe(f"GeoJSON:{path}", use_arrow=True)
    described = (parquet.read_schema(path).metadata or {}).get(b"geo")
    if described is None:
        return pd.read_parquet(path)
    stated = json.loads(described)
    if is_wgs84(stated):
        return _read_wgs84(path, home)
    if any(not isinstance(column.get("crs", {}), dict | None) for column in stated["columns"].values()):
        # A text may be a recipe that reads other files.
        raise LayerDataError("crs_wrong", path=short_path(path), crs="?")
    return gpd.read_parquet(path)


def is_wgs84(described: dict[str, Any]) -> bool:
    """Return whether the metadata ``geo`` of a GeoParquet file state WKB in EPSG:4326."""
    column = described["columns"].get("geometry", {})
    code = (column.get("crs") or {}).get("id")
    return column.get("encoding") == "WKB" and code == {"authority": "EPSG", "code": 4326}


def _read_wgs84(path: Path, home: Path | None) -> gpd.GeoDataFrame:
    """Read as `geopandas.read_parquet` does, but with one reference system for all files, not one parsed for each.

    Shapes are read some rows at a time: their bytes would take as much memory as they do.
    """
    with parquet.ParquetFile(path) as file:
        table = file.read([name for name in file.schema_arrow.names if name not in _SHAPES])

        def batches() -> Iterator[np.ndarray]:
            for batch in file.iter_batches(_SOME_ROWS, columns=["geometry"]):
                yield batch["geometry"].to_numpy(zero_copy_only=False)

        stored = map_shapes(path, home, batches, len(table)) if home and len(table) >= LEAST_ROWS else None
        if stored is None:
            shapes = [shapely.from_wkb(batch) for batch in batches()]
            geometry = GeometryArray(np.concatenate([np.empty(0, dtype=object), *shapes]), crs=wgs84())
        else:
            geometry = MappedGeometry(stored, wgs84())
    return gpd.GeoDataFrame(table.to_pandas(), geometry=geometry)
