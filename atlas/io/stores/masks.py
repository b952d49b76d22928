"""Masks of columns in memory, by the same engine that filters files."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import Filter
from atlas.io.stores.conditions import column_mask

if TYPE_CHECKING:
    from atlas.catalog import Field


def mask_column(column: pd.Series, field: "Field | None", filters: tuple[Filter, ...]) -> np.ndarray:
    """Return which values of a column meet all filters on it.

    Parameters
    ----------
    column
        Values of `field`, or geometries.
    field
        Declaration of the column, None for geometries.
    filters
        Filters on this column.

    Returns
    -------
    ndarray of bool
        As long as `column`; a missing value meets ``missing`` alone.
    """
    if field is None:
        return column.isna().to_numpy()
    # NaN compares as false in Arrow too: numbers are lent without a copy.
    cells = pa.array(column.to_numpy()) if column.dtype == np.float64 else pa.array(column, from_pandas=True)
    met = pc.fill_null(column_mask(cells, field, filters), pa.scalar(False))  # noqa: FBT003 - a value
    return np.asarray(met, dtype=bool)
