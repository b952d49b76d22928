"""What the hostile files are made with, and the two lists that they are entered in."""

import json
import zipfile

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

PLACE = shapely.Point(2.83, 50.43)
SECRET = "the-secret-of-another-file"  # noqa: S105 - a word to look for, no password
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
MARK = "<Placemark><name>{}</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"
REFUSED, MENDED = {}, {}


def refused(make):
    """Mark what must be refused."""
    REFUSED[make.__name__] = make
    return make


def repaired(make):
    """Mark what may come in, repaired."""
    MENDED[make.__name__] = make
    return make


def frame(rows=1, **columns):
    return gpd.GeoDataFrame({"name": ["x"] * rows} | columns, geometry=[PLACE] * rows, crs=4326)


def text(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cut_short(folder, ending, kept):
    """Write 200 rows in a format and keep its first bytes, or all but the last ones."""
    whole = folder / f"a.{ending}"
    rows = frame(200)
    rows.to_parquet(whole) if ending == "parquet" else rows.to_file(whole)
    return text(folder, f"b.{ending}", whole.read_bytes()[:kept])


def noise(folder, ending, seed, size, *, begin, end=b""):
    """Write a file that begins and ends as its format does, and holds nothing but random bytes."""
    return text(folder, f"a.{ending}", begin + np.random.default_rng(seed).bytes(size) + end)


def geoparquet(folder, shapes, **about):
    """Write a Parquet file of geometries, given as bytes, with metadata of GeoParquet."""
    shape = {"encoding": "WKB"} | about
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": shape}}
    table = pa.table({"geometry": shapes})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), folder / "a.parquet")
    return folder / "a.parquet"


def secret(folder):
    return text(folder, "secret.csv", f"name,lon,lat\n{SECRET},2.8,50.4\n")


def archive(folder, entries, name="a.zip", **options):
    path = folder / name
    with zipfile.ZipFile(path, "w", options.get("method", zipfile.ZIP_DEFLATED)) as file:
        for inside, content in entries.items():
            file.writestr(inside, content)
    return path


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def point(x=2.83, y=50.43, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [x, y]}}
