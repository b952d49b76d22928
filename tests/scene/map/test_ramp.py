"""Ramps: neighbouring classes are told apart, and the lowest class from the ground, on light and on dark."""

import itertools
import re
from importlib.resources import files

import numpy as np
import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.catalog.filter import NUMERIC
from atlas.render.assets import theme_style
from atlas.scene.map.classes import CLASSED_OPACITY, PAPER
from atlas.scene.map.ramp import make_ramp
from atlas.scene.query.view import LEAST_CLASSES, MOST_CLASSES
from tests.render.test_colours import grounds, lab, linear

# CIE 1976 colour differences: 2.3 is just noticeable side by side. Neighbours in a legend are twice as far apart, the
# lowest class further still from the ground, where nothing stands beside it to compare.
LEAST_STEP, LEAST_FROM_GROUND = 5, 8
# Steps of the small maps of a comparison: fewer classes.
LEAST_STEP_OF_FIVE = 10
STYLES = [
    (layer.id, theme, paper, color)
    for layer in open_catalog(shipped_layers()).values()
    if layer.style and any(field.type in NUMERIC for field in layer.fields.values())
    for theme, paper, color in zip(("light", "dark"), PAPER, (layer.style.color, layer.style.color_dark), strict=True)
]


def channels(colour):
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], dtype=float)


def seen(colour, ground):
    """Return the Lab colour of a class over a ground, at the opacity of classes."""
    mixed = CLASSED_OPACITY * channels(colour) + (1 - CLASSED_OPACITY) * channels(ground)
    return lab(linear("#" + "".join(f"{round(channel):02x}" for channel in mixed)))


def distance(one, two):
    return float(np.linalg.norm(one - two))


@pytest.mark.parametrize("count", range(LEAST_CLASSES, MOST_CLASSES + 1))
def test_classes_are_told_apart_from_one_another_and_from_every_ground(count):
    for layer, theme, paper, color in STYLES:
        ramp = make_ramp(paper, color, count)
        assert len(set(ramp)) == count, layer
        assert ramp[-1] == color, layer
        for ground in grounds(theme):
            shown = [seen(step, ground) for step in ramp]
            assert min(distance(*pair) for pair in itertools.pairwise(shown)) >= LEAST_STEP, (layer, ground)
            assert min(distance(step, lab(linear(ground))) for step in shown) >= LEAST_FROM_GROUND, (layer, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_small_maps_of_a_comparison_have_classes_that_are_told_apart(theme):
    css = files("atlas").joinpath("render", "web", "compare", "compare.css").read_text(encoding="utf-8")
    shares = [
        float(text) / 100
        for text in re.findall(r"class-\d \{\n  fill: color-mix\(in oklab, var\(--accent\) (\d+)%", css)
    ]
    assert len(shares) == 4
    block = re.search(r"\[data-theme=\"" + theme + r"\"\] \{(.*?)\}", theme_style(), re.DOTALL)[1]
    accent, paper = (re.search(rf"--{name}: (#\w+)", block)[1] for name in ("accent", "paper"))
    low, high = oklab(paper), oklab(accent)
    shown = [lab(from_oklab(low + share * (high - low))) for share in (0, *shares, 1)]
    assert min(distance(*pair) for pair in itertools.pairwise(shown)) >= LEAST_STEP_OF_FIVE


# Written apart from the code: matrices of the CSS Color 4 specification, section 10.2, from XYZ.
XYZ = np.array(
    [[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]]
)
LMS = np.array(
    [[0.8190224, 0.3619063, -0.1288737], [0.0329837, 0.9292868, 0.0361447], [0.0481772, 0.2642395, 0.6335478]]
)
OKLAB = np.array(
    [[0.2104543, 0.7936178, -0.0040720], [1.9779985, -2.4285922, 0.4505937], [0.0259040, 0.7827718, -0.8086758]]
)


def oklab(colour):
    return OKLAB @ np.cbrt(LMS @ XYZ @ linear(colour))


def from_oklab(colour):
    return np.linalg.inv(XYZ) @ np.linalg.inv(LMS) @ (np.linalg.inv(OKLAB) @ colour) ** 3


def test_a_ramp_goes_in_even_steps_of_oklab():
    steps = np.array([oklab(step) for step in make_ramp("#F6F3EC", "#9C402E", 5)])
    np.testing.assert_allclose(np.diff(steps, axis=0), np.broadcast_to((steps[-1] - steps[0]) / 4, (4, 3)), atol=4e-3)
