"""Detect the encoding of text that does not declare it: a shapefile's table, a CSV file."""

import codecs
import struct
from pathlib import Path

from atlas.errors import LayerDataError

_HEADER, _DESCRIPTOR, _END = 32, 32, 0x0D
# Printable in Windows' alphabet, control codes in ISO 8859-1, where no text has them.
_WINDOWS_ONLY = range(0x80, 0xA0)
_ROWS = 10_000
_CHUNK = 1 << 20


def dbf_encoding(path: Path, answer: str | None) -> str:
    """Return the encoding of a shapefile, as GDAL names it.

    The user's answer first, then the ``.cpg`` beside it, then what the text columns of the ``.dbf`` are: UTF-8 when
    every byte fits, else ISO-8859-1 (or Windows-1252, which is the same with letters where that has none).

    Parameters
    ----------
    path
        The ``.shp``.
    answer
        The encoding that the user stated.
    """
    if answer:
        return find_encoding(answer)
    stated = path.with_suffix(".cpg")
    text = _text_columns(path.with_suffix(".dbf"))
    if stated.exists():
        claim = stated.read_text(encoding="ascii", errors="replace").strip()[:40]
        if claim.isdigit():
            claim = f"cp{claim}" if claim != "65001" else "utf-8"
        if _decodes(text, claim):
            return find_encoding(claim)
    return guess_encoding(text)


def guess_encoding(text: bytes) -> str:
    """Return UTF-8 when every byte fits it, else ISO-8859-1, or Windows-1252 when only that has all the letters."""
    if _decodes(text, "utf-8"):
        return "UTF-8"
    return "CP1252" if any(byte in _WINDOWS_ONLY for byte in set(text)) else "ISO-8859-1"


def guess_file_encoding(path: Path) -> str:
    """Return the encoding of a text file: by its byte order mark, else as `guess_encoding` does, in chunks."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, windows = True, False
    with path.open("rb") as file:
        if file.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            return "UTF-16"
        file.seek(0)
        while chunk := file.read(_CHUNK):
            windows = windows or any(byte in _WINDOWS_ONLY for byte in set(chunk))
            try:
                decoder.decode(chunk, final=False)
            except UnicodeDecodeError:
                utf8 = False
    if utf8 and not decoder.getstate()[0]:
        return "UTF-8"
    return "CP1252" if windows else "ISO-8859-1"


def find_encoding(name: str) -> str:
    """Return the usual name of an encoding.

    Raises
    ------
    LayerDataError
        There is no such encoding.
    """
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, ValueError) as exc:
        raise LayerDataError("encoding_unknown", key="encoding", value=name[:40]) from exc
    return found.name.upper().replace("ISO8859", "ISO-8859")


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return False
    return True


def _text_columns(path: Path) -> bytes:
    """Return the text of a table that is not ASCII: names of columns and character cells, each once."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return b""
        count, start, width = struct.unpack("<IHH", head[4:12])
        names, columns = _descriptors(file.read(max(0, start - _HEADER)))
        cells = {name for name in names if not name.isascii()}
        file.seek(start)
        for _ in range(0, count if width else 0, _ROWS):
            block = file.read(width * _ROWS)
            if not block.isascii():
                cells |= _cells(block, width, columns)
    return b"\n".join(cells)


def _descriptors(content: bytes) -> tuple[list[bytes], list[tuple[int, int]]]:
    """Return the names of the columns, and where the character columns lie in a row."""
    names, columns, offset = [], [], 1
    for position in range(0, len(content) - _DESCRIPTOR + 1, _DESCRIPTOR):
        descriptor = content[position : position + _DESCRIPTOR]
        if descriptor[0] == _END:
            break
        names.append(descriptor[:11].split(b"\0", 1)[0])
        if descriptor[11:12] == b"C":
            columns.append((offset, descriptor[16]))
        offset += descriptor[16]
    return names, columns


def _cells(block: bytes, width: int, columns: list[tuple[int, int]]) -> set[bytes]:
    begins = range(0, len(block), width)
    cells = {block[begin + at : begin + at + size].rstrip(b" \0") for begin in begins for at, size in columns}
    return {cell for cell in cells if not cell.isascii()}
