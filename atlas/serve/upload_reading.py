"""Stored uploads read again: as they are, or joined to the objects that they name."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.environment import ImportLimits, UploadLimits, read_limits
from atlas.errors import LayerDataError
from atlas.serve.http import current_atlas

if TYPE_CHECKING:
    from atlas.io.imports.join.run_join import JoinRun
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.run_import import ImportResult
    from atlas.io.imports.stage import StagedFile


@contextmanager
def read_upload(waiting: Path, form: Mapping[str, Any], layer_id: str) -> "Iterator[ImportResult]":
    """Read a stored file with the answers of its user."""
    from atlas.io.imports.context import neighbour_boxes, territory_boxes
    from atlas.io.imports.run_import import read_in_worker

    with _staged(waiting, form, layer_id) as (staged, new_layer, answers, limits):
        catalog = current_atlas().catalog
        boxes, beside = territory_boxes(catalog), neighbour_boxes(catalog)
        yield read_in_worker(staged, new_layer, answers, limits=limits, territories=boxes, neighbours=beside)


def asks_join(form: Mapping[str, Any]) -> bool:
    """Return whether a form names the layer that a table is joined to."""
    join = form.get("join")
    return isinstance(join, dict) and bool(join.get("layer"))


@contextmanager
def join_upload(
    waiting: Path, form: Mapping[str, Any], layer_id: str
) -> "Iterator[tuple[JoinRun, NewLayer, Path, ImportLimits]]":
    """Read a stored table and join it; yield also the layer to make, the folder of the import and its limits."""
    from atlas.io.imports.join.report import JoinAnswers
    from atlas.io.imports.join.run_join import run_join

    with _staged(waiting, form, layer_id) as (staged, new_layer, answers, limits):
        join = JoinAnswers.from_json(form["join"])
        run = run_join(staged, answers, join, current_atlas(), limits=limits)
        yield run, new_layer, staged.path.parent, limits


@contextmanager
def read_joined(waiting: Path, form: Mapping[str, Any], layer_id: str) -> "Iterator[ImportResult]":
    """Join a table and write its layer.

    Raises
    ------
    LayerDataError
        What becomes of several rows of a place was not said.
    """
    from atlas.io.imports.join.joined_layer import write_joined_layer
    from atlas.io.imports.run_import import ImportResult

    with join_upload(waiting, form, layer_id) as (run, new_layer, folder, limits):
        joined = run.joined
        if joined is not None and joined.rows is None:
            names = ", ".join(f"{name}: {count}" for name, count in joined.report.repeated)
            valid = ", ".join(joined.report.rules)
            raise LayerDataError("join_rows", path=run.findings.file, names=names, valid=valid)
        rows = declaration = folder
        if joined is not None:
            rows, declaration = write_joined_layer(
                joined, new_layer, run.findings, current_atlas(), folder, limits=limits
            )
        yield ImportResult(run.findings, rows, declaration)


@contextmanager
def _staged(
    waiting: Path, form: Mapping[str, Any], layer_id: str
) -> "Iterator[tuple[StagedFile, NewLayer, Answers, ImportLimits]]":
    from atlas.io.imports.context import find_licence
    from atlas.io.imports.doubles import free_title
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.run_import import scratch
    from atlas.io.imports.stage import stage_file

    limits = read_limits(UploadLimits)
    import_limits = replace(read_limits(ImportLimits), file_mb=limits.mb, seconds=limits.seconds)
    answers = Answers.from_json(form.get("answers") or {})
    licence, title = find_licence(str(form["licence"]) if form.get("licence") else None), form.get("title")
    with scratch() as folder:
        staged = stage_file(uploaded_file(waiting), folder, import_limits)
        staged = replace(staged, name=json.loads((waiting / "name.json").read_text(encoding="utf-8")))
        named = free_title(str(title), current_atlas().catalog) if title else None
        new_layer = NewLayer(layer_id, "own", staged.sha256, named, licence)
        yield staged, new_layer, answers, import_limits


def uploaded_file(waiting: Path) -> Path:
    """Return a stored file as it was received."""
    found = list(waiting.glob("upload.*"))
    if not found:
        raise LayerDataError("upload_gone", key="upload")
    return found[0]
