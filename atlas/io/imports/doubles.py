"""Files and titles that the layers of a reader have already: two layers of one name cannot be told apart."""

import hashlib
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from atlas.i18n import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.catalog import Catalog, Layer


def same_file(sha256: str, catalog: "Catalog") -> "Layer | None":
    """Return the layer that was made of a file with the same bytes; None without one."""
    return next((layer for layer in catalog.values() if sha256 in layer.source.sha256.values()), None)


def hash_file(path: "Path") -> str:
    """Return the hash of a file, as the declaration of its layer has it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def free_title(title: str, catalog: "Catalog", *, but: str | None = None) -> str:
    """Return a title that no layer has, or `but` one: with a number where another has it."""
    others = [layer for layer in catalog.values() if layer.id != but]
    taken = {_plain(layer.title(lang)) for layer in others for lang in LANGUAGES}
    return next(name for name in _numbered(title) if _plain(name) not in taken)


def _plain(title: str) -> str:
    """Return a title as readers compare it."""
    return " ".join(title.casefold().split())


def _numbered(title: str) -> Iterator[str]:
    yield title
    yield from (f"{title} ({number})" for number in count(2))
