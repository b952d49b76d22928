"""What stands on a sheet for a symbol; `tests/browser/map/test_symbols.py` compares it with the page's."""

import io

import numpy as np
import pytest
import shapely
from matplotlib.image import imread

from atlas.render.print.canvas import Canvas, drawing, rectangle
from atlas.render.print.colours import look_of
from atlas.render.print.map import symbols
from atlas.render.print.paper_size import Paper
from atlas.render.symbol_paths import patterns
from atlas.scene.map.scene import Symbol


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_stays_inside_its_areas_and_reaches_all_of_them(pattern):
    ring = shapely.Point(100, 100).buffer(60).difference(shapely.Point(100, 100).buffer(30))
    far = shapely.box(300, 40, 345, 90)
    lines = shapely.GeometryCollection(list(symbols.pattern_lines(pattern, np.array([ring, far]))))
    assert lines.difference(shapely.union_all([ring, far]).buffer(1e-6)).length == pytest.approx(0, abs=1e-6)
    # No place of an area is further from the pattern than its widest gap.
    for area in (ring, far):
        assert area.difference(lines.buffer(12)).is_empty


def test_the_lines_of_a_pattern_go_through_its_tiles_whole():
    lines = symbols.pattern_lines("hatch", np.array([shapely.box(0, 0, 70, 70)]))
    # One line for each sum of x and y that is a multiple of the tile, the corners left out or met as points.
    lengths = shapely.length(lines)
    assert np.count_nonzero(lengths) == 19
    assert lengths.sum() == pytest.approx(sum(2**0.5 * 7 * (10 - abs(10 - k)) for k in range(1, 20)))


@pytest.mark.parametrize("pattern", ["solid", *patterns()])
def test_a_fill_that_keeps_part_of_its_colour_is_paler_with_and_without_a_pattern(pattern):
    symbol = Symbol(
        code=None,
        title="",
        kind="area",
        color="#9c402e",
        color_dark="#dd8570",
        shape="circle",
        pattern=pattern,
        line="solid",
    )

    def ink(fade):
        paper = Paper(20, 20, scale=1, dpi=96, printed=False)
        with drawing():
            canvas = Canvas(paper, "#ffffff")
            clip = rectangle(0, 0, paper.width, paper.height)
            area = np.array([shapely.box(5, 5, 70, 70)])
            symbols.fill_areas(canvas, look_of("light"), symbol, area, opacity=0.8, clip=clip, fade=fade)
            return (1 - imread(io.BytesIO(canvas.file("png", {})))[..., :3]).sum()

    # Lines over a ground take less from each other where both are pale.
    assert ink(0.35) == pytest.approx(0.35 * ink(1), rel=0.12)
