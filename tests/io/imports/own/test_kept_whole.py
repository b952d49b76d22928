"""What is kept appears whole, or not at all, whatever happens meanwhile."""

import errno
import os
import signal
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import AtlasError, LayerDataError
from atlas.io.check import check_layer
from atlas.io.imports import run_import
from atlas.io.imports.own_layers import save_layer
from atlas.io.imports.report import Answers
from atlas.io.imports.run_import import read_in_worker, scratch
from atlas.io.imports.stage import stage_file
from atlas.io.read import read_layer
from tests.io.imports.own.started import PLACE, start
from tests.waiting import wait_until


@pytest.mark.parametrize("failing", ["parquet", "theme.toml", "mine.toml"])
def test_a_full_disk_leaves_nothing(quick, towns, monkeypatch, failing):
    real = os.fsync

    def full(handle):
        if failing in Path(f"/proc/self/fd/{handle}").readlink().name:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = quick.bring(towns)
    assert (done.code, "no space left on the disk" in done.said) == (1, True)
    assert not quick.own.exists()


def test_a_full_disk_leaves_the_layers_that_were_there(quick, towns, monkeypatch):
    quick.bring(towns)
    before = quick.files()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert quick.bring(towns, as_="other").code == 1
    assert quick.run("rename", "mine", "ours").code == 1
    assert quick.files() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(quick, towns, tmp_path):
    tmp_path.chmod(0o500)
    try:
        assert "cannot be written" in quick.bring(towns).said
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_said(quick, towns):
    quick.own.write_text("", encoding="utf-8")
    assert "cannot be written" in quick.bring(towns).said.splitlines()[-1]


@pytest.mark.slow
def test_two_imports_at_once_of_one_id_make_one_layer(gate, tmp_path):
    for number in (1, 2):
        frame = gpd.GeoDataFrame({"name": [f"{number}"] * number}, geometry=[PLACE] * number, crs=4326)
        frame.to_file(tmp_path / f"{number}.gpkg")
    runs = [start("import", tmp_path / f"{number}.gpkg", "--as", "mine") for number in (1, 2)]
    ends = [run.communicate() for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 1]
    assert any("there is a layer 'mine' already" in said for _, said in ends)
    rows = read_layer(gate.layer())
    assert set(rows["name"]) == {str(len(rows))}
    assert check_layer(gate.layer()) == []


def test_many_keep_at_once_and_none_is_lost(quick, towns):
    quick.bring(towns)
    data, text = quick.own / "own/mine.parquet", (quick.own / "own/mine.toml").read_text(encoding="utf-8")

    def one(number):
        save_layer(data, text, f"copy_{number % 8}", theme="own", root=quick.own, themes={})

    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(one, number) for number in range(24)]
    failed = [run.exception() for run in runs if run.exception()]
    assert len(failed) == 16
    assert all(isinstance(error, LayerDataError) for error in failed)
    catalog = open_catalog(shipped_layers())
    assert {f"copy_{number}" for number in range(8)} <= set(catalog)
    assert [check_layer(catalog[f"copy_{number}"]) for number in range(8)] == [[]] * 8


def slow_file(tmp_path):
    """Write a file that takes some seconds to read."""
    path = tmp_path / "slow.csv"
    path.write_text("name,lon,lat\n" + "x,2.8,50.4\n" * 400_000, encoding="utf-8")
    return path


@pytest.mark.journey
@pytest.mark.parametrize("how", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_an_import_that_is_ended_leaves_no_trace(gate, tmp_path, how):
    path = slow_file(tmp_path)
    run = start("import", path, "--as", "mine", TMPDIR=tempfile.gettempdir())
    wait_until(lambda: list(Path(tempfile.gettempdir()).glob("atlas-import-*/job.json")))
    run.send_signal(how)
    run.communicate()
    assert run.returncode != 0
    assert gate.files() == {}
    assert list(Path(tempfile.gettempdir()).glob("atlas-import-*")) == []


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_the_previous_state_and_its_worker_ends(gate, tmp_path, towns):
    gate.bring(towns, as_="before")
    kept = gate.files()
    run = start("import", slow_file(tmp_path), "--as", "mine", TMPDIR=tempfile.gettempdir())
    [job] = wait_until(lambda: list(Path(tempfile.gettempdir()).glob("atlas-import-*/job.json")))
    run.kill()
    run.communicate()
    assert gate.files() == kept
    wait_until(lambda: not workers(job.parent))
    old = time.time() - 3600
    os.utime(job.parent, (old, old))
    with scratch():
        # What a killed import left goes with the next one.
        assert not job.parent.exists()


def workers(folder):
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [process] if str(folder).encode() in process.read_bytes() else []
        except OSError:
            continue
    return found


def test_what_a_killed_keeper_left_under_another_name_is_cleared_away(quick, towns):
    quick.bring(towns)
    (quick.own / "own/.half.parquet.partial").write_bytes(b"half")
    assert set(open_catalog(shipped_layers())) >= {"mine"}
    quick.bring(towns, as_="other")
    assert [path for path in quick.files() if "partial" in path.name] == []


def test_scratch_folders_in_use_are_left_alone():
    with scratch() as first:
        old = time.time() - 3600
        os.utime(first, (old, old))
        with scratch():
            assert first.exists()
    assert not first.exists()


@pytest.mark.journey
def test_a_reader_sees_the_old_or_the_new_never_a_half(quick, towns):
    quick.bring(towns)
    seen, stop = [], threading.Event()

    def look():
        while not stop.is_set():
            try:
                seen.append(len(read_layer(open_catalog(shipped_layers())["mine"])))
            except (KeyError, AtlasError) as error:
                # Taken out between two looks, it is missing: named, never half.
                seen.append(type(error).__name__)

    thread = threading.Thread(target=look)
    thread.start()
    for _ in range(5):
        quick.run("remove", "mine")
        quick.bring(towns)
    stop.set()
    thread.join()
    assert set(seen) <= {1, "KeyError", "LayerDataError", "LayerMissingError"}


@pytest.mark.parametrize(("free", "sentence"), [(500_000, "no space left on the disk"), (10**9, "of memory")])
def test_a_worker_that_leaves_no_report_met_a_full_disk_or_its_limits(tmp_path, monkeypatch, free, sentence):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\nx,2.8,50.4\n", encoding="utf-8")
    monkeypatch.setattr(run_import.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(run_import, "_run", lambda *_: None)
    with scratch() as folder, pytest.raises(LayerDataError, match=sentence):
        read_in_worker(stage_file(path, folder, ImportLimits()), None, Answers(), limits=ImportLimits())
