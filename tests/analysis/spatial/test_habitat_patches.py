import geopandas as gpd
import numpy as np
import pytest
import shapely

from atlas.analysis.spatial.habitat_patches import (
    distances_m,
    equivalent_connectivity_of,
    make_patches,
    missing_links,
    paths_m,
    spanning_m,
)

D50 = 1000.0


def connectivity(areas, distance):
    return equivalent_connectivity_of(np.array(areas, float), paths_m(np.array(distance, float)), D50)


def test_two_patches_of_1_ha_give_root_2_far_apart_and_2_when_touching():
    far, touching = [[0, 1e9], [1e9, 0]], [[0, 1e-6], [1e-6, 0]]
    assert connectivity([1, 1], far) == pytest.approx(2**0.5)
    assert connectivity([1, 1], touching) == pytest.approx(2)


def test_a_stepping_stone_of_a_tenth_of_a_hectare_halfway_lifts_1_581_to_1_646():
    assert connectivity([1, 1], [[0, 2000], [2000, 0]]) == pytest.approx(1.581, abs=5e-4)
    lifted = connectivity([1, 0.1, 1], [[0, 1000, 2000], [1000, 0, 1000], [2000, 1000, 0]])
    assert lifted == pytest.approx(1.646, abs=5e-4)


def test_no_patch_has_no_connectivity_and_one_has_its_own_area():
    assert equivalent_connectivity_of(np.empty(0), np.empty((0, 0)), D50) == 0
    assert connectivity([3], [[0]]) == pytest.approx(3)


def test_a_detour_through_a_patch_is_taken_when_it_is_shorter():
    ways = paths_m(np.array([[0, 10, 30], [10, 0, 10], [30, 10, 0]], float))
    assert ways[0, 2] == 20


def test_the_links_of_the_shortest_tree_are_the_gaps():
    assert spanning_m(np.array([[0, 10, 30], [10, 0, 15], [30, 15, 0]], float)).tolist() == [10, 15]
    assert spanning_m(np.array([[0, 7], [7, 0]], float)).tolist() == [7]
    assert spanning_m(np.zeros((1, 1))).tolist() == []


@pytest.fixture
def squares():
    """Three squares of 100 m in Lambert-93, 500 m and 1,500 m apart, and a sliver."""
    corners = [(700_000, 7_030_000), (700_600, 7_030_000), (702_200, 7_030_000)]
    shapes = [shapely.box(x, y, x + 100, y + 100) for x, y in corners]
    shapes.append(shapely.box(699_000, 7_030_000, 699_005, 7_030_005))
    return gpd.GeoSeries(shapes, crs=2154).to_crs(4326)


def test_patches_are_parts_of_the_union_without_slivers(squares):
    overlapping = gpd.GeoSeries([squares[0]], crs=4326)
    patches = make_patches({"heaps": squares, "ponds": overlapping})
    assert len(patches.shapes) == 3
    assert patches.area_ha.sum() == pytest.approx(3, rel=0.01)
    between = distances_m(patches.local)[np.triu_indices(3, 1)]
    np.testing.assert_allclose(np.sort(between), [500, 1500, 2100], atol=0.5)


def test_the_most_useful_link_is_what_trying_every_one_finds(squares):
    patches = make_patches({"heaps": squares})
    found = missing_links(patches, np.arange(3), D50, 10)
    distance = distances_m(patches.local)
    before = equivalent_connectivity_of(patches.area_ha, paths_m(distance), D50)
    tried = {}
    for i in range(3):
        for j in range(i + 1, 3):
            built = distance.copy()
            built[i, j] = built[j, i] = 1e-6
            tried[i, j] = (equivalent_connectivity_of(patches.area_ha, paths_m(built), D50) - before) / distance[i, j]
    best = found[0]
    assert (best.start, best.end) == max(tried, key=tried.get)
    assert best.gain_ha / best.length_m == pytest.approx(max(tried.values()), rel=1e-6)
    # The pair at the ends is reached through the middle one: no link of its own is proposed.
    assert len(found) == 2
