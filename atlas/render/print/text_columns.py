"""Text in columns: lines that belong together are kept together, and set as large as they fit."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from atlas.render.print.canvas import text_width, wrap
from atlas.render.print.small_picture import draw_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.fonts import Face

Ink = Literal["ink", "muted"]
_LEADING = 1.24
# Height of a small picture, and the air above and below it.
_PICTURE, _AIR = 30.0, 3.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, broken where it is too long; what stands at its right end, air above, a picture below."""

    text: str
    right: str = ""
    size: float = 9.6
    face: "Face" = "sans"
    ink: Ink = "ink"
    above: float = 0.0
    # The paths of all rows and of the object, and whether the latter is a line: see `atlas.scene.objects.pictures`.
    picture: tuple[str, str, bool] | None = None


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Blocks of lines below each other, and their height together."""

    blocks: "tuple[tuple[TextLine, ...], ...]"
    height: float


def flow(blocks: "Sequence[tuple[TextLine, ...]]", width: float, height: float, scale: float) -> list[TextColumn]:
    """Set blocks in columns of a width and a height; a block is never parted."""
    columns: list[TextColumn] = []
    current: list[tuple[TextLine, ...]] = []
    filled = 0.0
    for block in blocks:
        need = _block_height(block, width, scale, first=not current)
        if current and filled + need > height:
            columns.append(TextColumn(tuple(current), filled))
            current, filled = [], 0.0
            need = _block_height(block, width, scale, first=True)
        current.append(block)
        filled += need
    return [*columns, TextColumn(tuple(current), filled)] if current else columns


def write_column(
    canvas: "Canvas", look: "Look", column: TextColumn, *, at: tuple[float, float], width: float, scale: float
) -> None:
    """Write a column from a place on."""
    x, y = at
    for number, block in enumerate(column.blocks):
        for position, line in enumerate(block):
            top = 0.0 if number == position == 0 else line.above * scale
            y = _write_line(canvas, look, line, (x, y + top, width), scale)


def _write_line(canvas: "Canvas", look: "Look", line: TextLine, box: tuple[float, float, float], scale: float) -> float:
    x, y, width = box
    size = line.size * scale
    color = look.ink if line.ink == "ink" else look.muted
    for text in _broken(line, width, scale):
        y += size * _LEADING
        canvas.write(x, y - size * 0.26, text, size=size, color=color, face=line.face)
    if line.right:
        canvas.write(x + width, y - size * 0.26, line.right, size=size, color=look.ink, face=line.face, align="right")
    if line.picture:
        draw_picture(canvas, look, line.picture, (x, y + _AIR * scale, width, _PICTURE * scale))
        y += (_PICTURE + 2 * _AIR) * scale
    return y


@lru_cache(maxsize=4096)
def _broken(line: TextLine, width: float, scale: float) -> list[str]:
    size = line.size * scale
    right = text_width(line.right, size, line.face) + 8 if line.right else 0
    return wrap(line.text, width - right, size, line.face)


def _block_height(block: "Sequence[TextLine]", width: float, scale: float, *, first: bool) -> float:
    heights = [len(_broken(line, width, scale)) * line.size * scale * _LEADING + line.above * scale for line in block]
    heights += [(_PICTURE + 2 * _AIR) * scale for line in block if line.picture]
    return sum(heights) - (block[0].above * scale if first and block else 0.0)
