"""Write repaired rows as GeoParquet, one row group at a time, to bound memory."""

import json
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyproj
import shapely
from pyarrow import parquet

from atlas.io.geoparquet import ROW_GROUP
from atlas.io.imports.normalise.candidates import WGS84
from atlas.io.imports.normalise.columns import Column
from atlas.io.imports.normalise.repair import Shapes

_TYPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def write_rows(path: Path, ids: pd.Series, columns: Sequence[Column], shapes: Sequence[Shapes]) -> None:
    """Write the rows that were kept, sorted along the Hilbert curve, rows without position last.

    Parameters
    ----------
    path
        The file to write.
    ids
        Id of each row of the source.
    columns
        Fields, as long as `ids`.
    shapes
        Repaired geometries in consecutive slices; none for a table.
    """
    kept = np.concatenate([own.kept for own in shapes]) if shapes else np.ones(len(ids), dtype=bool)
    bounds = np.concatenate([own.bounds for own in shapes]) if shapes else np.full((len(ids), 4), np.nan)
    wkb = pa.chunked_array([own.wkb for own in shapes], type=pa.binary()) if shapes else None
    arrays = {"id": pa.chunked_array([pa.array(ids.to_numpy(dtype=object), type=pa.string())])}
    arrays |= {column.id: column.cells for column in columns}
    table = pa.table(arrays)
    if wkb is not None:
        table = table.append_column("geometry", wkb).append_column("bbox", _boxes(bounds))
        table = table.replace_schema_metadata({"geo": json.dumps(_about(bounds, shapes))})
    order = np.flatnonzero(kept)[_along(bounds[kept], ids[kept].to_numpy(dtype=str))]
    with parquet.ParquetWriter(path, table.schema, compression="zstd") as file:
        for start in range(0, max(len(order), 1), ROW_GROUP):
            file.write_table(table.take(order[start : start + ROW_GROUP]), row_group_size=ROW_GROUP)


def _along(bounds: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Return the order of rows along the Hilbert curve, then by id; rows without position last."""
    placed = np.isfinite(bounds).all(axis=1)
    along = np.full(len(bounds), np.iinfo(np.int64).max)
    if placed.any():
        middle = shapely.points((bounds[placed, :2] + bounds[placed, 2:]) / 2)
        along[placed] = gpd.GeoSeries(middle).hilbert_distance()
    return np.lexsort((ids, along))


def _boxes(bounds: np.ndarray) -> pa.Array:
    """Return the bbox column that lets a reader skip row groups; null without position."""
    sides = [pa.array(bounds[:, side]) for side in range(4)]
    return pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=pa.array(~np.isfinite(bounds).all(axis=1)))


def _about(bounds: np.ndarray, shapes: Sequence[Shapes]) -> dict[str, object]:
    """Return the GeoParquet 1.1 metadata of a geometry column (geoparquet.org/releases/v1.1.0)."""
    kinds = sorted({int(kind) for own in shapes for kind in np.unique(own.kinds[own.kept]) if kind >= 0})
    column: dict[str, object] = {
        "encoding": "WKB",
        "crs": pyproj.CRS(WGS84).to_json_dict(),
        "geometry_types": [_TYPES[kind] for kind in kinds],
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if np.isfinite(bounds).any():
        low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
        column["bbox"] = [*low.tolist(), *high.tolist()]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
