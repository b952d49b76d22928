"""Evaluate filters on a frame as a boolean mask.

The map, the counts, the table, the charts and the exports all read the same mask.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from atlas.catalog.filter import Filter
from atlas.io.memo import LEAST_ROWS, memoize, memoize_rows
from atlas.io.stores.conditions import by_column
from atlas.io.stores.masks import code_column, mask_coded, mask_column

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer


def mask_rows(gdf: "gpd.GeoDataFrame", layer: "Layer", filters: Iterable[Filter]) -> np.ndarray:
    """Return which rows meet all filters of a layer.

    Filters on different fields are combined with "and". On one field, a set and a range must both hold; ``missing``
    adds the rows without a value: "unknown" is one more value to choose.

    Parameters
    ----------
    gdf
        Rows of `layer`, any geometry; not changed.
    layer
        Its declaration.
    filters
        Filters that `check_filter` accepts; those on other layers are ignored.

    Returns
    -------
    ndarray of bool
        One value for each row of `gdf`, in the same order.
    """
    kept = np.ones(len(gdf), dtype=bool)
    for name, conditions in by_column((f for f in filters if f.layer == layer.id), layer):
        kept &= memoize_rows(gdf, conditions, partial(_mask, gdf, name, layer, conditions))
    return kept


def _mask(gdf: "gpd.GeoDataFrame", name: str, layer: "Layer", conditions: tuple[Filter, ...]) -> np.ndarray:
    column, field = gdf[name], layer.fields[name]
    # Of a large layer, each value is looked for once, however many conditions follow.
    coded = memoize(gdf, ("coded", name), partial(code_column, column)) if len(gdf) >= LEAST_ROWS else None
    return mask_column(column, field, conditions) if coded is None else mask_coded(column, coded, field, conditions)
