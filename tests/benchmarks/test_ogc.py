"""The routes for other programs beside pygeoapi, which serves the same file from memory: rate, and the same answers.

``ATLAS_PYGEOAPI`` names the Python of an environment that holds pygeoapi, Starlette and uvicorn; without it these tests
are skipped. Both servers run at the same time, each in a process of its own, and are asked in turn, page by page.
"""

import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import psutil
import pytest
import requests
import shapely

from tests.app_process import AppProcess
from tests.benchmarks.large_data import write_layer
from tests.waiting import wait_until

pytestmark = pytest.mark.benchmark

COUNT, ROUNDS, LEAST = 100_000, 5, 0.8
BOX = (2.5, 50.2, 2.9, 50.5)


@dataclass(frozen=True)
class Server:
    """A server: the address of its items, and its process."""

    address: str
    process: subprocess.Popen


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """A folder with a layer of points, and the same rows as GeoJSON."""
    folder = tmp_path_factory.mktemp("rows")
    name = write_layer(folder / "layers", "points", COUNT)
    gdf = gpd.read_parquet(folder / "layers" / "bench" / f"{name}.parquet")
    gdf = gdf[gdf.geometry.notna()]
    gdf.to_parquet(
        folder / "layers" / "bench" / f"{name}.parquet", index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    columns = [column for column in gdf.columns if column not in {"id", "geometry", "bbox"}]
    values = json.loads(gdf[columns].to_json(orient="records"))
    shapes = map(orjson.Fragment, shapely.to_geojson(gdf.geometry.to_numpy()))
    features = [
        {"type": "Feature", "id": str(row), "geometry": shape, "properties": {"id": str(row), **own}}
        for row, shape, own in zip(gdf["id"], shapes, values, strict=True)
    ]
    (folder / "rows.geojson").write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
    return folder, name


@pytest.fixture(scope="module")
def servers(rows, tmp_path_factory):
    """The addresses of the items of both servers."""
    python = os.environ.get("ATLAS_PYGEOAPI")
    if not python:
        pytest.skip("ATLAS_PYGEOAPI names no Python with pygeoapi")
    folder, name = rows
    ours = AppProcess(tmp_path_factory.mktemp("ours"), page=False, ATLAS_LAYERS=str(folder / "layers"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).with_name("pygeoapi_server.py")
    theirs = subprocess.Popen([python, script, folder / "rows.geojson", str(port)])
    found = [
        Server(f"{ours.address}/ogc/collections/{name}/items", ours.process),
        Server(f"http://127.0.0.1:{port}/collections/rows/items", theirs),
    ]
    try:
        for server in found:
            wait_until(lambda server=server: answers(server.address))
        yield found
    finally:
        ours.stop()
        theirs.terminate()
        theirs.wait()


def answers(address):
    try:
        return requests.get(address, params={"f": "json", "limit": 1}, timeout=60).ok
    except requests.ConnectionError:
        return False


class Reader:
    """A program that pages through the rows of a server: how long it waited, and the ids that it has."""

    def __init__(self, server, size):
        self.session, self.address = requests.Session(), f"{server.address}?f=json&limit={size}"
        self.session.headers["Accept-Encoding"] = "identity"
        self.seconds, self.ids = 0.0, []

    def read_page(self):
        """Read one page; return whether there is another."""
        began = time.perf_counter()
        content = self.session.get(self.address).content
        self.seconds += time.perf_counter() - began
        page = orjson.loads(content)
        self.ids += [row["id"] for row in page["features"]]
        self.address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        return self.address is not None


def read_in_turn(servers, size):
    """Page through the rows of all servers, page by page in turn: what else the machine does hinders them alike."""
    readers = [Reader(server, size) for server in servers]
    turn = list(readers)
    # Of a list: all are asked, whatever the first one says.
    while any([reader.read_page() for reader in turn]):  # noqa: C419
        turn.reverse()
    return readers


def processor(process):
    """Return the processor time that a server has taken, which other work on the machine does not change."""
    return sum(psutil.Process(process.pid).cpu_times()[:2])


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_paging_through_a_hundred_thousand_features_is_not_slower(servers, size):
    times = {server: [] for server in servers}
    for _ in range(ROUNDS):
        before = [processor(server.process) for server in servers]
        readers = read_in_turn(servers, size)
        for server, reader, spent in zip(servers, readers, before, strict=True):
            times[server].append((reader.seconds, processor(server.process) - spent))
        ids = [sorted(map(str, reader.ids)) for reader in readers]
        assert ids[0] == ids[1]
    ours, theirs = (len(ids[0]) / np.median(spent, axis=0) for spent in times.values())
    print(f"\npages of {size}, features a second and a second of processor: {ours.round()}, pygeoapi {theirs.round()}")
    first = np.array(times[servers[1]][0]) / np.array(times[servers[0]][0])
    print(f"ratios {(ours / theirs).round(2)}; the first time, when nothing is kept, {first.round(2)}")
    assert (ours / theirs)[0] >= LEAST


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"offset": 50},
        {"limit": 5, "offset": 99_000},
        {"bbox": ",".join(map(str, BOX)), "limit": 10_000},
        {"kind": "wood", "limit": 10_000},
        {"kind": "wood", "bbox": ",".join(map(str, BOX)), "limit": 7, "offset": 14},
        {"properties": "kind", "limit": 3},
    ],
)
def test_the_answers_are_those_of_pygeoapi(servers, query):
    ours, theirs = (
        requests.get(server.address, params={"f": "json", "limit": 20} | query, timeout=60).json() for server in servers
    )
    assert ours["type"] == theirs["type"]
    assert (ours["numberMatched"], ours["numberReturned"]) == (theirs["numberMatched"], theirs["numberReturned"])
    relations = [
        {link["rel"] for link in one["links"]} & {"self", "alternate", "next", "prev", "collection"}
        for one in (ours, theirs)
    ]
    assert relations[1] <= relations[0]
    for own, other in zip(ours["features"], theirs["features"], strict=True):
        assert str(own["id"]) == str(other["id"])
        assert np.allclose(own["geometry"]["coordinates"], other["geometry"]["coordinates"], atol=1e-7)
        for name in set(own["properties"]) & set(other["properties"]):
            assert own["properties"][name] == other["properties"][name]


@pytest.mark.parametrize(
    "query", [{"limit": "ten"}, {"limit": -1}, {"offset": -1}, {"bbox": "1,2,3"}, {"f": "nonsense"}, {"datetime": "x"}]
)
def test_what_pygeoapi_refuses_is_refused(servers, query):
    ours, theirs = (
        requests.get(server.address, params={"f": "json"} | query, timeout=60).status_code for server in servers
    )
    assert ours == 400
    assert theirs in {400, 200}
