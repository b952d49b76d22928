"""Evaluate filters on a frame as a boolean mask.

The map, the counts, the table, the charts and the exports all read the same mask.
"""

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.catalog.filter import BOOLEANS, NUMERIC, Filter
from atlas.io.memo import memoize_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Field, Layer


def mask_rows(gdf: "gpd.GeoDataFrame", layer: "Layer", filters: Iterable[Filter]) -> np.ndarray:
    """Report which rows meet all filters on their layer.

    Conditions on different fields must all hold. On one field, a set and a range must both hold, and ``missing`` lets
    the rows without a value in beside them: "unknown" is one more value to choose.

    Parameters
    ----------
    gdf
        Rows of `layer`, any geometry; not changed.
    layer
        Its declaration.
    filters
        Conditions that `check_filter` accepts; those on other layers are passed over.

    Returns
    -------
    ndarray of bool
        One for each row, in their order.
    """
    kept = np.ones(len(gdf), dtype=bool)
    own = sorted((f for f in filters if f.layer == layer.id), key=lambda f: f.field)
    for name, group in groupby(own, key=lambda f: f.field):
        conditions = tuple(group)
        kept &= memoize_rows(gdf, conditions, partial(_meet_all, gdf[name], layer.fields[name], conditions))
    return kept


def _meet_all(column: pd.Series, field: "Field", conditions: tuple[Filter, ...]) -> np.ndarray:
    """Report which rows meet the conditions on one field."""
    asked = [f for f in conditions if f.operator != "missing"]
    met = np.full(len(column), bool(asked))
    for condition in asked:
        met &= _meets(column, field, condition)
    if len(asked) < len(conditions):
        met |= column.isna().to_numpy()
    return met


def _meets(column: pd.Series, field: "Field", condition: Filter) -> np.ndarray:
    """Compare; a missing value meets no condition."""
    if condition.operator == "in":
        met = _is_in(column, field, condition.values)
    elif condition.operator == "gte":
        met = column >= condition.bound
    else:
        met = column <= condition.bound
    return met.fillna(value=False).to_numpy(dtype=bool)


def _is_in(column: pd.Series, field: "Field", values: tuple[str, ...]) -> pd.Series:
    if field.separator:
        wanted = set(values)
        return column.map(
            lambda cell: not wanted.isdisjoint(v.strip() for v in cell.split(field.separator)), na_action="ignore"
        ).astype("boolean")
    if field.type == "boolean":
        return column.isin([BOOLEANS[v] for v in values]) & column.notna()
    if field.type in NUMERIC:
        return column.isin([float(v) for v in values]) & column.notna()
    return column.isin(values)
