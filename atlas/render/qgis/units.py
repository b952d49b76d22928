"""Lengths and zooms of a web map in QGIS: pixels as millimetres, the zoom as an expression of the map's scale."""

import math

from atlas.render.symbol_paths import symbol_values

# A pixel of CSS, and the scale of a web map at zoom 0 whose pixels are as large.
PIXEL_MM = 25.4 / 96
ZOOM_0 = 2 * math.pi * 6378137 / 256 / (PIXEL_MM / 1000)
# Digits of lengths: a thousandth of a millimetre.
_DIGITS = 4


def millimetres(pixels: float) -> str:
    """Return pixels as millimetres."""
    return f"{round(pixels * PIXEL_MM, _DIGITS):g}"


def zoom_expression(lat: float) -> str:
    """Return the zoom of a web map as large as the map of QGIS, whose scale is exact around a latitude.

    In web mercator the scale that QGIS states is that of the equator.
    """
    factor = f"CASE WHEN @project_crs = 'EPSG:3857' THEN 1 ELSE {math.cos(math.radians(lat)):.4f} END"
    return f"log(2, {ZOOM_0:.0f} * {factor} / @map_scale)"


def scale_of(zoom: float) -> float:
    """Return the denominator of the scale of a zoom."""
    return float(ZOOM_0 / 2**zoom)


def thinned(width: float, zoom: str) -> str:
    """Return the width of a line in millimetres as an expression: thinner where the map is small."""
    thin = symbol_values("thin")
    share = f"max({thin['least']}, min(1, 1 - ({thin['full_from']} - {zoom}) * {thin['by_zoom']}))"
    return f"coalesce({share}, 1) * {millimetres(width)}"


def grown(radius: str, zoom: str, factor: float) -> str:
    """Return the radius of a symbol, an expression in pixels, times a factor in millimetres: it grows with the zoom."""
    share = f"max(0.5, min(1, 0.5 + ({zoom} - 8) * 0.12))"
    return f"max(2.4, ({radius}) * coalesce({share}, 1)) * {factor * PIXEL_MM:.5f}"


def rgba(colour: str, opacity: float = 1) -> str:
    """Return a colour ``#RRGGBB`` as QGIS writes it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
