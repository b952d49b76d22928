"""The drawing of symbols, patterns and lines, described once in ``symbol_paths.json`` and read by every renderer.

Lengths are CSS pixels, shapes have the radius 1, y points downwards. A path is written as in SVG with absolute
coordinates and the commands M, L, Q, C and Z. The browser's script of the same content is `symbol_script`; a test fails
when it is out of date.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import orjson

_NAME = "symbol_paths.json"
# An arrow to the north: its tip, its right, the notch, its left.
NORTH = ((0, -9), (4.6, 6.6), (0, 3.6), (-4.6, 6.6))
# Where the browser's script lies, below `atlas/render/web`.
SCRIPT = "map/canvas/symbol_paths.js"
_TOKEN = re.compile(r"[MLQCZ]|-?\d+(?:\.\d+)?")
_SEPARATORS = re.compile(r"[\s,]*")
# How many numbers follow each command.
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}

Cap = Literal["butt", "round"]
Step = tuple[str, tuple[float, ...]]
_TYPES = """{
 *   shapes: Record<string, string[]>,
 *   symbol: {
 *     halo_width: number, hollow_width: number, hollow_opacity: number,
 *     faded_opacity: number, smallest: number,
 *   },
 *   patterns: Record<string, { tile: number, path: string[], width: number, cap: CanvasLineCap }>,
 *   pattern: { ground_opacity: number, line_opacity: number },
 *   lines: Record<string, { dash: number[], cap: CanvasLineCap }>,
 *   double: { outer: number, inner: number },
 *   ticks: {
 *     dash: number[], from_zoom: number, longer_from_zoom: number, extra: number, longer_extra: number,
 *   },
 *   thin: { full_from: number, by_zoom: number, least: number },
 *   ground: { communes_from: number, wider_from: number, park: number, wetland: number },
 *   label: {
 *     halo_width: number, wide_halo: number, dot_radius: number, dot_halo: number,
 *     height: number, spacing: number, size: { small: number, caps: number },
 *   },
 *   names: {
 *     most: number, letter: number, countries_to: number, communes_from: number,
 *     communes_by_radius: number, water: number, park: number, wetland: number,
 *     town: { least: number, by_radius: number, most: number }, large: number,
 *     tolerance: { from: number, most: number, large: number, ground: number }, steps: number[],
 *     spread: number, row_spread: number, few: number, rows_beside_to: number, away: number,
 *   },
 *   swatch: { width: number, height: number, inset: number, radius: number, line_width: number },
 * }"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A tile that is repeated: its side, its lines, how they are drawn."""

    tile: float
    path: tuple[Step, ...]
    width: float
    cap: Cap


@dataclass(frozen=True, slots=True)
class LineDash:
    """The dashes of a line and their ends; no dashes: it is not interrupted."""

    dash: tuple[float, ...]
    cap: Cap


@cache
def symbol_values(group: str) -> dict[str, Any]:
    """Return the numbers of a group: symbol, pattern, double, ticks, thin, ground, label, names, swatch."""
    values: dict[str, Any] = _declared()[group]
    return values


@cache
def shape_paths() -> dict[str, tuple[Step, ...]]:
    """Return the path of every shape."""
    return {name: parse_path(path) for name, path in _declared()["shapes"].items()}


def shape_text(shape: str) -> str:
    """Return the path of a shape as SVG writes it."""
    return " ".join(_declared()["shapes"][shape])


@cache
def patterns() -> dict[str, Pattern]:
    """Return every pattern."""
    return {name: Pattern(**own | {"path": parse_path(own["path"])}) for name, own in _declared()["patterns"].items()}


@cache
def line_styles() -> dict[str, LineDash]:
    """Return every kind of line."""
    return {name: LineDash(tuple(own["dash"]), own["cap"]) for name, own in _declared()["lines"].items()}


def parse_path(parts: list[str]) -> tuple[Step, ...]:
    """Return the steps of a path: the command and its numbers.

    Raises
    ------
    ValueError
        The path holds something else, or a command has too few or too many numbers.
    """
    text = " ".join(parts)
    message = f"no path of the commands {', '.join(_NUMBERS)}: {text!r}"
    tokens = _TOKEN.findall(text)
    if _SEPARATORS.sub("", text) != "".join(tokens):
        raise ValueError(message)
    steps: list[tuple[str, list[float]]] = []
    for token in tokens:
        if token in _NUMBERS:
            steps.append((token, []))
        elif steps:
            steps[-1][1].append(float(token))
    if not steps or steps[0][0] != "M" or any(len(numbers) != _NUMBERS[command] for command, numbers in steps):
        raise ValueError(message)
    return tuple((command, tuple(numbers)) for command, numbers in steps)


def symbol_script() -> str:
    """Return the browser's script that holds the same description."""
    head = "/* Written by atlas/render/symbol_paths.py: a test fails when it is out of date. */\n"
    ignored = "// biome-ignore-all format: the same text as symbol_paths.json\n"
    return f"{head}{ignored}\n/**\n * @type {{{_TYPES}}}\n */\nexport const SYMBOL_PATHS = {_text().rstrip()};\n"


@cache
def _declared() -> dict[str, Any]:
    declared: dict[str, Any] = orjson.loads(_text())
    return declared


@cache
def _text() -> str:
    return files("atlas.render").joinpath(_NAME).read_text(encoding="utf-8")
