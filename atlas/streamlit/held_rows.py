"""Rows that a browser holds: told by a hash of each, so that they are not sent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer

# Identity of a geometry → the geometry, which keeps its identity its own, and its hash.
Shapes: TypeAlias = Mapping[int, tuple[object, int]]


@dataclass(frozen=True, slots=True, eq=False)
class HeldRows:
    """Rows that were sent whole.

    Attributes
    ----------
    layer, rows
        As `atlas.api.own_layer.make_layer` returned them.
    order
        Hash of each row, at its place.
    """

    layer: "Layer"
    rows: "gpd.GeoDataFrame"
    order: pd.Index

    def places(self, hashes: np.ndarray) -> np.ndarray | None:
        """Return the place of each row; None where one is not held, or comes twice."""
        wanted = pd.Index(hashes)
        if not wanted.is_unique:
            return None
        places = self.order.get_indexer(wanted)
        return None if (places < 0).any() else places


def hash_rows(gdf: "gpd.GeoDataFrame", known: Shapes) -> tuple[np.ndarray, Shapes]:
    """Return a hash of each row: of its label, its cells and its shape; and the hashes of the shapes.

    Parameters
    ----------
    gdf
        Rows of an app.
    known
        Hashes of shapes from the run before. A filter keeps the geometries themselves, and a geometry never changes:
        its hash is looked up.
    """
    plain = pd.DataFrame(gdf.loc[:, gdf.columns != gdf.active_geometry_name])
    try:
        cells = pd.util.hash_pandas_object(plain, index=True)
    except TypeError:
        # Lists and other geometries in a column have no hash.
        cells = pd.util.hash_pandas_object(plain.map(str), index=True)
    shapes = _hash_shapes(gdf.geometry.to_numpy(), known)
    hashed = np.fromiter((shapes[id(shape)][1] for shape in gdf.geometry.to_numpy()), np.uint64, len(gdf))
    return cells.to_numpy() * np.uint64(31) + hashed, shapes


def _hash_shapes(geometries: np.ndarray, known: Shapes) -> Shapes:
    """Return geometry and hash of each by its identity."""
    given = {id(shape): shape for shape in geometries}
    shapes = {key: known[key] for key in given if key in known}
    new = [shape for key, shape in given.items() if key not in shapes]
    if not new:
        return shapes
    fresh = np.empty(len(new), dtype=object)
    fresh[:] = new
    texts = shapely.to_wkb(fresh)
    texts[shapely.is_missing(fresh)] = b""
    for shape, found in zip(new, pd.util.hash_array(texts, categorize=False).tolist(), strict=True):
        shapes[id(shape)] = (shape, found)
    return shapes
