"""The style of a layer as Styled Layer Descriptor 1.1 (OGC 05-078r4 and 05-077r4), which map servers read.

It has the classes, colours, shapes, lines and patterns; what depends on a row beyond its class (size, approximate
position) and on the zoom is in the style of QGIS only: SLD has no words for it that all servers know.
"""

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, register_namespace

from atlas.render.qgis.pictures import HALF, embedded, pattern_picture, shape_picture
from atlas.render.qgis.renderer import drawn_classes
from atlas.render.qgis.xml import add, document
from atlas.render.symbol_paths import line_styles, patterns, symbol_values

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.map.scene import Symbol
    from atlas.scene.publish.qgis_layer import ProjectLayer

_SLD, _SE, _OGC = (f"http://www.opengis.net/{name}" for name in ("sld", "se", "ogc"))
_LINK = "http://www.w3.org/1999/xlink"
_SCHEMA = "http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd"
# The mark of the standard nearest to a shape, for servers that read no picture.
_MARKS = {
    **dict.fromkeys(("circle", "ring", "dot"), "circle"),
    **dict.fromkeys(("square", "diamond", "trapezium", "tall_trapezium", "steps", "bar"), "square"),
    **dict.fromkeys(("triangle", "double_triangle", "broken_triangle"), "triangle"),
}
_COLUMN = re.compile(r'"((?:[^"]|"")*)"')
_PARAMETER = re.compile(r"param\((fill|outline)(-opacity|-width)?\) ([#.\w]+)")


def sld_file(layer: "ProjectLayer", look: "Look") -> bytes:
    """Return the style of a drawn layer as an SLD file.

    Raises
    ------
    ValueError
        The layer is a table.
    """
    if layer.mark is None:
        msg = f"{layer.id} is a table"
        raise ValueError(msg)
    for prefix, space in (("", _SLD), ("se", _SE), ("ogc", _OGC), ("xlink", _LINK)):
        register_namespace(prefix, space)
    root = Element(f"{{{_SLD}}}StyledLayerDescriptor", {"version": "1.1.0"})
    root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", f"{_SLD} {_SCHEMA}")
    named = add(root, f"{{{_SLD}}}NamedLayer")
    _se(named, "Name", layer.table)
    style = add(named, f"{{{_SLD}}}UserStyle")
    _se(style, "Name", layer.title)
    rules = _se(style, "FeatureTypeStyle")
    for symbol in drawn_classes(layer.mark, layer.kind):
        rule = _se(rules, "Rule")
        _se(rule, "Name", symbol.title)
        _se(_se(rule, "Description"), "Title", symbol.title)
        _add_filter(rule, layer, symbol)
        _add_symbolizer(rule, layer, symbol, look)
    return document(root)


def _se(parent: Element, tag: str, text: str | None = None) -> Element:
    return add(parent, f"{{{_SE}}}{tag}", text)


def _ogc(parent: Element, tag: str, text: str | None = None) -> Element:
    return add(parent, f"{{{_OGC}}}{tag}", text)


def _parameter(parent: Element, name: str, value: str) -> None:
    add(parent, f"{{{_SE}}}SvgParameter", value, name=name)


def _add_filter(rule: Element, layer: "ProjectLayer", symbol: "Symbol") -> None:
    """Add the condition that the rows of a class meet; rows of no class are those of the rule for all others."""
    named = _COLUMN.search(layer.row.symbol)
    if named is None:
        return
    if symbol.code is None:
        _se(rule, "ElseFilter")
        return
    column, condition = named[1].replace('""', '"'), _ogc(rule, "Filter")
    compared = [("PropertyIsEqualTo", symbol.code)]
    if symbol.bounds:
        low, high = symbol.bounds
        compared = [("PropertyIsGreaterThanOrEqualTo", repr(low))] if low is not None else []
        compared += [("PropertyIsLessThanOrEqualTo", repr(high))] if high is not None else []
    if len(compared) > 1:
        condition = _ogc(condition, "And")
    for operator, value in compared:
        comparison = _ogc(condition, operator)
        _ogc(comparison, "PropertyName", column)
        _ogc(comparison, "Literal", value)


def _add_symbolizer(rule: Element, layer: "ProjectLayer", symbol: "Symbol", look: "Look") -> None:
    color, opacity = symbol.color_dark if look.dark else symbol.color, layer.mark.opacity if layer.mark else 1
    width = layer.mark.width if layer.mark else 1
    if layer.kind == "point":
        graphic = _se(_se(rule, "PointSymbolizer"), "Graphic")
        colours = {"fill": color, "outline": look.land, "-width": "0.3", "-opacity": "1"}
        _add_picture(graphic, shape_picture(symbol.shape, hollow=False), colours)
        mark = _se(graphic, "Mark")
        _se(mark, "WellKnownName", _MARKS[symbol.shape])
        _parameter(_se(mark, "Fill"), "fill", color)
        _add_stroke(mark, look.land, symbol_values("symbol")["halo_width"], 1)
        _se(graphic, "Size", f"{symbol_values('swatch')['radius'] * 2 * HALF:g}")
        return
    if layer.kind == "line":
        _add_lines(rule, symbol, look, color=color, width=width, opacity=opacity)
        return
    if symbol.pattern != "none":
        fill = _se(_se(rule, "PolygonSymbolizer"), "Fill")
        _parameter(fill, "fill", color)
        solid = symbol.pattern == "solid"
        _parameter(fill, "fill-opacity", f"{opacity if solid else symbol_values('pattern')['ground_opacity']:g}")
        if not solid:
            graphic = _se(_se(_se(_se(rule, "PolygonSymbolizer"), "Fill"), "GraphicFill"), "Graphic")
            _add_picture(graphic, pattern_picture(symbol.pattern), {"outline": color, "fill": color})
            _se(graphic, "Size", f"{patterns()[symbol.pattern].tile:g}")
    _add_lines(rule, symbol, look, color=color, width=width, opacity=1)


def _add_picture(graphic: Element, picture: str, colours: dict[str, str]) -> None:
    """Add a picture in its colours."""

    def value(match: re.Match[str]) -> str:
        name, part, default = match.groups()
        return colours.get(part, default) if part else colours[name]

    external = _se(graphic, "ExternalGraphic")
    resource = _se(external, "OnlineResource")
    resource.set(f"{{{_LINK}}}type", "simple")
    resource.set(f"{{{_LINK}}}href", embedded(_PARAMETER.sub(value, picture)))
    _se(external, "Format", "image/svg+xml")


def _add_lines(rule: Element, symbol: "Symbol", look: "Look", *, color: str, width: float, opacity: float) -> None:
    double, ticks = symbol_values("double"), symbol_values("ticks")
    style = line_styles()[symbol.line]
    outer = width * double["outer"] if symbol.line == "double" else width
    _add_stroke(_se(rule, "LineSymbolizer"), color, outer, opacity, dash=style.dash, cap=style.cap)
    if symbol.line == "double":
        _add_stroke(_se(rule, "LineSymbolizer"), look.land, width * double["inner"], opacity)
    if symbol.line == "ticks":
        _add_stroke(_se(rule, "LineSymbolizer"), color, width + ticks["extra"], opacity, dash=tuple(ticks["dash"]))


def _add_stroke(
    parent: Element, color: str, width: float, opacity: float, *, dash: tuple[float, ...] = (), cap: str = "butt"
) -> None:
    stroke = _se(parent, "Stroke")
    _parameter(stroke, "stroke", color)
    _parameter(stroke, "stroke-width", f"{width:g}")
    _parameter(stroke, "stroke-opacity", f"{opacity:g}")
    _parameter(stroke, "stroke-linejoin", "round")
    _parameter(stroke, "stroke-linecap", cap)
    if dash:
        _parameter(stroke, "stroke-dasharray", " ".join(f"{part:g}" for part in dash))
