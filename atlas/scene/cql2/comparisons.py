"""Comparisons of CQL2: by the filter engine of the atlas where it has them, else by Arrow on the same columns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import NUMERIC, Filter
from atlas.errors import ViewError
from atlas.io.stores.conditions import column_mask
from atlas.scene.cql2.operands import GEOMETRY, ID, Operand, Rows, read_operand

if TYPE_CHECKING:
    from atlas.scene.cql2.parse import Expression

Compare = Callable[["list[Expression]", Rows], Any]
_ARROW = {
    "=": pc.equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_YEAR_DIGITS = 4


def _binary(operator: str) -> Compare:
    def compare(arguments: "list[Expression]", rows: Rows) -> Any:
        _check_count(operator, arguments, 2)
        left, right = (read_operand(argument, rows) for argument in arguments)
        if left.is_literal and not right.is_literal:
            return compare_operands(_MIRRORED.get(operator, operator), right, left, rows)
        return compare_operands(operator, left, right, rows)

    return compare


def compare_operands(operator: str, left: Operand, right: Operand, rows: Rows) -> Any:
    """Return where one operand compares with another."""
    right = _as_truth(left, _as_year(left, right, rows))
    if left.kind != right.kind:
        raise ViewError("cql_types", key="filter", left=left.name or left.kind, type=left.kind, other=right.kind)
    if left.name is not None and right.is_literal and operator in {"=", "<>"}:
        met = is_one_of(left, [right], rows)
        return met if operator == "=" else pc.invert(met)
    if left.is_literal and right.is_literal:
        return pa.array([_ARROW[operator](left.value, right.value).as_py()] * len(rows))
    if left.kind == "boolean" and operator not in {"=", "<>"}:
        raise ViewError("cql_operator", key="filter", value=operator)
    return _ARROW[operator](left.value, right.value)


def is_one_of(column: Operand, literals: list[Operand], rows: Rows) -> Any:
    """Return where a column has one of some values; unknown where it has none.

    A cell with several values has each of them, as a filter of the atlas takes it, and the text of all of them.
    """
    name, cells = str(column.name), rows.cells(str(column.name))
    field, values = rows.field(name), [_text(literal) for literal in literals]
    if field is None:
        met = pc.is_in(cells.cast(pa.string()), value_set=pa.array(values, pa.string()))
    else:
        met = column_mask(cells, field, (Filter(rows.layer.id, name, "in", tuple(values)),))
        if field.separator:
            whole = pc.is_in(column.value, value_set=pa.array(values, pa.string()))
            met = pc.or_kleene(met, whole)
    return pc.if_else(pc.is_null(column.value), pa.scalar(None, pa.bool_()), met)


def _among(arguments: "list[Expression]", rows: Rows) -> Any:
    _check_count("in", arguments, 2)
    left, listed = read_operand(arguments[0], rows), arguments[1]
    if not isinstance(listed, list):
        raise ViewError("cql_operator", key="filter", value="in")
    literals = [_as_truth(left, _as_year(left, read_operand(value, rows), rows)) for value in listed]
    if any(not literal.is_literal or literal.kind != left.kind for literal in literals):
        other = next((part.kind for part in literals if part.kind != left.kind), "column")
        raise ViewError("cql_types", key="filter", left=left.name or left.kind, type=left.kind, other=other)
    if left.name is not None:
        return is_one_of(left, literals, rows)
    values = pa.array([literal.value.as_py() for literal in literals], left.value.type)
    return pc.if_else(pc.is_null(left.value), pa.scalar(None, pa.bool_()), pc.is_in(left.value, value_set=values))


def _between(arguments: "list[Expression]", rows: Rows) -> Any:
    _check_count("between", arguments, 3)
    value, low, high = (read_operand(argument, rows) for argument in arguments)
    return pc.and_kleene(compare_operands(">=", value, low, rows), compare_operands("<=", value, high, rows))


def _like(arguments: "list[Expression]", rows: Rows) -> Any:
    _check_count("like", arguments, 2)
    text, pattern = (read_operand(argument, rows) for argument in arguments)
    if {text.kind, pattern.kind} != {"text"} or not pattern.is_literal:
        raise ViewError("cql_types", key="filter", left=text.name or text.kind, type=text.kind, other=pattern.kind)
    # RE2: time grows with the text, whatever the pattern.
    return pc.match_like(text.value, pattern.value.as_py())


def _is_null(arguments: "list[Expression]", rows: Rows) -> Any:
    _check_count("isNull", arguments, 1)
    name = arguments[0].get("property") if isinstance(arguments[0], dict) else None
    if name == GEOMETRY:
        return pa.array(rows.gdf.geometry.isna().to_numpy())
    if name is None:
        return pc.is_null(read_operand(arguments[0], rows).value)
    field = rows.field(name)
    if field is None:
        return pc.is_null(rows.cells(ID))
    return column_mask(rows.cells(name), field, (Filter(rows.layer.id, name, "missing"),))


def _as_year(column: Operand, literal: Operand, rows: Rows) -> Operand:
    """Return a date that a year is compared with as its year."""
    field = rows.field(column.name) if column.name else None
    text = literal.value.as_py() if literal.is_literal and literal.kind == "text" else ""
    if field is None or field.type not in NUMERIC or not (text or "")[:_YEAR_DIGITS].isdigit() or field.type != "year":
        return literal
    return Operand("number", pa.scalar(float(text[:_YEAR_DIGITS])))


def _as_truth(column: Operand, literal: Operand) -> Operand:
    """Return a 1 or 0 that yes or no is compared with as such: SQL has numbers for them."""
    if column.kind != "boolean" or literal.kind != "number" or not literal.is_literal:
        return literal
    value = literal.value.as_py()
    return Operand("boolean", pa.scalar(bool(value))) if value in {0.0, 1.0} else literal


def _text(literal: Operand) -> str:
    value = literal.value.as_py()
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _check_count(operator: str, arguments: "list[Expression]", count: int) -> None:
    if len(arguments) != count:
        raise ViewError("cql_operator", key="filter", value=operator)


COMPARISONS: dict[str, Compare] = {
    **{operator: _binary(operator) for operator in _ARROW},
    "in": _among,
    "between": _between,
    "like": _like,
    "isnull": _is_null,
}
