"""What the hostile files are made with, and the two lists that they are entered in."""

import json
import zipfile

import geopandas as gpd
import shapely

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
