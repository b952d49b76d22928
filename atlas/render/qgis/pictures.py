"""Shapes and patterns of ``symbol_paths.json`` as SVG pictures that QGIS colours: the same paths as on the page."""

import base64
from functools import cache

from atlas.render.symbol_paths import NORTH, patterns, shape_text, symbol_values

# Half the side of the picture of a shape of radius 1: room for the shape and the line around it.
HALF = 2
_SVG = 'xmlns="http://www.w3.org/2000/svg"'
_FILL = 'fill="param(fill) #888" fill-opacity="param(fill-opacity) 1"'


@cache
def shape_picture(shape: str, *, hollow: bool) -> str:
    """Return the picture of a shape, with a line around it: below the fill, or above it where it is hollow."""
    path = shape_text(shape)
    line = (
        'stroke="param(outline) #fff" stroke-width="param(outline-width) 0.3" stroke-opacity="param(outline-opacity) 1"'
    )
    fill = _FILL
    parts = f'<path d="{path}" {fill} {line}/>'
    if not hollow:
        parts = f'<path d="{path}" fill="none" {line}/><path d="{path}" {fill}/>'
    side = 2 * HALF
    return f'<svg {_SVG} width="{side}" height="{side}" viewBox="-{HALF} -{HALF} {side} {side}">{parts}</svg>'


@cache
def pattern_picture(pattern: str) -> str:
    """Return one tile of a pattern; its lines go on in the tiles beside it."""
    own = patterns()[pattern]
    tile, path = own.tile, " ".join(f"{step}{' '.join(f'{x:g}' for x in numbers)}" for step, numbers in own.path)
    places = [(x * tile, y * tile) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    copies = "".join(f'<path d="{path}" transform="translate({x:g} {y:g})"/>' for x, y in places)
    line = f'stroke="param(outline) #888" stroke-width="{own.width:g}" stroke-linecap="{own.cap}"'
    opacity = f'stroke-opacity="{symbol_values("pattern")["line_opacity"]:g}"'
    head = f'<svg {_SVG} width="{tile:g}" height="{tile:g}" viewBox="0 0 {tile:g} {tile:g}">'
    return f'{head}<g fill="none" {line} {opacity}>{copies}</g></svg>'


def embedded(picture: str) -> str:
    """Return a picture as the name of a file, which QGIS reads without one."""
    return "base64:" + base64.b64encode(picture.encode()).decode()


@cache
def north_picture() -> str:
    """Return an arrow to the north, as a sheet of the atlas has it."""
    points = " ".join(f"{x:g},{y:g}" for x, y in NORTH)
    return f'<svg {_SVG} width="10" height="16" viewBox="-5 -9.2 10 16"><polygon points="{points}" {_FILL}/></svg>'
