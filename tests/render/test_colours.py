"""Every mark reaches 3:1 on every ground, and themes are told apart by readers with a colour-vision deficiency."""

import itertools
import re

import numpy as np
import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.render.assets import theme_style

CATALOG = open_catalog(shipped_layers())
# Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1.0, linear RGB.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(rgb):
    return float(rgb @ [0.2126, 0.7152, 0.0722])


def contrast(one, two):
    light, dark = sorted((luminance(linear(one)), luminance(linear(two))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb.clip(0, 1)
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz / [0.9505, 1, 1.089]]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def grounds(theme):
    block = re.search(r"\[data-theme=\"" + theme + r"\"\] \{(.*?)\}", theme_style(), re.DOTALL)[1]
    return [re.search(rf"--{name}: (#\w+)", block)[1] for name in ("paper", "land", "sea")]


def styles():
    for layer in CATALOG.values():
        if layer.style and layer.id != "basemap":
            yield layer.id, layer.style.color, layer.style.color_dark
            for code, own in layer.style.classes.items():
                yield f"{layer.id}.{code}", own.color or layer.style.color, own.color_dark or layer.style.color_dark


def test_a_mark_reaches_three_to_one_on_every_ground():
    for name, light, dark in styles():
        assert min(contrast(light, ground) for ground in grounds("light")) >= 3, name
        assert min(contrast(dark, ground) for ground in grounds("dark")) >= 3, name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("words", ["ink", "muted", "accent"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_words_reach_four_and_a_half_to_one(theme, words, ground):
    block = re.search(r"\[data-theme=\"" + theme + r"\"\] \{(.*?)\}", theme_style(), re.DOTALL)[1]
    one, two = (re.search(rf"--{name}: (#\w+)", block)[1] for name in (words, ground))
    assert contrast(one, two) >= 4.5


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_themes_are_told_apart_with_a_colour_vision_deficiency(deficiency, dark):
    matrix = np.array(DEFICIENCIES[deficiency])
    colours = {theme.id: theme.color_dark if dark else theme.color for theme in CATALOG.themes.values()}
    seen = {theme: lab(matrix @ linear(colour)) for theme, colour in colours.items()}
    near = {pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]]) for pair in itertools.combinations(seen, 2)}
    assert min(near.values()) >= 8, {pair: round(d, 1) for pair, d in near.items() if d < 8}


@pytest.mark.parametrize("deficiency", ["none", *DEFICIENCIES])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_property_buffer_and_estates_are_told_apart_by_colour_by_dash_and_by_pattern(deficiency, dark):
    layers = [CATALOG[layer_id].style for layer_id in ("unesco_components", "unesco_buffer", "mining_estates")]
    matrix = np.array(DEFICIENCIES[deficiency]) if deficiency in DEFICIENCIES else np.eye(3)
    seen = [lab(matrix @ linear(style.color_dark if dark else style.color)) for style in layers]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) >= 12
    assert len({style.pattern for style in layers}) == 3
    assert [style.line for style in layers] == ["solid", "dash_dot", "solid"]


@pytest.mark.parametrize("deficiency", ["none", *DEFICIENCIES])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_any_two_colours_of_the_layers_are_told_apart_with_a_colour_vision_deficiency(deficiency, dark):
    matrix = np.array(DEFICIENCIES[deficiency]) if deficiency in DEFICIENCIES else np.eye(3)
    seen = {colours[dark]: lab(matrix @ linear(colours[dark])) for _, *colours in styles()}
    near = {pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]]) for pair in itertools.combinations(sorted(seen), 2)}
    assert min(near.values()) >= 8, {pair: round(d, 1) for pair, d in near.items() if d < 8}
