"""Read the responses of the atlas's own sources: rows of XML, rows of JSON, elements of OpenStreetMap."""

import json
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from atlas.errors import LayerDataError
from atlas.io.imports.readers.openstreetmap import read_elements
from atlas.io.imports.readers.tables.read_rows import Row, read_rows
from atlas.io.imports.source_file import RawTable, SourceFile

_CELL = 1_000_000
# Where portals put their records.
_LISTS = ("results", "records", "data", "rows")
# What may stand around them: CKAN, SPARQL 1.1.
_WRAPPERS = ("result", "results")
_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}


class _Rows(ContentHandler):
    """Collect the children of each ``row`` element as one row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._row: dict[str, str] | None = None
        self._path: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802 - SAX names it
        self._path.append(name)
        if name == "row" and self._row is None:
            self._row = {}
            self._path = [name]

    def characters(self, content: str) -> None:
        if self._row is not None and len(self._path) == 2:  # noqa: PLR2004 - row and column
            text = self._row.get(self._path[1], "") + content
            if len(text) > _CELL:
                msg = f"{self._path[1]}: more than {_CELL} characters"
                raise SAXException(msg)
            self._row[self._path[1]] = text

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        if self._path:
            self._path.pop()
        if name == "row" and not self._path and self._row is not None:
            self.rows.append({key: text.strip() for key, text in self._row.items()})
            self._row = None


def read_records(source: SourceFile) -> RawTable:
    """Read the rows of a source; see `atlas.io.imports.readers.read_file.read_file`."""
    source.findings.encoding = "UTF-8"
    if source.kind == "whc_xml":
        return read_rows(source, _table(_xml_rows(source)), typed=False)
    found = _parsed(source)
    if source.kind == "overpass":
        return read_elements(source, found)
    if isinstance(found, dict):
        found = _listed(found)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise LayerDataError("import_damaged", path=source.name, problem="no list of records")
    return read_rows(source, _table([_flat(row) for row in found]), typed=True)


def _xml_rows(source: SourceFile) -> list[dict[str, str]]:
    parser, handler = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True), _Rows()
    parser.setContentHandler(handler)
    try:
        with source.path.open("rb") as file:
            parser.parse(file)
    except DefusedXmlException as exc:
        raise LayerDataError("xml_unsafe", path=source.name) from exc
    except (SAXException, ValueError, UnicodeError) as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc
    return handler.rows


def _parsed(source: SourceFile) -> Any:
    try:
        return json.loads(source.path.read_bytes())
    except (ValueError, RecursionError) as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _listed(found: dict[str, Any]) -> list[Any] | None:
    """Return the records of an answer: of a portal, below ``result`` (CKAN), or of SPARQL below ``results``."""
    members = [found, *(found[name] for name in _WRAPPERS if isinstance(found.get(name), dict))]
    for member in members:
        for name in (*_LISTS, "bindings"):
            if isinstance(member.get(name), list):
                return [_bound(row) for row in member[name]] if name == "bindings" else member[name]
    return None


def _bound(row: Any) -> Any:
    """Return a solution of SPARQL 1.1 as a row: the values of its variables."""
    if not isinstance(row, dict):
        return row
    return {name: value.get("value") if isinstance(value, dict) else value for name, value in row.items()}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an object within a row names of their own: ``coordinates.lon``."""
    # Opendatasoft's first interface puts the values of a record below "fields".
    if isinstance(row.get("fields"), dict):
        row = row["fields"]
    flat: dict[str, Any] = {}
    for key, value in row.items():
        shape = value.get("geometry", value) if isinstance(value, dict) else None
        if isinstance(shape, dict) and shape.get("type") in _GEOMETRIES:
            flat[key] = json.dumps(shape)
        elif isinstance(value, dict):
            flat |= {f"{key}.{inner}": part for inner, part in value.items() if not isinstance(part, (dict, list))}
        else:
            flat[key] = "; ".join(map(str, value)) if isinstance(value, list) else value
    return flat


def _table(rows: list[dict[str, Any]]) -> Iterator[Row]:
    """Return rows of names and values as a table: the names first, each in its column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    yield names
    for row in rows:
        yield [row.get(name) for name in names]
