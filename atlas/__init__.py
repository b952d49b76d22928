"""A geospatial atlas of post-mining territories."""

import hashlib
import os
from pathlib import Path

# The layers that come with the atlas lie beside its package.
LAYERS = Path(__file__).resolve().parents[1] / "layers"


def own_folder() -> Path:
    """Give the folder of the reader's own layers: ``ATLAS_LAYERS``, else with the reader's other data (XDG)."""
    named = os.environ.get("ATLAS_LAYERS")
    data = Path(os.environ.get("XDG_DATA_HOME") or "")
    data = data if data.is_absolute() else Path.home() / ".local" / "share"
    return Path(named).absolute() if named else data / "post-mining-atlas" / "layers"


def store_address() -> str | None:
    """Give the address of the store that holds shared layers, as ``ATLAS_STORE`` names it."""
    return os.environ.get("ATLAS_STORE") or None


def store_folder() -> Path | None:
    """Give the folder where the layers of a database are copied to: below the user's caches (XDG), one an address."""
    address = store_address()
    if address is None or not address.startswith(("postgresql:", "postgres:")):
        return None
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    # The address may hold a password: the folder bears its hash.
    return caches / "post-mining-atlas" / "stores" / hashlib.sha256(address.encode()).hexdigest()[:24]
