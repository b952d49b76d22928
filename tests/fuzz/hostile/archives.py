"""Archives: bombs, entries outside the folder, damaged ones."""

import gzip
import shutil
import stat
import struct
import tarfile
import zipfile

import openpyxl

from tests.fuzz.hostile.makers import archive, geojson, point, refused, text


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
