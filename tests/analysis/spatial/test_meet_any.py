"""Which features intersect one of many others: compared in rounds, or prepared, always as pair by pair."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.prepared_geometry import meet_any

_RANDOM = np.random.default_rng(7)


def _circles(count, vertices):
    centres = shapely.points(_RANDOM.uniform([2.0, 50.0], [2.3, 50.3], (count, 2)))
    # A ring within a ring: what lies in the hole does not meet.
    outer = shapely.buffer(centres, 0.01, quad_segs=vertices // 4)
    return shapely.difference(outer, shapely.buffer(centres, 0.006, quad_segs=vertices // 4))


def _lines(count):
    ends = _RANDOM.uniform([2.0, 50.0], [2.3, 50.3], (count, 1, 2))
    return shapely.linestrings(np.concatenate([ends, ends + _RANDOM.normal(0, 0.004, (count, 1, 2))], axis=1))


def _points(count):
    return shapely.points(_RANDOM.uniform([2.0, 50.0], [2.3, 50.3], (count, 2)))


@pytest.mark.parametrize("vertices", [8, 400], ids=["simple", "long outlines"])
@pytest.mark.parametrize(
    "shapes",
    # The second is more than one thread's part.
    [_lines(300), _lines(5_200), _circles(300, 12), _points(300)],
    ids=["lines", "many lines", "areas", "points"],
)
def test_features_meet_the_same_as_pair_by_pair(shapes, vertices):
    shapes = shapes.copy()
    shapes[::50] = None
    # Some with few vertices, some with many, some of another kind, one that is missing.
    others = np.concatenate([_circles(60, vertices), _circles(30, 8), _lines(5), [None, shapely.Point(2.1, 50.1)]])
    expected = shapely.intersects(shapes[:, None], others[None, :]).any(axis=1)
    met = meet_any(gpd.GeoSeries(shapes, crs=4326), gpd.GeoSeries(others, crs=4326))
    assert 0 < expected.sum() < len(shapes)
    assert met.tolist() == expected.tolist()
