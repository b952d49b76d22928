"""The formats that rows are written in, and what each of them allows."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from atlas.errors import LayerDataError

CsvStyle = Literal["en", "fr"]

_GDAL = {"geometry", "geom", "wkb_geometry", "ogc_fid", "fid"}
# Columns that KML and GDAL's reader of it have themselves.
_KML = {"name", "description", "timestamp", "begin", "end", "altitudemode", "tessellate", "extrude"}
_KML |= {"visibility", "draworder", "icon", "snippet"}


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes
    ----------
    id
        Ending without its first dot.
    title, media_type
        Name for readers, and media type of the file.
    one_table
        Whether a file holds one table only: several layers are then joined in it, or written as several files.
    degrees
        Whether its standard allows longitude and latitude only.
    reserved
        Column names that the format, or the software that reads it, uses for itself; in lower case.
    ignores_case
        Whether names that differ by case only are the same name.
    longest
        Bytes of a column name; None without a limit.
    archived
        Whether a download is an archive.
    """

    id: str
    title: str
    media_type: str
    one_table: bool = True
    degrees: bool = False
    reserved: frozenset[str] = frozenset()
    ignores_case: bool = False
    longest: int | None = None
    archived: bool = False


_FORMATS = (
    Format(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        one_table=False,
    ),
    Format("csv", "CSV", "text/csv", archived=True),
    Format(
        "gpkg",
        "GeoPackage",
        "application/geopackage+sqlite3",
        one_table=False,
        reserved=frozenset(_GDAL | {"rowid", "oid", "_rowid_"}),
        ignores_case=True,
    ),
    Format(
        "geojson",
        "GeoJSON",
        "application/geo+json",
        degrees=True,
        reserved=frozenset(_GDAL),
        ignores_case=True,
    ),
    Format(
        "shp.zip",
        "Shapefile",
        "application/zip",
        one_table=False,
        reserved=frozenset(_GDAL | {"shape", "rowid"}),
        ignores_case=True,
        longest=10,
        archived=True,
    ),
    Format(
        "kml",
        "KML",
        "application/vnd.google-earth.kml+xml",
        one_table=False,
        degrees=True,
        reserved=frozenset(_GDAL | _KML),
        ignores_case=True,
    ),
    Format("fgb", "FlatGeobuf", "application/flatgeobuf", reserved=frozenset(_GDAL), ignores_case=True),
    Format(
        "parquet",
        "GeoParquet",
        "application/vnd.apache.parquet",
        reserved=frozenset({"geometry", "bbox"}),
        ignores_case=True,
    ),
)
# A project of QGIS, made of a view rather than of rows alone: `atlas.io.export.export_project` writes it.
_TABLES = next(known for known in _FORMATS if known.id == "gpkg")
PROJECT = replace(_TABLES, id="qgz", title="QGIS", media_type="application/x-qgis-project")
# Its kinds, as the route and the page name them: with its rows, or with the address of the OGC API that has them.
QGIS_KINDS = ("qgz", "ogc.qgz")
FORMATS: dict[str, Format] = {known.id: known for known in _FORMATS}
ENDINGS = tuple(f".{name}" for name in FORMATS)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How rows are written.

    Attributes
    ----------
    lang
        Language of titles and notes in files that are read by people.
    crs
        Code of a reference system; None is longitude and latitude (EPSG:4326).
    csv
        ``en``: for programs (comma, decimal point, ids as header). ``fr``: for a French spreadsheet (semicolon, decimal
        comma, UTF-8 with BOM, titles and codes in French).
    """

    lang: str = "en"
    crs: str | None = None
    csv: CsvStyle | None = None


def format_of(path: Path) -> Format:
    """Return the format of a file by its ending.

    Raises
    ------
    LayerDataError
        The ending is none of `ENDINGS`.
    """
    name = path.name.lower()
    for ending, known in zip(ENDINGS, _FORMATS, strict=True):
        if name.endswith(ending):
            return known
    raise LayerDataError("format_unknown", path=path.name, valid=", ".join(ENDINGS))
