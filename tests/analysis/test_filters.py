import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.filters import mask_rows
from atlas.catalog.filter import NUMERIC, Filter
from atlas.io.stores.masks import code_column, mask_coded, mask_column

SETTINGS = settings(max_examples=30, deadline=None, derandomize=True)


def conditions(layer, gdf):
    """Every kind of filter that a reader can click on one layer."""
    kinds = []
    for name, field in layer.fields.items():
        present = gdf[name].dropna()
        kinds.append(st.just(Filter(layer.id, name, "missing")))
        if field.type in NUMERIC and len(present):
            bounds = st.floats(float(present.min()) - 1, float(present.max()) + 1)
            kinds += [bounds.map(lambda b, n=name, o=o: Filter(layer.id, n, o, bound=b)) for o in ("gte", "lte")]
        elif field.codes:
            codes = st.lists(st.sampled_from(sorted(field.codes)), min_size=1, max_size=4)
            kinds.append(codes.map(lambda values, n=name: Filter(layer.id, n, "in", tuple(values))))
    return st.lists(st.one_of(kinds), max_size=4)


@pytest.mark.parametrize("layer_id", ["slag_heaps", "mine_shafts", "partner_cities", "communes"])
class TestFiltersOf:
    def test_commute_and_are_idempotent(self, atlas, layer_id):
        layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]

        @SETTINGS
        @given(st.data())
        def check(data):
            filters = data.draw(conditions(layer, gdf))
            mask = mask_rows(gdf, layer, filters)
            shuffled = data.draw(st.permutations(filters))
            np.testing.assert_array_equal(mask_rows(gdf, layer, shuffled), mask)
            np.testing.assert_array_equal(mask_rows(gdf, layer, [*filters, *filters]), mask)
            kept = gdf[mask]
            assert mask_rows(kept, layer, filters).all()

        check()

    def test_do_not_depend_on_the_order_of_the_rows(self, atlas, layer_id):
        layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]

        @SETTINGS
        @given(st.data())
        def check(data):
            filters = data.draw(conditions(layer, gdf))
            backwards = gdf.iloc[::-1]
            np.testing.assert_array_equal(mask_rows(backwards, layer, filters)[::-1], mask_rows(gdf, layer, filters))

        check()

    def test_split_a_layer_into_its_codes_and_the_unknown(self, atlas, layer_id):
        layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
        for name, field in layer.fields.items():
            if not field.codes or field.separator:
                continue
            parts = [Filter(layer_id, name, "in", (code,)) for code in field.codes]
            parts.append(Filter(layer_id, name, "missing"))
            assert sum(mask_rows(gdf, layer, [part]).sum() for part in parts) == len(gdf), name


@pytest.mark.parametrize("layer_id", ["slag_heaps", "projects", "mine_shafts"])
def test_of_values_that_repeat_each_is_compared_once_and_the_mask_is_the_same(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    coded = 0
    for name, field in layer.fields.items():
        column = pd.concat([gdf[name], *[gdf[name].sample(frac=1, random_state=k) for k in range(40)]])
        values = tuple(str(value) for value in gdf[name].dropna().unique()[:3] if field.type not in NUMERIC)
        asked = [(Filter(layer_id, name, "missing"),), (Filter(layer_id, name, "in", values),)]
        if (codes := code_column(column)) is None:
            continue
        coded += 1
        for filters in asked[: 1 + bool(values)]:
            found = mask_coded(column, codes, field, filters)
            np.testing.assert_array_equal(found, mask_column(column, field, filters), name)
    assert coded > 3


def test_a_range_and_the_unknown_beside_it(atlas):
    layer, gdf = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    large = Filter("slag_heaps", "area_ha", "gte", bound=10)
    unknown = Filter("slag_heaps", "area_ha", "missing")
    assert mask_rows(gdf, layer, [unknown]).sum() == 172
    assert mask_rows(gdf, layer, [large, unknown]).sum() == mask_rows(gdf, layer, [large]).sum() + 172


def test_a_filter_of_another_layer_is_passed_over(atlas):
    layer, gdf = atlas.catalog["communes"], atlas.frames["communes"]
    assert mask_rows(gdf, layer, [Filter("slag_heaps", "form", "in", ("conical",))]).all()
