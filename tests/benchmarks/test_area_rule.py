"""Which of 100,000 polygons lie in an area: ratios against cutting every one that meets it, and against meeting."""

import gc
import statistics
import time

import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.proximity import intersects
from atlas.analysis.spatial.share_inside import centres_inside, shares_inside
from atlas.catalog import shipped_layers
from tests.benchmarks.large_data import make_polygons

pytestmark = pytest.mark.benchmark

COUNT = 100_000
ROUNDS = 3


def median_s(call):
    call()
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


@pytest.fixture(scope="module")
def polygons():
    return make_polygons(COUNT).geometry


@pytest.fixture(scope="module")
def outline(polygons):
    """The outline of Lens-Liévin, as wide as half of the polygons: thousands cross its border."""
    body = gpd.read_parquet(shipped_layers() / "territories" / "intercommunalities.parquet").set_index("id").geometry
    west, south, east, north = polygons.total_bounds
    own = shapely.bounds(body["246200364"])
    scale = 0.8 * np.array([east - west, north - south]) / (own[2:] - own[:2])
    middle = np.array([(west + east) / 2, (south + north) / 2])
    return shapely.make_valid(
        shapely.transform(body["246200364"], lambda xy: (xy - (own[:2] + own[2:]) / 2) * scale + middle)
    )


def test_the_share_is_measured_only_of_what_crosses_the_border(polygons, outline):
    def plain():
        met = polygons[polygons.intersects(outline)]
        return met.intersection(outline).to_crs(6933).area / met.to_crs(6933).area

    ours, cut = median_s(lambda: shares_inside(polygons, outline)), median_s(plain)
    met = median_s(lambda: intersects(polygons, outline))
    centre = median_s(lambda: centres_inside(polygons, outline))
    shares = shares_inside(polygons, outline)
    crossing = int(((shares > 0) & (shares < 1)).sum())
    print(
        f"{COUNT} polygons, {(shares > 0).sum()} meet, {crossing} cross: shares {ours:.2f} s, geopandas {cut:.2f} s, "
        f"ratio {ours / cut:.2f}; meets {met:.2f} s, {ours / met:.1f} times; centre {centre:.2f} s, {centre / cut:.2f}"
    )
    assert ours <= 0.5 * cut
