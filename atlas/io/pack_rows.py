"""Pack rows as bytes of one file for download; several files come as an archive with a note."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.errors import LayerDataError
from atlas.io.export import export_job, export_rows
from atlas.io.exports.formats import ENDINGS, FORMATS, PROJECT, ExportOptions, Format
from atlas.io.provenance import Provenance, licences_clash, narrow

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

_ZIP = "application/zip"


def pack_rows(
    rows: "Mapping[str, gpd.GeoDataFrame]", provenance: Provenance, *, ending: str, options: ExportOptions
) -> tuple[str, str, bytes]:
    """Return rows as a file for download.

    Parameters
    ----------
    rows, provenance, options
        As for `atlas.io.export.export_rows`.
    ending
        A key of `atlas.io.exports.formats.FORMATS`.

    Returns
    -------
    tuple
        Name of the file, its media type, its bytes.

    Raises
    ------
    LayerDataError
        There is no layer, or the format is not supported.
    """
    known = download_format(ending)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if is_archive(known, provenance) and known.id != "shp.zip":
            return file_name(known, provenance), _ZIP, _archive(rows, provenance, known, options, folder)
        path = folder / file_name(known, provenance)
        export_rows(rows, path, provenance, options)
        return path.name, known.media_type, path.read_bytes()


def download_format(ending: str) -> Format:
    """Return a format by its id.

    Raises
    ------
    LayerDataError
        There is none.
    """
    known = FORMATS.get("shp.zip" if ending == "shp" else ending)
    if known is None:
        raise LayerDataError("format_unknown", path=ending, valid=", ".join(ENDINGS))
    return known


def file_name(known: Format, provenance: Provenance) -> str:
    """Return the name of a download: its layer, the day, its ending."""
    zipped = is_archive(known, provenance) and known.id != "shp.zip"
    return f"{_stem(provenance)}.{'zip' if zipped else known.id}"


def project_name(provenance: Provenance, *, online: bool) -> str:
    """Return the name of a project of QGIS; one that reads a service says so."""
    return f"{_stem(provenance)}{'-ogc' if online else ''}.{PROJECT.id}"


def _stem(provenance: Provenance) -> str:
    subject = provenance.layers[0].id if len(provenance.layers) == 1 else "layers"
    return f"atlas-{subject}-{provenance.made.isoformat()}"


def is_archive(known: Format, provenance: Provenance) -> bool:
    """Return whether a download is an archive: several files, or layers whose licences do not mix in one table."""
    return known.archived or (known.one_table and licences_clash(provenance))


def _archive(
    rows: "Mapping[str, gpd.GeoDataFrame]",
    provenance: Provenance,
    known: Format,
    options: ExportOptions,
    folder: Path,
) -> bytes:
    """Write a file for each layer."""
    job = export_job(rows, known, provenance, options, path=folder / f"layers.{known.id}")
    for layer_id, gdf in rows.items():
        own = narrow(provenance, layer_id)
        for note in export_rows({layer_id: gdf}, folder / f"{_stem(own)}.{known.id}", own, options):
            job.note(note.key, **note.values)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
        archive.writestr("README.txt", job.readme())
    return buffer.getvalue()
