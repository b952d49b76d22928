"""Uploaded files: read again with each answer of the user, then kept as a layer of this user."""

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.environment import ImportLimits, UploadLimits, read_limits
from atlas.errors import LayerDataError
from atlas.i18n import t
from atlas.serve.http import current_atlas
from atlas.serve.sessions import (
    current_reader,
    new_reader,
    reader_folder,
    reader_layers,
    sweep_readers,
    writable_folder,
)

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.imports.run_import import ImportResult


def describe(lang: str) -> dict[str, Any]:
    """Return what may be uploaded, and which layers this user has uploaded."""
    from atlas.catalog.licences import LICENCES, PRIVATE
    from atlas.serve.state import row_total

    limits, atlas, folder = read_limits(UploadLimits), current_atlas(), current_reader()
    own = [layer for layer in atlas.catalog.values() if folder and layer.folder.parent == reader_layers(folder)]
    return {
        "mb": limits.mb,
        "save": bool(limits.save),
        "licences": [[code, t(f"licence.{code}", lang)] for code in LICENCES if code != PRIVATE],
        "mine": [[layer.id, layer.title(lang), row_total(layer.id, atlas)] for layer in own],
    }


def check_upload(token: str | None) -> None:
    """Refuse an upload before its file comes.

    Raises
    ------
    LayerDataError
        Uploads are closed on this server, or a limit of this user or of all users is reached.
    """
    limits, folder = read_limits(UploadLimits), reader_folder(token)
    if not limits.mb:
        raise LayerDataError("upload_closed", key="upload")
    if folder is None:
        if sweep_readers() >= limits.readers:
            raise LayerDataError("upload_full", key="upload")
    elif len(list(reader_layers(folder).glob("*/*.parquet"))) >= limits.layers:
        raise LayerDataError("upload_many", key="upload", limit=limits.layers)


@contextmanager
def receiving_folder() -> Iterator[Path]:
    """Make a folder for a file that is coming in; it is gone afterwards unless `admit_upload` has moved it."""
    folder = writable_folder("receiving") / secrets.token_hex(16)
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def admit_upload(received: Path, token: str | None) -> str:
    """Move a file that was received and read to its user; return the token of the user, new unless it is known.

    A file that never came, or cannot be used, makes no user. Raises as `check_upload`.
    """
    check_upload(token)
    folder = reader_folder(token)
    if token is None or folder is None:
        token, folder = new_reader()
    waiting = folder / "waiting"
    waiting.mkdir(mode=0o700, exist_ok=True)
    # Files that were read and not kept are removed, but the last: another window of the same user may be at work on it.
    for old in sorted(waiting.glob("*"), key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)
    received.rename(waiting / received.name)
    return token


def preview(waiting: Path, form: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Read a stored file with the answers so far; return what it holds and which questions are left."""
    from atlas.io.imports.messages import describe_findings
    from atlas.scene.explore.upload_preview import ground_lines, place_candidates

    atlas = current_atlas()
    with _read(waiting, form, "upload") as result:
        findings = result.findings
    place_candidates(findings.questions, atlas, lang, drawn=True)
    return {
        "upload": waiting.name,
        "name": findings.file,
        "id": _free_id(findings.file, atlas.catalog),
        "lines": describe_findings(findings, lang) if findings.kept else [],
        "questions": findings.questions,
        "crs": findings.crs,
        "columns": findings.columns,
        "head": findings.head,
        "extent": findings.extent,
        "sketch": findings.sketch,
        "ground": ground_lines(findings.extent, atlas) if findings.extent else [],
    }


def keep(waiting: Path, form: Mapping[str, Any], _: str) -> dict[str, Any]:
    """Make a layer of a stored file: for this user alone, or for all where the operator allows it."""
    from atlas.catalog import own_layers
    from atlas.folders import store_address, store_folder
    from atlas.io.imports.context import check_id_free
    from atlas.io.imports.messages import question_error
    from atlas.io.imports.own_layers import save_layer
    from atlas.scene.explore.upload_preview import link_to
    from atlas.serve.state import invalidate

    catalog, layer_id = current_atlas().catalog, str(form.get("id", ""))
    check_id_free(layer_id, catalog)
    folder = waiting.parents[1]
    shared = form.get("save") is True
    if shared and not read_limits(UploadLimits).save:
        raise LayerDataError("upload_unsaved", key="save")
    root = own_layers() if shared else reader_layers(folder)
    with _read(waiting, form, layer_id) as result:
        for question in result.findings.questions:
            raise question_error(question, result.findings.file)
        declaration = result.declaration.read_text(encoding="utf-8")
        address = store_address()
        if shared and address and store_folder():
            from atlas.io.stores.share import share_file

            share_file(result.rows, declaration, layer_id, theme="own", address=address)
        else:
            save_layer(result.rows, declaration, layer_id, theme="own", root=root, themes=catalog.themes)
        extent = result.findings.extent
    shutil.rmtree(waiting, ignore_errors=True)
    invalidate()
    return {"layer": layer_id, "link": link_to(layer_id, f"?{form.get('link', '')}", catalog, extent)}


def forget(layer_id: str) -> None:
    """Remove a layer that the user has uploaded.

    Raises
    ------
    LayerDataError
        The user has no layer of that id.
    """
    from atlas.io.imports.own_layers import remove_layer

    catalog, folder = current_atlas().catalog, current_reader()
    if folder is None or layer_id not in catalog:
        raise LayerDataError("upload_gone", key=layer_id[:60])
    remove_layer(catalog[layer_id], reader_layers(folder))


@contextmanager
def _read(waiting: Path, form: Mapping[str, Any], layer_id: str) -> "Iterator[ImportResult]":
    from atlas.io.imports.context import find_licence, neighbour_boxes, territory_boxes
    from atlas.io.imports.report import Answers, NewLayer
    from atlas.io.imports.run_import import read_in_worker, scratch
    from atlas.io.imports.stage import stage_file

    limits = read_limits(UploadLimits)
    import_limits = replace(read_limits(ImportLimits), file_mb=limits.mb, seconds=limits.seconds)
    answers = Answers.from_json(form.get("answers") or {})
    licence, title = find_licence(str(form["licence"]) if form.get("licence") else None), form.get("title")
    with scratch() as folder:
        staged = stage_file(_uploaded_file(waiting), folder, import_limits)
        staged = replace(staged, name=json.loads((waiting / "name.json").read_text(encoding="utf-8")))
        new_layer = NewLayer(layer_id, "own", staged.sha256, str(title) if title else None, licence)
        catalog = current_atlas().catalog
        boxes, beside = territory_boxes(catalog), neighbour_boxes(catalog)
        yield read_in_worker(staged, new_layer, answers, limits=import_limits, territories=boxes, neighbours=beside)


def _uploaded_file(waiting: Path) -> Path:
    found = list(waiting.glob("upload.*"))
    if not found:
        raise LayerDataError("upload_gone", key="upload")
    return found[0]


def _free_id(name: str, catalog: "Catalog") -> str:
    from atlas.io.imports.normalise.columns import field_id

    stem, number = field_id(Path(name).stem), 2
    free = stem
    while free in catalog:
        free, number = f"{stem}_{number}", number + 1
    return free
