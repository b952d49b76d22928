"""Hostile files: each is refused with one sentence and exit code 1, and leaves nothing, or is made harmless."""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.check import check_layer
from atlas.io.imports import run_import
from atlas.io.read import read_layer
from tests.fuzz.hostile import MENDED, REFUSED, SECRET

ROOT = Path(__file__).parents[2]
# What has no end is ended by the limit on time: the sentence is the same however fast the machine is.
ENDLESS = {"endless_view_in_a_geopackage"}
# How many files of the corpus one run of the tests takes, unless all of it is asked for (``-m slow``).
SAMPLE = 3


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Everything of one import lies below one folder, so that anything outside or left over is seen."""
    for name in ("files", "scratch", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ATLAS_IMPORT_SECONDS", "600")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    return tmp_path


def bring(path, capsys):
    """Import a file by the command line; return exit code and message."""
    capsys.readouterr()
    code = main(["import", str(path), "--as", "mine"])
    out, message = capsys.readouterr()
    assert out == ""
    return code, message


def judge(name, folder, capsys):
    """Check that a file of the corpus is refused or made harmless, as declared."""
    path = (REFUSED | MENDED)[name](folder / "files")
    before = {found: found.lstat().st_mtime_ns for found in folder.rglob("*") if "scratch" not in found.parts}
    os.environ["ATLAS_IMPORT_SECONDS"] = "5" if name in ENDLESS else "600"
    code, message = bring(path, capsys)
    assert SECRET not in message
    assert "Traceback" not in message
    assert all(character.isprintable() or character == "\n" for character in message)
    assert list((folder / "scratch").iterdir()) == []
    if code:
        # One sentence; a question about a table shows its first rows below.
        _, *shown = message.strip().splitlines()
        assert [line for line in shown if not re.match(r"\d+ \| ", line)] == [], message
        assert str(folder / "scratch") not in message
        assert {f: f.lstat().st_mtime_ns for f in folder.rglob("*") if "scratch" not in f.parts} == before
    assert code == (1 if name in REFUSED else 0), f"{name}: {message}"
    if code == 0:
        harmless(capsys, folder)


def harmless(capsys, folder):
    """What came in is a layer like any other, and nothing of it acts where it is shown."""
    layer = open_catalog(shipped_layers())["mine"]
    assert layer.private
    assert check_layer(layer) == []
    rows = read_layer(layer)
    assert len(rows)
    assert SECRET not in rows.to_csv()
    if layer.geometry == "none":
        return
    assert main(["query", "?layers=mine", "--private", "--out", str(folder / "files/out.csv")]) == 0
    for line in (folder / "files/out.csv").read_text(encoding="utf-8").splitlines():
        assert not line.startswith(("=", "@", "\t"))
    capsys.readouterr()


def test_the_corpus_is_large_enough():
    assert len(REFUSED) + len(MENDED) >= 100


def test_some_hostile_files_are_refused_or_made_harmless(folder, capsys):
    for number, name in enumerate(random.sample([*REFUSED, *MENDED], SAMPLE)):
        own = folder / str(number)
        for part in ("files", "scratch"):
            (own / part).mkdir(parents=True)
        os.environ["ATLAS_LAYERS"], tempfile.tempdir = str(own / "own"), str(own / "scratch")
        judge(name, own, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*REFUSED, *MENDED])
def test_a_hostile_file_is_refused_or_made_harmless(folder, capsys, name):
    judge(name, folder, capsys)


LIMITS = {
    "ATLAS_IMPORT_FILE_MB": ("1", "more than 1 MB"),
    "ATLAS_IMPORT_ROWS": ("1000", "is more than the limit of 1000 (ATLAS_IMPORT_ROWS raises it)"),
    "ATLAS_IMPORT_COLUMNS": ("1", "ATLAS_IMPORT_COLUMNS raises it"),
    "ATLAS_IMPORT_VERTICES": ("1000", "ATLAS_IMPORT_VERTICES raises it"),
    "ATLAS_IMPORT_UNPACKED_MB": ("1", "ATLAS_IMPORT_UNPACKED_MB raises it"),
    "ATLAS_IMPORT_MEMORY_MB": ("60", "needs more than 60 MB of memory"),
    "ATLAS_IMPORT_SECONDS": ("1", "more than 1 second to read"),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A good file of 3 MB that every small limit refuses."""
    path = tmp_path_factory.mktemp("large") / "large.geojson"
    feature = {"type": "Feature", "properties": {"name": "x", "kind": "y" * 20}, "geometry": None}
    ring = [[2.8 + n / 1000, 50.4 + n % 7 / 1000] for n in range(12)]
    feature["geometry"] = {"type": "LineString", "coordinates": ring}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature] * 9_000}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "variable", [pytest.param(name, marks=[pytest.mark.slow] * (name != "ATLAS_IMPORT_ROWS")) for name in LIMITS]
)
def test_a_limit_is_respected_and_named(folder, large, capsys, monkeypatch, variable):
    value, sentence = LIMITS[variable]
    monkeypatch.setenv(variable, value)
    if variable == "ATLAS_IMPORT_SECONDS":
        # However fast the machine is: the worker that is started never comes to an end.
        start = run_import.subprocess.Popen
        endless = [sys.executable, "-c", "import time; time.sleep(600)"]
        monkeypatch.setattr(run_import.subprocess, "Popen", lambda _, **options: start(endless, **options))
    code, message = bring(large, capsys)
    assert code == 1
    assert sentence in message
    assert len(message.strip().splitlines()) == 1
    assert not (folder / "own").exists()
    assert list((folder / "scratch").iterdir()) == []


def test_the_worker_has_one_driver_no_network_and_nothing_of_the_environment(folder, capsys, monkeypatch):
    seen, real = {}, subprocess.Popen

    def look(command, **options):
        seen.update(options, command=command)
        return real([sys.executable, "-c", ""], **options)

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setattr(run_import.subprocess, "Popen", look)
    path = REFUSED["json_cut_short"](folder / "files")
    assert bring(path, capsys)[0] == 1
    assert "AWS_SECRET_ACCESS_KEY" not in seen["env"]
    assert seen["env"]["PROJ_NETWORK"] == "OFF"
    assert seen["env"]["HOME"].startswith(str(folder / "scratch"))
