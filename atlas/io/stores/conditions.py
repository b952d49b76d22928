"""Translate conditions on rows to Arrow and SQL, so that stores drop rows before they are loaded."""

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import NUMERIC, Filter
from atlas.errors import LayerDataError
from atlas.io.stores.protocol import GEOMETRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from atlas.catalog import Field, Layer
    from atlas.io.stores.protocol import Box


def grouped(where: "Iterable[Filter]", layer: "Layer") -> list[tuple[str, list[Filter], bool]]:
    """Return for each column what is asked of its values, and whether rows without one are let in beside them.

    Raises
    ------
    LayerDataError
        The layer has no such column.
    """
    groups = []
    for name, group in groupby(sorted(where, key=lambda one: one.field), key=lambda one: one.field):
        if name != GEOMETRY and name not in layer.fields:
            raise LayerDataError("columns_missing", path=layer.id, columns=name)
        conditions = list(group)
        asked = [one for one in conditions if one.operator != "missing"]
        groups.append((name, asked, len(asked) < len(conditions)))
    return groups


def to_arrow(where: "Iterable[Filter]", layer: "Layer") -> pc.Expression | None:
    """Return the conditions as one expression of Arrow, None when there is none."""
    kept = None
    for name, asked, missing in grouped(where, layer):
        field = layer.fields.get(name)
        met = _all(_arrow_one(field, pc.field(name), one) for one in asked) if field else None
        if missing:
            empty = pc.field(name).is_null(nan_is_null=field is not None and field.type == "number")
            if field and field.type in {"string", "date"}:
                empty = empty | (pc.field(name) == "")
            met = empty if met is None else met | empty
        kept = met if kept is None else kept & met
    return kept


def _all(expressions: "Iterable[pc.Expression]") -> pc.Expression | None:
    together = None
    for one in expressions:
        together = one if together is None else together & one
    return together


def _arrow_one(field: "Field", column: pc.Expression, one: Filter) -> pc.Expression:
    if one.operator == "gte":
        return column >= pa.scalar(float(one.bound or 0))
    if one.operator == "lte":
        return column <= pa.scalar(float(one.bound or 0))
    if field.separator:
        sought = "|".join(re.escape(value) for value in one.values if field.separator not in value) or "(?!)"
        pattern = rf"(^|{field.separator})\s*({sought})\s*({field.separator}|$)"
        return pc.match_substring_regex(column, pattern=pattern) if sought != "(?!)" else pc.scalar(False)  # noqa: FBT003
    if field.type == "boolean":
        return column.isin(pa.array([value == "true" for value in one.values], pa.bool_()))
    if field.type in NUMERIC:
        return column.cast(pa.float64()).isin(pa.array([float(value) for value in one.values], pa.float64()))
    texts = pa.array([value for value in one.values if value], pa.string())
    return column.cast(pa.string()).isin(texts)


def to_sql(where: "Iterable[Filter]", layer: "Layer", *, mark: str) -> tuple[str, list[Any]]:
    """Return the conditions as one SQL expression that DuckDB and PostgreSQL both read, and its bound values.

    Parameters
    ----------
    where, layer
        Conditions on columns that the layer declares: only such names reach the text.
    mark
        How the database writes a bound value: ``?`` or ``%s``.
    """
    parts, bound = ["TRUE"], []
    for name, asked, missing in grouped(where, layer):
        field, column = layer.fields.get(name), f'"{name}"'
        met: list[str] = []
        if field is not None:
            said = [_SQL[one.operator](field, column, one, mark) for one in asked]
            met = [text for text, _ in said]
            bound += [value for _, values in said for value in values]
        either = [f"({' AND '.join(met)})"] if met else []
        if missing:
            either.append(f"{column} IS NULL" + _blank(field, column))
        parts.append(f"({' OR '.join(either)})")
    return " AND ".join(parts), bound


def _blank(field: "Field | None", column: str) -> str:
    if field is None or field.type in {"integer", "year", "boolean"}:
        return ""
    return f" OR {column} = 'NaN'" if field.type == "number" else f" OR {column} = ''"


def _range(sign: str) -> "Callable[[Field, str, Filter, str], tuple[str, list[Any]]]":
    def text(field: "Field", column: str, one: Filter, mark: str) -> tuple[str, list[Any]]:
        # To a database NaN is larger than every number; to us it is no number.
        known = f" AND {column} <> 'NaN'" if field.type == "number" else ""
        return f"({column} {sign} {mark}{known})", [float(one.bound or 0)]

    return text


def _among(field: "Field", column: str, one: Filter, mark: str) -> tuple[str, list[Any]]:
    if field.separator:
        sought = [value for value in one.values if field.separator not in value]
        cell = f"(';' || regexp_replace(trim({column}), '\\s*;\\s*', ';', 'g') || ';')"
        text = " OR ".join(f"position({mark}::text in {cell}) > 0" for _ in sought)
        return f"({text or 'FALSE'})", [f";{value};" for value in sought]
    values: list[Any] = [value for value in one.values if value]
    if field.type == "boolean":
        values = [value == "true" for value in values]
    elif field.type in NUMERIC:
        values = [float(value) for value in values]
    return f"({column} IN ({', '.join([mark] * len(values))}))" if values else "FALSE", values


_SQL: "dict[str, Callable[[Field, str, Filter, str], tuple[str, list[Any]]]]" = {
    "gte": _range(">="),
    "lte": _range("<="),
    "in": _among,
}


def box_sql(bbox: "Box", *, mark: str) -> tuple[str, list[float]]:
    """Return the condition on the column ``bbox`` of a GeoParquet file that a row may meet a box."""
    west, south, east, north = bbox
    sides = (("xmax", ">=", west), ("xmin", "<=", east), ("ymax", ">=", south), ("ymin", "<=", north))
    return " AND ".join(f"bbox.{side} {sign} {mark}" for side, sign, _ in sides), [value for *_, value in sides]


def box_arrow(bbox: "Box") -> pc.Expression:
    """Return the same condition to Arrow, which leaves out whole row groups and files by it."""
    west, south, east, north = bbox
    across = (pc.field("bbox", "xmax") >= west) & (pc.field("bbox", "xmin") <= east)
    return across & (pc.field("bbox", "ymax") >= south) & (pc.field("bbox", "ymin") <= north)
