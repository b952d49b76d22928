"""How QGIS draws a layer: one symbol, one for each code, or one for each interval of numbers."""

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import shapely

from atlas.render.qgis.symbols import TYPES, Brush, symbol_layers
from atlas.render.qgis.xml import add, add_symbol, identifier, printable

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.map.scene import Mark, Symbol
    from atlas.scene.publish.qgis_layer import ProjectLayer

_DIMENSIONS = ("point", "line", "polygon")


def make_renderer(layer: "ProjectLayer", look: "Look", lat: float) -> Element:
    """Return the renderer of a layer; a table has none that draws.

    Parameters
    ----------
    layer
        The layer.
    look
        Colours of the appearance.
    lat
        Latitude around which the zooms of a web map are exact.
    """
    if layer.mark is None:
        return Element("renderer-v2", {"type": "nullSymbol"})
    symbols = drawn_classes(layer.mark, layer.kind)
    classed = layer.mark.classed
    if not layer.row.symbol:
        renderer = Element("renderer-v2", {"type": "singleSymbol"})
    elif not classed:
        renderer = _categories(layer, symbols)
    elif symbols[-1].bounds is None or layer.span is None:
        renderer = _rules(layer, symbols)
    else:
        renderer = _ranges(layer, symbols, layer.span)
    group, brush = add(renderer, "symbols"), Brush(layer.mark, layer.row, look, lat)
    for position, symbol in enumerate(symbols):
        drawn = symbol_layers(brush, symbol, layer.kind)
        add_symbol(group, str(position), TYPES[layer.kind], drawn, opacity=brush.opacity)
    renderer.set("symbollevels", "0")
    _order(renderer, layer)
    return renderer


def drawn_classes(mark: "Mark", kind: str) -> "list[Symbol]":
    """Return the classes that a row of a kind has, in the order of the legend; all of them where no row has a place."""
    dimension = shapely.get_dimensions(mark.features.to_numpy())
    own = mark.symbol_of[(dimension == _DIMENSIONS.index(kind)) | (dimension < 0)]
    counts = np.bincount(own, minlength=len(mark.symbols))
    return [symbol for symbol, count in zip(mark.symbols, counts, strict=True) if count] or list(mark.symbols)


def _categories(layer: "ProjectLayer", symbols: "list[Symbol]") -> Element:
    renderer = Element("renderer-v2", {"type": "categorizedSymbol", "attr": printable(layer.row.symbol)})
    group = add(renderer, "categories")
    for position, symbol in enumerate(symbols):
        # The empty value is every other one.
        value, label = symbol.code or "", symbol.title
        add(group, "category", symbol=position, value=value, type="string", label=label, render="true")
    return renderer


def _ranges(layer: "ProjectLayer", symbols: "list[Symbol]", span: tuple[float, float]) -> Element:
    attributes = {"type": "graduatedSymbol", "attr": printable(layer.row.symbol), "graduatedMethod": "GraduatedColor"}
    renderer = Element("renderer-v2", attributes)
    group = add(renderer, "ranges")
    for position, symbol in enumerate(symbols):
        low, high = symbol.bounds or (None, None)
        lower, upper = (repr(end if bound is None else bound) for bound, end in zip((low, high), span, strict=True))
        add(group, "range", symbol=position, lower=lower, upper=upper, label=symbol.title, render="true")
    return renderer


def _rules(layer: "ProjectLayer", symbols: "list[Symbol]") -> Element:
    renderer = Element("renderer-v2", {"type": "RuleRenderer"})
    group = add(renderer, "rules", key=identifier(layer.id, "rules"))
    cell = layer.row.symbol
    for position, symbol in enumerate(symbols):
        low, high = symbol.bounds or (None, None)
        parts = [f"{cell} >= {low!r}"] if low is not None else []
        parts += [f"{cell} <= {high!r}"] if high is not None else []
        where = " AND ".join(parts) or (f"{cell} IS NOT NULL" if symbol.bounds else f"{cell} IS NULL")
        key = identifier(layer.id, str(position))
        add(group, "rule", key=key, symbol=position, filter=where, label=symbol.title)
    return renderer


def _order(renderer: Element, layer: "ProjectLayer") -> None:
    """Draw large symbols first: a small one on top of them stays visible."""
    symbolic = layer.kind == "point" or (layer.kind == "polygon" and layer.mark and layer.mark.symbol_below is not None)
    sized = bool(symbolic) and not layer.row.radius.replace(".", "").isdigit()
    renderer.set("enableorderby", "1" if sized else "0")
    if sized:
        clause = SubElement(add(renderer, "orderby"), "orderByClause", {"asc": "0", "nullsFirst": "0"})
        clause.text = printable(layer.row.radius)
