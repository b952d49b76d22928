"""The levels of detail of large layers: built once for each content of their files, then only mapped."""

from typing import TYPE_CHECKING

from atlas.analysis.spatial.generalise import VERSION, build_levels, from_arrays, to_arrays
from atlas.io.array_store import content_key, open_arrays, save_arrays

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels, Track
    from atlas.catalog import Layer


def detail_folder(layer: "Layer", home: "Path") -> "Path":
    """Return where the levels of a layer lie below `home`: they belong to the content of its files."""
    return home / f"{content_key([path for path, _ in layer.files], home)}-{VERSION}"


def open_detail(folder: "Path") -> "Levels | None":
    """Return levels that were built before."""
    arrays = open_arrays(folder)
    return from_arrays(arrays) if arrays else None


def build_detail(gdf: "gpd.GeoDataFrame", folder: "Path", track: "Track" = iter) -> "Levels":
    """Build the levels of a layer and keep them.

    Parameters
    ----------
    gdf
        Its rows, EPSG:4326.
    folder
        As `detail_folder` gives it.
    track
        See `atlas.analysis.spatial.generalise.build_levels`.
    """
    return from_arrays(save_arrays(folder, to_arrays(build_levels(gdf.geometry.to_numpy(), track))))
