"""A private layer that is recognised in any file: its id, title, a value and a place are found nowhere else."""

import base64
import binascii
import io
import re
import struct
import zipfile
import zlib

import geopandas as gpd
import pypdf
import shapely
from pyarrow import parquet

from atlas.__main__ import main
from atlas.io.imports import run_import, worker

ID, TITLE, VALUE = "zyxwvuts_plan", "Zyxwvuts plan", "Zyxwvuts value"
WORD = b"zyxwvuts"
# In Lens.
LON, LAT = 2.8312345, 50.4312345
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{60,}={0,2}")


def import_private_layer(folder, patch):
    """Import the layer without a licence into a folder of the test's own."""
    patch.setenv("ATLAS_LAYERS", str(folder / "own"))
    patch.setenv("OGR_SKIP", "")
    patch.setattr(run_import, "_run", lambda job, *_: worker.do_job(job))
    secret = {"name": [VALUE], "state": [VALUE], "size": [7]}
    rows = gpd.GeoDataFrame(secret, geometry=[shapely.Point(LON, LAT)], crs=4326)
    rows.to_file(folder / "secret.gpkg")
    assert main(["import", str(folder / "secret.gpkg"), "--as", ID, "--title", TITLE]) == 0


def mentions_layer(content):
    """Return whether a file holds anything of the layer: a word of it, or its place."""
    return WORD in _opened(content).lower() or _places(content)


def _opened(content):
    """Return the texts of a file, unpacked."""
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return content + b"".join(_opened(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        table = parquet.read_table(io.BytesIO(content))
        return f"{table.schema} {table.schema.metadata} {table.to_pylist()}".encode()
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).encode()
    return content + b"".join(_unpacked(match[0]) for match in _BASE64.finditer(content))


def _unpacked(text):
    """Return what a part of a page holds in base 64 and compressed."""
    try:
        inside = base64.b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""
    try:
        return zlib.decompress(inside, wbits=47)
    except zlib.error:
        return inside


def _places(content):
    if content.startswith(b"PAR1"):
        found = gpd.read_parquet(io.BytesIO(content)).geometry
        return any(abs(point.x - LON) < 1e-6 for point in found if point is not None and point.geom_type == "Point")
    return struct.pack("<d", LON) in content or f"{LON:.6f}".encode() in content
