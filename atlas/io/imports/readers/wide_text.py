"""Texts of two or four bytes a character (UTF-16, UTF-32), with or without a byte order mark."""

from pathlib import Path

_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_HEAD = 4_096
# Most characters of a table or of markup are ASCII: of their two bytes one is zero, always on the same side.
_MOSTLY, _HARDLY = 0.7, 0.05


def wide_encoding(path: Path) -> str | None:
    """Return the encoding of a text of wide characters; None where it is another text or none."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return wide_encoding_of(head)


def wide_encoding_of(head: bytes) -> str | None:
    """Return the encoding of a text of wide characters by its first bytes; None where it is another text or none."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    pairs = len(head) // 2
    if pairs < 2:  # noqa: PLR2004 - nothing to judge by
        return None
    first, second = (head[side : 2 * pairs : 2].count(0) / pairs for side in (0, 1))
    if second >= _MOSTLY and first <= _HARDLY:
        return "UTF-16-LE"
    return "UTF-16-BE" if first >= _MOSTLY and second <= _HARDLY else None
