"""A file of rows as bytes to send: a CSV file travels with its sidecar and a note to its reader in one archive."""

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

# Ending and media type of what is sent.
_SENT = {
    "geojson": ("geojson", "application/geo+json"),
    "gpkg": ("gpkg", "application/geopackage+sqlite3"),
    "csv": ("zip", "application/zip"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
}


def pack_rows(
    rows: "Mapping[str, gpd.GeoDataFrame]", provenance: Provenance, *, ending: str, lang: str
) -> tuple[str, str, bytes]:
    """Return rows as a file to send.

    Parameters
    ----------
    rows, provenance
        As `atlas.io.export.export_rows` takes them.
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
        There is no layer, or the ending is no format of ours.
    """
    if ending not in _SENT:
        raise LayerDataError("format_unknown", path=ending, valid=", ".join(_SENT))
    subject = next(iter(rows)) if len(rows) == 1 else "layers"
    stem = f"atlas-{subject}-{provenance.made.isoformat()}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stem}.{ending}"
        export_rows(rows, path, provenance)
        content = _archive(path, provenance, lang) if ending == "csv" else path.read_bytes()
    sent, kind = _SENT[ending]
    return f"{stem}.{sent}", kind, content


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
