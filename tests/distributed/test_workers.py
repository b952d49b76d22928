"""``atlas indicators`` on several worker processes over parts that ``atlas store parts`` has written.

The numbers are those of one machine, whoever dies.
"""

import csv
import os
import signal
import threading

import pytest
from distributed import Client, LocalCluster

from atlas.analysis.indicators import REGISTRY
from atlas.folders import shipped_layers
from tests.command_line import run_atlas
from tests.waiting import PATIENCE_SECONDS, wait_until

# One of each way of measuring: rows by a point, a union of areas, lengths, an evenness, what may lie anywhere.
NAMES = ("heap_density", "heap_footprint_share", "heap_form_profile", "mine_railway_density", "heap_to_network_m")
# By a point, and by lengths.
FEW = (NAMES[0], NAMES[3])
ASKED = ("indicators", "--level", "commune", "--indicator")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The address of the layers as parts below another root, as they lie in a bucket."""
    root = tmp_path_factory.mktemp("bucket")
    layers = sorted({layer for name in NAMES for layer in REGISTRY[name].layers})
    done = run_atlas("store", "parts", *layers, "--out", root, "--rows", 100)
    assert done.returncode == 0, done.stderr
    return f"files:{root.as_uri()}"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers")
    quiet = {"silence_logs": 50, "dashboard_address": None, "local_directory": str(folder)}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", **quiet) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """What the command writes without workers."""

    def write(names):
        path = tmp_path_factory.mktemp("local") / "communes.csv"
        assert run_atlas(*ASKED, *names, "--csv", path).returncode == 0
        return rows(path)

    return write


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def assert_same(found, expected):
    assert len(found) == len(expected) > 0
    for one, other in zip(found, expected, strict=True):
        assert {**one, "value": ""} == {**other, "value": ""}
        # The last digit of a sum depends on the order of its terms.
        assert one["value"] == other["value"] or float(one["value"]) == pytest.approx(float(other["value"]), rel=1e-12)


def test_a_folder_of_parts_is_written_once_and_read_as_the_file_it_stands_for(tmp_path):
    arguments = ("store", "parts", "slag_heaps", "--out", tmp_path, "--rows", 50)
    assert run_atlas(*arguments).returncode == 0
    assert {path.name for path in tmp_path.glob("*/*")} == {
        path.name for path in shipped_layers().glob("*/slag_heaps*.parquet")
    }
    again = run_atlas(*arguments)
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    assert list(tmp_path.rglob(".*")) == []
    read = ("store", "read", "slag_heaps", "--out")
    assert run_atlas("store", "--at", f"files:{tmp_path.as_uri()}", *read[1:], tmp_path / "parts.csv").returncode == 0
    assert run_atlas(*read, tmp_path / "whole.csv").returncode == 0
    parts, whole = rows(tmp_path / "parts.csv"), rows(tmp_path / "whole.csv")
    assert sorted(parts, key=lambda row: row["id"]) == sorted(whole, key=lambda row: row["id"])


@pytest.mark.slow
def test_rows_are_read_as_they_are_needed_without_a_scheduler_too(data, local, tmp_path):
    done = run_atlas(*ASKED, *NAMES, "--data", data, "--chunk", 90, "--csv", tmp_path / "communes.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(rows(tmp_path / "communes.csv"), local(NAMES))


@pytest.mark.slow
@pytest.mark.parametrize("names", [FEW, pytest.param(NAMES, marks=pytest.mark.slow)], ids=len)
def test_the_digits_are_those_of_one_machine_also_when_a_worker_is_killed_at_work(client, data, local, tmp_path, names):
    pids, done = client.run(os.getpid), {}
    assert len(pids) == 2
    command = (*ASKED, *names, "--data", data, "--scheduler", client.scheduler.address, "--chunk", 25)
    path = tmp_path / "communes.csv"

    def ask():
        done["code"] = run_atlas(*command, "--csv", path).returncode

    asking = threading.Thread(target=ask)
    asking.start()
    busy = wait_until(lambda: next((worker for worker, tasks in client.processing().items() if tasks), None))
    os.kill(pids[busy], signal.SIGKILL)
    asking.join(timeout=PATIENCE_SECONDS)
    assert done == {"code": 0}
    assert_same(rows(path), local(names))
    assert pids[busy] not in client.run(os.getpid).values()


@pytest.mark.journey
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler: tcp://127.0.0.1:1: the scheduler does not answer"),
        (("--scheduler", "nonsense://"), "the scheduler does not answer"),
        (("--data", "files:/no/such/folder"), "slag_heaps"),
        (("--data", "mysql://x"), "no store 'mysql'"),
        (("--data", "files:", "--chunk", "0"), "--chunk: "),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(arguments, said, monkeypatch):
    monkeypatch.setattr("atlas.distributed.scheduler._CONNECT_SECONDS", 1)
    done = run_atlas("indicators", "--level", "commune", "--indicator", "heap_density", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert said in sentence


@pytest.mark.journey
def test_what_a_worker_cannot_read_is_one_sentence_here(client):
    command = (
        "indicators",
        "--level",
        "commune",
        "--indicator",
        "heap_density",
        "--scheduler",
        client.scheduler.address,
    )
    done = run_atlas(*command, "--data", "files:/no/such/folder")
    assert done.returncode == 1
    [sentence] = done.stderr.splitlines()
    assert "slag_heaps" in sentence
