"""The encoding of XML: what its first line declares, where parsers know it and the text bears it out."""

import codecs
import re
from pathlib import Path

from atlas.errors import LayerDataError
from atlas.io.imports.readers.text_encoding import find_encoding, likely_encodings
from atlas.io.imports.readers.wide_text import wide_encoding
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import SourceFile

_HEAD, _CHUNK = 200, 1 << 20
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)")
_DECLARED_TEXT = re.compile(r"(<\?xml[^>]*?encoding=[\"'])[A-Za-z0-9._-]+")
_KNOWN_TO_XML = {"UTF-8", "UTF-16", "ISO-8859-1", "ASCII"}
# Names of IANA that Python does not know.
_ALIASES = {"x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-ce": "mac_latin2"}


def markup_to_utf8(source: SourceFile) -> None:
    """Rewrite XML in UTF-8 where the user or its first line names an encoding that parsers of XML do not know.

    Raises
    ------
    LayerDataError
        The text is not in the encoding that the user names.
    OpenQuestion
        It is not in the one that its first line declares, which is UTF-8 where it declares none.
    """
    if not source.answers.encoding and wide_encoding(source.path):
        return
    with source.path.open("rb") as file:
        declared = _DECLARED.match(file.read(_HEAD))
    stated = declared.group(1).decode("ascii") if declared else "UTF-8"
    named = source.answers.encoding or _ALIASES.get(stated.lower(), stated)
    if not source.answers.encoding and not _exists(named):
        raise OpenQuestion("encoding", options=likely_encodings(source.path))
    encoding = find_encoding(named)
    if encoding in _KNOWN_TO_XML and not source.answers.encoding:
        if encoding == "UTF-8" and not _is_utf8(source.path):
            raise OpenQuestion("encoding", options=likely_encodings(source.path))
        return
    try:
        text = source.path.read_text(encoding=encoding)
    except UnicodeError as exc:
        if not source.answers.encoding:
            raise OpenQuestion("encoding", options=likely_encodings(source.path)) from exc
        raise LayerDataError("encoding_wrong", path=source.name) from exc
    source.path.write_text(_DECLARED_TEXT.sub(r"\1UTF-8", text, count=1), encoding="utf-8")


def _exists(name: str) -> bool:
    try:
        "".encode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return False
    return True


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
