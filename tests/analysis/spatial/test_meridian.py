"""Distances across the 180th meridian are those of the same shapes anywhere else on their parallel."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.measure import GEOD
from atlas.analysis.spatial.meridian import meridian_m
from atlas.analysis.spatial.proximity import nearest_m, nearest_to, within_distance, within_distance_of

KINDS = ("point", "line", "area")


def shapes(kind, count, seed):
    """Return small shapes within three degrees of Greenwich, none of which lies across it."""
    chance = np.random.default_rng(seed)
    side = chance.choice([-1, 1], count)
    lon, lat = side * chance.uniform(0.02, 2.5, count), chance.uniform(-20, 20, count)
    made = shapely.points(lon, lat)
    if kind == "line":
        made = shapely.linestrings(np.stack([np.c_[lon, lat], np.c_[lon + side * 0.3, lat + 0.2]], axis=1))
    elif kind == "area":
        made = shapely.box(np.minimum(lon, lon + side * 0.3), lat, np.maximum(lon, lon + side * 0.3), lat + 0.2)
    return gpd.GeoSeries(made, crs="EPSG:4326")


def opposite(features):
    """Return the shapes at the other side of the Earth: what lies east of Greenwich lies west of the meridian."""
    turn = np.where(features.bounds.minx.to_numpy() >= 0, -180, 180)
    moved = [
        shapely.transform(shape, lambda at, by=by: np.add(at, (by, 0)))
        for shape, by in zip(features, turn, strict=True)
    ]
    return gpd.GeoSeries(moved, index=features.index, crs=features.crs)


@pytest.mark.parametrize("one", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_a_distance_across_the_meridian_is_that_across_greenwich(one, other):
    a, b = shapes(one, 60, 1), shapes(other, 40, 2)
    far_a, far_b = opposite(a), opposite(b)
    assert (far_a.bounds[["minx", "maxx"]].abs() <= 180).all(axis=None)
    expected = nearest_m(a, b)
    np.testing.assert_allclose(nearest_m(far_a, far_b), expected, rtol=2e-3, atol=1)
    for metres in (20_000, 45_000, 90_000, 400_000):
        clear = np.abs(expected / metres - 1) > 0.005
        np.testing.assert_array_equal(within_distance(far_a, far_b, metres)[clear], (expected <= metres)[clear])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_nearest_to_one_shape_may_lie_across_the_meridian(kind):
    others = shapes(kind, 40, 4)
    for lon in (0.05, -0.05, 1.0):
        here = shapely.Point(lon, 3)
        [there] = opposite(gpd.GeoSeries([here], crs="EPSG:4326"))
        label, metres = nearest_to(here, others)
        assert nearest_to(there, opposite(others)) == (label, pytest.approx(metres, rel=2e-3))
        for reach in (metres * 0.9, metres * 1.1, 3 * metres):
            assert list(within_distance_of(there, opposite(others), reach)) == list(
                within_distance_of(here, others, reach)
            )


def test_the_distance_from_the_meridian_is_never_too_large():
    chance = np.random.default_rng(5)
    lon, lat = chance.uniform(-180, 180, 200), chance.uniform(-89, 89, 200)
    along = np.linspace(-90, 90, 721)
    far = [
        GEOD.inv(np.full(721, x), np.full(721, y), np.full(721, 180), along)[2].min()
        for x, y in zip(lon, lat, strict=True)
    ]
    least = meridian_m(gpd.GeoSeries(shapely.points(lon, lat), crs="EPSG:4326"))
    assert (least <= far).all()
    assert (least >= 0.9 * np.array(far) - 30_000).all()
