"""Another file under the name of a harmless one."""

import json
import shutil
import sqlite3

from tests.fuzz.hostile.makers import archive, frame, refused, secret, text


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
