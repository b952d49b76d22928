"""What a sheet is drawn on: matplotlib, measured in pixels of the sheet from its upper left corner."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from atlas.render.print.fonts import writable
from atlas.render.print.paper_size import MM_AN_INCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.backends.backend_pdf import PdfPages

    from atlas.render.print.fonts import Face
    from atlas.render.print.paper_size import Paper
    from atlas.render.symbol_paths import Cap

Align = Literal["left", "center", "right"]
# Embedded faces as TrueType: words in a PDF stay words that can be searched and copied.
_SETTINGS: Any = {
    "pdf.fonttype": 42,
    "lines.scale_dashes": False,
    "text.hinting": "no_hinting",
}
_DRAWING = RLock()


class Canvas:
    """A blank sheet; each call draws over what is there.

    Use it inside ``with drawing():``, which holds matplotlib's settings.
    """

    def __init__(self, paper: "Paper", ground: str) -> None:
        self.paper = paper
        size = (paper.width_mm / MM_AN_INCH, paper.height_mm / MM_AN_INCH)
        self._figure = Figure(figsize=size, dpi=paper.dpi, facecolor=ground)
        FigureCanvasAgg(self._figure)
        inch = paper.px_mm / MM_AN_INCH
        self._to_sheet = Affine2D().scale(inch, -inch).translate(0, size[1]) + self._figure.dpi_scale_trans
        self._drawn = 0

    def area(self, path: Path, color: str, *, opacity: float = 1, clip: Path | None = None) -> None:
        """Fill a path."""
        self._add(PathPatch(path, facecolor=color, linewidth=0, edgecolor="none", alpha=opacity), clip)

    def stroke(  # noqa: PLR0913 - what a pen has
        self,
        path: Path,
        color: str,
        width: float,
        *,
        dash: tuple[float, ...] = (),
        cap: "Cap" = "butt",
        opacity: float = 1,
        clip: Path | None = None,
    ) -> None:
        """Draw along a path."""
        points = self.paper.px_pt
        pattern: Any = (0, tuple(length * points for length in dash)) if dash else "solid"
        self._add(
            PathPatch(
                path,
                fill=False,
                edgecolor=color,
                linewidth=width * points,
                linestyle=pattern,
                capstyle=cap,
                joinstyle="round",
                alpha=opacity,
            ),
            clip,
        )

    def shapes(
        self, paths: Sequence[Path], faces: Sequence[Any], edges: Sequence[Any], widths: Sequence[float], clip: Path
    ) -> None:
        """Draw many small shapes in order, each with its fill, its line and the width of that line."""
        points = self.paper.px_pt
        wide = [width * points for width in widths]
        self._add(
            PathCollection(
                list(paths), facecolors=list(faces), edgecolors=list(edges), linewidths=wide, joinstyle="round"
            ),
            clip,
        )

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        """Draw a small full circle."""
        self.area(moved(Path.unit_circle(), radius, x, y), color)

    def write(  # noqa: PLR0913 - what a compositor has
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        color: str,
        face: "Face" = "sans",
        align: Align = "left",
        halo: tuple[str, float] | None = None,
    ) -> None:
        """Write a line whose baseline starts (has its middle, ends) at a place; a halo is a colour and a width."""
        shown, file = writable(text, face)
        prop = FontProperties(fname=str(file), size=size * self.paper.px_pt)
        if halo:
            shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * text_width(text, size, face)
            outline = TextPath((0, 0), shown, size=size, prop=prop)
            self.stroke(Affine2D().scale(1, -1).translate(x - shift, y).transform_path(outline), *halo)
        item = Text(x, y, shown, fontproperties=prop, color=color, ha=align, va="baseline")
        item.set_parse_math(False)
        self._add(item, None)

    def _add(self, artist: Any, clip: Path | None) -> None:
        self._drawn += 1
        artist.set_transform(self._to_sheet)
        artist.set_zorder(self._drawn)
        # Moved onto whole pixels, a line would not lie where the page draws it.
        artist.set_snap(False)
        if clip is None:
            artist.set_clip_on(False)
        self._figure.add_artist(artist, clip=False)
        if clip is not None:
            artist.set_clip_path(clip, transform=self._to_sheet)

    def file(self, kind: Literal["png", "pdf"], metadata: "Mapping[str, Any]") -> bytes:
        """Return the sheet as a file."""
        out = BytesIO()
        self._figure.savefig(
            out, format=kind, dpi=self.paper.dpi, facecolor=self._figure.get_facecolor(), metadata=dict(metadata)
        )
        return out.getvalue()

    def add_to(self, pages: "PdfPages") -> None:
        """Put the sheet into a PDF as its next page."""
        pages.savefig(self._figure, facecolor=self._figure.get_facecolor())  # type: ignore[no-untyped-call]


@contextmanager
def drawing() -> Iterator[None]:
    """Hold the settings of matplotlib that a sheet is drawn with; they are those of the whole process."""
    with _DRAWING, rc_context(_SETTINGS):
        yield


@lru_cache(maxsize=50_000)
def _em_width(text: str, face: "Face") -> float:
    """Return the width of a line of text set in the size 1."""
    shown, file = writable(text, face)
    font = get_font(str(file))
    font.set_size(100, 72)
    font.set_text(shown, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / 64 / 100)


def text_width(text: str, size: float, face: "Face" = "sans") -> float:
    """Return the width of a line of text."""
    return _em_width(text, face) * size


def wrap(text: str, width: float, size: float, face: "Face" = "sans") -> list[str]:
    """Break a text into lines that fit a width; a word longer than that is broken too."""
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(longer, size, face) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, size, face) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def moved(path: Path, scale: float, x: float, y: float) -> Path:
    """Return a path drawn around the origin at a place and a scale."""
    return Path(np.asarray(path.vertices) * scale + (x, y), path.codes)


def rectangle(left: float, top: float, right: float, bottom: float) -> Path:
    """Return the path of a box."""
    return Path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], closed=True)


def path_of(shapes: np.ndarray) -> Path | None:
    """Return one path along the lines and rings of all shapes, None when they have none.

    Rings are oriented, so that a hole stays a hole where shapes overlap.
    """
    parts = shapely.get_parts(shapely.get_parts(shapes))
    kinds = shapely.get_type_id(parts)
    areas = shapely.orient_polygons(parts[kinds == shapely.GeometryType.POLYGON])
    rings = shapely.get_rings(areas)
    lines = np.concatenate([parts[kinds == shapely.GeometryType.LINESTRING], rings])
    lines = lines[~shapely.is_empty(lines)]
    if not len(lines):
        return None
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    codes = np.full(len(xy), Path.LINETO, dtype=Path.code_type)
    starts = np.searchsorted(owner, np.arange(len(lines)))
    codes[starts] = Path.MOVETO
    closed = shapely.get_type_id(lines) == shapely.GeometryType.LINEARRING
    codes[(np.append(starts[1:], len(xy)) - 1)[closed]] = Path.CLOSEPOLY
    return Path(np.round(xy, 2), codes)
