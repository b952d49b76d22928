"""A project of QGIS with its rows in one file: a ``.qgz`` archive of the project and a styled GeoPackage."""

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.io.exports.gdal_files import add_ground, write_geopackage
from atlas.io.exports.geopackage_tables import add_columns, add_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.io.exports.export_job import ExportJob
    from atlas.io.exports.gdal_files import GroundTable
    from atlas.io.exports.geopackage_tables import LayerStyle

# The GeoPackage in the archive, by the name that the project has for it.
TABLES = "atlas.gpkg"
# The same bytes for the same rows: an archive without the time of day.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_project(
    job: "ExportJob",
    path: Path,
    project: bytes,
    styles: "Sequence[LayerStyle] | None",
    ground: "Sequence[GroundTable]",
) -> None:
    """Write a project with its rows, or of rows that a service has.

    Parameters
    ----------
    job
        The rows: one table a layer in the GeoPackage.
    path
        Where the archive goes.
    project
        The project file, which names the GeoPackage `TABLES`.
    styles
        Styles of the tables, kept in the GeoPackage: it is styled without the project too. None for a project whose
        rows a service has: the file has none then.
    ground
        Tables of what lies below the layers and above them.
    """
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / TABLES
        if styles is not None:
            write_geopackage(job, tables, one_kind=True)
        add_ground(tables, ground)
        if styles is not None:
            add_columns(tables, job)
            add_styles(tables, styles, job.provenance.made)
        contents = [("atlas.qgs", project)] + ([(TABLES, tables.read_bytes())] if tables.is_file() else [])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents:
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
