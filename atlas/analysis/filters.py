"""Evaluate filters on a frame as a boolean mask.

The map, the counts, the table, the charts and the exports all read the same mask.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from atlas.errors import ViewError, choices, nearest
from atlas.io.memo import memoize_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Field, Layer

Operator = Literal["in", "gte", "lte", "missing"]
NUMERIC = frozenset({"integer", "number", "year"})
BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one column: data, comparable, in the URL.

    Attributes
    ----------
    layer, field
        What it asks about.
    operator
        ``in``: one of `values`; ``gte``, ``lte``: the number `bound` and beyond; ``missing``: no value.
    values
        Codes or texts of ``in``, sorted, without repetition.
    bound
        Number of ``gte`` and ``lte``.
    """

    layer: str
    field: str
    operator: Operator
    values: tuple[str, ...] = ()
    bound: float | None = None

    def __post_init__(self) -> None:
        """Sort the values, accents composed: the same condition is the same filter, however it was typed."""
        composed = {unicodedata.normalize("NFC", value) for value in self.values}
        object.__setattr__(self, "values", tuple(sorted(composed)))

    @property
    def key(self) -> str:
        """Return the key of the filter in a permalink."""
        suffix = "" if self.operator == "in" else f"__{self.operator}"
        return f"{self.layer}.{self.field}{suffix}"


def check_filter(condition: Filter, layer: "Layer") -> None:
    """Accept a filter that `layer` can answer.

    Raises
    ------
    ViewError
        The field does not exist, the operator does not go with its type, a value is none of its codes.
    """
    field = layer.fields.get(condition.field)
    if field is None:
        near = nearest(condition.field, layer.fields)
        raise ViewError("field_unknown", key=condition.key, layer=layer.id, value=condition.field, nearest=near)
    if condition.operator in {"gte", "lte"} and field.type not in NUMERIC:
        raise ViewError("operator_wrong", key=condition.key, operator=condition.operator, type=field.type)
    if condition.operator == "in":
        valid = list(field.codes) or (list(BOOLEANS) if field.type == "boolean" else None)
        for value in condition.values:  # noqa: PD011 - not a frame
            if valid is not None and value not in valid:
                raise ViewError("value_unknown", key=condition.key, value=value, valid=choices(value, valid))
            if field.type in NUMERIC and not _is_number(value):
                raise ViewError("number_wrong", key=condition.key, value=value)


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


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False
