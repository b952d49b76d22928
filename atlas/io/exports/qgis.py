"""A project of QGIS with its rows in one file: a ``.qgz`` archive of the project and a styled GeoPackage."""

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.io.exports.gdal_files import write_geopackage
from atlas.io.exports.geopackage_tables import add_columns, add_styles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.io.exports.export_job import ExportJob
    from atlas.io.exports.geopackage_tables import LayerStyle

# The GeoPackage in the archive, by the name that the project has for it.
TABLES = "atlas.gpkg"
# The same bytes for the same rows: an archive without the time of day.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_project(job: "ExportJob", path: Path, project: bytes, styles: "Iterable[LayerStyle]") -> None:
    """Write a project with its rows.

    Parameters
    ----------
    job
        The rows: one table a layer in the GeoPackage.
    path
        Where the archive goes.
    project
        The project file, which names the GeoPackage `TABLES`.
    styles
        Styles of the tables, kept in the GeoPackage: it is styled without the project too.
    """
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / TABLES
        write_geopackage(job, tables, one_kind=True)
        add_columns(tables, job)
        add_styles(tables, styles, job.provenance.made)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (("atlas.qgs", project), (TABLES, tables.read_bytes())):
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)


def write_remote_project(path: Path, project: bytes) -> None:
    """Write a project whose rows a service has."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("atlas.qgs", _MOMENT), project, zipfile.ZIP_DEFLATED)
