"""Read a file of any supported format into plain columns and shapes."""

from importlib import import_module

from atlas.io.imports.readers.detect_format import SOURCE_FORMATS
from atlas.io.imports.readers.tables.positions import read_positions
from atlas.io.imports.source_file import RawTable, SourceFile, check_size

_READERS = {
    "csv": ("tables.read_rows", "read_sheet"),
    "xlsx": ("tables.read_rows", "read_sheet"),
    "ods": ("tables.read_rows", "read_sheet"),
    "geoparquet": ("geoparquet", "read_parquet"),
    "whc_xml": ("records", "read_records"),
    "json_rows": ("records", "read_records"),
    "overpass": ("records", "read_records"),
}


def read_file(source: SourceFile) -> RawTable:
    """Read one layer of a file.

    Raises
    ------
    LayerDataError
        The file is damaged, or larger than the limits.
    OpenQuestion
        It holds several layers, or its coordinate columns are unknown.
    """
    # Each format brings its own library; a file of another does not pay for it.
    module, function = _READERS.get(source.kind, ("vector", "read_vector"))
    found: RawTable = getattr(import_module(f"atlas.io.imports.readers.{module}"), function)(source)
    if source.kind not in SOURCE_FORMATS and _READERS.get(source.kind, ("", ""))[0] != "tables.read_rows":
        # Columns that the user names win over the shapes of a file; a table without shapes may hold positions.
        is_table = found.shapes is None or found.shapes.null_count == len(found.shapes)
        if is_table or source.answers.x or source.answers.y:
            found = read_positions(source, found)
    arrays = list(found.columns.values())
    check_size(source, rows=len(arrays[0]) if arrays else 0, columns=len(arrays), size=sum(a.nbytes for a in arrays))
    return found
