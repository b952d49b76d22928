"""What a drawn PDF needs to be read by everybody: language, title, bookmarks, tags, XMP; and to be placed on a map.

matplotlib draws pages without structure. Its text objects become paragraphs in the order in which they are drawn, all
that is drawn beside them is one figure with an alternative text. A map has a measure (ISO 32000-1, 12.9): programs of
geography find where it lies. PDF/UA is not claimed: nobody has tried the order of the words of a map.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from pyproj import CRS

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import PdfObject

    from atlas.render.print.map.projection import MapFrame
    from atlas.render.print.paper_size import Paper

# matplotlib writes each operator of a text object on a line of its own, and no line break within a string.
_TEXT = re.compile(rb"^(BT\n.*?^ET)$", re.MULTILINE | re.DOTALL)
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>{made}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class PdfAbout:
    """What a file says of itself: language, title, what it is about, who made it, on which day."""

    lang: str
    title: str
    subject: str
    author: str
    made: date | None = None


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its bookmark, what its figure shows, and the map on it with the paper that it is drawn on."""

    title: str
    figure: str
    window: "tuple[MapFrame, Paper] | None" = None


def finish_pdf(content: bytes, about: PdfAbout, pages: Sequence[PdfPage]) -> bytes:
    """Return a drawn PDF with language, title, bookmarks, tags, XMP and the places of its maps.

    Parameters
    ----------
    content
        As matplotlib writes it.
    about
        What the file says of itself.
    pages
        One for each page.
    """
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(about.lang)
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})  # noqa: FBT003
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})  # noqa: FBT003 - a value
    root[NameObject("/ViewerPreferences")] = shown
    _add_xmp(writer, about)
    _add_tags(writer, about, pages)
    for number, page in enumerate(pages):
        writer.add_outline_item(title=page.title, page_number=number)
        if page.window:
            writer.pages[number][NameObject("/VP")] = ArrayObject([_viewport(*page.window)])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _add_xmp(writer: PdfWriter, about: PdfAbout) -> None:
    made = f"\n<xmp:CreateDate>{about.made.isoformat()}</xmp:CreateDate>" if about.made else ""
    texts = {name: escape(getattr(about, name)) for name in ("title", "subject", "author", "lang")}
    stream = DecodedStreamObject()
    stream.set_data(_XMP.format(**texts, made=made).encode())
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)  # noqa: SLF001 - pypdf has no public way


def _add_tags(writer: PdfWriter, about: PdfAbout, pages: Sequence[PdfPage]) -> None:
    tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root = writer._add_object(tree)  # noqa: SLF001 - as above
    document, whole = _element(writer, "Document", root, Lang=TextStringObject(about.lang))
    parents, parts = ArrayObject(), ArrayObject()
    for number, (page, described) in enumerate(zip(writer.pages, pages, strict=True)):
        own = _tag_page(writer, page, described, document)
        page[NameObject("/StructParents")], page[NameObject("/Tabs")] = NumberObject(number), NameObject("/S")
        parents.extend([NumberObject(number), ArrayObject(own)])
        parts.extend(list(dict.fromkeys(own)))
    whole[NameObject("/K")] = parts
    tree[NameObject("/K")] = document
    tree[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): parents})
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(pages))
    writer.root_object[NameObject("/StructTreeRoot")] = root


def _element(
    writer: PdfWriter, role: str, parent: IndirectObject, **more: "PdfObject | None"
) -> tuple[IndirectObject, DictionaryObject]:
    """Add an element of the structure and return its reference and itself."""
    element = DictionaryObject({NameObject("/Type"): NameObject("/StructElem")})
    element[NameObject("/S")], element[NameObject("/P")] = NameObject(f"/{role}"), parent
    for key, value in more.items():
        if value is not None:
            element[NameObject(f"/{key}")] = value
    return writer._add_object(element), element  # noqa: SLF001 - as above


def _tag_page(
    writer: PdfWriter, page: "PageObject", described: PdfPage, document: IndirectObject
) -> list[IndirectObject]:
    """Mark the parts of a page and return the element that each belongs to, in their order."""
    box = ArrayObject([FloatObject(side) for side in page.mediabox])
    layout = DictionaryObject({NameObject("/O"): NameObject("/Layout"), NameObject("/BBox"): box})
    layout[NameObject("/Placement")] = NameObject("/Block")
    reference = page.indirect_reference
    alternative, drawn = TextStringObject(described.figure), page.get_contents()
    figure, element = _element(writer, "Figure", document, Alt=alternative, Pg=reference, A=layout)
    owners, marked, pieces = (
        list[IndirectObject](),
        list[bytes](),
        _TEXT.split(b"" if drawn is None else drawn.get_data()),
    )
    of_figure = ArrayObject()
    for place, piece in enumerate(pieces):
        if not piece.strip():
            continue
        number = len(owners)
        if place % 2:
            owner, _ = _element(writer, "P", document, Pg=reference, K=NumberObject(number))
        else:
            owner = figure
            of_figure.append(NumberObject(number))
        owners.append(owner)
        marked.append(b"/%s <</MCID %d>> BDC\n%s\nEMC" % (b"P" if place % 2 else b"Figure", number, piece.strip(b"\n")))
    element[NameObject("/K")] = of_figure
    stream = DecodedStreamObject()
    stream.set_data(b"\n".join(marked))
    packed, before = stream.flate_encode(), page.raw_get("/Contents")
    if isinstance(before, IndirectObject):
        # In its place: what no page has any more would be written all the same.
        writer._replace_object(before, packed)  # noqa: SLF001 - as above
    else:
        page[NameObject("/Contents")] = writer._add_object(packed)  # noqa: SLF001 - as above
    return owners


def _viewport(window: "MapFrame", paper: "Paper") -> DictionaryObject:
    """Return where a map lies on its page and on the Earth (ISO 32000-1, 12.9; Adobe's supplement, 8.8)."""
    left, top, right, bottom = (side * paper.px_pt for side in window.box)
    height = paper.height * paper.px_pt
    corners = [window.degrees(x, y) for x, y in _corners(window)]
    # In the unit square of the viewport, from the lower left corner clockwise.
    square = _numbers([0, 0, 0, 1, 1, 1, 1, 0])
    system = DictionaryObject({NameObject("/Type"): NameObject("/PROJCS"), NameObject("/EPSG"): NumberObject(3857)})
    system[NameObject("/WKT")] = TextStringObject(CRS.from_epsg(3857).to_wkt("WKT1_ESRI"))
    measure = DictionaryObject({NameObject("/Type"): NameObject("/Measure")})
    measure[NameObject("/Subtype")] = NameObject("/GEO")
    measure[NameObject("/Bounds")], measure[NameObject("/LPTS")], measure[NameObject("/GCS")] = square, square, system
    measure[NameObject("/GPTS")] = _numbers([side for lon, lat in corners for side in (lat, lon)])
    viewport = DictionaryObject({NameObject("/Type"): NameObject("/Viewport"), NameObject("/Measure"): measure})
    viewport[NameObject("/BBox")] = _numbers([left, height - bottom, right, height - top])
    return viewport


def _corners(window: "MapFrame") -> list[tuple[float, float]]:
    left, top, right, bottom = window.box
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def _numbers(values: Sequence[float]) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 8)) for value in values])
