"""Detect the format of a file from its first bytes, which must agree with its extension."""

import re
from pathlib import Path

from atlas.errors import LayerDataError
from atlas.io.imports.readers.wide_text import wide_encoding_of

FORMATS = {
    ".gpkg": "gpkg",
    ".geojson": "geojson",
    ".json": "geojson",
    ".topojson": "geojson",
    ".esrijson": "geojson",
    ".umap": "geojson",
    ".geojsonl": "geojsonseq",
    ".geojsons": "geojsonseq",
    ".ndjson": "geojsonseq",
    ".fgb": "flatgeobuf",
    ".parquet": "geoparquet",
    ".geoparquet": "geoparquet",
    ".shp": "shapefile",
    ".kml": "kml",
    ".gpx": "gpx",
    ".gml": "gml",
    ".tab": "mapinfo",
    ".mif": "mapinfo",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".ods": "ods",
}
ARCHIVES = {".zip": "zip", ".shz": "zip", ".kmz": "kmz"}
TITLES = {
    "gpkg": "GeoPackage",
    "geojson": "GeoJSON",
    "geojsonseq": "GeoJSON (text sequence)",
    "flatgeobuf": "FlatGeobuf",
    "geoparquet": "GeoParquet",
    "shapefile": "Shapefile",
    "kml": "KML",
    "gpx": "GPX",
    "gml": "GML",
    "mapinfo": "MapInfo",
    "sqlite": "SpatiaLite",
    "filegdb": "File Geodatabase",
    "csv": "CSV",
    "xlsx": "XLSX",
    "ods": "OpenDocument",
    "topojson": "TopoJSON",
    "umap": "uMap",
    "esrijson": "Esri JSON",
    "overpass": "OpenStreetMap (Overpass)",
    "json_rows": "JSON",
    "zip": "ZIP",
    "kmz": "KMZ",
}
# GDAL's driver of each format that it reads; the worker switches off all others.
DRIVERS = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "geojsonseq": "GeoJSONSeq",
    "flatgeobuf": "FlatGeobuf",
    "shapefile": "ESRI Shapefile",
    "kml": "LIBKML",
    "gpx": "GPX",
    "gml": "GML",
    "mapinfo": "MapInfo File",
    "sqlite": "SQLite",
    "filegdb": "OpenFileGDB",
    "osm_pbf": "OSM",
    "topojson": "TopoJSON",
    "esrijson": "ESRIJSON",
}
# Formats of sources that the atlas downloads itself and names.
SOURCE_FORMATS = ("whc_xml", "json_rows", "overpass", "osm_pbf")

_TEXT_MARK = b"\xef\xbb\xbf"
_TEXT_STARTS = {"geojson": (b"{", b"["), "geojsonseq": (b"{", b"\x1e"), "kml": (b"<",), "gpx": (b"<",)}
_TEXT_STARTS |= {"gml": (b"<",), "mapinfo": (b"!table", b"!TABLE", b"Version", b"VERSION", b"version")}
_STARTS = {
    "gpkg": b"SQLite format 3\0",
    "sqlite": b"SQLite format 3\0",
    "flatgeobuf": b"fgb\x03",
    "geoparquet": b"PAR1",
    "shapefile": b"\0\0\x27\x0a",
}
_HEAD = 65_536
# What is often met under the ending of another format, by its first bytes in small letters.
_MARKS = {
    b"pk\x03\x04": "ZIP",
    b"\xd0\xcf\x11\xe0": "Excel 97–2003 (.xls)",
    b"7z\xbc\xaf": "7-Zip",
    b"rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"%pdf": "PDF",
    b"sqlite format 3": "SQLite",
    b"<!doctype html": "HTML",
    b"<html": "HTML",
    b"version https://git-lfs": "Git LFS",
    b"\x89png": "PNG",
    b"{\\rtf": "RTF",
}
# Formats that are not imported, by what their user can do.
_OTHERS = {
    "unpack": {
        ".7z": "7-Zip",
        ".rar": "RAR",
        ".gz": "gzip",
        ".tgz": "tar",
        ".tar": "tar",
        ".bz2": "bzip2",
        ".xz": "xz",
        ".zst": "Zstandard",
    },
    "sheet": {".xls": "Excel 97–2003", ".xlsb": "XLSB", ".xlsm": "XLSM", ".numbers": "Numbers"},
    "convert": {
        ".dxf": "DXF",
        ".dwg": "DWG",
        ".osm": "OpenStreetMap XML",
        ".pbf": "OpenStreetMap PBF",
        ".e00": "ArcInfo",
        ".dgn": "DGN",
        ".mbtiles": "MBTiles",
        ".pmtiles": "PMTiles",
        ".wkt": "WKT",
        ".wkb": "WKB",
        ".xml": "XML",
    },
    "part": {
        ".gdb": "File Geodatabase",
        ".dbf": "dBASE",
        ".shx": "Shapefile",
        ".prj": "Shapefile",
        ".cpg": "Shapefile",
        ".gpkg-wal": "GeoPackage",
        ".mid": "MapInfo",
        ".dat": "MapInfo",
        ".map": "MapInfo",
        ".gdbtable": "File Geodatabase",
    },
    "no_rows_in": {
        ".pdf": "PDF",
        ".docx": "Word",
        ".doc": "Word",
        ".png": "PNG",
        ".jpg": "JPEG",
        ".jpeg": "JPEG",
        ".tif": "TIFF",
        ".tiff": "TIFF",
        ".html": "HTML",
        ".htm": "HTML",
        ".qgz": "QGIS",
        ".qgs": "QGIS",
        ".lyr": "ArcMap",
        ".lyrx": "ArcGIS Pro",
        ".mxd": "ArcMap",
        ".aprx": "ArcGIS Pro",
        ".vrt": "VRT",
    },
}
_MEMBERS, _NAMED = re.compile(r'"([^"\\]{1,40})"\s*:'), 5
# Damaged GeoJSON is said to be damaged, not to be something else.
_GEO_MEMBER = re.compile(r'"(features|geometry|coordinates|geometries)"|"Feature|^\s*(\S?\s*)?$')
_GEOJSON_TYPES = "Feature(Collection)?|(Multi)?(Point|LineString|Polygon)|GeometryCollection"
# In this order: GeoJSON first, by its own `type` where it comes first.
_JSON_FORMATS = {
    "geojsonseq": re.compile(r'^\s*\{(?=.*"type"\s*:\s*"Feature").*\}\s*\n\s*\{'),
    "geojson": re.compile(rf'^\s*\{{\s*"type"\s*:\s*"({_GEOJSON_TYPES})"'),
    "umap": re.compile(r'"type"\s*:\s*"umap"'),
    "topojson": re.compile(r'"type"\s*:\s*"Topology"'),
    "esrijson": re.compile(r'"geometryType"\s*:\s*"esri|"spatialReference"\s*:\s*\{|"displayFieldName"\s*:'),
    "overpass": re.compile(r'^\s*\{(?=.*"(osm3s|generator)"\s*:)(?=.*"elements"\s*:\s*\[)', re.DOTALL),
    # What portals answer: a list of records, bare or below one of a few names.
    "json_rows": re.compile(
        r'^\s*\[\s*\{(?!\s*"type"\s*:\s*"Feature")'
        r'|^\s*\{(?!.*"features"\s*:).*?"(results|records|data|rows|bindings)"\s*:\s*\[\s*\{',
        re.DOTALL,
    ),
}


def detect_format(path: Path, name: str) -> str:
    """Return the format of a file, one of the values of `FORMATS` or `ARCHIVES`.

    Raises
    ------
    LayerDataError
        The extension is not supported, or the content is something else.
    """
    found = (FORMATS | ARCHIVES).get(path.suffix.lower())
    if found is None:
        _name_other(path, name)
        valid = ", ".join(sorted({*FORMATS, *ARCHIVES}))
        raise LayerDataError("import_format", path=name, valid=valid)
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - 4))
        tail = file.read()
    if not _agrees(found, head, tail):
        other = next((title for mark, title in _MARKS.items() if head.lstrip().lower().startswith(mark)), None)
        if other:
            raise LayerDataError("import_content_other", path=name, format=TITLES[found], other=other)
        raise LayerDataError("import_content", path=name, format=TITLES[found])
    return _json_format(head, name) if found == "geojson" else found


def _name_other(path: Path, name: str) -> None:
    """Name a format that is not imported, and what can be done with it."""
    for advice, formats in _OTHERS.items():
        title = formats.get(path.suffix.lower())
        if title:
            raise LayerDataError(f"import_{advice}", path=name, format=title)


def _json_format(head: bytes, name: str) -> str:
    """Return which of the formats in JSON a file is, by what its first bytes name."""
    text = _narrow(head).decode("utf-8", errors="replace")
    for kind, pattern in _JSON_FORMATS.items():
        if pattern.search(text):
            return kind
    members = _MEMBERS.findall(text)
    if len(text) < _HEAD and not _GEO_MEMBER.search(text):
        raise LayerDataError("import_json", path=name, members=", ".join(dict.fromkeys(members[:_NAMED])) or "–")
    return "geojson"


def _narrow(head: bytes) -> bytes:
    """Return the first bytes of a text as UTF-8 without a byte order mark."""
    wide = wide_encoding_of(head)
    text = head.decode(wide, errors="ignore").removeprefix("\ufeff").encode() if wide else head
    return text.removeprefix(_TEXT_MARK)


def _agrees(found: str, head: bytes, tail: bytes) -> bool:
    if found == "csv":
        return b"\0" not in head or wide_encoding_of(head) is not None
    if found in _TEXT_STARTS:
        return _narrow(head).lstrip().startswith(_TEXT_STARTS[found])
    return head.startswith(_STARTS.get(found, b"PK\x03\x04")) and (found != "geoparquet" or tail == b"PAR1")
