"""The table of a shapefile, where it is missing or shorter than the shapes."""

import struct

from atlas.io.imports.source_file import SourceFile

# Bytes of a shapefile's head and of each entry of its index; where a DBF keeps its counts.
_HEAD, _ENTRY, _COUNTS = 100, 8, struct.Struct("<IHH")
_END = b"\x1a"


def complete_table(source: SourceFile) -> None:
    """Add a blank row to the table for each shape beyond its last row: GDAL would leave the shape out.

    A missing table, and the rows added, are noted in the findings.
    """
    table, index = source.path.with_suffix(".dbf"), source.path.with_suffix(".shx")
    if not table.exists():
        source.findings.note("table_missing")
        return
    if not index.exists():
        return
    content = table.read_bytes()
    if len(content) < 4 + _COUNTS.size:
        return
    rows, head, width = _COUNTS.unpack_from(content, 4)
    present = min(rows, (len(content) - head) // width if width else 0)
    missing = (index.stat().st_size - _HEAD) // _ENTRY - present
    if missing <= 0 or not width or present < 0:
        return
    # The first byte of a row says whether it is deleted; blanks are no value in every type.
    filled = content[: head + present * width] + b" " * (width * missing) + _END
    table.write_bytes(filled[:4] + struct.pack("<I", present + missing) + filled[8:])
    source.findings.repair("shapes_without_row", missing)
