"""How far a long drawing is: told by the process that draws, read by the server, through a small file.

The reader's page chooses the name of a job; nobody else knows it. A file that nobody has written for a quarter of an
hour is what a stopped drawing left behind, and goes.
"""

import json
import re
import time
from contextlib import suppress
from pathlib import Path

from atlas.errors import ViewError
from atlas.folders import cache_folder

_JOB = re.compile(r"[0-9a-f]{16,64}")
_STALE_SECONDS = 900


def check_job(job: str) -> str:
    """Return the name of a job, as the parameter ``job`` gives it; empty for none.

    Raises
    ------
    ViewError
        It is no name of 16 to 64 hexadecimal digits.
    """
    if job and not _JOB.fullmatch(job):
        raise ViewError("job_wrong", key="job", value=job)
    return job


def write_progress(job: str, done: int, count: int) -> None:
    """Write how far a job is; without a name, or where the folder takes no file, nothing."""
    if not job:
        return
    path = _path(job)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps({"done": done, "count": count}), encoding="utf-8")
        partial.replace(path)


def read_progress(job: str) -> dict[str, int]:
    """Return the pages that are done and all pages of a job; zeros before the first."""
    with suppress(OSError, ValueError):
        return dict(json.loads(_path(job).read_text(encoding="utf-8")))
    return {"done": 0, "count": 0}


def end_progress(job: str) -> None:
    """Forget a job that has ended, and what stopped jobs left behind."""
    if not job:
        return
    with suppress(OSError):
        _path(job).unlink()
        for path in _path(job).parent.iterdir():
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def _path(job: str) -> Path:
    return cache_folder() / "progress" / f"{job}.json"
