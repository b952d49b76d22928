"""Masks of columns in memory, by the same engine that filters files."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import Filter
from atlas.io.stores.conditions import column_mask

if TYPE_CHECKING:
    from atlas.catalog import Field

# Of a column whose values repeat less often, as many values as rows would be looked at.
_LEAST_REPEATED = 16


@dataclass(frozen=True, slots=True, eq=False)
class CodedColumn:
    """A column whose values repeat, a missing one among them.

    Attributes
    ----------
    rows
        Position of the first row of each value.
    code
        For each row of the column, the place of its value in `rows`.
    """

    rows: np.ndarray
    code: np.ndarray


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


def code_column(column: pd.Series) -> CodedColumn | None:
    """Return where the values of a column repeat; None for numbers, and where they hardly do."""
    if column.dtype == np.float64:
        return None
    code, values = pd.factorize(column)
    if len(values) * _LEAST_REPEATED > len(column):
        return None
    missing = code < 0
    code[missing] = len(values)
    count = len(values) + bool(missing.any())
    rows = np.zeros(count, dtype=np.intp)
    # Of several rows of a value, the first is written last.
    rows[code[::-1]] = np.arange(len(code))[::-1]
    return CodedColumn(rows, code.astype(np.min_scalar_type(count)))


def mask_coded(column: pd.Series, coded: CodedColumn, field: "Field | None", filters: tuple[Filter, ...]) -> np.ndarray:
    """Return the mask of `mask_column` of a column whose values repeat: each is compared once."""
    return mask_column(column.iloc[coded.rows], field, filters)[coded.code]
