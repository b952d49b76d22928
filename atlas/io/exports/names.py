"""Names of columns that every program accepts."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from atlas.io.exports.formats import Format

_NAMELESS = "column"


def column_names(columns: Iterable[str], known: Format, *, taken: Collection[str] = ()) -> dict[str, str]:
    """Return the name of each column in a file.

    A name stays as it is unless the format reserves it, knows it already, or cannot hold it.

    Parameters
    ----------
    columns
        The columns of a table in their order, each once.
    known
        The format.
    taken
        Names of further columns that the file gets.

    Returns
    -------
    dict
        Column → name in the file: ``fid`` → ``fid_field``, ``Name`` after ``name`` → ``Name_2``.
    """
    used = {_key(name, known) for name in taken}
    names = {}
    for column in columns:
        plain = _printable(column, known)
        reserved = _key(plain, known) in known.reserved | {_key(name, known) for name in taken}
        stem = f"{plain}_field" if reserved else plain
        name, number = _cut(stem, "", known), 2
        while _key(name, known) in used | known.reserved:
            name, number = _cut(stem, f"_{number}", known), number + 1
        used.add(_key(name, known))
        names[column] = name
    return names


def renamed(names: dict[str, str]) -> dict[str, str]:
    """Return the columns whose name in the file is another."""
    return {column: name for column, name in names.items() if column != name}


def _printable(name: str, known: Format) -> str:
    if known.longest is not None:
        # Programs read the header of a DBF file in many encodings: only ASCII is the same in all.
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return re.sub(r"\W+", "_", plain).strip("_") or _NAMELESS
    return "".join(letter for letter in name if letter.isprintable()).strip() or _NAMELESS


def _key(name: str, known: Format) -> str:
    return name.casefold() if known.ignores_case else name


def _cut(stem: str, suffix: str, known: Format) -> str:
    """Return a name that is not too long; a year at its end stays: it tells columns of one kind apart."""
    if known.longest is None or len(stem + suffix) <= known.longest:
        return stem + suffix
    year = re.search(r"_?\d{4}$", stem)
    tail = (year[0] if year else "") + suffix
    return stem[: known.longest - len(tail)].rstrip("_") + tail
