"""The fonts of a page that must stand alone: every address of a font in its styles becomes the font itself."""

import base64
import re
from functools import cache
from typing import TYPE_CHECKING

from atlas.render.assets import theme_style
from atlas.render.print.fonts import FACES, web_face

if TYPE_CHECKING:
    from atlas.render.print.fonts import Face

# The address of a font as ``tokens.css`` writes it.
_FONT = re.compile(r"""url\(["']?fonts/(\w+)\.woff2["']?\)""")


def embed_fonts(style: str) -> str:
    """Return a style whose fonts lie inside.

    Parameters
    ----------
    style
        CSS that names fonts as ``fonts/<face>.woff2``.

    Raises
    ------
    AtlasError
        Streamlit does not ship a face any more.
    """
    faces: dict[str, Face] = {face: face for face in FACES}
    return _FONT.sub(lambda found: f"url({_font_data(faces[found[1]])})", style)


@cache
def standalone_theme() -> str:
    """Return the colours and fonts of the look for a page of its own."""
    return embed_fonts(theme_style())


@cache
def _font_data(face: "Face") -> str:
    return f"data:font/woff2;base64,{base64.b64encode(web_face(face)).decode()}"
