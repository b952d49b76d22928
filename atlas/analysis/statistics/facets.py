"""Facets: the values of a field, each with the number of rows that selecting it would show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.catalog.filter import NUMERIC

if TYPE_CHECKING:
    from atlas.catalog import Field


@dataclass(frozen=True, slots=True)
class Facet:
    """The filter options of one field.

    Attributes
    ----------
    counts
        Rows by value, for fields with a set of values; every code is included, also with 0 rows.
    low, high
        Least and greatest value of the layer for numbers and years; None without a value.
    known
        Rows with a value.
    unknown
        Rows without a value.
    """

    counts: Mapping[str, int]
    low: float | None
    high: float | None
    known: int
    unknown: int


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The values of one column encoded as integers, so that numpy counts them in one pass.

    Attributes
    ----------
    titles
        Every value as in a permalink, in the order of the declared codes, else sorted; empty for numbers.
    row, code
        For each value of each row (a cell may have several): its row, and its position in `titles`.
    known
        For each row, whether it has a value.
    low, high
        Least and greatest number or year.
    """

    titles: tuple[str, ...]
    row: np.ndarray
    code: np.ndarray
    known: np.ndarray
    low: float | None
    high: float | None


def read_values(column: pd.Series, field: "Field") -> Values:
    """Read the values of a declared column of the whole layer."""
    known = column.notna().to_numpy(dtype=bool)
    rows = np.flatnonzero(known)
    present = column[known]
    if field.type in NUMERIC:
        low, high = (float(present.min()), float(present.max())) if len(rows) else (None, None)
        return Values((), rows, np.zeros(len(rows), dtype=np.intp), known, low, high)
    if field.type == "boolean":
        cells = [["true" if cell else "false"] for cell in present]
    elif field.separator:
        cells = [list(dict.fromkeys(part.strip() for part in cell.split(field.separator))) for cell in present]
    else:
        titles = tuple(field.codes) or tuple(sorted(set(present)))
        return Values(titles, rows, pd.Index(titles).get_indexer(present), known, None, None)
    flat = [value for cell in cells for value in cell]
    titles = tuple(field.codes) or tuple(sorted(set(flat)))
    position = {title: k for k, title in enumerate(titles)}
    code = np.array([position[value] for value in flat], dtype=np.intp)
    return Values(titles, np.repeat(rows, [len(cell) for cell in cells]), code, known, None, None)


def count_values(values: Values, kept: np.ndarray) -> Facet:
    """Count the rows of `kept` by value.

    Parameters
    ----------
    values
        Values that `read_values` returned.
    kept
        Rows that meet all conditions except those on this field.

    Returns
    -------
    Facet
        A row with several values counts once for each of them.
    """
    known = int((kept & values.known).sum())
    found = np.bincount(values.code[kept[values.row]], minlength=len(values.titles))
    counts = dict(zip(values.titles, found.tolist(), strict=False))
    return Facet(counts, values.low, values.high, known, int(kept.sum()) - known)
