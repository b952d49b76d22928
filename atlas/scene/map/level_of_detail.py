"""Levels of detail of large layers: built once for the content of their files, then memory-mapped."""

from typing import TYPE_CHECKING

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import VERSION, coarse_rows, from_arrays, to_arrays
from atlas.analysis.spatial.level_pieces import HeldShapes, build_in_pieces
from atlas.io.array_store import content_key, open_arrays, save_arrays, store_files
from atlas.io.mapped_shapes import MappedGeometry, dimensions_of
from atlas.io.memo import memoize

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels
    from atlas.analysis.spatial.level_pieces import Track
    from atlas.catalog import Layer


def detail_folder(layer: "Layer", home: "Path") -> "Path":
    """Return the folder of the levels of a layer below `home`, named after the content of its files."""
    return home / f"{content_key([path for path, _ in layer.files], home)}-{VERSION}"


def open_detail(folder: "Path") -> "Levels | None":
    """Return the levels in a folder, None when they are not built."""
    arrays = open_arrays(folder)
    return from_arrays(arrays) if arrays else None


def coarse_detail(gdf: "gpd.GeoDataFrame") -> "Levels":
    """Return what a map needs of a layer until its levels are built: kind, box and about the middle of each row."""
    shapes = gdf.geometry
    return memoize(gdf, "coarse", lambda: coarse_rows(dimensions_of(shapes), shapes.array.bounds))


def build_detail(gdf: "gpd.GeoDataFrame", folder: "Path") -> "Levels":
    """Build the levels of a layer in this process, and store them where that can be done.

    Parameters
    ----------
    gdf
        Its rows, EPSG:4326.
    folder
        See `detail_folder`.
    """
    return from_arrays(save_arrays(folder, to_arrays(build_levels(gdf.geometry.to_numpy()))))


def store_detail(gdf: "gpd.GeoDataFrame", folder: "Path", track: "Track" = iter) -> None:
    """Build the levels of a layer in several processes, piece by piece, and store them.

    Parameters
    ----------
    gdf, folder
        As for `build_detail`.
    track
        See `atlas.analysis.spatial.level_pieces.build_in_pieces`.

    Raises
    ------
    OSError
        The disk cannot be written.
    """
    array = gdf.geometry.array
    shapes = array.stored if isinstance(array, MappedGeometry) else HeldShapes(gdf.geometry.to_numpy())
    store_files(folder, lambda partial: build_in_pieces(shapes, partial, track))
