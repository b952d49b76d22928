import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.scene.objects.distinct_names import distinct_names

CATALOG = open_catalog(shipped_layers())


@pytest.mark.parametrize("layer_id", [layer.id for layer in CATALOG.values() if layer.id != "basemap"])
def test_no_two_rows_of_a_list_have_the_same_name(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    rows = [str(row) for row in gdf.index[:120]]
    names = distinct_names(layer, gdf, rows, "fr")
    assert list(names) == rows
    assert len({name.casefold() for name in names.values()}) == len(rows)


def test_facts_of_one_heap_are_told_apart_by_what_they_measure(atlas):
    layer, gdf = atlas.catalog["slag_heap_facts"], atlas.frames["slag_heap_facts"]
    rows = gdf.index[gdf["heaps"] == "t144"]
    names = set(distinct_names(layer, gdf, rows, "fr").values())
    assert {"T144 · Hauteur", "T144 · Volume", "T144 · Combustion", "T144 · Surface · 140"} <= names
