"""Damaged and oversized data."""

import sqlite3
import struct

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

from tests.fuzz.hostile.makers import (
    PLACE,
    archive,
    cut_short,
    frame,
    geojson,
    geoparquet,
    noise,
    point,
    refused,
    secret,
    text,
)


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
    return cut_short(folder, "gpkg", 20_000)


@refused
def geopackage_of_noise(folder):
    return noise(folder, "gpkg", 1, 50_000, begin=b"SQLite format 3\0")


@refused
def geopackage_without_layers(folder):
    store = sqlite3.connect(folder / "a.gpkg")
    store.execute("create table a (b)")
    store.commit()
    store.close()
    return folder / "a.gpkg"


@refused
def flatgeobuf_cut_short(folder):
    return cut_short(folder, "fgb", 300)


@refused
def flatgeobuf_of_noise(folder):
    return noise(folder, "fgb", 2, 20_000, begin=b"fgb\x03fgb\x00")


@refused
def parquet_cut_short(folder):
    return cut_short(folder, "parquet", -200)


@refused
def parquet_of_noise(folder):
    return noise(folder, "parquet", 3, 20_000, begin=b"PAR1", end=b"PAR1")


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
    return geoparquet(folder, pa.array([b"nonsense", b"\x01\x01"]))


@refused
def parquet_with_metadata_that_is_none(folder):
    table = pa.table({"geometry": pa.array([shapely.to_wkb(PLACE)])})
    parquet.write_table(table.replace_schema_metadata({"geo": "{"}), folder / "a.parquet")
    return folder / "a.parquet"


@refused
def parquet_with_a_system_of_another_file(folder):
    crs = f"+proj=longlat +nadgrids={secret(folder)} +type=crs"
    return geoparquet(folder, pa.array([shapely.to_wkb(PLACE)]), crs=crs)


@refused
def collections_within_collections(folder):
    wkb = shapely.to_wkb(PLACE)
    for _ in range(50_000):
        wkb = struct.pack("<BII", 1, 7, 1) + wkb
    return geoparquet(folder, pa.array([wkb], pa.large_binary()))


@refused
def shape_that_says_four_billion_vertices(folder):
    wkb = struct.pack("<BIII", 1, 3, 1, 2**32 - 1) + bytes(64)
    return geoparquet(folder, pa.array([wkb]))


@refused
def shapefile_that_says_it_is_endless(folder):
    frame(3).to_file(folder / "a.shp")
    content = bytearray((folder / "a.shp").read_bytes())
    content[104:108] = struct.pack(">I", 2**31 - 1)
    (folder / "a.shx").unlink()
    return text(folder, "a.shp", bytes(content[:120]))


@refused
def shapefile_of_noise(folder):
    return noise(folder, "shp", 4, 4_000, begin=b"\0\0\x27\x0a")


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
