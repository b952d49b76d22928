"""The user's own folder of layers, written atomically: a layer appears whole, or not at all.

A layer exists once its declaration does: data are written first, each file under a temporary name until complete.
One writer at a time holds the folder's lock; readers need none.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import tomllib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import tomlkit

from atlas.errors import LayerDataError
from atlas.io.imports.draft_declaration import draft_theme

if TYPE_CHECKING:
    from atlas.catalog import Layer

_PARTIAL = ".partial"


def save_layer(rows: Path, declaration: str, layer_id: str, *, theme: str, root: Path, themes: Container[str]) -> Path:
    """Save a layer in the user's folder.

    Parameters
    ----------
    rows, declaration
        The data file (it is copied), and the text of the declaration.
    layer_id, theme
        Checked ids.
    root
        The user's folder; created when missing.
    themes
        Existing themes; a new one gets a declaration.

    Returns
    -------
    Path
        The declaration.

    Raises
    ------
    LayerDataError
        The folder already has a layer of that id, or cannot be written.
    """
    if (root / theme).resolve().parent != root.resolve():
        raise LayerDataError("layer_elsewhere", key=layer_id, folder=root / theme)
    made = [path for path in (root / theme, root, *root.parents) if not path.exists()]
    try:
        (root / theme).mkdir(parents=True, exist_ok=True)
        with locked(root):
            if any(root.glob(f"*/{layer_id}.toml")):
                raise LayerDataError("id_taken", key="as", value=layer_id)
            folder = root / theme
            write_atomic(folder / f"{layer_id}.parquet", rows)
            if theme not in themes and not (folder / "theme.toml").exists():
                write_atomic(folder / "theme.toml", draft_theme(theme))
            return write_atomic(folder / f"{layer_id}.toml", declaration)
    except OSError as exc:
        with contextlib.suppress(OSError):
            (root / theme / f"{layer_id}.parquet").unlink(missing_ok=True)
            _tidy(root / theme)
        raise write_error(root, exc) from exc
    finally:
        for path in made:
            # Folders created for nothing are removed; rmdir leaves those that hold something.
            with contextlib.suppress(OSError):
                path.rmdir()


def remove_layer(layer: "Layer", root: Path) -> None:
    """Remove a layer from the user's folder: first its declaration, then its data.

    Raises
    ------
    LayerDataError
        The layer is not the user's own, or the folder cannot be written.
    """
    check_own(layer, root)
    try:
        with locked(root):
            (layer.folder / f"{layer.id}.toml").unlink()
            for path in unshared_files(layer):
                path.unlink(missing_ok=True)
            _tidy(layer.folder)
    except OSError as exc:
        raise write_error(root, exc) from exc


def rename_layer(layer: "Layer", new: str, root: Path) -> None:
    """Change the id of a user's own layer; links with the old id no longer find it.

    Raises
    ------
    LayerDataError
        The layer is not the user's own, the id is taken, or the folder cannot be written.
    """
    check_own(layer, root)
    old = layer.folder / f"{layer.id}.toml"
    try:
        with locked(root):
            if any(root.glob(f"*/{new}.toml")):
                raise LayerDataError("id_taken", key="new", value=new)
            document = tomlkit.parse(old.read_text(encoding="utf-8"))
            renamed = [(path, path.with_name(new + path.name.removeprefix(layer.id))) for path, _ in layer.files]
            for path, target in renamed:
                write_atomic(target, path)
            if "file" in document:
                document["file"] = renamed[0][1].name
            for part, (_, target) in zip(document.get("parts", ()), renamed[1:], strict=True):
                part["file"] = target.name
            write_atomic(layer.folder / f"{new}.toml", tomlkit.dumps(document))
            old.unlink()
            for path in unshared_files(layer):
                path.unlink()
    except OSError as exc:
        raise write_error(root, exc) from exc


def check_own(layer: "Layer", root: Path) -> None:
    """Reject a change of a layer that is shipped with the atlas.

    Raises
    ------
    LayerDataError
        The layer is not the user's own, or its folder is a link to another place.
    """
    if layer.folder.parent != root:
        raise LayerDataError("layer_not_own", key=layer.id, folder=root)
    if layer.folder.resolve().parent != root.resolve():
        # A link to a folder of somebody else's: its files are not the user's to change.
        raise LayerDataError("layer_elsewhere", key=layer.id, folder=layer.folder)


def unshared_files(layer: "Layer") -> list[Path]:
    """Return the data files of a layer that no other declaration beside it names."""
    declared: set[str] = set()
    for path in layer.folder.glob("*.toml"):
        if path.stem == layer.id:
            continue
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            document = {}
        parts = document.get("parts")
        holders = [document, *(part for part in (parts if isinstance(parts, list) else ()) if isinstance(part, dict))]
        declared |= {f"{path.stem}.parquet", *(str(holder["file"]) for holder in holders if "file" in holder)}
    return [path for path, _ in layer.files if path.name not in declared]


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Lock the folder against other writers and remove partial files of killed ones."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for path in root.glob(f"*/.*{_PARTIAL}"):
            path.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


def write_atomic(target: Path, content: Path | str) -> Path:
    """Write a file atomically: under a temporary name, flushed to disk, then renamed."""
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    try:
        with partial.open("wb") as file:
            if isinstance(content, str):
                file.write(content.encode())
            else:
                with content.open("rb") as reading:
                    shutil.copyfileobj(reading, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    return target


def _tidy(folder: Path) -> None:
    """Remove an empty theme of the user's own."""
    if {path.name for path in folder.iterdir()} <= {"theme.toml"}:
        (folder / "theme.toml").unlink(missing_ok=True)
        folder.rmdir()


def write_error(root: Path, exc: OSError) -> LayerDataError:
    """Return the error for a folder that cannot be written."""
    if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
        return LayerDataError("disk_full", path=root)
    return LayerDataError("folder_unwritable", path=root, problem=exc.strerror or exc)
