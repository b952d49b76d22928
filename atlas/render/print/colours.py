"""The colours of the look for drawing, read where the page has them: ``theme.css``."""

import re
from dataclasses import dataclass
from functools import cache

from atlas.render.assets import theme_style

_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([a-z]+):\s*(#[0-9A-Fa-f]{6})")


@dataclass(frozen=True, slots=True)
class Look:
    """What everything drawn on one sheet shares.

    Attributes
    ----------
    dark
        Whether marks take their colours for a dark ground.
    bold
        How much wider lines are: more in a room, where the sheet is read from afar.
    paper, land, sea, border, hairline, ink, muted, water, inkwater, inkgreen, halo, accent, answer, line
        Colours as ``#RRGGBB``.
    """

    dark: bool
    bold: float
    paper: str
    land: str
    sea: str
    border: str
    hairline: str
    ink: str
    muted: str
    water: str
    inkwater: str
    inkgreen: str
    halo: str
    accent: str
    answer: str
    line: str


@cache
def look_of(theme: str) -> Look:
    """Return the look of an appearance (light, dark, room)."""
    colours: dict[str, str] = {}
    for selector, block in _BLOCK.findall(theme_style()):
        if '"light"' in selector or f'"{theme}"' in selector:
            colours |= dict(_COLOUR.findall(block))
    named = {name: colours[name] for name in Look.__slots__ if name not in {"dark", "bold"}}
    return Look(dark=theme == "dark", bold=1.5 if theme == "room" else 1.0, **named)
