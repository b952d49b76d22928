"""File of an import, and the raw table read from it before anything is normalised."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from atlas.environment import MEGABYTE, ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports.report import Answers, Findings

# Two coordinates of eight bytes: the least that a vertex takes.
_VERTEX_BYTES = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The copied file of an import: path, format, the user's answers, the limits, and the findings to fill.

    ``neighbours`` are west, south, east, north of the layers that the user already has, degrees.
    """

    path: Path
    kind: str
    answers: Answers
    limits: ImportLimits
    findings: Findings
    neighbours: np.ndarray = field(default_factory=lambda: np.empty((0, 4)))

    @property
    def name(self) -> str:
        """Return the name of the file in error messages."""
        return self.findings.file


@dataclass(slots=True)
class RawTable:
    """Columns and geometries of a file, not yet normalised.

    Attributes
    ----------
    columns
        Attributes by the name they have in the file.
    shapes
        WKB, null where a row has no position; None when the file has no geometry at all.
    crs
        Anything pyproj understands, None when the file states none.
    crs_from
        ``file`` or ``format``.
    crs_words
        What the file says of its reference system where nobody knows a system of that name.
    row_numbers
        Number of each row as a reader of the file counts them; None: from 1.
    unread
        Text of the coordinates of rows without a readable position, by index.
    """

    columns: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    shapes: pa.ChunkedArray | None = None
    crs: str | None = None
    crs_from: str = "file"
    crs_words: str = ""
    row_numbers: list[int] | None = None
    unread: dict[int, str] = field(default_factory=dict)


def check_size(source: SourceFile, *, rows: int = 0, columns: int = 0, size: int = 0, shape_bytes: int = 0) -> None:
    """Reject a layer that exceeds a limit; called while it is being read, so that reading stops there.

    Raises
    ------
    LayerDataError
        A limit is exceeded.
    """
    found = {
        "columns": columns,
        "rows": rows,
        "vertices": shape_bytes // _VERTEX_BYTES,
        "unpacked_mb": (size + shape_bytes) // MEGABYTE,
    }
    for key, count in found.items():
        limit = getattr(source.limits, key)
        if count > limit:
            raise LayerDataError("import_cap", path=source.name, what=key.upper(), count=count, limit=limit)
