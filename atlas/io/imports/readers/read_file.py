"""Read a file of any supported format into plain columns and shapes."""

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pyarrow as pa

from atlas.errors import LayerDataError
from atlas.io.imports.limits import MEGABYTE, Caps
from atlas.io.imports.report import Answers, Findings

_READERS = {
    "csv": ("tables", "read_sheet"),
    "xlsx": ("tables", "read_sheet"),
    "geoparquet": ("geoparquet", "read_parquet"),
    "whc_xml": ("records", "read_records"),
    "json_rows": ("records", "read_records"),
    "overpass": ("records", "read_records"),
}
# Two coordinates of eight bytes: the least that a vertex takes.
_VERTEX_BYTES = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to read: a copy of ours, its format, what its reader said, the limits, where findings are written."""

    path: Path
    kind: str
    answers: Answers
    caps: Caps
    findings: Findings

    @property
    def name(self) -> str:
        """Return the name of the file in error messages."""
        return self.findings.file


@dataclass(slots=True)
class Read:
    """Columns and shapes of a file, not yet normalised.

    Attributes
    ----------
    columns
        Attributes by the name they have in the file.
    shapes
        WKB, null where a row has no position; None when the file has no geometry at all.
    crs
        Anything pyproj understands, None when the file does not say.
    crs_from
        ``file`` or ``format``.
    """

    columns: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    shapes: pa.ChunkedArray | None = None
    crs: str | None = None
    crs_from: str = "file"


def read_file(asked: Asked) -> Read:
    """Read the one layer of a file that is asked for.

    Raises
    ------
    LayerDataError
        It is damaged, or larger than the limits.
    Ask
        It holds several layers, or does not say which columns are coordinates.
    """
    # Each format brings its own library; a file of another does not pay for it.
    module, function = _READERS.get(asked.kind, ("vector", "read_vector"))
    found: Read = getattr(import_module(f"atlas.io.imports.readers.{module}"), function)(asked)
    arrays = list(found.columns.values())
    check_size(asked, rows=len(arrays[0]) if arrays else 0, columns=len(arrays), size=sum(a.nbytes for a in arrays))
    return found


def check_size(asked: Asked, *, rows: int = 0, columns: int = 0, size: int = 0, shape_bytes: int = 0) -> None:
    """Report which limit a layer exceeds; called while it is being read, so that reading stops there.

    Raises
    ------
    LayerDataError
        It does.
    """
    found = {
        "columns": columns,
        "rows": rows,
        "vertices": shape_bytes // _VERTEX_BYTES,
        "unpacked_mb": (size + shape_bytes) // MEGABYTE,
    }
    for key, count in found.items():
        limit = getattr(asked.caps, key)
        if count > limit:
            raise LayerDataError("import_cap", path=asked.name, what=key.upper(), count=count, limit=limit)
