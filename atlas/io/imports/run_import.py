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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.folders import import_folder
from atlas.io.imports.report import Answers, Findings, Wish
from atlas.io.imports.stage import Taken

Boxes = Sequence[Sequence[float]]

_PREFIX = "atlas-import-"
# Younger than this, a folder without a lock is one that is just being made.
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


@dataclass(frozen=True, slots=True)
class Result:
    """What the worker made of a file: its findings, and the files of the layer unless there are questions."""

    findings: Findings
    rows: Path
    declaration: Path


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Return an empty folder that is gone afterwards; folders of imports that were killed go too."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def read_in_worker(
    taken: Taken, wish: Wish | None, answers: Answers, *, limits: ImportLimits, territories: Boxes = (), kind: str = ""
) -> Result:
    """Read a file in a process of its own.

    Parameters
    ----------
    taken
        A copy in a scratch folder, which holds nothing else.
    wish
        The layer to be; None to have the columns as they are.
    answers
        What the reader said.
    limits
        Limits.
    territories
        Boxes of the known territories in degrees.
    kind
        A format of `SOURCE_FORMATS`, for a connector; else the file says itself what it is.

    Raises
    ------
    LayerDataError
        The file was refused, took too long or too much memory.
    """
    folder = taken.path.parent
    import pyogrio  # noqa: PLC0415 - the list of drivers only

    job = {
        "file": taken.path.name,
        "name": taken.name,
        "kind": kind,
        "wish": asdict(wish) if wish else None,
        "answers": asdict(answers),
        "limits": asdict(limits),
        "territories": [list(box) for box in territories],
        "drivers": sorted(pyogrio.list_drivers()),
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    _run(folder, limits, taken.name)
    report = _report(folder, limits, taken.name)
    if error := report.get("error"):
        raise LayerDataError(error["key"], **error["values"])
    return Result(Findings(**report["findings"]), folder / "rows.parquet", folder / "layer.toml")


def _run(folder: Path, limits: ImportLimits, name: str) -> None:
    places = {"PATH": os.defpath, "PYTHONPATH": str(import_folder()), "TMPDIR": str(folder), "HOME": str(folder)}
    command = [sys.executable, "-m", "atlas.io.imports.worker", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=_QUIET | places
    ) as worker:
        try:
            worker.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired as exc:
            raise LayerDataError("import_time", path=name, limit=limits.seconds) from exc
        finally:
            worker.kill()


def _report(folder: Path, limits: ImportLimits, name: str) -> dict[str, Any]:
    """Return what the worker left; one that left nothing was stopped by its limits, or by the file."""
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        if shutil.disk_usage(folder).free < limits.file_mb:
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
