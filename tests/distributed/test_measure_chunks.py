"""Territories measured in chunks, each reading only what is near it, have the very numbers of one frame in memory."""

import numpy as np
import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.catalog import shipped_layers
from atlas.distributed.chunks import select_territories, split_territories
from atlas.distributed.measure_chunks import READS_WHOLE_LAYERS, SharedLayers, bounds_of, measure_in_chunks
from atlas.scene.compare.territories import build_territories, ids_of
from atlas.scene.query.permalink import parse_query


@pytest.fixture(scope="module")
def communes(atlas):
    view, _ = parse_query({})
    return build_territories(ids_of("commune", atlas), view, atlas)


# One of each way of measuring: rows, areas by union, what may lie anywhere, whole layers, members.
FEW = {"heap_density", "heap_footprint_share", "heap_to_network_m", "network_gaps", "population_trend"}
EACH = [pytest.param(name, marks=[pytest.mark.slow] * (name not in FEW)) for name in REGISTRY]


@pytest.fixture(scope="module")
def layers():
    return SharedLayers(shipped_layers())


@pytest.mark.parametrize("name", EACH)
def test_an_indicator_of_a_chunk_is_what_it_is_among_all(name, communes, frames, layers):
    apart = measure_in_chunks([name], communes, layers, size=63)
    for part, whole in measure(REGISTRY[name], communes, frames).items():
        found = apart[name][part]
        np.testing.assert_allclose(found.value, whole.value, rtol=1e-12, atol=0)
        assert found.valid.equals(whole.valid)
        assert found.expected.equals(whole.expected)
        assert (found.notes is None) == (whole.notes is None)
        assert whole.notes is None or found.notes.equals(whole.notes)


def test_every_territory_is_in_one_chunk_and_neighbours_are_together(communes):
    chunks = split_territories(communes, 50)
    assert sorted(one for chunk in chunks for one in chunk) == sorted(communes.ids)
    assert [len(chunk) for chunk in chunks] == [50] * 5
    boxes = [bounds_of(select_territories(communes, chunk)) for chunk in chunks]
    area = sum((east - west) * (north - south) for west, south, east, north in boxes)
    west, south, east, north = communes.outlines.total_bounds
    assert area < 1.5 * (east - west) * (north - south)


def test_a_name_that_reads_whole_layers_is_an_indicator():
    assert set(REGISTRY) >= READS_WHOLE_LAYERS
