"""Pack rows as bytes of one file for download; a CSV file comes in an archive with its metadata and a note."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.errors import LayerDataError
from atlas.i18n import t
from atlas.io.export import export_rows
from atlas.io.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

# Extension and media type of the download.
_MEDIA = {
    "geojson": ("geojson", "application/geo+json"),
    "gpkg": ("gpkg", "application/geopackage+sqlite3"),
    "csv": ("zip", "application/zip"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
}


def pack_rows(
    rows: "Mapping[str, gpd.GeoDataFrame]", provenance: Provenance, *, ending: str, lang: str
) -> tuple[str, str, bytes]:
    """Return rows as a file for download.

    Parameters
    ----------
    rows, provenance
        As for `atlas.io.export.export_rows`.
    ending
        geojson, gpkg, csv or parquet.
    lang
        Language of the note in the archive.

    Returns
    -------
    tuple
        Name of the file, its media type, its bytes.

    Raises
    ------
    LayerDataError
        There is no layer, or the format is not supported.
    """
    if ending not in _MEDIA:
        raise LayerDataError("format_unknown", path=ending, valid=", ".join(_MEDIA))
    subject = next(iter(rows)) if len(rows) == 1 else "layers"
    stem = f"atlas-{subject}-{provenance.made.isoformat()}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stem}.{ending}"
        export_rows(rows, path, provenance)
        content = _archive(path, provenance, lang) if ending == "csv" else path.read_bytes()
    extension, kind = _MEDIA[ending]
    return f"{stem}.{extension}", kind, content


def _archive(path: Path, provenance: Provenance, lang: str) -> bytes:
    note = t(
        "export.note",
        lang,
        title=", ".join(layer.title(lang) for layer in provenance.layers),
        link=provenance.link,
        date=provenance.made.isoformat(),
        credits=provenance.credits_.replace("; ", "\n"),
        quoted=t("export.quoted", lang),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
        sidecar = path.with_name(f"{path.name}-metadata.json")
        archive.write(sidecar, sidecar.name)
        archive.writestr("README.txt", note)
    return buffer.getvalue()
