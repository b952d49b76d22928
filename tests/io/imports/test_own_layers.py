"""What is kept appears whole, or not at all, whatever happens meanwhile."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely

from atlas.catalog import open_catalog, own_layers, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import AtlasError, CatalogError, LayerDataError
from atlas.io.check import check_layer, remind_catalog
from atlas.io.imports import run_import
from atlas.io.imports.draft_declaration import COLOURS
from atlas.io.imports.own_layers import save_layer
from atlas.io.imports.report import Answers
from atlas.io.imports.run_import import read_in_worker, scratch
from atlas.io.imports.stage import stage_file
from atlas.io.read import read_layer
from tests.waiting import wait_until

ROOT = Path(__file__).parents[3]
PLACE = shapely.Point(2.83, 50.43)


@pytest.fixture
def towns(tmp_path):
    gpd.GeoDataFrame({"name": ["Lens"]}, geometry=[PLACE], crs=4326).to_file(tmp_path / "towns.gpkg")
    return tmp_path / "towns.gpkg"


def start(*arguments, **environment):
    command = [sys.executable, "-m", "atlas", *map(str, arguments)]
    pipe = subprocess.PIPE
    # Where the tests themselves are run in the background, an interrupt is ignored, and by what they start as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=os.environ | environment)


def test_own_layers_lie_with_the_readers_data_and_never_inside_the_program(monkeypatch, tmp_path):
    monkeypatch.delenv("ATLAS_LAYERS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own_layers() == tmp_path / "post-mining-atlas" / "layers"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert own_layers().is_relative_to(Path.home() / ".local/share")
    for inside in (shipped_layers(), shipped_layers() / "ecology", ROOT / "atlas", ROOT / "atlas/io/x"):
        monkeypatch.setenv("ATLAS_LAYERS", str(inside))
        with pytest.raises(CatalogError, match="inside the program"):
            own_layers()


def test_a_layer_is_imported_renamed_and_removed_and_nothing_is_left(quick, towns):
    assert quick.bring(towns, "--theme", "landscape").code == 0
    assert quick.layer().theme == "landscape"
    assert quick.run("rename", "mine", "ours").code == 0
    assert len(read_layer(quick.layer("ours"))) == 1
    assert check_layer(quick.layer("ours")) == []
    assert quick.run("remove", "ours").code == 0
    assert quick.files() == {}
    assert quick.run("remove", "ours").code == 1


def test_a_theme_of_the_readers_own_comes_and_goes_with_its_layers(quick, towns):
    quick.bring(towns, "--theme", "green_blue_scheme")
    quick.bring(towns, "--theme", "green_blue_scheme", as_="other")
    assert open_catalog(shipped_layers()).themes["green_blue_scheme"].title.en == "Green blue scheme"
    quick.run("remove", "mine")
    assert "green_blue_scheme" in open_catalog(shipped_layers()).themes
    quick.run("remove", "other")
    assert quick.files() == {}


@pytest.mark.parametrize("arguments", [("remove", "slag_heaps"), ("rename", "slag_heaps", "heaps")])
def test_layers_that_came_with_the_atlas_are_not_touched(quick, arguments):
    before = {path: path.stat().st_mtime_ns for path in shipped_layers().rglob("*")}
    done = quick.run(*arguments)
    assert (done.code, "comes with the atlas" in done.sentence) == (1, True)
    assert {path: path.stat().st_mtime_ns for path in shipped_layers().rglob("*")} == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("slag_heaps", "there is a layer 'slag_heaps' already"),
        *(
            (name, "is no id")
            for name in ("A", "1a", "a-b", "a/b", "../a", "a__b", "é", "", "a" * 61, "a\n", "con.toml")
        ),
    ],
)
def test_an_id_that_is_none_or_taken_is_refused(quick, towns, name, sentence):
    done = quick.bring(towns, as_=name)
    assert done.code == 1
    assert sentence in done.sentence
    assert not quick.own.exists()


@pytest.mark.parametrize("option", [("--theme", "../x"), ("--theme", "A b"), ("--licence", "free for all")])
def test_a_theme_or_licence_that_is_none_is_refused(quick, towns, option):
    assert quick.bring(towns, *option).code == 1
    assert not quick.own.exists()


def test_an_id_taken_by_an_imported_layer_is_refused_and_the_layer_stays(quick, towns):
    quick.bring(towns)
    before = quick.files()
    assert "there is a layer 'mine' already" in quick.bring(towns).sentence
    assert "there is a layer 'mine' already" in quick.run("rename", "mine", "mine").sentence
    assert quick.files() == before


def test_a_private_layer_is_remembered_and_a_licence_ends_it(quick, towns):
    quick.bring(towns)
    said = [reminder.sentence for reminder in remind_catalog(open_catalog(shipped_layers()))]
    assert "without a licence the layer is private" in said[0]
    assert "to be completed: source.producer, source.citation, source.url" in said[1]
    declaration = quick.own / "own/mine.toml"
    text = declaration.read_text(encoding="utf-8").replace("LicenseRef-private", "etalab-2.0")
    declaration.write_text(text, encoding="utf-8")
    assert not quick.layer().private
    assert [reminder.key for reminder in remind_catalog(open_catalog(shipped_layers()))] == [
        "source.producer, source.citation, source.url"
    ]


def test_a_shipped_layer_and_theme_come_before_those_of_the_reader(quick, towns):
    quick.bring(towns)
    folder = quick.own / "landscape"
    shutil.copytree(quick.own / "own", folder)
    (folder / "mine.toml").rename(folder / "slag_heaps.toml")
    catalog = open_catalog(shipped_layers())
    assert catalog["slag_heaps"].folder == shipped_layers() / "landscape"
    assert catalog.themes["landscape"].title.en == "Landscape"
    assert ["slag_heaps" in str(problem) for problem in catalog.problems] == [True]


def test_a_broken_declaration_of_the_readers_does_not_close_the_atlas(quick, towns):
    quick.bring(towns)
    (quick.own / "own/mine.toml").write_text("geometry = [", encoding="utf-8")
    catalog = open_catalog(shipped_layers())
    assert "slag_heaps" in catalog
    assert "not readable as TOML" in str(catalog.problems[0])


def test_another_atlas_is_opened_without_the_readers_layers(quick, towns, tmp_path):
    quick.bring(towns)
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "layers/ecology")
    assert "mine" not in open_catalog(tmp_path / "layers")


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


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_an_import_that_is_ended_leaves_no_trace(gate, tmp_path, how):
    path = slow_file(tmp_path)
    run = start("import", path, "--as", "mine", TMPDIR=tempfile.gettempdir())
    wait_until(lambda: list(Path(tempfile.gettempdir()).glob("atlas-import-*/job.json")))
    run.send_signal(how)
    run.communicate()
    assert run.returncode != 0
    assert gate.files() == {}
    assert list(Path(tempfile.gettempdir()).glob("atlas-import-*")) == []


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


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("pair", COLOURS)
def test_colours_of_imported_layers_stand_out_on_every_ground(pair):
    grounds = (("#F6F3EC", "#EFEBE1", "#DCE6EA"), ("#14171A", "#1E2327", "#10202A"))
    for colour, behind in zip(pair, grounds, strict=True):
        for ground in behind:
            high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 3, (colour, ground)


@pytest.mark.parametrize(("free", "sentence"), [(500_000, "no space left on the disk"), (10**9, "of memory")])
def test_a_worker_that_leaves_no_report_met_a_full_disk_or_its_limits(tmp_path, monkeypatch, free, sentence):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\nx,2.8,50.4\n", encoding="utf-8")
    monkeypatch.setattr(run_import.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(run_import, "_run", lambda *_: None)
    with scratch() as folder, pytest.raises(LayerDataError, match=sentence):
        read_in_worker(stage_file(path, folder, ImportLimits()), None, Answers(), limits=ImportLimits())
