"""The paper of a sheet: its size to the tenth of a millimetre, and how large things are drawn on it."""

import re
from dataclasses import dataclass

from atlas.errors import ViewError

MM_AN_INCH = 25.4
# A pixel of the page is 1/96 of an inch by definition of CSS; a sheet is drawn in the same unit.
PX_AN_INCH = 96
SIZES = ("A4", "A3")
ORIENTATIONS = ("landscape", "portrait")
# Long and short side in millimetres (ISO 216), and how much larger than on a screen things are: a larger sheet is
# read from further away.
_ISO = {"A4": (297.0, 210.0, 1.0), "A3": (420.0, 297.0, 1.2)}
_LEAST, _MOST = 400, 8000
_PRINT_DPI = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """One size of sheet.

    Attributes
    ----------
    width_mm, height_mm
        Its sides.
    scale
        How much larger than on the page things are drawn.
    dpi
        Dots an inch of a PNG.
    printed
        Whether its millimetres are those of a printed sheet: only then has a map on it a scale.
    """

    width_mm: float
    height_mm: float
    scale: float
    dpi: float
    printed: bool

    @property
    def width(self) -> float:
        """The width in the pixels that everything on the sheet is measured in."""
        return self.width_mm / self.px_mm

    @property
    def height(self) -> float:
        """The height in the same pixels."""
        return self.height_mm / self.px_mm

    @property
    def px_mm(self) -> float:
        """Millimetres of one such pixel."""
        return MM_AN_INCH / PX_AN_INCH * self.scale

    @property
    def px_pt(self) -> float:
        """Points (1/72 inch) of one such pixel."""
        return 72 / PX_AN_INCH * self.scale


def read_paper(size: str, orientation: str, *, dpi: float = _PRINT_DPI) -> Paper:
    """Return the paper of a size: ``A4`` or ``A3`` at `dpi`, or ``WxH`` in pixels of a PNG.

    Raises
    ------
    ViewError
        No such size or orientation, or more pixels than one picture should have.
    """
    if orientation not in ORIENTATIONS:
        raise ViewError("value_unknown", key="orientation", value=orientation, valid=", ".join(ORIENTATIONS))
    if size.upper() in _ISO:
        long, short, scale = _ISO[size.upper()]
        width, height = (long, short) if orientation == "landscape" else (short, long)
        return Paper(width, height, scale, dpi, printed=True)
    match = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", size)
    if match is None or not all(_LEAST <= int(side) <= _MOST for side in match.groups()):
        raise ViewError("paper_wrong", key="size", value=size, least=_LEAST, most=_MOST)
    width, height = (int(side) * MM_AN_INCH / PX_AN_INCH for side in match.groups())
    # As on a screen of a metre and a half away, whatever its pixels: a title stays a title.
    scale = max(0.6, (width * height / (330 * 210)) ** 0.5)
    return Paper(width, height, scale, PX_AN_INCH, printed=False)
