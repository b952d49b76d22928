"""A print layout of QGIS: an A3 sheet with title, map, legend, scale bar, north arrow and credits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from atlas.i18n import t
from atlas.render.qgis.pictures import embedded, north_picture
from atlas.render.qgis.units import rgba
from atlas.render.qgis.xml import SymbolLayer, Value, add, add_computed, add_options, add_symbol, identifier

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.publish.qgis_project import Project

    Box = tuple[float, float, float, float]

WIDTH, HEIGHT = 420, 297
_MARGIN, _TITLE, _LEGEND, _FOOT = 12.0, 26.0, 92.0, 34.0
_MAP: "Box" = (_MARGIN, _TITLE + _MARGIN, WIDTH - 3 * _MARGIN - _LEGEND, HEIGHT - _TITLE - _FOOT - 2 * _MARGIN)
_MAP_ID = identifier("atlas", "layout", "map")
# The numbers of QGIS for the kinds of items.
_KINDS = {"page": 65638, "map": 65639, "label": 65641, "legend": 65642, "scale": 65646, "picture": 65640}
_SERIF, _SANS = "Source Serif Pro", "Open Sans"
_FEW_SEGMENTS = 2


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    box: "Box"
    size: float
    color: str
    face: str = _SANS
    bold: bool = False
    centred: bool = False


def add_layout(parent: Element, project: "Project", look: "Look", *, paper: str, ground: str) -> None:
    """Add the layout of a project.

    Parameters
    ----------
    parent, project, look
        Where it goes, what is printed, in which colours.
    paper
        Colour of what no layer of the map covers.
    ground
        Who made the ground of the map.
    """
    layout = add(parent, "Layout", name="A3", units="mm", printResolution=300, worldFileMap=_MAP_ID)
    _add_page(layout, look)
    left, top, width, height = _MAP
    right, below = left + width + _MARGIN, top + height
    words = (
        _Words(project.title, (_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, 12), 24, look.ink, _SERIF),
        _Words(project.caption.lead, (_MARGIN, _MARGIN + 13, WIDTH - 2 * _MARGIN, 11), 11, look.muted),
        _Words(_credits(project, ground), (_MARGIN + 110, below + 4, WIDTH - 2 * _MARGIN - 110, _FOOT), 7, look.muted),
    )
    for position, own in enumerate(words):
        _add_words(layout, own, position)
    _add_scale_bar(layout, (left, below + 5, 100, 14), look)
    _add_legend(layout, (right, top, _LEGEND, height), look)
    _add_north(layout, (left + width - 14, top + 4, 10, 15), project.lang, look)
    _add_map(layout, _MAP, project, look, paper)
    add(add(layout, "customproperties"), "Option", type="Map")
    add(layout, "Atlas", enabled=False, coverageLayer="", hideCoverage=False)


def _credits(project: "Project", ground: str) -> str:
    title, made = t("app.title", project.lang), project.made.isoformat()
    below = [f"{t('qgis.ground', project.lang)} : {ground}"] if ground else []
    return "\n".join([f"{title} · {made} · {project.caption.link}", *project.caption.notes, project.credits, *below])


def _item(layout: Element, kind: str, box: "Box", **more: Value) -> Element:
    """Add an item at a place: left, top, width and height in millimetres."""
    left, top, width, height = box
    place, uuid = f"{left:g},{top:g},mm", identifier("atlas", "layout", kind, *(f"{side:g}" for side in box))
    own: dict[str, Value] = {
        "type": _KINDS[kind],
        "uuid": uuid,
        "templateUuid": uuid,
        "id": kind,
        "position": place,
        "positionOnPage": place,
        "size": f"{width:g},{height:g},mm",
        "referencePoint": 0,
        "visibility": True,
        "opacity": 1,
        "frame": "false",
        "background": "false",
        "positionLock": "false",
        "zValue": {"map": 1, "label": 4}.get(kind, 3),
    }
    item = add(layout, "LayoutItem", **(own | more))
    add_computed(add(item, "LayoutObject"), {}, "dataDefinedProperties")
    return item


def _add_page(layout: Element, look: "Look") -> None:
    pages = add(layout, "PageCollection")
    paper = (SymbolLayer("SimpleFill", {"color": rgba(look.paper), "style": "solid", "outline_style": "no"}),)
    add_symbol(pages, "", "fill", paper)
    page = _item(pages, "page", (0, 0, WIDTH, HEIGHT), background="true", zValue=0)
    add_symbol(page, "", "fill", paper)
    add(pages, "GuideCollection", visible=True)


def _add_map(layout: Element, box: "Box", project: "Project", look: "Look", paper: str) -> None:
    settings = {"frame": "true", "background": "true", "followPreset": "false", "keepLayerSet": "false"}
    item = _item(
        layout, "map", box, uuid=_MAP_ID, templateUuid=_MAP_ID, mapRotation=0, drawCanvasItems="true", **settings
    )
    _add_colour(item, "FrameColor", look.muted)
    _add_colour(item, "BackgroundColor", paper)
    west, south, east, north = fitted(project.extent, box[2] / box[3])
    add(item, "Extent", xmin=repr(west), ymin=repr(south), xmax=repr(east), ymax=repr(north))
    add(item, "LayerSet")
    add(item, "AtlasMap", atlasDriven=False, margin="0.1", scalingMode=2)


def fitted(extent: "Box", ratio: float) -> "Box":
    """Return an extent around another, with a ratio of width to height."""
    west, south, east, north = extent
    width, height = max(east - west, 1), max(north - south, 1)
    wide, high = max(width, height * ratio), max(height, width / ratio)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _add_words(layout: Element, words: _Words, position: int) -> None:
    uuid = identifier("atlas", "layout", "words", str(position))
    item = _item(layout, "label", words.box, uuid=uuid, templateUuid=uuid, labelText=words.text, valign=32)
    item.set("halign", "4" if words.centred else "1")
    for name in ("marginX", "marginY", "htmlState"):
        item.set(name, "0")
    add(
        item,
        "LabelFont",
        description=f"{words.face},{words.size:g},-1,5,{75 if words.bold else 50},0,0,0,0,0",
        style="",
    )
    _add_colour(item, "FontColor", words.color)


def _add_north(layout: Element, box: "Box", lang: str, look: "Look") -> None:
    """Add an arrow to the north, which turns with the map, over the letter that stands for it."""
    left, top, width, height = box
    letter = 4.5
    item = _item(
        layout,
        "picture",
        (left, top + letter, width, height - letter),
        file=embedded(north_picture()),
        mode=0,
        resizeMode=0,
        anchorPoint=4,
        svgFillColor=rgba(look.ink),
        svgBorderColor=rgba(look.ink),
        svgBorderWidth="0",
        pictureRotation="0",
        mapUuid=_MAP_ID,
        northMode=1,
        northOffset="0",
    )
    item.set("pictureWidth", f"{width:g}")
    item.set("pictureHeight", f"{height - letter:g}")
    _add_words(
        layout, _Words(t("sheet.north", lang), (left, top, width, letter), 9, look.ink, bold=True, centred=True), 3
    )


def _add_legend(layout: Element, box: "Box", look: "Look") -> None:
    item = _item(layout, "legend", box, map_uuid=_MAP_ID, legendFilterByMap=True, columnCount=1, resizeToContents=True)
    for name, value in (
        ("symbolWidth", 7),
        ("symbolHeight", 4),
        ("lineSpacing", 1),
        ("boxSpace", 0),
        ("splitLayer", 1),
    ):
        item.set(name, f"{value}")
    item.set("fontColor", look.ink)
    styles = add(item, "styles")
    for name, size, above in (
        ("title", 12, 0),
        ("group", 11, 3),
        ("subgroup", 10, 2),
        ("symbol", 8, 1),
        ("symbolLabel", 8, 1),
    ):
        style = add(styles, "style", name=name, alignment=1, marginTop=above, marginLeft=2, indent=0)
        add(style, "styleFont", description=f"{_SANS},{size},-1,5,50,0,0,0,0,0", style="")


def _add_scale_bar(layout: Element, box: "Box", look: "Look") -> None:
    item = _item(
        layout,
        "scale",
        box,
        mapUuid=_MAP_ID,
        style="Line Ticks Up",
        unitType="km",
        unitLabel="km",
        numMapUnitsPerScaleBarUnit=1,
        numSegments=_FEW_SEGMENTS,
        numSegmentsLeft=0,
        segmentSizeMode=1,
        minBarWidth=40,
        maxBarWidth=90,
        numUnitsPerSegment=5,
        segmentMillimeters=30,
        height=3,
        labelBarSpace=2,
        boxContentSpace=0,
        outlineWidth="0.3",
        alignment=0,
    )
    add(item, "text-style", fontFamily=_SANS, fontSize=8, fontSizeUnit="Point", textColor=rgba(look.ink), textOpacity=1)
    numbers = add(item, "numericFormat", id="basic")
    add_options(numbers, {"decimals": 1, "show_thousand_separator": True})
    line = (SymbolLayer("SimpleLine", {"line_color": rgba(look.ink), "line_width": "0.3", "line_width_unit": "MM"}),)
    for tag in ("lineSymbol", "divisionLineSymbol", "subdivisionLineSymbol"):
        add_symbol(add(item, tag), "", "line", line)
    for tag, colour in (("fillSymbol", look.ink), ("fillSymbol2", look.paper)):
        fill = (SymbolLayer("SimpleFill", {"color": rgba(colour), "style": "solid", "outline_style": "no"}),)
        add_symbol(add(item, tag), "", "fill", fill)


def _add_colour(parent: Element, tag: str, colour: str) -> None:
    red, green, blue, alpha = rgba(colour).split(",")
    add(parent, tag, red=red, green=green, blue=blue, alpha=alpha)
