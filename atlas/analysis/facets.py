"""What the values of a field are and how many rows a click on each would show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.filters import NUMERIC

if TYPE_CHECKING:
    from atlas.catalog import Field

# Uncoded texts with more values than this are searched for, not listed.
LISTED = 40


@dataclass(frozen=True, slots=True)
class Facet:
    """One field as the reader can filter it.

    Attributes
    ----------
    counts
        Rows by value, for fields that are sets of values; every code is there, also at zero.
    low, high
        Least and greatest value of the layer for numbers and years; None where no row has one.
    known
        Rows with a value, for numbers and years.
    unknown
        Rows without a value.
    """

    counts: Mapping[str, int]
    low: float | None
    high: float | None
    known: int
    unknown: int


def facet(column: pd.Series, field: "Field", kept: np.ndarray) -> Facet:
    """Count the rows of `kept` by the values of one column.

    Parameters
    ----------
    column
        Declared column of the whole layer.
    field
        Its declaration.
    kept
        Rows that every condition but those on this field keeps.

    Returns
    -------
    Facet
        A row with several values counts once for each of them.
    """
    rows = column[kept]
    unknown = int(rows.isna().sum())
    if field.type in NUMERIC:
        present = column.dropna()
        low, high = (float(present.min()), float(present.max())) if len(present) else (None, None)
        return Facet({}, low, high, len(rows) - unknown, unknown)
    every = _values(column, field)
    found = _values(rows, field).value_counts().to_dict()
    order = list(field.codes) or sorted(every.unique())
    return Facet({value: int(found.get(value, 0)) for value in order}, None, None, len(rows) - unknown, unknown)


def _values(column: pd.Series, field: "Field") -> pd.Series:
    """One entry for each value of each row, as the permalink writes it."""
    present = column.dropna()
    if field.type == "boolean":
        return present.map({True: "true", False: "false"})
    if field.separator:
        return present.str.split(field.separator).explode().str.strip()
    return present
