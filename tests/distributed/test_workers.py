"""Indicators on several worker processes over partitioned GeoParquet: the numbers of one machine, whoever dies."""

import os
import signal
import threading

import numpy as np
import pytest
from distributed import Client, LocalCluster

from atlas.analysis.indicators import REGISTRY, measure
from atlas.catalog import shipped_layers
from atlas.distributed.indicators import Data, measure_apart
from atlas.distributed.write_parts import write_parts
from atlas.io.read import read_layer
from atlas.scene.compare.territories import gather, ids_of
from atlas.scene.query.permalink import parse_query
from tests.database import wait_until

# One of each way of measuring: rows by a point, a union of areas, lengths, an evenness, what may lie anywhere.
NAMES = ("heap_density", "heap_footprint_share", "heap_form_profile", "mine_railway_density", "heap_to_network_m")


@pytest.fixture(scope="module")
def communes(atlas):
    view, _ = parse_query({})
    return gather(ids_of("commune", atlas), view, atlas)


@pytest.fixture(scope="module")
def data(catalog, tmp_path_factory):
    """The layers as folders of parts below another root, as they lie in a bucket."""
    root = tmp_path_factory.mktemp("bucket")
    for layer_id in {layer for name in NAMES for layer in REGISTRY[name].layers}:
        layer = catalog[layer_id]
        for path, _ in layer.files:
            rows = read_layer(layer.model_copy(update={"file": path.name, "parts": ()}))
            write_parts(rows, layer, root / layer.theme / path.name, rows=100)
    return Data(shipped_layers(), f"files:{root.as_uri()}")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers")
    quiet = {"silence_logs": 50, "dashboard_address": None, "local_directory": str(folder)}
    with (
        LocalCluster(n_workers=3, threads_per_worker=1, processes=True, host="127.0.0.1", **quiet) as cluster,
        Client(cluster) as client,
    ):
        yield client


def assert_same(found, communes, frames):
    for name in NAMES:
        for part, whole in measure(REGISTRY[name], communes, frames).items():
            np.testing.assert_allclose(found[name][part].value, whole.value, rtol=1e-12, atol=0)
            assert found[name][part].valid.equals(whole.valid)


@pytest.mark.slow
def test_the_numbers_of_three_workers_are_those_of_one_machine(client, communes, frames, data):
    found = measure_apart(NAMES, communes, data, client, together=20)
    assert len(client.scheduler_info()["workers"]) == 3
    assert_same(found, communes, frames)


@pytest.mark.slow
def test_the_numbers_are_the_same_when_a_worker_is_killed_at_work(client, communes, frames, data):
    pids = client.run(os.getpid)
    found = {}
    asking = threading.Thread(target=lambda: found.update(measure_apart(NAMES, communes, data, client, together=10)))
    asking.start()
    busy = wait_until(lambda: next((worker for worker, tasks in client.processing().items() if tasks), None))
    os.kill(pids[busy], signal.SIGKILL)
    asking.join(timeout=120)
    assert_same(found, communes, frames)
    assert pids[busy] not in client.run(os.getpid).values()
