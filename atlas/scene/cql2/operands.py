"""What a filter compares: columns of a layer, literals, and what is computed from them."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import NUMERIC
from atlas.errors import ViewError, nearest

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.scene.cql2.parse import Expression

Kind = Literal["number", "text", "boolean"]
# Names of what every layer has beside its fields.
ID, GEOMETRY = "id", "geometry"


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison.

    Attributes
    ----------
    kind
        Type of its values.
    value
        Arrow array of a column, or scalar of a literal.
    name
        Of the column, if it is one as it stands.
    """

    kind: Kind
    value: Any
    name: str | None = None

    @property
    def is_literal(self) -> bool:
        """Whether it is one value."""
        return isinstance(self.value, pa.Scalar)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a layer and its declaration."""

    layer: "Layer"
    gdf: "gpd.GeoDataFrame"

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.gdf)

    def field(self, name: str) -> "Field | None":
        """Return the declaration of a column; None for the id.

        Raises
        ------
        ViewError
            There is no such column.
        """
        if name != ID and name not in self.layer.fields:
            near = nearest(name, [ID, GEOMETRY, *self.layer.fields])
            raise ViewError("field_unknown", key="filter", layer=self.layer.id, value=name, nearest=near)
        return self.layer.fields.get(name)

    def kind(self, name: str) -> Kind:
        """Return the type of a column."""
        field = self.field(name)
        if field is None:
            return "text"
        return "number" if field.type in NUMERIC else "boolean" if field.type == "boolean" else "text"

    def cells(self, name: str) -> Any:
        """Return a column as an Arrow array as it stands."""
        column = self.gdf.index.to_series() if name == ID else self.gdf[name]
        return pa.array(column.to_numpy()) if column.dtype == np.float64 else pa.array(column, from_pandas=True)

    def column(self, name: str) -> Operand:
        """Return a column; an empty text and what is no number are missing."""
        kind, cells = self.kind(name), self.cells(name)
        if kind == "number":
            cells = cells.cast(pa.float64())
            cells = pc.if_else(pc.is_nan(cells), pa.scalar(None, pa.float64()), cells)
        elif kind == "text":
            cells = cells.cast(pa.string())
            cells = pc.if_else(pc.equal(cells, pa.scalar("")), pa.scalar(None, pa.string()), cells)
        return Operand(kind, cells, name)

    def truth(self, name: str) -> Any:
        """Return a column of yes and no as a condition."""
        if self.kind(name) != "boolean":
            raise ViewError("cql_operator", key="filter", value=name)
        return self.column(name).value


def read_operand(expression: "Expression", rows: Rows) -> Operand:
    """Return a side of a comparison.

    Raises
    ------
    ViewError
        It is nothing that can be compared.
    """
    if isinstance(expression, bool):
        return Operand("boolean", pa.scalar(expression))
    if isinstance(expression, int | float):
        return Operand("number", pa.scalar(float(expression)))
    if isinstance(expression, str):
        return Operand("text", pa.scalar(unicodedata.normalize("NFC", expression)))
    if isinstance(expression, dict):
        if "property" in expression:
            return rows.column(str(expression["property"]))
        for name in ("date", "timestamp"):
            if isinstance(expression.get(name), str):
                return Operand("text", pa.scalar(_read_day(expression[name])))
        if "op" in expression:
            return _compute(str(expression["op"]).lower(), expression.get("args", []), rows)
    raise ViewError("cql_operator", key="filter", value=name_of(expression))


def name_of(expression: "Expression") -> str:
    """Return what an expression is called in a sentence: its operator or function, or itself."""
    if isinstance(expression, dict):
        return str(expression.get("op") or next(iter(expression), ""))[:40]
    return str(expression)[:40]


def _read_day(text: str) -> str:
    """Return the day of a date or a moment."""
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError as problem:
        raise ViewError("datetime_wrong", key="filter", value=text[:80]) from problem


def _compute(operator: str, arguments: "list[Expression]", rows: Rows) -> Operand:
    parts = [read_operand(argument, rows) for argument in arguments]
    kinds = {part.kind for part in parts}
    if operator in _FOLDS and len(parts) == 1 and kinds == {"text"}:
        return Operand("text", _fold(parts[0].value, _FOLDS[operator]))
    if operator in _ARITHMETIC and len(parts) == 2 and kinds == {"number"}:  # noqa: PLR2004
        return Operand("number", _finite(_ARITHMETIC[operator](parts[0].value, parts[1].value)))
    if operator == "-" and len(parts) == 1 and kinds == {"number"}:
        return Operand("number", pc.negate(parts[0].value))
    raise ViewError("cql_operator", key="filter", value=operator)


def _finite(numbers: Any) -> Any:
    """Return numbers; unknown where there is none, as of a division by zero."""
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def _quotient(left: Any, right: Any) -> Any:
    return pc.trunc(pc.divide(left, right))


def _remainder(left: Any, right: Any) -> Any:
    return pc.subtract(left, pc.multiply(_quotient(left, right), right))


_ARITHMETIC = {
    "+": pc.add,
    "-": pc.subtract,
    "*": pc.multiply,
    "/": pc.divide,
    "^": pc.power,
    "div": _quotient,
    "%": _remainder,
}


def _fold(texts: Any, fold: Callable[[str], str]) -> Any:
    """Return texts with each made simpler; of a column, each different text once."""
    if isinstance(texts, pa.Scalar):
        return pa.scalar(None if texts.as_py() is None else fold(texts.as_py()), pa.string())
    coded = pc.dictionary_encode(texts)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return pa.array([fold(text) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


_FOLDS: dict[str, Callable[[str], str]] = {"casei": str.casefold, "accenti": _without_accents}
