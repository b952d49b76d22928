"""Times of KML as they are written: a year or a month is no day."""

from pathlib import Path
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import create_parser

TIMES = {"timestamp": "when", "begin": "begin", "end": "end"}
_CONTAINERS = {"Document", "Folder"}


def placemark_times(path: Path) -> list[list[dict[str, str]]]:
    """Return the times of each placemark, in the order of the file, by the folder that holds it directly.

    Parameters
    ----------
    path
        KML that `check_markup` has passed.

    Returns
    -------
    list of list of dict
        For each document or folder that holds placemarks: one dict a placemark, ``when``, ``begin``, ``end`` where
        given, as text.
    """
    handler = _Times()
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(handler)
    with path.open("rb") as file:
        parser.parse(file)
    return [times for times in handler.containers if times]


class _Times(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.containers: list[list[dict[str, str]]] = [[]]
        self._open = [self.containers[0]]
        self._placemark: dict[str, str] | None = None
        self._text: list[str] | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802 - SAX names it
        local = name.rpartition(":")[2]
        if local in _CONTAINERS:
            self.containers.append([])
            self._open.append(self.containers[-1])
        elif local == "Placemark":
            self._placemark = {}
            self._open[-1].append(self._placemark)
        elif self._placemark is not None and local in TIMES.values():
            self._text = []

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        local = name.rpartition(":")[2]
        if local in _CONTAINERS:
            self._open.pop()
        elif local == "Placemark":
            self._placemark = None
        elif self._text is not None and self._placemark is not None and local in TIMES.values():
            self._placemark.setdefault(local, "".join(self._text).strip())
            self._text = None
