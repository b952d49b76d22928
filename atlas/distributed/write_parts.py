"""A layer as a folder of GeoParquet parts, each a stretch of the Hilbert curve: what lies together is read together."""

from typing import TYPE_CHECKING

from atlas.io.write import in_order, write_layer_file

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from atlas.catalog import Layer


def write_parts(gdf: "gpd.GeoDataFrame", layer: "Layer", folder: "Path", *, rows: int) -> int:
    """Write rows as ``part-00000.parquet`` and so on, and give the number of parts.

    Parameters
    ----------
    gdf
        Rows as `atlas.io.frames.conform` gives them.
    layer
        Their declaration.
    folder
        Stands for the data file of the layer and bears its name (``<layer>.parquet``); it does not exist yet.
    rows
        Of one part.
    """
    folder.mkdir(parents=True)
    ordered = in_order(gdf)
    starts = range(0, max(len(ordered), 1), rows)
    for number, start in enumerate(starts):
        write_layer_file(ordered.iloc[start : start + rows], layer, folder / f"part-{number:05d}.parquet")
    return len(starts)
