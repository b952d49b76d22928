"""A thousand random questions of distance, against geopandas in a metric projection."""

import random

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.analysis.spatial.proximity import nearest_m, nearest_to, within_distance, within_distance_of

LAYERS = (
    *("slag_heaps", "mine_shafts", "mining_estates", "heritage_elements", "unesco_components", "unesco_buffer"),
    *("green_corridors", "blue_corridors", "communes", "viewpoints", "neonatural_spaces", "protected_areas"),
)
# A thousand questions take half a minute: some of them by default, all as `slow`.
QUESTIONS = [100, pytest.param(700, marks=pytest.mark.slow)]
NEAREST = [50, pytest.param(300, marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def placed(frames):
    degrees = {layer: frames[layer].geometry[frames[layer].geometry.notna()] for layer in LAYERS}
    return degrees, {layer: shapes.to_crs(2154) for layer, shapes in degrees.items()}


def some(dice, shapes, most):
    return shapes.iloc[sorted(dice.sample(range(len(shapes)), min(len(shapes), dice.randint(1, most))))]


@pytest.mark.parametrize("questions", QUESTIONS)
def test_random_questions_of_distance_answer_as_the_join_does(placed, questions):
    degrees, metric = placed
    dice = random.Random(500)  # noqa: S311 - reproducible, not secret
    met = 0
    for _ in range(questions):
        left, right = dice.choice(LAYERS), dice.choice(LAYERS)
        a, b = some(dice, degrees[left], 60), some(dice, degrees[right], 60)
        metres = dice.choice([0, 1, 20, 100, 500, 1_000, 2_500, 10_000, 30_000])
        here, there = (
            gpd.GeoDataFrame(geometry=metric[left][a.index]),
            gpd.GeoDataFrame(geometry=metric[right][b.index]),
        )
        if metres:
            joined = here.sjoin(there, predicate="dwithin", distance=metres)
        else:
            joined = gpd.GeoDataFrame(geometry=a).sjoin(gpd.GeoDataFrame(geometry=b), predicate="intersects")
        expected = a.index.isin(joined.index)
        np.testing.assert_array_equal(within_distance(a, b, metres), expected, err_msg=f"{left} {right} {metres}")
        met += expected.any() and not expected.all()
    assert met > questions / 4, "most questions should divide, or nothing is tested"


@pytest.mark.parametrize("questions", NEAREST)
def test_random_nearest_features_are_those_of_geopandas(placed, questions):
    degrees, metric = placed
    dice = random.Random(501)  # noqa: S311
    for _ in range(questions):
        left, right = dice.choice(LAYERS), dice.choice(LAYERS)
        a, b = some(dice, degrees[left], 25), some(dice, degrees[right], 60)
        here, there = (
            gpd.GeoDataFrame(geometry=metric[left][a.index]),
            gpd.GeoDataFrame(geometry=metric[right][b.index]),
        )
        joined = here.sjoin_nearest(there, distance_col="metres")
        expected = joined.groupby(level=0)["metres"].first().reindex(a.index)
        np.testing.assert_allclose(nearest_m(a, b), expected, rtol=3e-3, atol=0.5, err_msg=f"{left} {right}")


def test_the_nearest_of_one_is_named_with_its_distance(placed):
    degrees, metric = placed
    dice = random.Random(502)  # noqa: S311
    for _ in range(40):
        left, right = dice.sample(LAYERS, 2)
        row = dice.choice(degrees[left].index)
        name, metres = nearest_to(degrees[left][row], degrees[right])
        away = metric[right].distance(metric[left][row])
        assert metres == pytest.approx(away.min(), rel=3e-3, abs=0.5)
        assert away[name] == pytest.approx(away.min(), rel=1e-6, abs=0.01)


@pytest.mark.parametrize("metres", [0, 60, 2_000])
def test_what_is_near_one_is_what_is_within_the_distance(placed, metres):
    degrees, metric = placed
    dice = random.Random(503)  # noqa: S311
    for _ in range(20):
        left, right = dice.sample(LAYERS, 2)
        row = dice.choice(degrees[left].index)
        near = within_distance_of(degrees[left][row], degrees[right], metres)
        if metres:
            expected = metric[right].index[metric[right].dwithin(metric[left][row], metres)]
        else:
            expected = degrees[right].index[degrees[right].intersects(degrees[left][row])]
        assert list(near) == list(expected)


def test_across_the_world_the_nearest_of_one_is_geodesic(frames):
    sites, mines = frames["unesco_sites"].geometry, frames["closed_coal_mines"].geometry.dropna()
    for site in sites.iloc[::12]:
        _, _, away = GEOD.inv(np.full(len(mines), site.x), np.full(len(mines), site.y), mines.x, mines.y)
        _, metres = nearest_to(site, mines)
        assert metres == pytest.approx(np.asarray(away).min(), rel=1e-3)


def test_nothing_is_nearest_of_nothing(frames):
    assert nearest_to(shapely.Point(2.8, 50.4), frames["slag_heaps"].geometry.iloc[:0]) is None
