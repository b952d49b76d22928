"""Local copy of a database of layers, in a folder laid out as any other and kept up to date.

Changes are written to the database only. When it does not answer, the last copy is used and the error is returned.
"""

import json
import logging
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from atlas.errors import AtlasError, LayerDataError
from atlas.folders import store_address, store_folder
from atlas.io.extras import needs_extra
from atlas.io.imports.own_layers import locked, write_atomic, write_error
from atlas.io.stores.address import kind_of

if TYPE_CHECKING:
    from atlas.io.stores.postgis import PostgisStore, StoredDeclaration

_log = logging.getLogger(__name__)
_VERSIONS = "versions.json"
# A database that does not answer is checked less often: each attempt may take seconds.
_EACH_SECONDS, _AWAY_SECONDS = 1.0, 5.0
_looking = Lock()
_last: dict[str, tuple[float, AtlasError | None]] = {}


def follow() -> AtlasError | None:
    """Bring the copy up to date, at most once a second; return the error, if any.

    Of several threads one checks the database, the others use the last result.
    """
    address = store_address()
    if address is None:
        return None
    found, problem = _last.get(address, (-_AWAY_SECONDS, None))
    fresh = monotonic() - found < (_AWAY_SECONDS if problem else _EACH_SECONDS)
    if fresh or not _looking.acquire(blocking=address not in _last):
        return problem
    try:
        before, problem = problem, _same(_try(address), problem)
        if problem is not before:
            _log.warning("%s", problem) if problem else _log.info("the database of layers answers again")
        _last[address] = (monotonic(), problem)
    finally:
        _looking.release()
    return problem


def _same(problem: AtlasError | None, before: AtlasError | None) -> AtlasError | None:
    """Return the previous object when the message is the same, so that caches keyed by it stay valid."""
    return before if str(problem) == str(before) else problem


def invalidate_check() -> None:
    """Discard the last check of the database, after a change made by this process."""
    _last.clear()


def _try(address: str) -> AtlasError | None:
    folder, kind = store_folder(), address.partition(":")[0]
    if folder is None:
        # Files are read in place; any other address is a mistake.
        return (
            None
            if kind in {"files", "duckdb"}
            else LayerDataError("store_unknown", key="ATLAS_STORE", value=kind_of(address))
        )
    try:
        bring_up_to_date(address, folder)
    except AtlasError as problem:
        return problem
    return None


def bring_up_to_date(address: str, folder: Path) -> list[str]:
    """Copy the layers of a database that have changed since the last copy, and return their ids.

    Raises
    ------
    LayerDataError
        The database does not answer, or the folder cannot be written; the copy is unchanged. Or a layer cannot be read
        there: the copy of that one is unchanged, and the others are up to date.
    """
    with needs_extra():
        from atlas.io.stores.postgis import PostgisStore  # noqa: PLC0415 - the driver is an optional library
    store = PostgisStore(address)
    versions = {layer_id: stored.version for layer_id, stored in store.declarations().items()}
    if versions == _versions(folder):
        return []
    if not versions and not store.is_set_up():
        # The database was dropped and not restored yet: this copy may be the last one.
        raise LayerDataError("store_emptied", key="ATLAS_STORE", path=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(folder):
            # Another process may have copied in the meantime.
            before = _versions(folder)
            changed = [layer_id for layer_id, version in versions.items() if before.get(layer_id) != version]
            problems: dict[str, LayerDataError] = {}
            for layer_id in changed:
                try:
                    versions[layer_id] = _copy(store, layer_id, folder).version
                except LayerDataError as exc:
                    problems[layer_id] = exc
            for gone in before.keys() - versions.keys():
                _drop(folder, gone)
            # What could not be copied keeps the version of its copy, and is tried again.
            kept = {
                layer_id: before.get(layer_id) if layer_id in problems else versions[layer_id] for layer_id in versions
            }
            write_atomic(folder / _VERSIONS, json.dumps({layer_id: seen for layer_id, seen in kept.items() if seen}))
            _log.info("copied from the database: %s", ", ".join(changed) or "nothing")
    except OSError as exc:
        raise write_error(folder, exc) from exc
    for problem in problems.values():
        raise problem
    return changed


def _versions(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / _VERSIONS).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _copy(store: "PostgisStore", layer_id: str, folder: Path) -> "StoredDeclaration":
    """Write the data files of a layer, then its declaration: a layer exists once its declaration does."""
    from atlas.io.read import reading  # noqa: PLC0415 - a copy that is up to date needs no frames
    from atlas.io.write import write_layer_file  # noqa: PLC0415 - as above

    with reading(Path("ATLAS_STORE", layer_id)):
        found, rows, files = store.snapshot(layer_id)
        layer = found.layer(layer_id)
    unnamed = files[~files.isin([path.name for path, _ in layer.files])]
    if len(unnamed):
        # A layer without these rows would look as if somebody had removed them.
        named = ", ".join(sorted(map(str, unnamed.unique())))
        raise LayerDataError("store_files", key=layer_id, file=named, rows=len(unnamed))
    theme = folder / found.theme
    theme.mkdir(exist_ok=True)
    for path, _ in layer.files:
        write_layer_file(rows[(files == path.name).to_numpy()], layer, theme / path.with_suffix(".parquet").name)
    if found.theme_declaration:
        write_atomic(theme / "theme.toml", found.theme_declaration)
    write_atomic(theme / f"{layer_id}.toml", _as_parquet(found.declaration))
    return found


def _as_parquet(declaration: str) -> str:
    """Replace the file names in a declaration by those of the copies, which are all GeoParquet."""
    import tomlkit  # noqa: PLC0415 - as above

    document = tomlkit.parse(declaration)
    for holder in (document, *document.get("parts", ())):
        if "file" in holder:
            holder["file"] = Path(holder["file"]).with_suffix(".parquet").name
    return tomlkit.dumps(document)


def _drop(folder: Path, layer_id: str) -> None:
    for declaration in folder.glob(f"*/{layer_id}.toml"):
        declaration.unlink()
        for path in declaration.parent.glob(f"{layer_id}.*parquet"):
            path.unlink()
