"""Fingerprint of the content of layers: two results with the same fingerprint come from the same data."""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from atlas.catalog import Layer

_DIGITS = 12


def hash_layers(layers: "Iterable[Layer]") -> str:
    """Return the first digits of the SHA-256 of declarations and data files of layers, whatever their order."""
    digest = hashlib.sha256()
    for layer in sorted(layers, key=lambda layer: layer.id):
        for path in (layer.folder / f"{layer.id}.toml", *(path for path, _ in layer.files)):
            seen = path.stat()
            digest.update(f"{path.name}:{_hash(path, seen.st_size, seen.st_mtime_ns)};".encode())
    return digest.hexdigest()[:_DIGITS]


@lru_cache(maxsize=256)
def _hash(path: "Path", _size: int, _changed: int) -> str:
    """Hash a file, again only when its size or date has changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
