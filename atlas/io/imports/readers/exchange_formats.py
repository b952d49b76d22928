"""GML and MapInfo: what their drivers leave to the reader of a file."""

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyogrio

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.column_types import typed_text
from atlas.io.imports.readers.text_encoding import find_encoding

if TYPE_CHECKING:
    from atlas.io.imports.source_file import SourceFile

# The box of each member, which GDAL reads as two columns.
_BOX = {"lowerCorner", "upperCorner"}
# Names of MapInfo for encodings, as its driver reads them.
_CHARSETS = {
    "UTF-8": "UTF-8",
    "CP1252": "WindowsLatin1",
    "CP1250": "WindowsLatin2",
    "ISO-8859-1": "ISO8859_1",
    "CP437": "CodePage437",
    "CP850": "CodePage850",
    "CP852": "CodePage852",
    "MAC-ROMAN": "MacRoman",
}
_CHARSET = re.compile(rb'(!charset\s+|charset\s+)("?)([A-Za-z0-9_-]+)("?)', re.IGNORECASE)
_HEAD = 4_096
# Tables that SQLite and SpatiaLite keep for themselves.
_SYSTEM = re.compile(
    r"(sqlite_|geometry_columns|spatial_ref_sys|views_geometry|virts_|idx_|data_licenses|vector_layers|raster_coverages"
    r"|se_|iso_metadata|wms_|stored_|sql_statements_log|spatialite_history|topologies|networks|elementarygeometries"
    r"|spatialindex|knn|vector_coverages|geom_cols_ref_sys|rl2map|layer_styles).*",
    re.IGNORECASE,
)


def skip_schema(source: "SourceFile") -> None:
    """Let GDAL read every property of GML as text: a schema may lie at an address, and a guess loses zeros of codes."""
    source.path.with_suffix(".xsd").unlink(missing_ok=True)
    pyogrio.set_gdal_config_options(
        {"GML_FIELDTYPES": "ALWAYS_STRING", "GML_DOWNLOAD_SCHEMA": False, "GML_SKIP_RESOLVE_ELEMS": "ALL"}
    )


def user_tables(layers: dict[str, Any]) -> dict[str, Any]:
    """Return the layers and tables of a database without those that it keeps for itself."""
    return {name: kind for name, kind in layers.items() if not _SYSTEM.fullmatch(name)}


def markup_columns(columns: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """Return the properties of GML in the type of all their values, the id of each member first, without its box."""
    known = {name: cells for name, cells in columns.items() if name not in _BOX}
    if "gml_id" in known and not any(name.lower() == "id" for name in known):
        known = {"id": known.pop("gml_id"), **known}
    return {
        name: typed_text(cells.cast(pa.string()), ".")[0] if _is_text(cells) and name not in {"id", "gml_id"} else cells
        for name, cells in known.items()
    }


def declare_charset(source: "SourceFile") -> None:
    """Write the encoding that the user names into the head of a file of MapInfo.

    Raises
    ------
    LayerDataError
        MapInfo has no name for it, or the parts of the table are not there.
    """
    path = source.path
    if path.suffix == ".tab" and not path.with_suffix(".dat").exists():
        raise LayerDataError("import_part", path=source.name, format="MapInfo")
    with path.open("rb") as file:
        head, rest = file.read(_HEAD), file.read()
    if not source.answers.encoding:
        return
    source.findings.encoding = find_encoding(source.answers.encoding)
    charset = _CHARSETS.get(source.findings.encoding)
    if charset is None:
        raise LayerDataError("encoding_wrong", path=source.name)
    head = _CHARSET.sub(lambda found: found[1] + found[2] + charset.encode() + found[4], head)
    path.write_bytes(head + rest)


def _is_text(cells: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type))
