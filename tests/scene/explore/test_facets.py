import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalog.filter import NUMERIC, Filter
from atlas.scene.explore.facets import count_facets
from atlas.scene.query.actions import apply_action
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View

SETTINGS = settings(max_examples=25, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    "layer_id",
    [
        *("slag_heaps", "unesco_sites", "communes"),
        *(pytest.param(layer_id, marks=pytest.mark.slow) for layer_id in ("mine_shafts", "partner_cities")),
    ],
)
def test_the_count_of_a_value_is_the_number_of_rows_that_choosing_it_shows(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    facets = [name for name, field in layer.fields.items() if field.filter and field.type not in NUMERIC]
    ranges = [name for name, field in layer.fields.items() if field.filter and field.type in NUMERIC]

    @SETTINGS
    @given(st.data())
    def check(data):
        others = []
        if ranges and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(ranges))
            bound = data.draw(st.floats(float(gdf[name].min()), float(gdf[name].max())))
            others.append(Filter(layer_id, name, "gte", bound=bound))
        name = data.draw(st.sampled_from(facets))
        second = data.draw(st.sampled_from(facets))
        if second != name:
            others.append(Filter(layer_id, second, "missing"))
        territory = data.draw(st.sampled_from([(), ("nord_pas_de_calais",), ("246200364",)]))
        view = View(layers=(layer_id,), filters=tuple(others), territory=territory)
        facet = count_facets(layer_id, view, atlas)[name]
        for value, count in facet.counts.items():
            clicked = apply_action(
                view, {"kind": "filter", "layer": layer_id, "field": name, "values": [value]}, atlas.catalog
            )
            assert row_mask(layer_id, clicked, atlas).sum() == count
        clicked = apply_action(
            view, {"kind": "filter", "layer": layer_id, "field": name, "missing": True}, atlas.catalog
        )
        assert row_mask(layer_id, clicked, atlas).sum() == facet.unknown

    check()


def test_a_facet_ignores_the_condition_on_its_own_field(atlas):
    view = View(filters=(Filter("slag_heaps", "form", "in", ("conical",)),))
    facet = count_facets("slag_heaps", view, atlas)["form"]
    assert facet.counts["conical"] == 22
    assert facet.counts["flat"] == 41
    assert facet.unknown == 172


def test_the_facet_of_a_number_has_a_range_and_counts_missing_values(atlas):
    facet = count_facets("mine_shafts", View(layers=("mine_shafts",)), atlas)["sunk_year"]
    assert (facet.low, facet.high, facet.known, facet.unknown) == (1716, 1960, 633, 3)
