"""A formula of LaTeX as a picture: lines that take the colour of the text around them."""

import re
from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

_SIZE = 15
_INK = "#123456"
# Formulas of a docstring that stand in a row are drawn one below the other.
_BREAK = re.compile(r",\s*\\qquad\s*")
# A sum or a union that stands against what it runs over.
_TIGHT = re.compile(r"(\\(?:sum|bigcup|max|min)_(?:\{[^}]*\}|.)(?:\^(?:\{[^}]*\}|.))?)")


def formula_picture(latex: str) -> bytes:
    """Return a formula as SVG in `currentColor`.

    Parameters
    ----------
    latex
        In the subset that matplotlib sets.

    Raises
    ------
    ValueError
        It is not in that subset: a mistake of whoever wrote the formula.
    """
    lines = [_TIGHT.sub(r"\1\\,", line).replace(r"\frac", r"\dfrac") for line in _BREAK.split(latex)]
    out = BytesIO()
    with rc_context({"svg.fonttype": "path", "mathtext.fontset": "stix", "svg.hashsalt": "atlas"}):
        figure = Figure(figsize=(0.1, 0.1))
        for row, line in enumerate(lines):
            figure.text(0, -row * 0.45 * _SIZE, f"${line}$", fontsize=_SIZE, color=_INK, va="top")
        options: Any = {"bbox_inches": "tight", "pad_inches": 0.04, "transparent": True, "metadata": {"Date": None}}
        figure.savefig(out, format="svg", **options)
    picture = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", out.getvalue().decode(), flags=re.DOTALL)
    return picture.replace(_INK, "currentColor").strip().encode()
