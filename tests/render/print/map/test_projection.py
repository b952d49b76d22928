import math
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from atlas.render.print.map.furniture import scale_bar
from atlas.render.print.map.marks import shapes_in_window
from atlas.render.print.map.projection import open_window
from atlas.render.print.paper_size import read_paper
from atlas.scene.query.view import Camera

BOX = (30.0, 80.0, 930.0, 680.0)
PLACES = {"lat": st.floats(-75, 75), "lon": st.floats(-180, 180), "zoom": st.floats(2, 17)}


def looking(lat, lon, zoom):
    return open_window(SimpleNamespace(camera=Camera(lat, lon, zoom), bounds=None), BOX)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(**PLACES)
def test_a_place_goes_to_the_sheet_and_back(lat, lon, zoom):
    window = looking(lat, lon, zoom)
    x, y = window.place(np.array([[lon, lat]]))[0]
    assert window.degrees(x, y) == pytest.approx((lon, lat), abs=1e-7)


def test_the_sheet_is_web_mercator():
    window = looking(50.43, 2.83, 11)
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)
    here, there = (2.5, 50.3), (3.2, 50.6)
    (x0, y0), (x1, y1) = window.place(np.array([here, there]))
    (e0, n0), (e1, n1) = (to_mercator.transform(*place) for place in (here, there))
    metres = 2 * math.pi * 6378137 / window.world
    assert ((x1 - x0) * metres, (y0 - y1) * metres) == pytest.approx((e1 - e0, n1 - n0), rel=1e-9)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(**PLACES)
@pytest.mark.parametrize("size", ["A4", "A3"])
def test_the_scale_bar_is_right_to_a_hundredth_of_it_at_the_middle_of_the_map(size, lat, lon, zoom):
    window, paper = looking(lat, lon, zoom), read_paper(size, "landscape")
    bar = scale_bar(window, paper)
    middle = ((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2)
    # The ground along the parallel of the middle, in many short geodesics.
    x = np.linspace(middle[0], middle[0] + bar.width, 200)
    lons, lats = zip(*(window.degrees(float(place), middle[1]) for place in x), strict=True)
    assert Geod(ellps="WGS84").line_length(lons, lats) == pytest.approx(bar.metres, rel=0.01)
    assert 60 <= bar.width <= 170
    assert bar.ratio == pytest.approx(bar.metres * 1000 / (bar.width * paper.px_mm), rel=1e-9)


def test_a_scene_without_camera_is_looked_at_whole():
    bounds = (2.1, 50.2, 3.7, 50.6)
    window = open_window(SimpleNamespace(camera=None, bounds=bounds), BOX)
    west, south, east, north = window.bounds()
    assert west < bounds[0] < bounds[2] < east
    assert south < bounds[1] < bounds[3] < north


@pytest.mark.parametrize("camera", [Camera(80, 0, 0), Camera(-85, 170, 1), None])
def test_nothing_is_shown_beyond_the_edges_of_the_world(camera):
    window = open_window(SimpleNamespace(camera=camera, bounds=None), BOX)
    assert window.top >= 0
    assert window.top + window.height <= window.world + 1e-6


def test_both_sides_of_the_antimeridian_are_in_sight():
    window = looking(0, 180, 3)
    assert list(window.copies) == [0, 1]
    left, right = (window.place(np.array([[lon, 0]]), copy)[0, 0] for lon, copy in ((179, 0), (-179, 1)))
    assert right - left == pytest.approx(2 / 360 * window.world)


def test_an_outline_beyond_the_antimeridian_reaches_into_a_window_east_of_it():
    window = looking(0, -170, 5)
    drawn = shapes_in_window(window, np.array([shapely.box(150, -20, 196, 20)], dtype=object))
    assert sum(not shape.is_empty for shape in drawn) == 1


@pytest.mark.parametrize(
    ("size", "orientation", "sides"),
    [("A4", "landscape", (297, 210)), ("a3", "portrait", (297, 420)), ("960x480", "landscape", (254, 127))],
)
def test_a_paper_has_its_size_in_millimetres(size, orientation, sides):
    paper = read_paper(size, orientation)
    assert (paper.width_mm, paper.height_mm) == pytest.approx(sides)
    assert (paper.width * paper.px_mm, paper.height * paper.px_pt) == pytest.approx((sides[0], sides[1] / 25.4 * 72))
