"""Folders and addresses that the atlas reads and writes: shipped layers, the reader's own layers, caches, the store.

Every one but the package itself is computed when asked for: the environment may name another.
"""

import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

_NAME = "post-mining-atlas"


@cache
def package_folder() -> Path:
    """Return the folder of this package."""
    return Path(str(files("atlas")))


def import_folder() -> Path:
    """Return the folder that another Python process needs on its path to import this very package."""
    return package_folder().parent


def shipped_layers() -> Path:
    """Return the folder of the layers that come with the atlas.

    ``ATLAS_HOME`` names another one. A wheel holds them inside the package; in the repository they lie beside it.
    """
    named = os.environ.get("ATLAS_HOME")
    if named:
        return Path(named).absolute()
    inside = package_folder() / "_layers"
    return inside if inside.is_dir() else import_folder() / "layers"


def own_folder() -> Path:
    """Return the folder of the reader's own layers: ``ATLAS_LAYERS``, else with the reader's other data."""
    from platformdirs import user_data_path  # noqa: PLC0415 - `import atlas` must wait for no other library

    named = os.environ.get("ATLAS_LAYERS")
    return Path(named).absolute() if named else user_data_path(_NAME, appauthor=False) / "layers"


def data_folder(*parts: str) -> Path:
    """Return a folder, or a file, of what a server keeps for good beside layers; it need not exist."""
    from platformdirs import user_data_path  # noqa: PLC0415 - as above

    return user_data_path(_NAME, appauthor=False).joinpath(*parts)


def cache_folder(*parts: str) -> Path:
    """Return a folder, or a file, below the caches of the atlas; it need not exist, and may be deleted at any time."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - as above

    return user_cache_path(_NAME, appauthor=False).joinpath(*parts)


def store_address() -> str | None:
    """Return the address of the store that holds shared layers, as ``ATLAS_STORE`` names it."""
    return os.environ.get("ATLAS_STORE") or None


def store_folder() -> Path | None:
    """Return the cache folder that the layers of a database are copied to, one an address; None without a database."""
    address = store_address()
    if address is None or not address.startswith(("postgresql:", "postgres:")):
        return None
    # The address may hold a password: the folder bears its hash.
    return cache_folder("stores", hashlib.sha256(address.encode()).hexdigest()[:24])


def leave_out_folders(text: str) -> str:
    """Return a text in which files of this machine are named from the folder of the atlas on that they lie in."""
    named = [shipped_layers(), own_folder(), cache_folder(), import_folder(), Path.home(), Path(tempfile.gettempdir())]
    # The longest first: a folder within another.
    for folder in sorted({str(path) for path in named} - {"/"}, key=len, reverse=True):
        text = text.replace(f"{folder}/", "").replace(folder, Path(folder).name)
    return text
