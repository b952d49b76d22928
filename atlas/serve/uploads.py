"""Uploaded files: read again with each answer of the user, then kept as a layer of this user."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.environment import UploadLimits, read_limits
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
from atlas.serve.upload_reading import asks_join, join_upload, read_joined, read_upload, uploaded_file

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.io.imports.report import Findings
    from atlas.scene.explore.join_preview import JoinMessage


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
    from atlas.io.imports.join.run_join import propose_for
    from atlas.io.imports.messages import describe_findings
    from atlas.scene.explore.join_preview import join_message
    from atlas.scene.explore.upload_preview import place_candidates

    atlas = current_atlas()
    if asks_join(form):
        return preview_join(waiting, form, lang)
    with read_upload(waiting, form, "upload") as result:
        findings, proposed = result.findings, propose_for(result, atlas)
    place_candidates(findings.questions, atlas, lang, drawn=True)
    lines = describe_findings(findings, lang) if findings.kept else []
    join = None if proposed is None else join_message(findings.columns, proposed, None, atlas.catalog, lang)
    return _preview(waiting, findings, [*lines, *([t("join.none", lang)] if proposed == [] else [])], join, atlas, lang)


def preview_join(waiting: Path, form: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Read a stored table and join it with the answers so far; return what was found and what is left to be said."""
    from atlas.io.imports.join.joined_layer import write_joined_layer
    from atlas.io.imports.join.sentences import describe_join
    from atlas.io.imports.messages import describe_reading
    from atlas.scene.explore.join_preview import join_message

    atlas = current_atlas()
    with join_upload(waiting, form, "upload") as (run, new_layer, folder, limits):
        findings, joined = run.findings, run.joined
        lines: list[str] = []
        if joined:
            if joined.rows is not None:
                write_joined_layer(joined, new_layer, findings, atlas, folder, limits=limits)
            title = atlas.catalog[joined.report.layer].title(lang)
            lines = [*describe_reading(findings, lang), *describe_join(joined.report, lang, places=title)]
        join = join_message(findings.columns, (), joined, atlas.catalog, lang)
        return _preview(waiting, findings, lines, join, atlas, lang)


def _preview(
    waiting: Path, findings: "Findings", lines: list[str], join: "JoinMessage | None", atlas: "Atlas", lang: str
) -> dict[str, Any]:
    """Return what the page shows of a file before it is a layer."""
    from atlas.io.imports.doubles import hash_file, same_file
    from atlas.scene.explore.upload_preview import ground_lines

    same = same_file(hash_file(uploaded_file(waiting)), atlas.catalog)
    said = [t("upload.same_file", lang, title=same.title(lang))] if same else []
    return {
        "upload": waiting.name,
        "name": findings.file,
        "id": _free_id(findings.file, atlas.catalog),
        "lines": [*said, *lines],
        "questions": findings.questions,
        "crs": findings.crs,
        "columns": findings.columns,
        "head": findings.head,
        "extent": findings.extent,
        "sketch": findings.sketch,
        "ground": ground_lines(findings.extent, atlas) if findings.extent else [],
        "join": join,
    }


def lost_rows(waiting: Path, form: Mapping[str, Any], _: str) -> dict[str, Any]:
    """Return the rows of a stored table that its join does not find an object for, as CSV."""
    from atlas.io.imports.join.run_join import lost_csv

    with join_upload(waiting, form, "upload") as (run, _new_layer, _folder, _limits):
        return {"csv": lost_csv(run.joined) if run.joined else ""}


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
    with (read_joined if asks_join(form) else read_upload)(waiting, form, layer_id) as result:
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


def _free_id(name: str, catalog: "Catalog") -> str:
    from atlas.catalog.reserved_ids import RESERVED_FOR_LAYERS
    from atlas.io.imports.normalise.columns import field_id

    stem, number = field_id(Path(name).stem), 2
    free = stem
    while free in catalog or free in RESERVED_FOR_LAYERS:
        free, number = f"{stem}_{number}", number + 1
    return free
