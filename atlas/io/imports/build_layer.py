"""Build a layer from a raw table: reference system, geometries, ids, fields, declaration. Runs in the worker."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from atlas.errors import LayerDataError
from atlas.io.imports.draft_declaration import draft_layer
from atlas.io.imports.normalise.accuracy import choose_transformation
from atlas.io.imports.normalise.candidates import WGS84, lies_near_territory
from atlas.io.imports.normalise.columns import Column, printable, read_columns, row_ids
from atlas.io.imports.normalise.reference_system import check_axes, determine_crs, name_crs
from atlas.io.imports.normalise.repair import SLICE, Shapes, repair_shapes, row_bounds
from atlas.io.imports.readers.read_file import read_file
from atlas.io.imports.report import NewLayer
from atlas.io.imports.source_file import RawTable, SourceFile
from atlas.io.imports.unused_answers import note_unused
from atlas.io.imports.write_rows import write_rows

_KINDS = {0: "point", 4: "point", 1: "line", 5: "line", 3: "polygon", 6: "polygon"}
# Degrees from every territory of the atlas: about 500 km.
_FAR = 5.0
# Rows that a note names.
_NAMED_ROWS, _NAMED_LETTERS, _NAMED_COLUMNS = 10, 40, 200
# Rows and vertices of the overview map.
_SKETCHED, _SKETCH_VERTICES, _LEAST_VERTICES = 1_500, 8_000, 5


def build_layer(source: SourceFile, job: dict[str, Any], folder: Path) -> None:
    """Read, repair and write one layer; the report of it is `source.findings`.

    Parameters
    ----------
    source
        The file.
    job
        ``territories``: boxes in degrees. ``new_layer``: what the user states about the layer; null keeps the column
        names of the source, for a connector that declares them.
    folder
        ``rows.parquet`` and ``layer.toml`` are written here.

    Raises
    ------
    LayerDataError
        The file cannot be used.
    OpenQuestion
        The user must answer a question first.
    """
    table = read_file(source)
    source.findings.columns = list(table.columns)[:_NAMED_COLUMNS]
    rows = source.findings.rows = _count(table)
    if not rows:
        raise LayerDataError("import_no_rows", path=source.name)
    shapes = _shapes(source, table, np.array(job["territories"], dtype=float).reshape(-1, 4))
    new_layer = NewLayer(**job["new_layer"]) if job["new_layer"] else None
    ids, columns = _columns(source, table, rows) if new_layer else _raw_columns(table, rows)
    kept = np.concatenate([own.kept for own in shapes]) if shapes else np.ones(rows, dtype=bool)
    _describe(source, shapes, columns, kept)
    note_unused(source, placed=bool(shapes))
    _name_rows(source, table, shapes, kept)
    write_rows(folder / "rows.parquet", ids, columns, shapes)
    if new_layer:
        (folder / "layer.toml").write_text(draft_layer(new_layer, source.findings, columns), encoding="utf-8")


def _count(table: RawTable) -> int:
    return len(table.shapes) if table.shapes is not None else max((len(c) for c in table.columns.values()), default=0)


def _shapes(source: SourceFile, table: RawTable, territories: np.ndarray) -> list[Shapes]:
    """Repair all geometries, releasing those of the file slice by slice; none for a table."""
    if table.shapes is None or table.shapes.null_count == len(table.shapes):
        table.shapes = None
        return []
    bounds = row_bounds(source, table.shapes)
    crs = determine_crs(source, table, bounds, territories)
    check_axes(source, crs, bounds, territories)
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if len(known) and len(territories) and not lies_near_territory(crs, known, territories, margin=_FAR):
        source.findings.note("far")
    to_degrees = None if name_crs(crs) == WGS84 else choose_transformation(source, crs, bounds)
    waiting = [table.shapes.slice(start, SLICE) for start in range(0, len(table.shapes), SLICE)]
    table.shapes = None
    done = []
    while waiting:
        done.append(repair_shapes(source, waiting.pop(0), to_degrees))
    return done


def _columns(source: SourceFile, table: RawTable, rows: int) -> tuple[pd.Series, list[Column]]:
    ids = row_ids(source, table.columns, rows)
    columns = read_columns(source, table.columns)
    if not columns:
        # A layer has at least one field: here the row number.
        numbers = pa.chunked_array([pa.array(np.arange(1, rows + 1))])
        columns = [Column("number", "number", "integer", numbers, is_facet=False)]
    return ids, columns


def _raw_columns(table: RawTable, rows: int) -> tuple[pd.Series, list[Column]]:
    plain = {name: cells for name, cells in table.columns.items() if not pa.types.is_nested(cells.type)}
    columns = [Column(f"c{n}", name, "", cells, is_facet=False) for n, (name, cells) in enumerate(plain.items())]
    return pd.Series(np.arange(1, rows + 1)).astype("str"), columns


def _describe(source: SourceFile, shapes: list[Shapes], columns: list[Column], kept: np.ndarray) -> None:
    findings = source.findings
    findings.fields = [(column.id, column.source, column.type) for column in columns]
    findings.kept = findings.placed = int(kept.sum())
    if not findings.kept:
        raise LayerDataError("import_nothing_left", path=source.name, rows=findings.rows)
    if not shapes:
        findings.placed = 0
        findings.note("no_positions")
        return
    kinds = np.concatenate([own.kinds[own.kept] for own in shapes])
    findings.placed = int((kinds >= 0).sum())
    findings.repair("no_position", findings.kept - findings.placed)
    found = {_KINDS[int(kind)] for kind in np.unique(kinds) if kind >= 0}
    findings.geometry = found.pop() if len(found) == 1 else ("mixed" if found else "none")
    bounds = np.concatenate([own.bounds[own.kept] for own in shapes])
    if np.isfinite(bounds).any():
        low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
        findings.extent = [round(float(value), 6) for value in (*low, *high)]
        findings.sketch = _sketch(shapes)


def _name_rows(source: SourceFile, table: RawTable, shapes: list[Shapes], kept: np.ndarray) -> None:
    """Name the rows that were left out and those without a position, with the text that stands there."""
    kinds = np.concatenate([own.kinds for own in shapes]) if shapes else np.empty(0)
    for key, rows in (
        ("rows_unplaced", np.flatnonzero(kept[: len(kinds)] & (kinds < 0))),
        ("rows_out", np.flatnonzero(~kept)),
    ):
        if not len(rows):
            continue
        named = [_row_name(table, int(row)) for row in rows[:_NAMED_ROWS]]
        more = f" (+{len(rows) - _NAMED_ROWS})" if len(rows) > _NAMED_ROWS else ""
        source.findings.note(key, rows=", ".join(named) + more)


def _row_name(table: RawTable, row: int) -> str:
    number = table.row_numbers[row] if table.row_numbers else row + 1
    text = printable(table.unread[row])[:_NAMED_LETTERS] if table.unread.get(row) else ""
    return f"{number} (« {text} »)" if text else str(number)


def _sketch(shapes: list[Shapes]) -> list[list[list[float]]]:
    """Return a sample of the rows as simplified lines and points, for an overview map.

    Vertices are sampled: simplifying takes long on geometries made to be slow.
    """
    every = max(1, sum(len(own.wkb) for own in shapes) // _SKETCHED)
    kept = [own.wkb.filter(pa.array(own.kept)).to_numpy(zero_copy_only=False)[::every] for own in shapes]
    some = [shapely.from_wkb(wkb) for wkb in kept]
    parts = shapely.get_parts(np.concatenate(some))[:_SKETCHED]
    most = max(_LEAST_VERTICES, _SKETCH_VERTICES // max(len(parts), 1))
    lines = []
    for part in parts:
        pairs = shapely.get_coordinates(part.exterior if part.geom_type == "Polygon" else part)
        picked = pairs[:: -(-len(pairs) // most)]
        lines.append(np.vstack([picked, pairs[-1:]] if len(pairs) > 1 else [picked]).round(5).tolist())
    return lines
