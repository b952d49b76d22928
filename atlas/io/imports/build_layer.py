"""Build a layer from a raw table: reference system, geometries, ids, fields, declaration. Runs in the worker."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from atlas.errors import LayerDataError
from atlas.io.imports.draft_declaration import draft_layer
from atlas.io.imports.normalise.columns import Column, read_columns, row_ids
from atlas.io.imports.normalise.reference_system import check_axes, note_accuracy, settle_crs
from atlas.io.imports.normalise.repair import SLICE, Shapes, mend, row_bounds
from atlas.io.imports.readers.read_file import Asked, Read, read_file
from atlas.io.imports.report import Wish
from atlas.io.imports.write_rows import write_rows

_KINDS = {0: "point", 4: "point", 1: "line", 5: "line", 3: "polygon", 6: "polygon"}
# What a small map of the rows needs at most.
_SKETCHED, _SKETCH_VERTICES, _LEAST_VERTICES = 1_500, 8_000, 5


def refine(asked: Asked, job: dict[str, Any], folder: Path) -> None:
    """Read, repair and write one layer; what was found is in the findings of `asked`.

    Parameters
    ----------
    asked
        The file.
    job
        ``territories`` (boxes in degrees), and ``wish`` of the layer to be; without a wish the columns stay as the
        source names them, for a connector that knows them.
    folder
        Where ``rows.parquet`` and ``layer.toml`` go.

    Raises
    ------
    LayerDataError
        The file cannot be used.
    Ask
        Its reader must say something first.
    """
    read = read_file(asked)
    rows = asked.findings.rows = _count(read)
    if not rows:
        raise LayerDataError("import_no_rows", path=asked.name)
    shapes = _shapes(asked, read, np.array(job["territories"], dtype=float).reshape(-1, 4))
    wish = Wish(**job["wish"]) if job["wish"] else None
    ids, columns = _columns(asked, read, rows) if wish else _as_they_are(read, rows)
    kept = np.concatenate([own.kept for own in shapes]) if shapes else np.ones(rows, dtype=bool)
    _describe(asked, shapes, columns, kept)
    write_rows(folder / "rows.parquet", ids, columns, shapes)
    if wish:
        (folder / "layer.toml").write_text(draft_layer(wish, asked.findings, columns), encoding="utf-8")


def _count(read: Read) -> int:
    return len(read.shapes) if read.shapes is not None else max((len(c) for c in read.columns.values()), default=0)


def _shapes(asked: Asked, read: Read, territories: np.ndarray) -> list[Shapes]:
    """Repair all shapes, freeing those of the file on the way (memory); none for a table."""
    if read.shapes is None or read.shapes.null_count == len(read.shapes):
        read.shapes = None
        return []
    bounds = row_bounds(asked, read.shapes)
    crs = settle_crs(asked, read, bounds)
    check_axes(asked, crs, bounds, territories)
    note_accuracy(asked, crs)
    waiting = [read.shapes.slice(start, SLICE) for start in range(0, len(read.shapes), SLICE)]
    read.shapes = None
    done = []
    while waiting:
        done.append(mend(asked, waiting.pop(0), crs))
    return done


def _columns(asked: Asked, read: Read, rows: int) -> tuple[pd.Series, list[Column]]:
    ids = row_ids(asked, read.columns, rows)
    columns = read_columns(asked, read.columns)
    if not columns:
        # A layer has at least one field; the number of the row is the only thing known of it.
        numbers = pa.chunked_array([pa.array(np.arange(1, rows + 1))])
        columns = [Column("number", "number", "integer", numbers, is_facet=False)]
    return ids, columns


def _as_they_are(read: Read, rows: int) -> tuple[pd.Series, list[Column]]:
    plain = {name: cells for name, cells in read.columns.items() if not pa.types.is_nested(cells.type)}
    columns = [Column(f"c{n}", name, "", cells, is_facet=False) for n, (name, cells) in enumerate(plain.items())]
    return pd.Series(np.arange(1, rows + 1)).astype("str"), columns


def _describe(asked: Asked, shapes: list[Shapes], columns: list[Column], kept: np.ndarray) -> None:
    findings = asked.findings
    findings.fields = [(column.id, column.source, column.type) for column in columns]
    findings.kept = findings.placed = int(kept.sum())
    if not findings.kept:
        raise LayerDataError("import_nothing_left", path=asked.name, rows=findings.rows)
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


def _sketch(shapes: list[Shapes]) -> list[list[list[float]]]:
    """Return some of the rows as few lines and points: enough to see where they lie.

    Vertices are picked, not simplified away: that takes a time of its own on shapes made to be slow.
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
