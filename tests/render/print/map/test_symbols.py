"""The sheet's symbols are those of the page: its script is read as the oracle."""

import re
from typing import get_args

import numpy as np
import pytest
import shapely

from atlas.catalog.declarations import Line, Pattern, Shape
from atlas.render.assets import read_web
from atlas.render.print.map import symbols
from atlas.render.print.map.symbols import CORNERS, DASHES, ROUND

SCRIPT = read_web("map/canvas/symbols.js")
SHAPES = read_web("map/canvas/shapes.js")


def traced(shape):
    """Give what the page's script traces for the radius 1: its corners, or the radii of its circles."""
    body = re.search(rf"^  {shape}\(g, x, y, r\) \{{(.*?)^  \}},$", SHAPES, re.DOTALL | re.MULTILINE)[1]
    calls = re.findall(r"g\.(moveTo|lineTo|rect|arc)\(([^)]*)\)", body)
    numbers = [
        (name, [eval(part.replace("true", "1"), {}, {"x": 0, "y": 0, "r": 1}) for part in arguments.split(",")])  # noqa: S307
        for name, arguments in calls
    ]
    if radii := [values[2] for name, values in numbers if name == "arc"]:
        return tuple(radii)
    if numbers[0][0] == "rect":
        left, top, width, height = numbers[0][1]
        return shapely.box(left, top, left + width, top + height)
    return shapely.Polygon([values for name, values in numbers if name in {"moveTo", "lineTo"}])


def test_every_declared_shape_pattern_and_line_can_be_drawn():
    assert set(get_args(Shape)) == {*CORNERS, *ROUND}
    assert set(get_args(Pattern)) == {"solid", "none", *symbols.PATTERNS}
    assert set(get_args(Line)) == {"solid", *DASHES, "double", "ticks", "arc"}


@pytest.mark.parametrize("shape", CORNERS)
def test_a_shape_has_the_corners_of_the_page(shape):
    assert shapely.Polygon(CORNERS[shape]).symmetric_difference(traced(shape)).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("shape", ROUND)
def test_a_round_shape_has_the_radii_of_the_page(shape):
    assert traced(shape) == pytest.approx(ROUND[shape])


@pytest.mark.parametrize("line", DASHES)
def test_dashes_are_those_of_the_page(line):
    on, off = re.search(rf"{line}: \[([\d.]+), ([\d.]+)\]", SCRIPT).groups()
    assert DASHES[line] == (float(on), float(off))


@pytest.mark.parametrize("pattern", symbols.PATTERNS)
def test_a_pattern_stays_inside_its_areas_and_reaches_all_of_them(pattern):
    ring = shapely.Point(100, 100).buffer(60).difference(shapely.Point(100, 100).buffer(30))
    far = shapely.box(300, 40, 345, 90)
    lines = symbols.pattern_lines(pattern, np.array([ring, far]))
    assert lines.difference(shapely.union_all([ring, far]).buffer(1e-6)).length == pytest.approx(0, abs=1e-6)
    # No place of an area is further from the pattern than its widest gap.
    for area in (ring, far):
        assert area.difference(lines.buffer(12)).is_empty
