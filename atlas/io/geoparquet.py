"""GeoParquet 1.1 with a covering: the box of each row, by which readers skip what lies elsewhere."""

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

ROW_GROUP = 10_000
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def write_covered(gdf: "gpd.GeoDataFrame", path: "Path", *, metadata: dict[str, Any] | None = None) -> None:
    """Write rows as GeoParquet 1.1 (zstd) with a covering; a row without geometry has no box.

    Parameters
    ----------
    gdf
        Rows in a known reference system; the index is left out.
    path
        Where the file goes.
    metadata
        More metadata of the file, under the key ``atlas``.
    """
    missing = shapely.is_missing(gdf.geometry.to_numpy())
    if metadata is None and not missing.any():
        gdf.to_parquet(path, row_group_size=ROW_GROUP, **_OPTIONS)
        return
    whole = BytesIO()
    gdf.to_parquet(whole, **_OPTIONS)
    content = parquet.read_table(whole)
    # geopandas writes a box of NaN, which the standard does not allow (its bbox-column-repetition).
    sides = [pa.array(side, mask=np.isnan(side)) for side in gdf.geometry.bounds.to_numpy(dtype=float).T]
    boxes = pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=pa.array(missing))
    content = content.set_column(content.schema.get_field_index("bbox"), "bbox", boxes)
    if metadata is not None:
        own = {b"atlas": json.dumps(metadata, ensure_ascii=False).encode()}
        content = content.replace_schema_metadata((content.schema.metadata or {}) | own)
    parquet.write_table(content, path, compression="zstd", row_group_size=ROW_GROUP)


_OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "index": False,
    "schema_version": "1.1.0",
    "write_covering_bbox": True,
}
