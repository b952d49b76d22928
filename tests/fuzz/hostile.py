"""Hostile and broken files: name → function that writes the file into a folder and returns its path and options.

None of them may be imported, or only with its errors repaired or reported; `REFUSED` names those that must be.
"""

import gzip
import io
import json
import os
import shutil
import socket
import sqlite3
import stat
import struct
import tarfile
import zipfile

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import shapely
from pyarrow import parquet

PLACE = shapely.Point(2.83, 50.43)
SECRET = "the-secret-of-another-file"  # noqa: S105 - a word to look for, no password
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


# --- another file under the name of a harmless one ---


@refused
def vrt_named_geojson(folder):
    source = secret(folder)
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return text(folder, "a.geojson", f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")


@refused
def vrt_named_kml(folder):
    source = secret(folder)
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return text(folder, "a.kml", f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")


@refused
def vrt_in_an_archive(folder):
    vrt = f'<OGRVRTDataSource><OGRVRTLayer name="s"><SrcDataSource>{secret(folder)}</SrcDataSource></OGRVRTLayer>'
    return archive(folder, {"a.geojson": vrt + "</OGRVRTDataSource>"})


@refused
def vrt_under_its_own_name(folder):
    return text(folder, "a.vrt", "<OGRVRTDataSource/>")


@refused
def pipeline_of_gdal_named_json(folder):
    step = f"gdal vector pipeline ! read {secret(folder)}"
    return text(folder, "a.json", json.dumps({"type": "gdal_streamed_alg", "command_line": step}))


@refused
def esri_service_named_json(folder):
    return text(folder, "a.json", json.dumps({"features": [], "url": "http://127.0.0.1:9/x", "geometryType": "esri"}))


@refused
def topojson_named_geojson(folder):
    return text(folder, "a.geojson", json.dumps({"type": "Topology", "objects": {}, "arcs": []}))


@refused
def wfs_description_named_geojson(folder):
    return text(folder, "a.geojson", "<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>")


@refused
def geojson_that_only_points_elsewhere(folder):
    return text(folder, "a.geojson", json.dumps({"type": "FeatureCollection", "links": ["/etc/passwd"]}))


@refused
def parquet_named_gpkg(folder):
    frame().to_parquet(folder / "a.parquet")
    return shutil.move(folder / "a.parquet", folder / "a.gpkg")


@refused
def gpkg_named_geojson(folder):
    frame().to_file(folder / "a.gpkg")
    return shutil.move(folder / "a.gpkg", folder / "a.geojson")


@refused
def zip_named_csv(folder):
    return archive(folder, {"a.csv": "name,lon,lat\nx,2,50\n"}, name="a.csv")


@refused
def executable_named_fgb(folder):
    return text(folder, "a.fgb", b"\x7fELF" + bytes(200))


@refused
def pdf_named_shp(folder):
    return text(folder, "a.shp", b"%PDF-1.7\n" + bytes(200))


@refused
def virtual_table_in_a_geopackage(folder):
    frame().to_file(folder / "a.gpkg", layer="a")
    with sqlite3.connect(folder / "a.gpkg") as store:
        store.execute("pragma writable_schema = 1")
        store.execute(
            "insert into sqlite_master values ('table', 'b', 'b', 0, ?)",
            (f"CREATE VIRTUAL TABLE b USING VirtualOGR('{secret(folder)}')",),
        )
        store.execute("update gpkg_contents set table_name = 'b'")
        store.execute("update gpkg_geometry_columns set table_name = 'b'")
    store.close()
    return folder / "a.gpkg"


# --- what is no local regular file ---


@refused
def address_of_the_web(_):
    return "http://127.0.0.1:9/a.geojson"


@refused
def address_by_gdal(_):
    return "/vsicurl/http://127.0.0.1:9/a.geojson"


@refused
def inside_an_archive_by_gdal(folder):
    return f"/vsizip/{archive(folder, {'a.geojson': geojson(point())})}/a.geojson"


@refused
def from_standard_input_by_gdal(_):
    return "/vsistdin/a.geojson"


@refused
def link_to_a_file(folder):
    text(folder, "b.geojson", geojson(point()))
    (folder / "a.geojson").symlink_to(folder / "b.geojson")
    return folder / "a.geojson"


@refused
def link_out_of_the_folder(folder):
    (folder / "a.csv").symlink_to("/etc/passwd")
    return folder / "a.csv"


@refused
def link_to_itself(folder):
    (folder / "a.csv").symlink_to(folder / "a.csv")
    return folder / "a.csv"


@refused
def link_beside_a_shapefile(folder):
    frame().to_file(folder / "a.shp")
    (folder / "a.dbf").unlink()
    (folder / "a.dbf").symlink_to("/etc/passwd")
    return folder / "a.shp"


@refused
def folder_named_as_a_file(folder):
    (folder / "a.geojson").mkdir()
    return folder / "a.geojson"


@refused
def pipe(folder):
    os.mkfifo(folder / "a.csv")
    return folder / "a.csv"


@refused
def device(_):
    return "/dev/zero"


@refused
def socket_file(folder):
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.open(".", os.O_RDONLY)
        os.chdir(folder)
        listening.bind("a.csv")
        os.fchdir(here)
        os.close(here)
    return folder / "a.csv"


@refused
def process_memory(_):
    return "/proc/self/mem"


@refused
def missing(folder):
    return folder / "nothing.geojson"


@refused
def name_with_a_zero(folder):
    return f"{folder}/a\0.geojson"


@refused
def name_that_moves_the_cursor(folder):
    return text(folder, "a\x1b[2J\n.geojson", "nonsense")


@refused
def empty(folder):
    return text(folder, "a.geojson", b"")


# --- archives ---


@refused
def bomb(folder):
    return archive(folder, {"a.csv": b"0" * 60_000_000})


@refused
def bomb_of_a_spreadsheet(folder):
    openpyxl.Workbook().save(folder / "a.xlsx")
    with zipfile.ZipFile(folder / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/bomb.xml", b" " * 60_000_000)
    return folder / "a.xlsx"


@refused
def bomb_of_a_kmz(folder):
    return archive(folder, {"doc.kml": b" " * 60_000_000}, name="a.kmz")


@refused
def bomb_that_lies_about_its_size(folder):
    path = archive(folder, {"a.csv": b"0" * 5_000_000})
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.rindex(mark)
        content[start + at : start + at + 4] = struct.pack("<I", 1000)
    return text(folder, "b.zip", bytes(content))


@refused
def bomb_of_overlapping_entries(folder):
    path = archive(folder, {"a.csv": b"name,lon,lat\n" + b"x,2,50\n" * 1000})
    content = path.read_bytes()
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[start:end]
    twice = entry + entry.replace(b"a.csv", b"b.csv")
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", 2, 2)
    tail[12:16] = struct.pack("<I", len(twice))
    return text(folder, "b.zip", content[:start] + twice + bytes(tail))


@refused
def bomb_in_a_bomb(folder):
    inner = archive(folder, {"a.csv": b"0" * 1_000_000}, name="inner.zip").read_bytes()
    return archive(folder, {"a.zip": inner, "a.geojson": geojson(point())})


@refused
def too_many_files(folder):
    return archive(folder, {f"{number}.txt": b"" for number in range(500)} | {"a.geojson": geojson(point())})


@refused
def slip_upwards(folder):
    return archive(folder, {"../../escaped.geojson": geojson(point())})


@refused
def slip_upwards_the_other_way(folder):
    return archive(folder, {"..\\..\\escaped.geojson": geojson(point())})


@refused
def slip_to_the_root(folder):
    return archive(folder, {"/tmp/escaped.geojson": geojson(point())})  # noqa: S108 - a name in an archive


@refused
def slip_to_a_drive(folder):
    return archive(folder, {"C:escaped.geojson": geojson(point())})


@refused
def name_in_an_archive_with_controls(folder):
    return archive(folder, {"a\x1b[31m.geojson": geojson(point())})


@refused
def link_in_an_archive(folder):
    entry = zipfile.ZipInfo("a.geojson")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "a.zip", "w") as file:
        file.writestr(entry, "/etc/passwd")
    return folder / "a.zip"


@refused
def locked_archive(folder):
    path = archive(folder, {"a.geojson": geojson(point())})
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return text(folder, "b.zip", bytes(content))


@refused
def archive_without_data(folder):
    return archive(folder, {"readme.md": "nothing", "photo.jpg": b"\xff\xd8"})


@refused
def archive_without_entries(folder):
    return archive(folder, {})


@refused
def archive_cut_short(folder):
    content = archive(folder, {"a.geojson": geojson(*[point(n=n) for n in range(500)])}).read_bytes()
    return text(folder, "b.zip", content[: len(content) // 2])


@refused
def archive_with_a_damaged_entry(folder):
    content = bytearray(archive(folder, {"a.geojson": geojson(*[point(n=n) for n in range(500)])}).read_bytes())
    content[200:260] = bytes(60)
    return text(folder, "b.zip", bytes(content))


@refused
def archive_in_another_method(folder):
    return archive(folder, {"a.geojson": geojson(point())}, method=zipfile.ZIP_LZMA)


@refused
def tar(folder):
    text(folder, "a.geojson", geojson(point()))
    with tarfile.open(folder / "a.tar", "w") as file:
        file.add(folder / "a.geojson", "a.geojson")
    return folder / "a.tar"


@refused
def gzip_named_geojson(folder):
    return text(folder, "a.geojson", gzip.compress(geojson(point()).encode()))


@refused
def tar_named_zip(folder):
    return shutil.move(tar(folder), folder / "b.zip")


# --- XML ---

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
MARK = "<Placemark><name>{}</name><Point><coordinates>2.8,50.4</coordinates></Point></Placemark>"


@refused
def entity_of_another_file(folder):
    head = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret(folder)}">]>'
    return text(folder, "a.kml", head + KML.format(MARK.format("&x;")))


@refused
def entity_of_the_web(folder):
    head = '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">'
    return text(folder, "a.kml", head + KML.format(MARK.format("x")))


@refused
def billion_laughs(folder):
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return text(folder, "a.kml", f"<!DOCTYPE kml [{entities}]>" + KML.format(MARK.format("&a9;")))


@refused
def quadratic_entities(folder):
    head = f'<!DOCTYPE gpx [<!ENTITY a "{"a" * 50_000}">]>'
    return text(folder, "a.gpx", f"{head}<gpx><wpt lat='1' lon='1'><name>{'&a;' * 5000}</name></wpt></gpx>")


@refused
def laughs_in_an_archive(folder):
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;">'
    return archive(folder, {"doc.kml": f"<!DOCTYPE kml [{entities}]>" + KML.format(MARK.format("&b;"))}, name="a.kmz")


@refused
def entities_in_a_spreadsheet(folder):
    frame_ = io.BytesIO()
    openpyxl.Workbook().save(frame_)
    with zipfile.ZipFile(frame_) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[sheet].split(b"?>", 1)[-1]
    return archive(folder, parts, name="a.xlsx")


@refused
def bottomless_xml(folder):
    return text(folder, "a.kml", KML.format("<Folder>" * 20_000 + "</Folder>" * 20_000))


@refused
def xml_cut_short(folder):
    return text(folder, "a.kml", KML.format(MARK.format("x"))[:-30])


@refused
def xml_of_another_kind(folder):
    return text(folder, "a.gpx", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")


@refused
def xml_in_an_alphabet_that_is_none(folder):
    return text(folder, "a.kml", "<?xml version='1.0' encoding='utf-99'?>" + KML.format(MARK.format("x")))


# --- damaged and oversized data ---


@refused
def json_cut_short(folder):
    return text(folder, "a.geojson", geojson(point(), point())[:-60])


@refused
def json_without_end(folder):
    return text(folder, "a.geojson", "[" * 100_000)


@refused
def json_with_bottomless_properties(folder):
    return text(folder, "a.geojson", '{"type":"Feature","geometry":null,"properties":' + '{"a":' * 50_000)


@refused
def json_of_zeros(folder):
    return text(folder, "a.geojson", b"{" + bytes(100_000))


@refused
def json_with_broken_text(folder):
    return text(folder, "a.geojson", geojson(point(name="é")).replace("\\u00e9", "\xe9").encode("latin-1"))


@refused
def geopackage_cut_short(folder):
    frame(200).to_file(folder / "a.gpkg")
    return text(folder, "b.gpkg", (folder / "a.gpkg").read_bytes()[:20_000])


@refused
def geopackage_of_noise(folder):
    return text(folder, "a.gpkg", b"SQLite format 3\0" + np.random.default_rng(1).bytes(50_000))


@refused
def geopackage_without_layers(folder):
    store = sqlite3.connect(folder / "a.gpkg")
    store.execute("create table a (b)")
    store.commit()
    store.close()
    return folder / "a.gpkg"


@refused
def flatgeobuf_cut_short(folder):
    frame(200).to_file(folder / "a.fgb")
    return text(folder, "b.fgb", (folder / "a.fgb").read_bytes()[:300])


@refused
def flatgeobuf_of_noise(folder):
    return text(folder, "a.fgb", b"fgb\x03fgb\x00" + np.random.default_rng(2).bytes(20_000))


@refused
def parquet_cut_short(folder):
    frame(200).to_parquet(folder / "a.parquet")
    return text(folder, "b.parquet", (folder / "a.parquet").read_bytes()[:-200])


@refused
def parquet_of_noise(folder):
    return text(folder, "a.parquet", b"PAR1" + np.random.default_rng(3).bytes(20_000) + b"PAR1")


@refused
def parquet_with_a_lying_footer(folder):
    return text(folder, "a.parquet", b"PAR1" + bytes(100) + struct.pack("<I", 2**31 - 1) + b"PAR1")


@refused
def parquet_bomb(folder):
    table = pa.table({"name": pa.array(["x" * 1000] * 400_000)})
    parquet.write_table(table, folder / "a.parquet", compression="zstd", use_dictionary=False)
    return folder / "a.parquet"


@refused
def parquet_bomb_of_one_word(folder):
    word = pa.array(["x" * 900_000])
    table = pa.table({"name": pa.DictionaryArray.from_arrays(pa.array(np.zeros(4_000, dtype="int32")), word)})
    parquet.write_table(table, folder / "a.parquet")
    return folder / "a.parquet"


@refused
def parquet_with_a_geometry_that_is_none(folder):
    table = pa.table({"geometry": pa.array([b"nonsense", b"\x01\x01"])})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def parquet_with_metadata_that_is_none(folder):
    table = pa.table({"geometry": pa.array([shapely.to_wkb(PLACE)])})
    parquet.write_table(table.replace_schema_metadata({"geo": "{"}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def parquet_with_a_system_of_another_file(folder):
    table = pa.table({"geometry": pa.array([shapely.to_wkb(PLACE)])})
    about = {"encoding": "WKB", "crs": f"+proj=longlat +nadgrids={secret(folder)} +type=crs"}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def collections_within_collections(folder):
    wkb = shapely.to_wkb(PLACE)
    for _ in range(50_000):
        wkb = struct.pack("<BII", 1, 7, 1) + wkb
    table = pa.table({"geometry": pa.array([wkb], pa.large_binary())})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def shape_that_says_four_billion_vertices(folder):
    wkb = struct.pack("<BIII", 1, 3, 1, 2**32 - 1) + bytes(64)
    table = pa.table({"geometry": pa.array([wkb])})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def shapefile_that_says_it_is_endless(folder):
    frame(3).to_file(folder / "a.shp")
    content = bytearray((folder / "a.shp").read_bytes())
    content[104:108] = struct.pack(">I", 2**31 - 1)
    (folder / "a.shx").unlink()
    return text(folder, "a.shp", bytes(content[:120]))


@refused
def shapefile_of_noise(folder):
    return text(folder, "a.shp", b"\0\0\x27\x0a" + np.random.default_rng(4).bytes(4_000))


@refused
def too_many_columns(folder):
    return text(folder, "a.geojson", geojson(point(**{f"c{number}": number for number in range(3_000)})))


@refused
def too_many_columns_of_a_table(folder):
    head = ",".join(["lon", "lat", *(f"c{number}" for number in range(3_000))])
    return text(folder, "a.csv", f"{head}\n2.8,50.4\n")


@refused
def cell_without_end(folder):
    return text(folder, "a.csv", 'name,lon,lat\n"' + "x" * 3_000_000)


@refused
def rows_of_unequal_length(folder):
    return text(folder, "a.csv", "name,lon,lat\nx,2.8,50.4,extra,more\n")


@refused
def spreadsheet_of_noise(folder):
    return archive(folder, {"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}, name="a.xlsx")


@refused
def spreadsheet_without_parts(folder):
    return archive(folder, {"a.txt": b"nothing"}, name="a.xlsx")


@refused
def table_of_zeros(folder):
    return text(folder, "a.csv", bytes(1000))


@refused
def projection_of_noise(folder):
    frame().to_file(folder / "a.shp")
    (folder / "a.prj").write_text('PROJCS["' + "x" * 5_000, encoding="ascii")
    return folder / "a.shp"


@refused
def no_rows_at_all(folder):
    return text(folder, "a.geojson", geojson())


@refused
def every_number_infinite(folder):
    return text(folder, "a.geojson", geojson(point()).replace("2.83, 50.43", "1e999, -1e999"))


# --- what may come in, repaired, and must be harmless wherever it is shown ---


@repaired
def markup_everywhere(folder):
    bad = "<img src=x onerror=alert(1)>"
    return text(folder, "a.geojson", geojson(point(**{bad: bad, "name": f"</script>{bad}", "id": bad})))


@repaired
def formulas_everywhere(folder):
    bad = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", '=HYPERLINK("http://x")', "\t=1"]
    return text(folder, "a.geojson", geojson(*[point(name=word) for word in bad]))


@repaired
def controls_everywhere(folder):
    bad = "a\x00b\x1b[31m\u202ec\x7f"
    return text(folder, "a.geojson", geojson(point(**{"name": bad, "id": bad, "col\x07\u202e": bad})))


@repaired
def names_of_paths(folder):
    return text(folder, "a.geojson", geojson(point(id="../../etc/passwd", name="x", **{"../a": 1, "": 2, "id ": 3})))


@repaired
def names_that_python_has(folder):
    return text(folder, "a.geojson", geojson(point(name="x", geometry=1, layer=2, bbox=3, __class__=4, index=5)))


@repaired
def braces_and_quotes_of_toml(folder):
    bad = 'x"""\n[source]\nlicence = "CC0-1.0"\n{0} {key} \\'
    return text(folder, "a.geojson", geojson(point(**{"name": bad, bad: bad})))


@repaired
def name_of_the_file_with_quotes(folder):
    return text(folder, 'a"]\nlicence="CC0-1.0.geojson', geojson(point(name="x")))


@refused
def numbers_that_are_none(folder):
    body = geojson(point(name="a", n=1.5), point(name="b", n=2.5)).replace("2.5", "1e400")
    return text(folder, "a.geojson", body)


@repaired
def whole_numbers_without_end(folder):
    return text(folder, "a.geojson", geojson(point(name="a", n=10**30), point(name="b", n=-(2**63))))


@repaired
def dates_that_never_were(folder):
    return text(folder, "a.geojson", geojson(point(name="a", d="2021-02-30"), point(name="b", d="9999-99-99")))


@repaired
def ids_all_alike(folder):
    return text(folder, "a.geojson", geojson(*[point(id="same", name="x") for _ in range(300)]))


@repaired
def text_of_a_megabyte(folder):
    return text(folder, "a.geojson", geojson(point(name="x" * 900_000)))


@repaired
def network_link(folder):
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    return text(folder, "a.kml", KML.format(link + MARK.format("x")))


@repaired
def picture_of_the_web(folder):
    icon = "<Style><IconStyle><Icon><href>http://127.0.0.1:9/x.png</href></Icon></IconStyle></Style>"
    return text(folder, "a.kml", KML.format(MARK.format("x").replace("<Point>", icon + "<Point>")))


def with_sql(folder, statement):
    frame().to_file(folder / "a.gpkg", layer="a")
    with sqlite3.connect(folder / "a.gpkg") as store:
        store.execute(statement)
    store.close()
    return folder / "a.gpkg"


@repaired
def trigger_in_a_geopackage(folder):
    return with_sql(folder, "create trigger t after insert on a begin delete from gpkg_contents; end")


@refused
def endless_view_in_a_geopackage(folder):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n"
    return with_sql(folder, f"create view v as {endless}")


@repaired
def spreadsheet_with_formulas(folder):
    book = openpyxl.Workbook()
    for row in (["name", "longitude", "latitude"], ["=1+1", 2.8, 50.4], ['=WEBSERVICE("http://x")', 2.8, 50.4]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@repaired
def spreadsheet_with_a_million_empty_rows(folder):
    book = openpyxl.Workbook()
    for row in (["name", "longitude", "latitude"], ["x", 2.8, 50.4]):
        book.active.append(row)
    book.active.cell(1_000_000, 1, None).number_format = "0.0"
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@repaired
def ring_with_thirty_thousand_spikes(folder):
    angle = np.linspace(0, 2 * np.pi, 30_000)
    reach = 0.01 * (1 + np.arange(30_000) % 2)
    star = shapely.Polygon(np.column_stack([2.8 + reach * np.cos(angle), 50.4 + reach * np.sin(angle)]))
    gpd.GeoDataFrame({"name": ["star"]}, geometry=[star], crs=4326).to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@repaired
def columns_of_one_name(folder):
    return text(folder, "a.csv", "name,name,NAME,lon,lat\na,b,c,2.8,50.4\n")


@repaired
def table_with_a_column_of_frames(folder):
    pd.DataFrame({"name": ["x"], "parts": [[{"a": 1}]], "bytes": [b"\x00"]}).to_parquet(folder / "a.parquet")
    return folder / "a.parquet"
