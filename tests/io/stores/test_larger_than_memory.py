"""Rows that are not wanted are never held: a layer larger than the memory allowed, files whose far parts are broken."""

import json
import subprocess
import sys

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest
import shapely

from atlas.catalog import open_catalog
from atlas.catalog.filter import Filter
from atlas.errors import LayerDataError
from atlas.io.stores.open import open_store
from atlas.io.stores.share import share_layer
from tests.waiting import PATIENCE_SECONDS, wait_until

GROUPS, ROWS, ALLOWED_MB = 24, 8_000, 150
# One column of squares from west to east: each group of rows is a stretch of its own.
NEAR, EAST = (0.0, 0.0, 0.5, 1.0), "e23"


_CRS = pyproj.CRS("EPSG:4326").to_json_dict()
_COLUMN = {"encoding": "WKB", "geometry_types": ["Polygon"], "crs": _CRS}
GEO = json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": _COLUMN}})


def write_stretches(path, groups, rows):
    """Write the same circles of 65 vertices again and again, each group of rows a degree further east."""
    random, writer = np.random.default_rng(1), None
    shapes = shapely.buffer(
        shapely.points(random.uniform(0, 1, (rows, 2))), random.uniform(0.001, 0.002, rows), quad_segs=16
    )
    # WKB of one length: 13 bytes of head, then the coordinates, which are moved where they lie.
    bytes_ = np.frombuffer(b"".join(shapely.to_wkb(shapes)), np.uint8).reshape(rows, -1).copy()
    ends = pa.array(np.arange(rows + 1, dtype=np.int32) * bytes_.shape[1])
    for group in range(groups):
        moved = bytes_.copy()
        corners = np.ascontiguousarray(moved[:, 13:]).view("<f8").reshape(rows, -1, 2) + np.array([group, 0])
        moved[:, 13:] = corners.reshape(rows, -1).view(np.uint8)
        west, south, east, north = (*corners.min(axis=1).T, *corners.max(axis=1).T)
        box = pa.StructArray.from_arrays([west, south, east, north], ["xmin", "ymin", "xmax", "ymax"])
        buffers = [None, ends.buffers()[1], pa.py_buffer(moved.tobytes())]
        table = pa.table(
            {
                "id": [f"r{group:02d}{number:05d}" for number in range(rows)],
                "stretch": [f"e{group}"] * rows,
                "geometry": pa.Array.from_buffers(pa.binary(), rows, buffers),
                "bbox": box,
            }
        ).replace_schema_metadata({"geo": GEO})
        writer = writer or pq.ParquetWriter(path, table.schema, compression="none")
        writer.write_table(table)
    writer.close()


def make_atlas(root, rows):
    folder = root / "kinds"
    folder.mkdir(parents=True)
    text = 'title = { fr = "x", en = "x" }\ndescription = { fr = "x", en = "x" }\n'
    (folder / "theme.toml").write_text(f'order = 1\ncolor = "#5B6770"\ncolor_dark = "#9AA5AD"\n{text}')
    fields = '[fields.stretch]\ntitle = { fr = "x", en = "x" }\ntype = "string"\n'
    style = '[style]\ncolor = "#5B6770"\ncolor_dark = "#9AA5AD"\n'
    source = (
        'producer = "t"\ntitle = "t"\nlicence = "CC0-1.0"\naccessed = 2026-11-22\ncitation = "t"\nreceived_from = "t"\n'
        'legal_status = "informative"\nprocessing = { fr = "x", en = "x" }\nsha256 = {}\n'
    )
    head = f'geometry = "polygon"\nname = "stretch"\n{text}'
    (folder / "circles.toml").write_text(f"{head}{fields}{style}[source]\n{source}")
    write_stretches(folder / "circles.parquet", GROUPS, rows)
    return open_catalog(root)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    root = tmp_path_factory.mktemp("large")
    make_atlas(root, ROWS)
    assert (root / "kinds/circles.parquet").stat().st_size > ALLOWED_MB * 1e6
    return root


# The limit counts from what the libraries themselves take, so that it holds for the rows alone.
WITHIN = """
import re, resource, sys
from pathlib import Path
from atlas.catalog.filter import Filter
from atlas.catalog import open_catalog
from atlas.io.read import read_layer
from atlas.io.stores.open import open_store
catalog = open_catalog(Path(sys.argv[1]))
store = open_store("duckdb:64MB", catalog)
store.read("circles", bbox=(-9, -9, -8, -8))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
taken = int(re.search(r"VmData:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (taken + {allowed} * 1_000_000,) * 2)
{act}
"""
ASK = """
print(len(store.read("circles", bbox=(0.0, 0.0, 0.5, 1.0))))
print(len(store.read("circles", columns=["stretch"], where=[Filter("circles", "stretch", "in", ("e23",))])))
print(store.count("circles", by="stretch").sum())
print(store.count("circles", bbox=(0.0, 0.0, 0.5, 1.0)).sum())
"""


def run_within(root, act):
    text = WITHIN.format(allowed=ALLOWED_MB, act=act)
    return subprocess.run(
        [sys.executable, "-c", text, str(root)], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )


def test_a_layer_larger_than_the_memory_allowed_is_read_filtered_and_counted(large):
    ran = run_within(large, ASK)
    assert ran.returncode == 0, ran.stderr[-2000:]
    near, east, every, counted = map(int, ran.stdout.split())
    assert (east, every) == (ROWS, GROUPS * ROWS)
    assert near == counted
    assert 0.45 * ROWS < near < 0.55 * ROWS


@pytest.mark.slow
def test_the_same_limit_does_not_hold_the_whole_layer(large):
    ran = run_within(large, "read_layer(catalog['circles'])")
    assert ran.returncode != 0


def test_a_question_that_needs_more_than_allowed_is_said_and_the_next_is_answered(large):
    store = open_store("duckdb:8MB", open_catalog(large))
    with pytest.raises(LayerDataError, match="needs more memory than allowed"):
        store.read("circles")
    assert store.count("circles").sum() == GROUPS * ROWS


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The same layer, smaller."""
    return make_atlas(tmp_path_factory.mktemp("small"), 200)


@pytest.fixture
def broken(small, tmp_path):
    """A copy whose last stretch is damaged: who reads it fails."""
    root = tmp_path / "atlas"
    catalog = make_atlas(root, 200)
    path = root / "kinds/circles.parquet"
    footer = pq.ParquetFile(path).metadata
    content = bytearray(path.read_bytes())
    for column in range(footer.num_columns):
        chunk = footer.row_group(GROUPS - 1).column(column)
        start = chunk.dictionary_page_offset or chunk.data_page_offset
        content[start : start + chunk.total_compressed_size] = b"\xff" * chunk.total_compressed_size
    path.write_bytes(content)
    assert set(catalog) == set(small)
    return catalog


@pytest.mark.parametrize("address", ["files:", "duckdb:"])
def test_a_box_and_a_condition_leave_out_the_groups_of_rows_where_nothing_can_be(small, broken, address):
    store, truth = open_store(address, broken), open_store(address, small)
    with pytest.raises(LayerDataError, match=r"kinds/circles\.parquet"):
        store.read("circles")
    assert store.read("circles", bbox=NEAR).equals(truth.read("circles", bbox=NEAR))
    first = [Filter("circles", "stretch", "in", ("e0",))]
    assert len(store.read("circles", where=first)) == 200


@pytest.mark.parametrize("address", ["files:", "duckdb:"])
def test_a_file_cut_short_is_said_and_read_again_once_it_is_whole(small, tmp_path, address):
    root = tmp_path / "atlas"
    catalog = make_atlas(root, 200)
    path, store = root / "kinds/circles.parquet", open_store(address, catalog)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(LayerDataError, match=r"kinds/circles\.parquet: damaged"):
        store.read("circles")
    path.write_bytes(content)
    assert len(store.read("circles")) == len(open_store(address, small).read("circles"))


def test_postgis_answers_a_box_by_its_index(small, database):
    share_layer(small["circles"], database)

    def scans():
        with psycopg.connect(database) as connection:
            query = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'circles_geometry_idx'"
            return connection.execute(query).fetchone()[0]

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ANALYZE atlas.circles")
    before, box = scans(), (0.0, 0.0, 0.1, 0.1)
    found = open_store(database, small).read("circles", bbox=box)
    assert found.equals(open_store("files:", small).read("circles", bbox=box))
    wait_until(lambda: scans() > before)
