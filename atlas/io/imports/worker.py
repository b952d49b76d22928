"""Worker process of an import: limited and confined to its folder, one GDAL driver, ends with its parent.

``python -m atlas.io.imports.worker FOLDER`` reads ``job.json`` there and writes ``report.json`` and, for a valid file,
``rows.parquet`` and ``layer.toml``. Nothing that reads geodata is imported before the limits are set.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from atlas.environment import MEGABYTE, ImportLimits
from atlas.errors import AtlasError
from atlas.io.imports.confine import confine
from atlas.io.imports.readers.archive import check_archive, unpack
from atlas.io.imports.readers.detect_format import DRIVERS, SOURCE_FORMATS, detect_format
from atlas.io.imports.readers.umap import extract_layer
from atlas.io.imports.report import Answers, Findings, OpenQuestion

# Characters of a value in an error message: enough for the columns of a table.
_SHOWN = 600
# How often the worker looks whether its parent is there.
_LOOK_SECONDS = 0.2


def main(folder: Path, job: Callable[[Path], None] | None = None) -> None:
    """Run the job of a folder, by default that of an import, within its limits."""
    stated = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    threading.Thread(target=_end_with_parent, args=(stated["parent"],), daemon=True).start()
    _limit(ImportLimits(**stated["limits"]))
    confine(folder)
    (job or do_job)(folder)


def do_job(folder: Path) -> None:
    """Run the job of a folder and write a report, whatever the file is."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limits = ImportLimits(**job["limits"])
    findings = Findings(file=job["name"])
    report: dict[str, Any] = {}
    try:
        _work(folder, job, limits, findings)
    except OpenQuestion as open_question:
        findings.questions.append(open_question.question)
    except AtlasError as error:
        report["error"] = {
            "key": error.key,
            # A number stays one: it decides the plural form of the sentence.
            "values": {
                name: value if isinstance(value, int) else _shown(value, folder) for name, value in error.named.items()
            },
        }
    except (MemoryError, RecursionError):
        report["error"] = {"key": "import_memory", "values": {"path": job["name"], "limit": str(limits.memory_mb)}}
    except Exception as exc:  # noqa: BLE001 - whatever a file provokes is one sentence, not a traceback
        problem = _shown(f"{type(exc).__name__}: {exc}", folder)
        report["error"] = {"key": "import_damaged", "values": {"path": job["name"], "problem": problem}}
    report["findings"] = findings.to_json()
    (folder / "report.json").write_text(json.dumps(report, default=str), encoding="utf-8")


def _shown(value: object, folder: Path) -> str:
    """Return a value of an error message as one short line: libraries add paths and line breaks."""
    plain = " ".join(str(value).replace(f"{folder}/", "").split())
    return "".join(character for character in plain if character.isprintable())[:_SHOWN]


def _work(folder: Path, job: dict[str, Any], limits: ImportLimits, findings: Findings) -> None:
    answers, label = Answers.from_json(job["answers"]), ""
    path = folder / job["file"]
    kind = job["kind"] if job["kind"] in SOURCE_FORMATS else detect_format(path, findings.file)
    if kind in {"zip", "kmz"}:
        member = unpack(path, findings.file, limits, wanted=answers.layer)
        path, label = member.path, member.label
        answers = replace(answers, layer=member.layer)
        kind = "filegdb" if path.is_dir() else detect_format(path, findings.file)
    elif kind == "umap":
        path, kind = extract_layer(path, findings.file, wanted=answers.layer), "geojson"
        answers = replace(answers, layer=None)
    elif kind in {"xlsx", "ods"}:
        check_archive(path, findings.file, limits)
    findings.format = kind
    _skip_drivers(kind, job["drivers"])
    # Imported after the drivers are disabled: GDAL reads the list once.
    import numpy as np  # noqa: PLC0415

    from atlas.io.imports.build_layer import build_layer  # noqa: PLC0415
    from atlas.io.imports.source_file import SourceFile  # noqa: PLC0415

    try:
        neighbours = np.array(job["neighbours"], dtype=float).reshape(-1, 4)
        build_layer(SourceFile(path, kind, answers, limits, findings, neighbours), job, folder)
    except OpenQuestion as open_question:
        _name_member(open_question.question, label)
        raise


def _name_member(question: dict[str, Any], label: str) -> None:
    """Write the layers that a question offers as the user must name them: with the file of the archive they are in."""
    if label and question["about"] == "layer":
        question["options"] = [f"{label}/{option}" for option in question["options"]]


def _skip_drivers(kind: str, drivers: list[str]) -> None:
    """Disable all GDAL drivers but that of the format: whatever the file claims to be, nothing else can open it."""
    os.environ["OGR_SKIP"] = ",".join(driver for driver in drivers if driver != DRIVERS.get(kind))


def _limit(limits: ImportLimits) -> None:
    memory, disk = limits.memory_mb * MEGABYTE, (limits.unpacked_mb + limits.file_mb) * MEGABYTE
    # Linux counts all private memory as data; the address space would count mapped libraries too.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent(parent: int) -> None:
    """Stop when the parent process has ended; a pipe to it would be one more thing that a file can name."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
