"""Convert the columns of a file to fields of a layer: ids, types, texts safe to display."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from atlas.catalog.reserved_ids import RESERVED
from atlas.io.imports.normalise.column_types import blank_as_null
from atlas.io.imports.normalise.nodata import blank_nodata
from atlas.io.imports.source_file import SourceFile

# Control characters and direction marks: they disguise a text.
_HIDDEN = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_RESERVED = {"id", "layer", "geometry", "bbox", *RESERVED}
_ID_LENGTH = 60
_YEARS = {"year", "annee", "an", "ano", "jahr"}
_YEAR_RANGE = (1000, 2100)
# The start of a day on some clock: what many writers make of a date.
_MIDNIGHT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]00:00(:00([.]0+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$"
_DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"
# A text field with more distinct values is no filter; nor is one whose values hardly repeat.
_FACET_VALUES = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One field: id, name in the file, type as a layer declares it, cells, whether it is a filter."""

    id: str
    source: str
    type: str
    cells: pa.ChunkedArray
    is_facet: bool


def read_columns(source: SourceFile, columns: dict[str, pa.ChunkedArray]) -> list[Column]:
    """Return the fields of a layer in the order of the file; an empty column is left out and noted."""
    found: list[Column] = []
    empty = []
    taken = set(_RESERVED)
    for name in list(columns):
        # Popped one by one, so that only one column is in memory twice.
        kind, plain = _read_column(source, name, columns.pop(name))
        if kind is None:
            source.findings.note("columns_left_out", columns=printable(name))
        elif plain.null_count == len(plain):
            empty.append(printable(name))
        else:
            own = _unique(field_id(name), taken)
            found.append(Column(own, printable(name), kind, plain, _is_facet(kind, plain)))
    if empty:
        source.findings.note("columns_empty", columns=", ".join(empty))
    return found


def row_ids(source: SourceFile, columns: dict[str, pa.ChunkedArray], rows: int) -> pd.Series:
    """Return an id for each row: a column named ``id``, made unique, else the row number."""
    numbers = pd.Series(np.arange(1, rows + 1), dtype="int64").astype("str")
    name = next((name for name in columns if name.strip().lower() == "id"), None)
    if name is None or pa.types.is_nested(columns[name].type):
        source.findings.note("ids_numbered")
        return numbers
    text = pc.cast(columns.pop(name), pa.string())
    ids = pd.Series(pc.utf8_trim_whitespace(_cleaned(source, blank_as_null(text))).to_pandas()).astype("str")
    blank = ids.isna() | (ids == "")
    source.findings.repair("ids_blank", blank.sum())
    ids = given = ids.where(~blank, "row_" + numbers)
    while ids.duplicated().any():
        again = ids.groupby(ids).cumcount()
        ids = ids.where(again == 0, ids + "_" + (again + 1).astype("str"))
    source.findings.repair("ids_repeated", (ids != given).sum())
    return ids


def field_id(name: str) -> str:
    """Convert a name to an id: ASCII, lower case, joined by underscores, never beginning with a digit."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("ß", "ss"))
    words = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")
    return (words if words[:1].isalpha() else f"field_{words}".rstrip("_"))[:_ID_LENGTH].rstrip("_")


def printable(name: str) -> str:
    """Return the name of a column on one line, without control characters."""
    plain = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in re.sub(_HIDDEN, " ", name)).split())
    return plain[:120] or "?"


def _unique(name: str, taken: set[str]) -> str:
    free, number = (f"{name}_field" if name in _RESERVED else name), 2
    stem = free
    while free in taken:
        free, number = f"{stem}_{number}", number + 1
    taken.add(free)
    return free


def _read_column(source: SourceFile, name: str, cells: pa.ChunkedArray) -> tuple[str | None, pa.ChunkedArray]:
    """Return the type of a column and its converted cells; None where no type fits."""
    try:
        return _typed(source, name, cells)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None, cells


def _typed(source: SourceFile, name: str, cells: pa.ChunkedArray) -> tuple[str | None, pa.ChunkedArray]:
    if isinstance(cells.type, pa.BaseExtensionType):
        cells = cells.cast(cells.type.storage_type)
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(cells.type.value_type)
    kind: Any = cells.type
    if pa.types.is_boolean(kind):
        return "boolean", cells
    if pa.types.is_integer(kind) and kind != pa.uint64():
        cells = blank_nodata(source, printable(name), cells.cast(pa.int64()))
        return ("year" if _is_year(name, cells) else "integer"), cells
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _number(source, name, cells.cast(pa.float64(), safe=False))
    if pa.types.is_temporal(kind):
        return _when(cells)
    if pa.types.is_list(kind):
        lists = cells.cast(pa.list_(pa.string()))
        cells = pa.chunked_array([pc.binary_join(chunk, "; ") for chunk in lists.chunks], pa.string())
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        return None, cells
    text = _cleaned(source, blank_as_null(cells.cast(pa.string())))
    if _all(text, _MIDNIGHT):
        text = pc.utf8_slice_codeunits(text, 0, 10)
    return ("date" if _are_dates(text) else "string"), text


def _number(source: SourceFile, name: str, cells: pa.ChunkedArray) -> tuple[str, pa.ChunkedArray]:
    """Return numbers, infinite ones as null; integers where all are whole, as spreadsheets write them."""
    known = pc.if_else(pc.is_finite(cells), cells, pa.scalar(None, pa.float64()))
    source.findings.repair("numbers_not_finite", known.null_count - cells.null_count)
    known = blank_nodata(source, printable(name), known)
    whole = pc.all(pc.and_(pc.equal(pc.floor(known), known), pc.less(pc.abs(known), 1e15)), skip_nulls=True)
    if known.null_count < len(known) and whole.as_py():
        integers = known.cast(pa.int64())
        return ("year" if _is_year(name, integers) else "integer"), integers
    return "number", known


def _when(cells: pa.ChunkedArray) -> tuple[str, pa.ChunkedArray]:
    """Return dates, or texts where there are times of day."""
    if pa.types.is_date(cells.type):
        return "date", cells.cast(pa.date32()).cast(pa.string())
    if not pa.types.is_timestamp(cells.type):
        return "string", cells.cast(pa.string())
    zone = cells.type.tz
    whole = pc.all(pc.equal(pc.floor_temporal(cells, unit="second"), cells), skip_nulls=True).as_py() is not False
    text = pc.strftime(
        cells.cast(pa.timestamp("s" if whole else "ms", tz=zone), safe=False),
        format="%Y-%m-%dT%H:%M:%S%z" if zone else "%Y-%m-%dT%H:%M:%S",
    )
    text = pc.replace_substring_regex(text, r"([+-][0-9]{2})([0-9]{2})$", r"\1:\2") if zone else text
    text = pc.replace_substring_regex(text, r"[+]00:00$", "Z") if zone else text
    if _all(text, _MIDNIGHT):
        return "date", pc.utf8_slice_codeunits(text, 0, 10)
    return "string", text


def _cleaned(source: SourceFile, text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text without hidden characters."""
    plain = pc.replace_substring_regex(text, _HIDDEN, "")
    source.findings.repair("hidden_characters", pc.sum(pc.not_equal(plain, text)).as_py() or 0)
    return plain


def _is_year(name: str, cells: pa.ChunkedArray) -> bool:
    if not _YEARS & set(field_id(name).split("_")):
        return False
    least, most = _YEAR_RANGE
    inside = pc.and_(pc.greater_equal(cells, least), pc.less_equal(cells, most))
    return bool(pc.all(inside, skip_nulls=True).as_py())


def _are_dates(text: pa.ChunkedArray) -> bool:
    """Return whether all cells are calendar dates, to the month or the day."""
    if not _all(text, _DATE):
        return False
    days = pc.if_else(pc.equal(pc.utf8_length(text), 7), pc.binary_join_element_wise(text, "01", "-"), text)
    try:
        days.cast(pa.date32())
    except pa.ArrowInvalid:
        return False
    return True


def _all(text: pa.ChunkedArray, pattern: str) -> bool:
    known = text.null_count < len(text)
    return known and bool(pc.all(pc.match_substring_regex(text, pattern), skip_nulls=True).as_py())


def _is_facet(kind: str, cells: pa.ChunkedArray) -> bool:
    """Return whether a field is a useful filter: numbers and booleans are, texts when few values repeat."""
    if kind != "string":
        return kind != "date"
    values = pc.count_distinct(cells, mode="only_valid").as_py()
    return bool(values <= _FACET_VALUES and values * 2 <= len(cells) - cells.null_count)
