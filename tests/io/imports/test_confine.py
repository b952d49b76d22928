"""The process that reads a file reaches nothing outside, whatever the file or a library asks of it."""

import json
import sqlite3
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

LENS_93 = (687_900, 7_037_700)
# Each is tried by a confined process: what it returns, or the error it meets.
ATTEMPTS = {
    "a socket of Python": "__import__('socket').socket()",
    "a socket of a library": "libc.socket(2, 1, 0) == -1 and refuse()",
    "a local socket of a library": "libc.socket(1, 1, 0) == -1 and refuse()",
    "io_uring of a library": "libc.syscall(425, 1, 0) == -1 and refuse()",
    "a program of Python": "__import__('os').execv('/bin/true', ['true'])",
    "a program of a library": "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None)) == -1 and refuse()",
    "a file of Python": "open('/etc/passwd').read()",
    "a file of a library": "libc.open(b'/etc/passwd', 0) == -1 and refuse()",
    "a file by another way": "libc.open(b'/proc/self/root/etc/passwd', 0) == -1 and refuse()",
    "writing elsewhere": "open(outside / 'x', 'w')",
    "writing elsewhere by a library": "libc.open(bytes(outside / 'x'), 0o101, 0o600) == -1 and refuse()",
    "an address through GDAL": "__import__('pyogrio').read_info(f'/vsicurl/{address}/x.geojson')",
    "its own folder": "(folder / 'x').write_text('own')",
}
SCRIPT = """
import ctypes, json, sys
from pathlib import Path
from atlas.io.imports.confine import confine
folder, outside, address = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
libc = ctypes.CDLL(None, use_errno=True)
def refuse():
    raise PermissionError(ctypes.get_errno(), "refused")
found = {"floors": confine(folder)}
for name, attempt in json.loads(sys.argv[4]).items():
    try:
        eval(attempt)
    except Exception as exc:
        found[name] = type(exc).__name__
    else:
        found[name] = "done"
print(json.dumps(found))
"""


@pytest.fixture
def address():
    """A server on this machine that keeps what is asked of it."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"EPSG:2154")

        do_HEAD = do_POST = do_GET  # noqa: N815 - the names of http.server

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", requests
        server.shutdown()


@pytest.fixture
def confined(tmp_path, address):
    """What a confined process could do, by attempt."""
    folder, outside = tmp_path / "own", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    arguments = [str(folder), str(outside), address[0], json.dumps(ATTEMPTS)]
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout), address[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the floors of the kernel are those of Linux")
def test_a_confined_process_reaches_its_own_folder_alone(confined):
    found, requests = confined
    if found.pop("floors") != ["audit", "landlock", "seccomp"]:
        pytest.skip("this kernel has no Landlock or no seccomp: only Python's own calls are refused here")
    assert found.pop("its own folder") == "done"
    assert found.pop("an address through GDAL") == "DataSourceError"
    assert set(found.values()) == {"PermissionError"}, found
    assert requests == []


def geojson(path, **members):
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": LENS_93}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]} | members), encoding="utf-8")
    return path


def crs_link(folder, url):
    return geojson(
        folder / "a.geojson", crs={"type": "link", "properties": {"href": f"{url}/c.wkt", "type": "esriwkt"}}
    )


def crs_address(folder, url):
    return geojson(folder / "a.geojson", crs={"type": "url", "properties": {"url": f"{url}/c.wkt"}})


def crs_name(folder, url):
    return geojson(folder / "a.geojson", crs={"type": "name", "properties": {"name": f"{url}/c.wkt"}})


def network_link(folder, url):
    body = (
        f"<NetworkLink><Link><href>{url}/b.kml</href></Link></NetworkLink><Style><IconStyle><Icon><href>{url}/i.png"
        "</href></Icon></IconStyle></Style><Placemark><name>x</name><Point><coordinates>2.8,50.4</coordinates></Point>"
        "</Placemark>"
    )
    path = folder / "a.kml"
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>', encoding="utf-8")
    return path


def network_link_in_archive(folder, url):
    path = folder / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(network_link(folder, url), "doc.kml")
    return path


def definition(folder, url):
    path = folder / "a.gpkg"
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(LENS_93)], crs=2154).to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'x'", (f"{url}/c.wkt",))
    database.close()
    return path


def projection(folder, url):
    path = folder / "a.shp"
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(LENS_93)], crs=2154).to_file(path)
    path.with_suffix(".prj").write_text(f"{url}/c.prj", encoding="utf-8")
    return path


def geoparquet(folder, url):
    path = folder / "a.parquet"
    column = {"encoding": "WKB", "geometry_types": ["Point"], "crs": f"{url}/c.json"}
    head = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = pa.table({"name": ["x"], "geometry": [shapely.to_wkb(shapely.Point(LENS_93))]})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(head)}), path)
    return path


def virtual(folder, url):
    path = folder / "a.geojson"
    path.write_text(
        f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{url}/a.json</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>",
        encoding="utf-8",
    )
    return path


def services(folder, url):
    path = folder / "a.gml"
    path.write_text(
        f'<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{url}/s.xsd {url}/s.xsd" '
        f'next="{url}/next"/>',
        encoding="utf-8",
    )
    return path


FILES = [
    crs_link,
    crs_address,
    crs_name,
    network_link,
    network_link_in_archive,
    definition,
    projection,
    geoparquet,
    virtual,
    services,
]


# A member of JSON, an archive of XML, a driver of addresses.
FEW = {virtual}


@pytest.mark.parametrize(
    "write", [pytest.param(write, id=write.__name__, marks=[pytest.mark.slow] * (write not in FEW)) for write in FILES]
)
def test_no_file_makes_its_reader_ask_an_address(gate, tmp_path, address, write):
    url, requests = address
    gate.bring(write(tmp_path, url))
    gate.bring(write(tmp_path, url), "--crs", f"{url}/c.wkt", as_="other")
    assert requests == []


@pytest.mark.slow
@pytest.mark.parametrize("write", [crs_link, crs_address, crs_name])
def test_a_reference_system_at_an_address_is_not_stated_and_is_asked(gate, tmp_path, address, write):
    path = write(tmp_path, address[0])
    assert "does not say its reference system" in gate.refused(path)
    [point] = gate.rows(path, "--crs", "EPSG:2154").geometry
    assert point.distance(shapely.Point(2.83, 50.43)) < 0.1


@pytest.mark.parametrize("name", ["EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_that_are_named_are_not_asked(quick, tmp_path, name):
    path = tmp_path / "a.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "x"},
        "geometry": {"type": "Point", "coordinates": [2.8, 50.4]},
    }
    crs = {"properties": {"name": name}, "type": "name"}
    path.write_text(json.dumps({"crs": crs, "type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert quick.rows(path).geometry.iloc[0].equals(shapely.Point(2.8, 50.4))
