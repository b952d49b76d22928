"""An import that nobody waits for any more ends with its process."""

import threading
import time

import pytest

from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports import run_import
from atlas.io.imports.report import Answers
from atlas.io.imports.run_import import read_in_worker, scratch, stopped_by
from atlas.io.imports.stage import StagedFile
from tests.waiting import PATIENCE_SECONDS


@pytest.fixture
def sleeper(tmp_path, monkeypatch):
    """Make the worker process one that sleeps; return the file of its id."""
    note, program = tmp_path / "pid", tmp_path / "worker"
    program.write_text(f"#!/bin/sh\necho $$ > {note}\nexec sleep 600\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(run_import.sys, "executable", str(program))
    return note


def test_the_process_of_a_reader_who_has_left_is_ended(sleeper):
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with scratch() as folder, stopped_by(stop):
        (folder / "input.csv").write_text("a\n1\n", encoding="utf-8")
        staged = StagedFile("a.csv", folder / "input.csv", "0" * 64)
        with pytest.raises(LayerDataError, match="no longer there"):
            read_in_worker(staged, None, Answers(), limits=ImportLimits())
    assert time.monotonic() - began < PATIENCE_SECONDS
    process = int(sleeper.read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        run_import.os.kill(process, 0)
