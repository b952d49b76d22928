"""What is no local regular file."""

import os
import socket

from tests.fuzz.hostile.makers import archive, frame, geojson, point, refused, text


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
