"""Symbols of QGIS for the classes of a layer, drawn as the page and the sheet draw them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.render.qgis.pictures import HALF, embedded, pattern_picture, shape_picture
from atlas.render.qgis.units import grown, millimetres, rgba, thinned, zoom_expression
from atlas.render.qgis.xml import SymbolLayer, both
from atlas.render.symbol_paths import line_styles, patterns, symbol_values

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.map.scene import Mark, Symbol
    from atlas.scene.publish.qgis_expressions import RowExpressions

MARKER, LINE, FILL = "marker", "line", "fill"
TYPES = {"point": MARKER, "line": LINE, "polygon": FILL}


@dataclass(frozen=True, slots=True)
class Brush:
    """What the symbols of one layer share: how it is drawn, what depends on a row, the look, the zoom of the map."""

    mark: "Mark"
    row: "RowExpressions"
    look: "Look"
    lat: float

    @property
    def zoom(self) -> str:
        """The zoom of the map as an expression."""
        return zoom_expression(self.lat)

    @property
    def shown(self) -> str:
        """Whether a row is drawn at the zoom of the map; empty where all always are."""
        return f"coalesce({self.row.from_zoom} <= {self.zoom}, true)" if self.row.from_zoom else ""

    @property
    def opacity(self) -> str:
        """The opacity of a row in percent: of those that may not have existed less; empty where all have the same."""
        faded = 100 * symbol_values("symbol")["faded_opacity"]
        return f"CASE WHEN {self.row.unsure} THEN {faded:g} ELSE 100 END" if self.row.unsure else ""

    @property
    def hollow(self) -> tuple[str, str]:
        """Whether a row is drawn full, and whether hollow, as expressions; empty where all are full."""
        if not self.row.hollow:
            return "", ""
        hollow = f"coalesce({self.row.hollow}, false)"
        return f"NOT {hollow}", hollow

    def is_hollow(self, symbol: "Symbol") -> bool:
        """Return whether every row of a class that has a position is drawn hollow."""
        placed = self.mark.features.notna().to_numpy()
        own = self.mark.hollow[placed & (self.mark.symbol_of == self.mark.symbols.index(symbol))]
        return bool(len(own) and own.all())

    def color(self, symbol: "Symbol") -> str:
        """Return the colour of a class."""
        return symbol.color_dark if self.look.dark else symbol.color


def symbol_layers(brush: Brush, symbol: "Symbol", kind: str) -> list[SymbolLayer]:
    """Return the layers of the symbol of a class for one kind of geometry, the lowest first."""
    layers = _layers(brush, symbol, kind)
    return [_hidden_in_legends(layer, layer.when) if layer.when else layer for layer in layers]


def _layers(brush: Brush, symbol: "Symbol", kind: str) -> list[SymbolLayer]:
    if kind == "point":
        return _points(brush, symbol, brush.shown)
    if kind == "line":
        return _lines(brush, symbol, brush.mark.opacity, brush.shown)
    below = brush.mark.symbol_below
    # A legend, which has no scale, shows the symbol: its shape tells classes apart.
    near = f"coalesce({brush.zoom} >= {below:g}, false)" if below is not None else ""
    when = both(brush.shown, near)
    areas = [*_fills(brush, symbol, when), *_lines(brush, symbol, 1, when)]
    if below is None:
        return areas
    far = both(brush.shown, f"coalesce({brush.zoom} < {below:g}, true)")
    inner = (MARKER, tuple(_points(brush, symbol, "")))
    options = {"point_on_all_parts": "0", "point_on_surface": "1", "clip_points": "0"}
    return [*areas, SymbolLayer("CentroidFill", options, when=far, inner=inner)]


def _points(brush: Brush, symbol: "Symbol", when: str) -> list[SymbolLayer]:
    style, bold = symbol_values("symbol"), brush.look.bold**0.5
    size = grown(brush.row.radius, brush.zoom, 2 * HALF * bold)
    color, land = brush.color(symbol), brush.look.land
    solid = _marker(symbol.shape, (rgba(color), rgba(land), style["halo_width"]), hollow=False)
    full, hollow = brush.hollow
    if not hollow:
        return [SymbolLayer("SvgMarker", solid, {"size": size}, when)]
    fill = rgba(land, style["hollow_opacity"])
    empty = _marker(symbol.shape, (fill, rgba(color), style["hollow_width"]), hollow=True)
    always = brush.is_hollow(symbol)
    return [
        SymbolLayer("SvgMarker", solid, {"size": size}, both(when, full), usual=not always),
        SymbolLayer("SvgMarker", empty, {"size": size}, both(when, hollow), usual=always),
    ]


def _hidden_in_legends(layer: SymbolLayer, when: str) -> SymbolLayer:
    """Return a layer whose colours are computed too: a legend of QGIS draws a layer whether it is enabled or not."""
    inner = layer.inner and (
        layer.inner[0],
        tuple(_hidden_in_legends(own, both(when, own.when)) for own in layer.inner[1]),
    )
    keys = {"color": "fillColor", "line_color": "outlineColor", "outline_color": "outlineColor"}
    colours = {
        keys[key]: f"CASE WHEN {when} THEN '{value}' ELSE '0,0,0,0' END"
        for key, value in layer.options.items()
        if key in keys and layer.kind != "SVGFill"
    }
    # Where QGIS has no row to compute with, it takes the plain colour.
    plain = {} if layer.usual else dict.fromkeys(layer.options.keys() & keys.keys(), "0,0,0,0")
    computed = {**layer.computed, **colours}
    return replace(layer, options={**layer.options, **plain}, computed=computed, inner=inner)


def _marker(shape: str, colours: tuple[str, str, float], *, hollow: bool) -> dict[str, str]:
    fill, outline, width = colours
    picture = embedded(shape_picture(shape, hollow=hollow))
    # The size of the legend, where no row and no scale is known.
    plain = millimetres(symbol_values("swatch")["radius"] * 2 * HALF)
    return {
        "name": picture,
        "size": plain,
        "size_unit": "MM",
        "color": fill,
        "outline_color": outline,
        "outline_width": millimetres(width),
        "outline_width_unit": "MM",
        "scale_method": "diameter",
        "fixedAspectRatio": "0",
    }


def _fills(brush: Brush, symbol: "Symbol", when: str) -> list[SymbolLayer]:
    if symbol.pattern == "none":
        return []
    color, style = brush.color(symbol), symbol_values("pattern")
    opacity = brush.mark.opacity if symbol.pattern == "solid" else style["ground_opacity"]
    ground = {"style": "solid", "outline_style": "no", "color": rgba(color, opacity)}
    layers = [SymbolLayer("SimpleFill", ground, when=when)]
    if symbol.pattern != "solid":
        tile = {
            "svgFile": embedded(pattern_picture(symbol.pattern)),
            "width": millimetres(patterns()[symbol.pattern].tile),
            "pattern_width_unit": "MM",
            "color": rgba(color),
            "outline_color": rgba(color),
            "outline_width": "0",
            "svg_outline_width_unit": "MM",
        }
        layers.append(SymbolLayer("SVGFill", tile, when=when, inner=(LINE, (_no_line(),))))
    return layers


def _no_line() -> SymbolLayer:
    return SymbolLayer("SimpleLine", {"line_style": "no", "line_width": "0", "line_color": "0,0,0,0"})


def _lines(brush: Brush, symbol: "Symbol", opacity: float, when: str) -> list[SymbolLayer]:
    full, hollow = brush.hollow
    if not hollow or symbol.line == "dashed":
        return _line(brush, symbol, symbol.line, opacity, when)
    always = brush.is_hollow(symbol)
    solid = _line(brush, symbol, symbol.line, opacity, both(when, full))
    dashed = _line(brush, symbol, "dashed", opacity, both(when, hollow))
    return [*(replace(layer, usual=not always) for layer in solid), *(replace(layer, usual=always) for layer in dashed)]


def _line(brush: Brush, symbol: "Symbol", line: str, opacity: float, when: str) -> list[SymbolLayer]:
    style, double = line_styles()[line], symbol_values("double")
    width, color = brush.mark.width * brush.look.bold**0.6, rgba(brush.color(symbol), opacity)

    def stroke(factor: float, colour: str, dash: tuple[float, ...] = (), cap: str = "butt") -> SymbolLayer:
        return _stroke(width * factor, colour, brush.zoom, dash=dash, cap=cap, when=when)

    layers = [stroke(double["outer"] if line == "double" else 1, color, style.dash, style.cap)]
    if line == "double":
        layers.append(stroke(double["inner"], rgba(brush.look.land, opacity)))
    if line == "ticks":
        layers.append(_ticks(brush, width, color, when))
    return layers


def _stroke(width: float, colour: str, zoom: str, *, dash: tuple[float, ...], cap: str, when: str) -> SymbolLayer:
    options = {
        "line_color": colour,
        "line_width": millimetres(width),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "round" if cap == "round" else "flat",
        "joinstyle": "round",
        "use_custom_dash": "1" if dash else "0",
    }
    if dash:
        options |= {"customdash": ";".join(millimetres(part) for part in dash), "customdash_unit": "MM"}
    return SymbolLayer("SimpleLine", options, {"outlineWidth": thinned(width, zoom)}, when)


def _ticks(brush: Brush, width: float, colour: str, when: str) -> SymbolLayer:
    """Return the ticks of a railway: short dashes of a wider line, from a zoom on."""
    ticks, zoom = symbol_values("ticks"), brush.zoom
    plain = _stroke(width + ticks["extra"], colour, zoom, dash=tuple(ticks["dash"]), cap="butt", when="")
    wider = f"CASE WHEN {zoom} < {ticks['longer_from_zoom']:g} THEN {millimetres(ticks['extra'])} "
    wider += f"ELSE {millimetres(ticks['longer_extra'])} END"
    near = both(when, f"coalesce({zoom} >= {ticks['from_zoom']:g}, false)")
    computed = {"outlineWidth": f"{thinned(width, zoom)} + {wider}"}
    return SymbolLayer("SimpleLine", plain.options, computed, near)
