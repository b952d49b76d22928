"""Evaluate filters: with Arrow on columns in memory and on files, with SQL in a database.

Two engines, because neither does it all. Arrow filters rows in memory (2 to 10 times as fast as pandas on
texts, lists of values and booleans) and skips row groups of GeoParquet files. SQL filters where the rows stay in a
database, or where DuckDB reads files larger than memory. A property test compares both with a plain loop.
"""

from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.filter import NUMERIC, Filter
from atlas.errors import LayerDataError
from atlas.io.stores.protocol import GEOMETRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from atlas.catalog import Field, Layer
    from atlas.io.stores.protocol import Box

    # A column in memory, or the name of one in a file.
    Column: TypeAlias = pa.Array | pa.ChunkedArray | pc.Expression


def by_column(where: "Iterable[Filter]", layer: "Layer") -> list[tuple[str, tuple[Filter, ...]]]:
    """Group filters by their column.

    Raises
    ------
    LayerDataError
        The layer has no such column.
    """
    groups = []
    for name, group in groupby(sorted(where, key=lambda f: f.field), key=lambda f: f.field):
        if name != GEOMETRY and name not in layer.fields:
            raise LayerDataError("columns_missing", path=layer.id, columns=name)
        groups.append((name, tuple(group)))
    return groups


def to_arrow(where: "Iterable[Filter]", layer: "Layer") -> pc.Expression | None:
    """Return filters as one Arrow expression on the columns of a file, None without any."""
    masks = [column_mask(pc.field(name), layer.fields.get(name), filters) for name, filters in by_column(where, layer)]
    return reduce(pc.and_kleene, masks) if masks else None


def column_mask(column: "Column", field: "Field | None", filters: tuple[Filter, ...]) -> Any:
    """Return the mask of a column, or the expression of it; null where a missing value is compared."""
    masks = [_compare(column, field, f) for f in filters if f.operator != "missing"] if field else []
    met = reduce(pc.and_kleene, masks) if masks else None
    if len(masks) == len(filters):
        return met
    missing = pc.is_null(column, nan_is_null=field is not None and field.type == "number")
    if field and field.type in {"string", "date"}:
        missing = pc.or_kleene(missing, pc.equal(column, _literal(column, "")))
    return missing if met is None else pc.or_kleene(met, missing)


def _compare(column: "Column", field: "Field", condition: Filter) -> Any:
    if condition.operator == "gte":
        return pc.greater_equal(column, _literal(column, float(condition.bound or 0)))
    if condition.operator == "lte":
        return pc.less_equal(column, _literal(column, float(condition.bound or 0)))
    if field.type == "boolean":
        return pc.is_in(column, value_set=pa.array([value == "true" for value in condition.values], pa.bool_()))
    if field.type in NUMERIC:
        numbers = pa.array([float(value) for value in condition.values], pa.float64())
        return pc.is_in(column.cast(pa.float64()), value_set=numbers)
    texts = [value for value in condition.values if value and not (field.separator and field.separator in value)]
    if field.separator and texts:
        separator, listed = _literal_pattern(field.separator), "|".join(map(_literal_pattern, texts))
        return pc.match_substring_regex(column, pattern=rf"(^|{separator})\s*({listed})\s*({separator}|$)")
    return pc.is_in(column.cast(pa.string()), value_set=pa.array(texts, pa.string()))


def _literal_pattern(text: str) -> str:
    """Return a text as a regular expression of RE2, which rejects some escapes of `re.escape` (a line break)."""
    return "".join(c if c.isalnum() else f"\\x{{{ord(c):x}}}" for c in text)


def _literal(column: "Column", value: float | str) -> Any:
    return pc.scalar(value) if isinstance(column, pc.Expression) else pa.scalar(value)


def to_sql(where: "Iterable[Filter]", layer: "Layer", *, mark: str) -> tuple[str, list[Any]]:
    """Return filters as one SQL condition for DuckDB and PostgreSQL, and its bound values.

    Parameters
    ----------
    where, layer
        Filters on columns that the layer declares: no other name gets into the SQL.
    mark
        Placeholder of a bound value: ``?`` or ``%s``.
    """
    parts, bound = ["TRUE"], []
    for name, filters in by_column(where, layer):
        field, column = layer.fields.get(name), f'"{name}"'
        compared = (
            [_SQL[f.operator](field, column, f, mark) for f in filters if f.operator != "missing"] if field else []
        )
        bound += [value for _, values in compared for value in values]
        either = [f"({' AND '.join(text for text, _ in compared)})"] if compared else []
        if len(compared) < len(filters):
            either.append(f"{column} IS NULL" + _blank(field, column))
        parts.append(f"({' OR '.join(either)})")
    return " AND ".join(parts), bound


def _blank(field: "Field | None", column: str) -> str:
    if field is None or field.type in {"integer", "year", "boolean"}:
        return ""
    return f" OR {column} = 'NaN'" if field.type == "number" else f" OR {column} = ''"


def _range(sign: str) -> "Callable[[Field, str, Filter, str], tuple[str, list[Any]]]":
    def text(field: "Field", column: str, condition: Filter, mark: str) -> tuple[str, list[Any]]:
        # In SQL, NaN is larger than every number; here it is a missing value.
        not_nan = f" AND {column} <> 'NaN'" if field.type == "number" else ""
        return f"({column} {sign} {mark}{not_nan})", [float(condition.bound or 0)]

    return text


def _among(field: "Field", column: str, condition: Filter, mark: str) -> tuple[str, list[Any]]:
    if field.separator:
        texts = [value for value in condition.values if field.separator not in value]
        cell = f"(';' || regexp_replace(trim({column}), '\\s*;\\s*', ';', 'g') || ';')"
        text = " OR ".join(f"position({mark}::text in {cell}) > 0" for _ in texts)
        return f"({text or 'FALSE'})", [f";{value};" for value in texts]
    values: list[Any] = [value for value in condition.values if value]
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
    """Return the SQL condition that the bounding box of a row intersects a box (column ``bbox`` of GeoParquet 1.1)."""
    west, south, east, north = bbox
    sides = (("xmax", ">=", west), ("xmin", "<=", east), ("ymax", ">=", south), ("ymin", "<=", north))
    return " AND ".join(f"bbox.{side} {sign} {mark}" for side, sign, _ in sides), [value for *_, value in sides]


def box_arrow(bbox: "Box") -> pc.Expression:
    """Return the same condition as an Arrow expression, which skips row groups and files."""
    west, south, east, north = bbox
    across = (pc.field("bbox", "xmax") >= west) & (pc.field("bbox", "xmin") <= east)
    return across & (pc.field("bbox", "ymax") >= south) & (pc.field("bbox", "ymin") <= north)
