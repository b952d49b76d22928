"""Detect the encoding of text that does not declare it: a shapefile's table, a CSV file."""

import codecs
import re
import struct
from pathlib import Path

from atlas.errors import LayerDataError
from atlas.io.imports.readers.plausible_text import accented_words, plausibility
from atlas.io.imports.readers.wide_text import wide_encoding
from atlas.io.imports.source_file import SourceFile

_HEADER, _DESCRIPTOR, _END = 32, 32, 0x0D
# Printable in Windows' alphabet, control codes in ISO 8859-1, where no text has them.
_WINDOWS_ONLY = range(0x80, 0xA0)
_ROWS = 10_000
# Lines, and bytes of each, that an encoding is judged by.
_SAMPLE, _LINE = 500, 4_000
# A text with fewer wrong characters than one in ten good ones is UTF-8 that was damaged.
_DAMAGED = 10
# What a statement of the file weighs against the look of the text.
_CREDIT = 0.2
# Windows, DOS and Macintosh in Western and Central Europe; the first of equals is taken.
_CANDIDATES = ("cp1252", "mac_roman", "cp850", "cp437", "iso8859-15", "cp1250", "iso8859-2", "cp852")
# The language byte of dBASE, where it is not the word of a program that never asked.
_LANGUAGES = {
    **dict.fromkeys((0x02, 0x0A, 0x0E, 0x10, 0x12, 0x14, 0x16, 0x1A, 0x1D, 0x25, 0x37), "cp850"),
    **dict.fromkeys((0x01, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x15, 0x18, 0x19, 0x1B), "cp437"),
    **dict.fromkeys((0x1F, 0x22, 0x23, 0x40, 0x64, 0x87), "cp852"),
    **dict.fromkeys((0x03, 0x58, 0x59), "cp1252"),
    0x04: "mac_roman",
    0x08: "cp865",
    0x17: "cp865",
    0x66: "cp865",
    0x1C: "cp863",
    0x6C: "cp863",
    0x24: "cp860",
    0x26: "cp866",
    0x65: "cp866",
    0x67: "cp861",
    0x6A: "cp737",
    0x6B: "cp857",
    0x88: "cp857",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0xCC: "cp1257",
}
_GDAL_NAMES = {"MAC-ROMAN": "MACINTOSH", "MAC_ROMAN": "MACINTOSH"}


def dbf_encoding(source: SourceFile) -> str:
    """Return the encoding of a shapefile's table.

    The user's answer wins. Else UTF-8 where the text is UTF-8, but for characters cut at the end of a cell; else the
    one under which the text looks most like words, among what the ``.cpg`` and the language byte of the ``.dbf`` state
    and the encodings of Windows, DOS and Macintosh. A statement that the text contradicts is noted, cut characters are
    removed from the copy.
    """
    path, answer = source.path, source.answers.encoding
    cells = _text_cells(path.with_suffix(".dbf"))
    stated = _stated(path)
    cut = _cut_characters(cells)
    if answer:
        encoding = find_encoding(answer)
        if encoding == "UTF-8" and cut is not None:
            _remove_cut_characters(source, cut)
        return encoding
    if cells and cut is not None and len(cut) < len(cells):
        _remove_cut_characters(source, cut)
        encoding = "UTF-8"
    else:
        encoding = _most_plausible(cells, stated)
    if cells and stated and find_encoding(stated[0]) != encoding and not _same(cells, stated[0], encoding):
        source.findings.note("encoding_contradicted", stated=find_encoding(stated[0]), encoding=encoding)
    _note_readings(source, b" ".join(sorted(cells)), encoding)
    return encoding


def file_encoding(source: SourceFile) -> str:
    """Return the encoding of a text file: by its byte order mark, else UTF-8, else the most plausible one.

    Characters that UTF-8 does not have, in a text that is UTF-8 otherwise, are counted in the findings.
    """
    if wide := wide_encoding(source.path):
        return wide
    good, bad, sample = _utf8_characters(source.path)
    if bad * _DAMAGED < good or not bad:
        source.findings.repair("characters_unreadable", bad)
        return "UTF-8"
    encoding = _most_plausible(set(sample), [])
    _note_readings(source, b" ".join(sample), encoding)
    return encoding


def likely_encodings(path: Path) -> tuple[str, ...]:
    """Return the encodings that a text can be in, the one under which it looks most like words first."""
    _, _, sample = _utf8_characters(path)
    text = b" ".join(sample)
    ranked = sorted(_CANDIDATES, key=lambda name: -plausibility(text.decode(name, errors="replace")))
    return tuple(find_encoding(name) for name in ranked)


def gdal_encoding(encoding: str) -> str:
    """Return the name that GDAL gives to an encoding."""
    return _GDAL_NAMES.get(encoding, encoding)


def _stated(path: Path) -> list[str]:
    """Return what the files of a shapefile state: the ``.cpg``, then the language byte of the ``.dbf``."""
    found, cpg, table = [], path.with_suffix(".cpg"), path.with_suffix(".dbf")
    if cpg.exists():
        claim = cpg.read_text(encoding="ascii", errors="replace").strip()[:40].lower()
        digits = re.search(r"(\d{3,5})(?:[-_](\d{1,2}))?$", claim)
        if digits and not claim.startswith("utf"):
            number, part = digits.groups()
            iso = f"iso8859-{part}" if number == "8859" and part else f"iso8859-{number[4:]}"
            claim = "utf-8" if number == "65001" else iso if number.startswith("8859") else f"cp{number}"
        found.append(claim)
    if table.exists() and table.stat().st_size > _HEADER:
        with table.open("rb") as file:
            language = file.read(_HEADER)[29]
        found += [_LANGUAGES[language]] if language in _LANGUAGES else []
    return [name for name in found if _exists(name)]


def _exists(name: str) -> bool:
    try:
        "".encode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return False
    return True


def _most_plausible(cells: set[bytes], stated: list[str]) -> str:
    """Return the encoding under which texts look most like words; the first of equals."""
    text = b"\n".join(sorted(cells))
    scores: dict[str, float] = {}
    for name in dict.fromkeys([*stated, *_CANDIDATES]):
        try:
            scores[name] = plausibility(text.decode(name)) + (_CREDIT if name in stated else 0)
        except (UnicodeDecodeError, ValueError):
            continue
    if not text or not scores:
        return "UTF-8" if not text and not stated else find_encoding(stated[0]) if stated else "ISO-8859-1"
    best = max(scores, key=lambda name: scores[name])
    windows = find_encoding(best) == "CP1252" and not any(byte in _WINDOWS_ONLY for byte in set(text))
    return "ISO-8859-1" if windows and best not in stated else find_encoding(best)


def _same(cells: set[bytes], one: str, other: str) -> bool:
    try:
        return all(cell.decode(one) == cell.decode(other) for cell in cells)
    except (UnicodeDecodeError, LookupError):
        return False


def _note_readings(source: SourceFile, text: bytes, encoding: str) -> None:
    """Note some words as they are read and as another encoding would read them, for a user to compare."""
    if encoding == "UTF-8":
        return
    read = text.decode(encoding, errors="replace")
    words = accented_words(read)
    others = [name for name in _CANDIDATES if find_encoding(name) not in {encoding, "ISO-8859-1"}]
    ranked = sorted(others, key=lambda name: -plausibility(text.decode(name, errors="replace")))
    if not words or not ranked:
        return
    for name in ranked:
        again = accented_words(text.decode(name, errors="replace"))
        if again != words:
            values = {"words": ", ".join(words), "other": find_encoding(name), "others": ", ".join(again)}
            source.findings.note("readings", encoding=encoding, **values)
            return


def _cut_characters(cells: set[bytes]) -> dict[bytes, bytes] | None:
    """Return the cells that end within a character of UTF-8, without it; None where the text is not UTF-8."""
    cut = {}
    for cell in cells:
        try:
            cell.decode("utf-8")
        except UnicodeDecodeError as problem:
            if problem.reason != "unexpected end of data":
                return None
            cut[cell] = cell[: problem.start]
    return cut


def _remove_cut_characters(source: SourceFile, cut: dict[bytes, bytes]) -> None:
    """Replace the bytes of characters that the width of a column cut by blanks, in the copy of the table."""
    if not cut:
        return
    path = source.path.with_suffix(".dbf")
    content = bytearray(path.read_bytes())
    count, start, width = struct.unpack("<IHH", content[4:12])
    _, columns = _descriptors(bytes(content[_HEADER:start]))
    for row in range(count):
        for at, size in columns:
            begin = start + row * width + at
            cell = bytes(content[begin : begin + size]).rstrip(b" \0")
            if cell in cut:
                content[begin : begin + size] = cut[cell].ljust(size)
                source.findings.repair("characters_cut", 1)
    path.write_bytes(content)


def _utf8_characters(path: Path) -> tuple[int, int, list[bytes]]:
    """Count the characters beyond ASCII that are UTF-8 and the bytes that are not; return some lines that have any."""
    good = bad = 0
    sample: list[bytes] = []
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            text = line.decode("utf-8", errors="surrogateescape")
            wrong = sum("\udc80" <= character <= "\udcff" for character in text)
            bad += wrong
            good += sum(not character.isascii() for character in text) - wrong
            if len(sample) < _SAMPLE:
                sample.append(line[:_LINE])
    return good, bad, sample


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


def _text_cells(path: Path) -> set[bytes]:
    """Return the texts of a table that are not ASCII: names of columns and character cells."""
    if not path.exists():
        return set()
    with path.open("rb") as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return set()
        count, start, width = struct.unpack("<IHH", head[4:12])
        names, columns = _descriptors(file.read(max(0, start - _HEADER)))
        cells = {name for name in names if not name.isascii()}
        file.seek(start)
        for _ in range(0, count if width else 0, _ROWS):
            block = file.read(width * _ROWS)
            if not block.isascii():
                cells |= _cells(block, width, columns)
    return cells


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
