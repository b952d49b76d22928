"""Write a data file of a layer: the same rows give the same bytes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.io.geoparquet import ROW_GROUP, write_covered

if TYPE_CHECKING:
    from atlas.catalog import Layer


def write_layer_file(gdf: gpd.GeoDataFrame, layer: "Layer", path: Path) -> None:
    """Write rows as GeoParquet 1.1 (zstd, sorted along the Hilbert curve, box covering), or a table as Parquet.

    The file appears whole or not at all.

    Parameters
    ----------
    gdf
        Rows as `atlas.io.frames.conform` returns them.
    layer
        Their declaration.
    path
        File to write; its folder exists.
    """
    rows = in_order(gdf).reset_index()
    partial = path.with_name(path.name + ".partial")
    if layer.geometry == "none":
        pd.DataFrame(rows.drop(columns="geometry")).to_parquet(
            partial, compression="zstd", row_group_size=ROW_GROUP, index=False
        )
    else:
        write_covered(rows, partial)
    os.replace(partial, path)  # noqa: PTH105 - the atomic one


def in_order(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by place on the Hilbert curve, then by id; rows without position come last, by id."""
    placed = gdf.geometry.notna() & ~gdf.geometry.is_empty
    along = pd.Series(np.iinfo(np.int64).max, index=gdf.index, dtype="int64")
    if placed.any():
        along[placed] = gdf.geometry[placed].hilbert_distance().astype("int64")
    return gdf.iloc[np.lexsort((gdf.index.to_numpy(dtype=str), along.to_numpy()))]
