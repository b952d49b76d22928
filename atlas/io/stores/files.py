"""Layers as data files: a folder of this machine, or a bucket of an object storage."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import shapely
from pyarrow import fs

from atlas.errors import LayerDataError
from atlas.io.frames import conform, wgs84
from atlas.io.read import is_wgs84, read_layer, short_path
from atlas.io.stores.conditions import box_arrow, by_column, to_arrow
from atlas.io.stores.masks import mask_column
from atlas.io.stores.protocol import find_layer

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.catalog import Catalog, Layer
    from atlas.catalog.filter import Filter
    from atlas.io.stores.protocol import Box


class FileStore:
    """Data files beside their declarations, or under the same names below another root.

    A GeoParquet file may be a folder of parts: `atlas.distributed.write_parts.write_layer_parts` writes them.

    Parameters
    ----------
    catalog
        The declarations.
    root
        URI or path used instead of the folder of layers; None reads beside the declarations.
    """

    def __init__(self, catalog: "Catalog", root: str | None = None) -> None:
        self._catalog = catalog
        self._root = root

    def layers(self) -> "Mapping[str, Layer]":
        """Return the declared layers by id."""
        return self._catalog

    def read(
        self,
        layer: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Filter]" = (),
        bbox: "Box | None" = None,
    ) -> gpd.GeoDataFrame:
        """Read rows of a layer; see `atlas.io.stores.protocol.Store`."""
        whole = find_layer(self._catalog, layer)
        wanted, conditions = find_layer(self._catalog, layer, columns), tuple(where)
        parts = [self._part(path, whole, wanted, conditions, bbox) for path, _ in whole.files]
        return parts[0] if len(parts) == 1 else pd.concat(parts)

    def _part(
        self, path: "Path", whole: "Layer", wanted: "Layer", where: "tuple[Filter, ...]", bbox: "Box | None"
    ) -> gpd.GeoDataFrame:
        if path.suffix == ".geojson":
            gdf = read_layer(whole.model_copy(update={"file": path.name, "parts": ()}))
            for name, filters in by_column(where, whole):
                gdf = gdf[mask_column(gdf[name], whole.fields.get(name), filters)]
            return _intersecting(gdf[[*wanted.fields, "geometry"]], bbox)
        kept = to_arrow(where, whole)
        try:
            data = self._dataset(path, whole)
            check_crs(data.schema, whole, path)
            names = [name for name in ("id", *wanted.fields, "geometry") if name in data.schema.names]
            if bbox and "bbox" in data.schema.names:
                kept = box_arrow(bbox) if kept is None else kept & box_arrow(bbox)
            table = data.to_table(columns=names, filter=kept)
        except (OSError, ValueError, pa.ArrowException) as exc:
            raise LayerDataError("file_unreadable", path=short_path(path), problem=exc) from exc
        return _intersecting(conform(as_frame(table), wanted, path=short_path(path)), bbox)

    def _dataset(self, path: "Path", layer: "Layer") -> ds.Dataset:
        if self._root is None:
            if not path.exists():
                raise LayerDataError("file_missing", path=short_path(path))
            return ds.dataset(path, format="parquet")
        system, below = fs.FileSystem.from_uri(f"{self._root.rstrip('/')}/{layer.theme}/{path.name}")
        return ds.dataset(below, format="parquet", filesystem=system)


def check_crs(schema: pa.Schema, layer: "Layer", path: "Path") -> None:
    """Reject a file whose metadata do not state WKB in EPSG:4326: nothing is reprojected or guessed.

    Raises
    ------
    LayerDataError
        The metadata are missing, or state another reference system or encoding.
    """
    described = (schema.metadata or {}).get(b"geo")
    if layer.geometry != "none" and (described is None or not is_wgs84(json.loads(described))):
        raise LayerDataError("crs_wrong", path=short_path(path), crs="?")


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Convert a table to a frame; geometry is WKB in EPSG:4326, if there is any."""
    if "geometry" not in table.column_names:
        return table.to_pandas()
    geometry = gpd.GeoSeries.from_wkb(table["geometry"].to_numpy(), crs=wgs84())
    return gpd.GeoDataFrame(table.drop_columns(["geometry"]).to_pandas(), geometry=geometry)


def _intersecting(gdf: gpd.GeoDataFrame, bbox: "Box | None") -> gpd.GeoDataFrame:
    """Keep the rows whose geometry intersects a box: so far only their bounding boxes do."""
    return gdf if bbox is None else gdf[shapely.intersects(gdf.geometry.to_numpy(), shapely.box(*bbox))]
