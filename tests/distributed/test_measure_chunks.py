"""Territories measured in chunks, each reading only what is near it, have the very numbers of one frame in memory."""

import numpy as np
import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.catalog import shipped_layers
from atlas.distributed import indicators as partitions
from atlas.scene.compare.territories import gather, ids_of
from atlas.scene.query.permalink import parse_query

DATA = partitions.Data(shipped_layers())


@pytest.fixture(scope="module")
def communes(atlas):
    view, _ = parse_query({})
    return gather(ids_of("commune", atlas), view, atlas)


@pytest.fixture(scope="module")
def apart(communes):
    """Every indicator of every commune, in chunks that are measured here, one after the other."""
    chunks = [partitions._some(communes, ids) for ids in partitions.chunked(communes, 63)]  # noqa: SLF001
    done = [partitions.measure_chunk(chunk, names=tuple(REGISTRY), data=DATA, norm="area") for chunk in chunks]
    return partitions._joined(done, communes.ids)  # noqa: SLF001


@pytest.mark.parametrize("name", REGISTRY)
def test_an_indicator_of_a_chunk_is_what_it_is_among_all(name, communes, frames, apart):
    for part, whole in measure(REGISTRY[name], communes, frames).items():
        found = apart[name][part]
        np.testing.assert_allclose(found.value, whole.value, rtol=1e-12, atol=0)
        assert found.valid.equals(whole.valid)
        assert found.expected.equals(whole.expected)
        assert (found.notes is None) == (whole.notes is None)
        assert whole.notes is None or found.notes.equals(whole.notes)


def test_every_territory_is_in_one_chunk_and_neighbours_are_together(communes):
    chunks = partitions.chunked(communes, 50)
    assert sorted(one for chunk in chunks for one in chunk) == sorted(communes.ids)
    assert [len(chunk) for chunk in chunks] == [50] * 5
    boxes = [partitions._bounds(partitions._some(communes, chunk)) for chunk in chunks]  # noqa: SLF001
    area = sum((east - west) * (north - south) for west, south, east, north in boxes)
    west, south, east, north = communes.outlines.total_bounds
    assert area < 1.5 * (east - west) * (north - south)


def test_a_name_that_reads_whole_layers_is_an_indicator():
    assert set(REGISTRY) >= partitions.BEYOND
