"""Check XML before GDAL parses it: no document type, no entity, no unbounded nesting."""

from pathlib import Path
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from atlas.errors import LayerDataError

_DEPTH = 100


class _Depth(ContentHandler):
    """Records the root element, whether it is GML, and links to addresses, and rejects excessive nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.is_gml = False
        self.links = 0
        self._in_link = False
        self._href: list[str] | None = None
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        local = name.rsplit(":", 1)[-1]
        if not self.root:
            self.is_gml = any("opengis.net/gml" in value for value in attrs.values())
        self.root = self.root or local
        self._in_link = self._in_link or local == "NetworkLink"
        self._href = [] if self._in_link and local == "href" else None
        self._depth += 1
        if self._depth > _DEPTH:
            msg = f"more than {_DEPTH} nested elements"
            raise SAXException(msg)

    def characters(self, content: str) -> None:
        if self._href is not None:
            self._href.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        self.links += self._href is not None and "://" in "".join(self._href)
        self._href = None
        self._in_link = self._in_link and name.rsplit(":", 1)[-1] != "NetworkLink"
        self._depth -= 1


def check_markup(path: Path, name: str, root: str) -> int:
    """Check a whole XML file; return how many links of KML name an address, which is never followed.

    Parameters
    ----------
    path, name
        The file, and its name in errors.
    root
        Name of the root element; GML has many, so its name space is looked for.

    Raises
    ------
    LayerDataError
        It is not well formed, declares a document type or entities, or is another kind of document.
    """
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    depth = _Depth()
    parser.setContentHandler(depth)
    try:
        with path.open("rb") as file:
            parser.parse(file)
    except DefusedXmlException as exc:
        raise LayerDataError("xml_unsafe", path=name) from exc
    except (SAXException, ValueError, LookupError, UnicodeError) as exc:
        raise LayerDataError("import_damaged", path=name, problem=exc) from exc
    if not (depth.is_gml if root == "gml" else depth.root == root):
        raise LayerDataError("import_content", path=name, format=root.upper())
    return depth.links
