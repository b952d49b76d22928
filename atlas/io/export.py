"""Write rows for other software, with their provenance inside or beside; write any file whole or not at all."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio

from atlas.errors import LayerDataError
from atlas.io.exports.csv_file import SIDECAR, sidecar_text, write_csv
from atlas.io.exports.export_job import ExportJob, ExportNote
from atlas.io.exports.formats import PROJECT, ExportOptions, Format, format_of
from atlas.io.exports.gdal_files import write_flatgeobuf, write_geojson, write_geopackage
from atlas.io.exports.geoparquet import write_geoparquet
from atlas.io.exports.kml import write_kml
from atlas.io.exports.qgis import write_project
from atlas.io.exports.shapefile import write_shapefiles
from atlas.io.exports.tables import layer_tables, reference_system, rows_outside
from atlas.io.frames import wgs84
from atlas.io.provenance import licences_clash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd

    from atlas.io.exports.gdal_files import GroundTable
    from atlas.io.exports.geopackage_tables import LayerStyle
    from atlas.io.provenance import Provenance


def _write_spreadsheet(job: ExportJob, path: Path) -> None:
    # openpyxl takes as long to import as a small file to write.
    from atlas.io.exports.spreadsheet import write_spreadsheet  # noqa: PLC0415

    write_spreadsheet(job, path)


_WRITERS: "dict[str, Callable[[ExportJob, Path], None]]" = {
    "xlsx": _write_spreadsheet,
    "csv": write_csv,
    "gpkg": write_geopackage,
    "geojson": write_geojson,
    "shp.zip": write_shapefiles,
    "kml": write_kml,
    "fgb": write_flatgeobuf,
    "parquet": write_geoparquet,
}


def export_rows(
    rows: "Mapping[str, gpd.GeoDataFrame]",
    path: Path,
    provenance: "Provenance",
    options: ExportOptions | None = None,
) -> tuple[ExportNote, ...]:
    """Write rows to one file: ``id`` first, ``layer`` second when one table holds several, then the columns in order.

    Rows without position are kept. XLSX, GeoPackage, shapefile and KML hold a table for each layer; in the others a
    column of one name and several types becomes text. Producers, licences, dates and the link travel inside; beside a
    CSV file lies ``<name>.csv-metadata.json``. The file appears whole or not at all.

    Parameters
    ----------
    rows
        Layer id → GeoDataFrame in EPSG:4326 indexed by id.
    path
        Its ending chooses the format, see `atlas.io.exports.formats.FORMATS`.
    provenance
        Where the rows come from.
    options
        Language, reference system, style of CSV.

    Returns
    -------
    tuple
        What a reader of the file should know: columns with another name, texts cut, positions.

    Raises
    ------
    LayerDataError
        There is no layer, the ending is no format of ours, an option does not go with it, or the folder does not take
        the file.
    """
    known = format_of(path)
    job = export_job(rows, known, provenance, options or ExportOptions(), path=path)
    _write_whole(path, f".{known.id}", lambda partial: _WRITERS[known.id](job, partial))
    if known.id == "csv":
        write_text(path.with_name(path.name + SIDECAR), sidecar_text(job, url=path.name), endings=(".json",))
    return tuple(job.notes)


def export_project(  # noqa: PLR0913 - as `export_rows`, and what a project has beside
    rows: "Mapping[str, gpd.GeoDataFrame]",
    path: Path,
    provenance: "Provenance",
    options: ExportOptions,
    *,
    project: bytes,
    styles: "Sequence[LayerStyle] | None",
    ground: "Sequence[GroundTable]" = (),
) -> tuple[ExportNote, ...]:
    """Write a project of QGIS (``.qgz``), whole or not at all.

    Parameters
    ----------
    rows, path, provenance, options
        As for `export_rows`.
    project
        The project file.
    styles
        Styles of its tables; None for a project whose rows a service has: the file has none then.
    ground
        Tables of what lies below the layers and above them.

    Returns
    -------
    tuple
        What a reader of the file should know.

    Raises
    ------
    LayerDataError
        As `export_rows` raises it.
    """
    job = export_job(rows, PROJECT, provenance, options, path=path)

    def write(partial: Path) -> None:
        write_project(job, partial, project, styles, ground)

    _write_whole(path, f".{PROJECT.id}", write)
    return tuple(job.notes)


def export_job(
    rows: "Mapping[str, gpd.GeoDataFrame]",
    known: Format,
    provenance: "Provenance",
    options: ExportOptions,
    *,
    path: Path,
) -> ExportJob:
    """Return what is to be written, with the notes that are known before it is; errors as `export_rows` raises them."""
    if not rows:
        raise LayerDataError("nothing_to_write", path=path.name)
    if options.csv and known.id != "csv":
        raise LayerDataError("csv_style", path=path.name)
    tables, crs = layer_tables(rows, provenance.layers, known), reference_system(options.crs)
    job = ExportJob(tables, provenance, known, options, wgs84() if known.degrees else crs)
    if known.one_table and licences_clash(provenance):
        job.note("clash", licences=", ".join(sorted({source.licence for _, source in provenance.sources})))
    if crs != job.crs:
        job.note("stays_degrees", format=known.title)
    elif crs != wgs84():
        for table in tables:
            if outside := rows_outside(table, crs):
                job.note("outside", count=outside, layer=table.name, crs=crs.to_string())
    return job


def write_text(path: Path, text: str, *, endings: tuple[str, ...]) -> None:
    """Write a text file, whole or not at all.

    Raises
    ------
    LayerDataError
        The ending is none of `endings`, or the folder does not take the file.
    """
    write_bytes(path, text.encode(), endings=endings)


def write_bytes(path: Path, content: bytes, *, endings: tuple[str, ...]) -> None:
    """Write a file, whole or not at all; it fails as `write_text` does."""
    check_ending(path, endings)
    _write_whole(path, path.suffix.lower(), lambda partial: partial.write_bytes(content))


def check_ending(path: Path, endings: tuple[str, ...]) -> None:
    """Refuse a file of another ending: before what it would hold is computed.

    Raises
    ------
    LayerDataError
        The ending is none of `endings`.
    """
    if path.suffix.lower() not in endings:
        raise LayerDataError("format_unknown", path=path.name, valid=", ".join(endings))


def _write_whole(path: Path, ending: str, write: "Callable[[Path], object]") -> None:
    partial = path.with_name(f".{path.name[: -len(ending)]}.partial{ending}")
    try:
        write(partial)
        os.replace(partial, path)  # noqa: PTH105 - the atomic one
    except (OSError, pyogrio.errors.DataSourceError) as exc:
        problem = getattr(exc, "strerror", None) or str(exc).replace(partial.name, path.name)
        raise LayerDataError("file_unwritable", path=path, problem=problem) from exc
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
