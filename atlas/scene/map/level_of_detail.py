"""Levels of detail of large layers: built once for the content of their files, then memory-mapped."""

from typing import TYPE_CHECKING

from atlas.analysis.spatial.generalise import VERSION, build_levels, from_arrays, to_arrays
from atlas.io.array_store import content_key, open_arrays, save_arrays

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels, Track
    from atlas.catalog import Layer


def detail_folder(layer: "Layer", home: "Path") -> "Path":
    """Return the folder of the levels of a layer below `home`, named after the content of its files."""
    return home / f"{content_key([path for path, _ in layer.files], home)}-{VERSION}"


def open_detail(folder: "Path") -> "Levels | None":
    """Return the levels in a folder, None when they are not built."""
    arrays = open_arrays(folder)
    return from_arrays(arrays) if arrays else None


def build_detail(gdf: "gpd.GeoDataFrame", folder: "Path", track: "Track" = iter) -> "Levels":
    """Build the levels of a layer and store them.

    Parameters
    ----------
    gdf
        Its rows, EPSG:4326.
    folder
        See `detail_folder`.
    track
        See `atlas.analysis.spatial.generalise.build_levels`.
    """
    return from_arrays(save_arrays(folder, to_arrays(build_levels(gdf.geometry.to_numpy(), track))))
