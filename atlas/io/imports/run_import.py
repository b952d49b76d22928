"""Run an import in a worker process with its own folder; the parent process never parses the file."""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any

from atlas.environment import MEGABYTE, ImportLimits
from atlas.errors import LayerDataError
from atlas.folders import import_folder
from atlas.io.imports.report import Answers, Findings, NewLayer
from atlas.io.imports.stage import StagedFile

Boxes = Sequence[Sequence[float]]

_PREFIX = "atlas-import-"
_WORKER = "atlas.io.imports.worker"
# A younger folder without a lock is just being created.
_SETTLED_SECONDS = 60
_QUIET = {
    "PROJ_NETWORK": "OFF",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_PAM_ENABLED": "NO",
    "SHAPE_RESTORE_SHX": "YES",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUTF8": "1",
}


# Is set when nobody waits for the import any more; None where somebody always does.
_stop: ContextVar[Event | None] = ContextVar("stop", default=None)
_LOOK_SECONDS = 0.25


@contextlib.contextmanager
def stopped_by(event: Event) -> Iterator[None]:
    """End the worker of an import that runs in this context when an event happens."""
    before = _stop.set(event)
    try:
        yield
    finally:
        _stop.reset(before)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Result of a worker: the findings, and the files of the layer unless questions are open."""

    findings: Findings
    rows: Path
    declaration: Path


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Make an empty temporary folder, removed afterwards; folders of killed imports are removed too."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def read_in_worker(  # noqa: PLR0913 - the file, what is said of it, what surrounds it
    staged: StagedFile,
    new_layer: NewLayer | None,
    answers: Answers,
    *,
    limits: ImportLimits,
    territories: Boxes = (),
    neighbours: Boxes = (),
    kind: str = "",
) -> ImportResult:
    """Read a file in a worker process.

    Parameters
    ----------
    staged
        A copy in a temporary folder that holds nothing else.
    new_layer
        The layer to create; None keeps the columns as they are.
    answers
        What the user stated about the file.
    limits
        Limits.
    territories
        Bounds of the territories of the atlas, in degrees.
    neighbours
        Bounds of the layers that the user already has.
    kind
        A format of `SOURCE_FORMATS`, for a connector; empty to detect the format.

    Raises
    ------
    LayerDataError
        The file was rejected, or took too much time or memory.
    """
    folder = staged.path.parent
    import pyogrio  # noqa: PLC0415 - the list of drivers only

    job = {
        "file": staged.path.name,
        "name": staged.name,
        "kind": kind,
        "new_layer": asdict(new_layer) if new_layer else None,
        "answers": asdict(answers),
        "limits": asdict(limits),
        "parent": os.getpid(),
        "territories": [list(box) for box in territories],
        "neighbours": [list(box) for box in neighbours],
        "drivers": sorted(pyogrio.list_drivers()),
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    report = run_worker(folder, limits, staged.name)
    return ImportResult(Findings(**report["findings"]), folder / "rows.parquet", folder / "layer.toml")


def run_worker(folder: Path, limits: ImportLimits, name: str, module: str = _WORKER) -> dict[str, Any]:
    """Run a worker on the job of a folder and return its report.

    Parameters
    ----------
    folder
        With ``job.json``; the worker can read and write nothing else.
    limits
        Limits.
    name
        Name of the file in errors.
    module
        The module that is run: it confines itself to its folder before it reads what came from elsewhere.

    Raises
    ------
    LayerDataError
        The worker rejects the file, or takes too much time or memory.
    """
    _run(folder, limits, name, module)
    report = _report(folder, limits, name)
    if error := report.get("error"):
        raise LayerDataError(error["key"], **error["values"])
    return report


def _run(folder: Path, limits: ImportLimits, name: str, module: str) -> None:
    places = {"PATH": os.defpath, "PYTHONPATH": str(import_folder()), "TMPDIR": str(folder), "HOME": str(folder)}
    command = [sys.executable, "-m", module, str(folder)]
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_QUIET | places,
    ) as worker:
        try:
            _wait(worker, limits, name)
        finally:
            worker.kill()


def _wait(worker: "subprocess.Popen[bytes]", limits: ImportLimits, name: str) -> None:
    """Wait for the worker as long as it may take, and as long as somebody waits for its result."""
    stop, end = _stop.get(), time.monotonic() + limits.seconds
    while time.monotonic() < end:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=min(_LOOK_SECONDS, max(0.0, end - time.monotonic())) if stop else limits.seconds)
            return
        if stop and stop.is_set():
            raise LayerDataError("upload_gone", key="upload")
    raise LayerDataError("import_time", path=name, limit=limits.seconds)


def _report(folder: Path, limits: ImportLimits, name: str) -> dict[str, Any]:
    """Read the report of the worker; without one it was stopped by its limits, or crashed on the file."""
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        if shutil.disk_usage(folder).free < MEGABYTE:
            raise LayerDataError("disk_full", path=name) from exc
        raise LayerDataError("import_memory", path=name, limit=limits.memory_mb) from exc
    return report


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if time.time() - folder.stat().st_mtime > _SETTLED_SECONDS and folder.stat().st_uid == os.getuid():
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
