"""Find the columns of a table that hold positions, and make shapes of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.column_types import blank_as_null, numbers
from atlas.io.imports.normalise.columns import field_id, printable
from atlas.io.imports.readers.tables.coordinate_text import read_angle, read_pair, read_shape
from atlas.io.imports.readers.tables.position_columns import (
    LATITUDE,
    LONGITUDE,
    WORDS,
    as_texts,
    axis_of,
    degree_columns,
    holds_both,
    holds_drawn,
    is_bytes,
    is_lettered_pair,
    is_text,
    lettered_columns,
    mostly,
)
from atlas.io.imports.readers.tables.repeated_positions import drop_repeated_positions
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import RawTable, SourceFile

_DEGREES = "EPSG:4326"
# The answer that a table has no positions.
NO_COLUMN = "-"
_LONGITUDE_FIRST = re.compile(r"lon.*lat|lng.*lat|^xy$|x_y")
_BLOCK = 10_000
# Rows whose text the report may name.
_NAMED = 50


@dataclass(slots=True)
class _Read:
    """Shapes of a column or two, the rows that have none, and what is known of the system."""

    names: tuple[str, ...]
    shapes: pa.ChunkedArray
    unread: dict[int, str]
    given: int
    placed: int
    degrees: bool
    srid: int = 0


def read_positions(source: SourceFile, table: RawTable) -> RawTable:
    """Read the positions that the columns of a table hold; a table without any stays a table.

    Columns named by the user are used whatever the file is. The columns of coordinates are kept as fields where a cell
    of them could not be read.

    Raises
    ------
    OpenQuestion
        Several columns may be the coordinates.
    LayerDataError
        No row of the columns is a position.
    """
    columns = table.columns
    if NO_COLUMN in {source.answers.x, source.answers.y}:
        return table
    found = _answered(source, columns) if source.answers.x or source.answers.y else _detected(source, columns)
    if found is None:
        return table
    if found.given and not found.placed:
        raise _unreadable(source, table, found)
    if not found.given:
        return table
    table.shapes, table.unread = found.shapes, found.unread
    table.crs, table.crs_from = (_DEGREES, "format") if found.degrees else (None, "format")
    if found.srid:
        table.crs, table.crs_from = f"EPSG:{found.srid}", "file"
    source.findings.repair("not_a_number", found.given - found.placed)
    source.findings.note("positions_from", columns=", ".join(printable(name) for name in dict.fromkeys(found.names)))
    if found.given == found.placed:
        for name in set(found.names):
            del columns[name]
    if found.degrees:
        drop_repeated_positions(source, table)
    return table


def _answered(source: SourceFile, columns: dict[str, pa.ChunkedArray]) -> _Read:
    """Read the columns that the user named; one column, or the same twice, holds both coordinates."""
    named = [_called(name, columns) for name in (source.answers.x, source.answers.y) if name]
    names = [name for name in named if name is not None]
    if len(names) != len(named):
        raise OpenQuestion("columns", options=tuple(columns))
    if len(set(names)) == 1:
        return _one_column(names[0], columns[names[0]])
    return _two_columns(names[0], names[1], columns)


def _called(name: str, columns: Iterable[str]) -> str | None:
    """Return the column of a name, whatever its case and spaces."""
    exact = {column: column for column in columns}
    loose = {column.strip().casefold(): column for column in exact}
    return exact.get(name) or loose.get(name.strip().casefold())


def _detected(source: SourceFile, columns: dict[str, pa.ChunkedArray]) -> _Read | None:
    texts = [name for name, cells in columns.items() if is_text(cells.type)]
    # Shapes are text, or the bytes of WKB in a table that does not declare them.
    bearing = [name for name, cells in columns.items() if is_text(cells.type) or is_bytes(cells.type)]
    shaped = [name for name in bearing if mostly(columns[name], lambda text: read_shape(text) is not None)]
    # A column of areas or lines says more than one of their middles.
    drawn = [name for name in shaped if holds_drawn(columns[name])]
    pair = degree_columns(list(columns))
    if pair and not drawn:
        return _two_columns(*pair, columns)
    if drawn or shaped:
        return _one_column((drawn or shaped)[0], columns[(drawn or shaped)[0]])
    hinted = [name for name in texts if holds_both(name)]
    pairs = [name for name in hinted if mostly(columns[name], lambda text: read_pair(text) is not None)]
    pairs = pairs or [name for name in texts if mostly(columns[name], is_lettered_pair)]
    if pairs:
        return _one_column(pairs[0], columns[pairs[0]])
    if pair := lettered_columns(texts, columns):
        return _two_columns(*pair, columns)
    likely = [name for name in columns if (WORDS | LONGITUDE | LATITUDE) & set(field_id(name).split("_"))]
    if len(likely) > 1 or source.kind == "whc_xml":
        raise OpenQuestion("columns", options=tuple(columns))
    return None


def _two_columns(x: str, y: str, columns: dict[str, pa.ChunkedArray]) -> _Read:
    """Make points of two columns, null where one of the two cannot be read."""
    reading = _Angles()
    x_axis, y_axis = (axis_of(columns[name]) for name in (x, y))
    if x_axis == "y" or y_axis == "x":
        # The letters N and E in the cells say which column is which.
        x, y = y, x
    chunks: list[Any] = []
    unread: dict[int, str] = {}
    given = placed = 0
    count = len(columns[x])
    for start in range(0, max(count, 1), _BLOCK):
        cells = [columns[name].slice(start, _BLOCK) for name in (x, y)]
        read = [reading.floats(own) for own in cells]
        filled = pc.or_(*(pc.is_valid(_blank(own)) for own in cells))
        known = pc.and_(*(pc.is_valid(own) for own in read))
        given += pc.sum(filled).as_py() or 0
        placed += pc.sum(known).as_py() or 0
        for row in pc.indices_nonzero(pc.invert(known)).to_pylist()[: _NAMED - len(unread)]:
            unread[start + row] = " / ".join(str(own[row].as_py() or "").strip() for own in cells).strip(" /")
        points = shapely.to_wkb(shapely.points(*(pc.fill_null(own, 0.0).to_numpy() for own in read)))
        chunks.append(pc.if_else(known, pa.array(points, type=pa.binary()), pa.scalar(None, pa.binary())))
    shapes = [part for chunk in chunks for part in getattr(chunk, "chunks", [chunk])]
    degrees = reading.degrees or degree_columns([x, y]) is not None
    return _Read((x, y), pa.chunked_array(shapes, type=pa.binary()), unread, given, placed, degrees)


class _Angles:
    """Numbers of cells; remembers whether any was written in degrees."""

    def __init__(self) -> None:
        self.degrees = False

    def floats(self, cells: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the cells as floats: plain numbers at once, the others one by one."""
        plain = numbers(cells)
        if not is_text(cells.type):
            return plain
        left = pc.and_(pc.is_valid(_blank(cells)), pc.is_null(plain))
        if not pc.any(left).as_py():
            return plain
        values: list[float | None] = plain.to_pylist()
        for row in pc.indices_nonzero(left).to_pylist():
            angle = read_angle(str(cells[row].as_py()))
            if angle is not None:
                values[row] = angle[0]
                self.degrees = self.degrees or bool(angle[1])
        return pa.chunked_array([pa.array(values, type=pa.float64())])


def _one_column(name: str, cells: pa.ChunkedArray) -> _Read:
    """Make shapes of a column that holds both coordinates, or whole shapes."""
    latitude_first = not _LONGITUDE_FIRST.search(field_id(name))
    shapes: list[bytes | None] = []
    unread: dict[int, str] = {}
    srids: set[int] = set()
    given, in_degrees = 0, []
    for row, cell in enumerate(as_texts(cells)):
        text = (cell or "").strip()
        given += bool(text)
        shape, srid, degrees = _read_cell(text, latitude_first=latitude_first) if text else (None, 0, True)
        if shape is None or (srids and srid not in srids):
            shapes.append(None)
            if len(unread) < _NAMED:
                unread[row] = text
            continue
        srids.add(srid)
        in_degrees.append(degrees)
        shapes.append(shapely.to_wkb(shapely.set_srid(shape, 0)))
    placed = len(in_degrees)
    wkb = pa.chunked_array([pa.array(shapes, type=pa.binary())])
    return _Read((name, name), wkb, unread, given, placed, all(in_degrees), srids.pop() if srids else 0)


def _read_cell(text: str, *, latitude_first: bool) -> tuple[Any, int, bool]:
    """Return the shape of a cell, its EPSG code (0: none), and whether its numbers are degrees."""
    found = read_shape(text)
    if found is not None:
        bounds = shapely.bounds(found[0])
        return found[0], found[1], bool(abs(bounds[[0, 2]]).max() <= 180 and abs(bounds[[1, 3]]).max() <= 90)  # noqa: PLR2004
    pair = read_pair(text, latitude_first=latitude_first)
    return (None, 0, True) if pair is None else (shapely.Point(pair[:2]), 0, pair[2])


def _unreadable(source: SourceFile, table: RawTable, found: _Read) -> LayerDataError:
    row, text = next(((row, text) for row, text in found.unread.items() if text), (0, ""))
    number = table.row_numbers[row] if table.row_numbers else row + 1
    named = ", ".join(printable(name) for name in dict.fromkeys(found.names))
    valid = ", ".join(printable(name) for name in list(table.columns)[:40])
    return LayerDataError(
        "columns_unreadable", path=source.name, columns=named, row=number, value=text[:60], valid=valid
    )


def _blank(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return blank_as_null(cells) if is_text(cells.type) else cells
