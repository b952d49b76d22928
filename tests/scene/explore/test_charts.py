import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.catalog.filter import Filter
from atlas.scene.explore.charts import make_charts
from atlas.scene.query.actions import apply_action
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View

CATALOG = open_catalog(shipped_layers())
DRAWN = [layer.id for layer in CATALOG.values() if layer.charts]
LENS = "246200364"


def clicked(bar, view, atlas):
    """Count the rows that a click on a bar keeps, the other bars of its chart set aside."""
    layer, field = bar["act"]["layer"], bar["act"]["field"]
    bare = View(
        territory=view.territory, filters=tuple(f for f in view.filters if (f.layer, f.field) != (layer, field))
    )
    if bar["act"]["kind"] == "legend":
        view_after = apply_action(bare, bar["act"], atlas.catalog)
    else:
        view_after = apply_action(bare, bar["act"] | {"kind": "filter"}, atlas.catalog)
    return int(row_mask(layer, view_after, atlas).sum())


@pytest.mark.parametrize("layer", DRAWN)
@pytest.mark.parametrize("view", [View(), View(territory=(LENS,))], ids=["all", "in Lens-Liévin"])
def test_a_bar_counts_what_a_click_on_it_shows(atlas, layer, view):
    for chart in make_charts(layer, view, atlas)["charts"]:
        for bar in chart["bars"]:
            assert bar["count"] == clicked(bar, view, atlas), (chart["field"], bar["title"])


@pytest.mark.parametrize("layer", DRAWN)
def test_parts_add_up_to_their_bar(atlas, layer):
    for chart in make_charts(layer, View(), atlas)["charts"]:
        for bar in chart["bars"]:
            assert len(bar["parts"]) == len(chart["by"]["parts"] if chart["by"] else ())
            if chart["by"]:
                assert sum(bar["parts"]) == bar["count"]


@pytest.mark.parametrize("layer", DRAWN)
def test_ranges_hold_every_row_once(atlas, layer):
    for chart in make_charts(layer, View(), atlas)["charts"]:
        if chart["kind"] != "bars":
            assert sum(bar["count"] for bar in chart["bars"]) == len(atlas.frames[layer])


@pytest.mark.parametrize(
    ("layer", "fields"),
    [
        ("slag_heaps", ["form", "area_ha"]),
        ("mine_shafts", ["company", "sunk_year"]),
        ("mining_estates", ["type", "company"]),
    ],
)
def test_the_charts_that_planners_ask_for_are_there(atlas, layer, fields):
    assert [chart["field"] for chart in make_charts(layer, View(), atlas)["charts"]] == fields


def test_a_chart_keeps_its_own_bars_when_one_is_chosen(atlas):
    view = View(filters=(Filter("mining_estates", "type", "in", ("corons",)),))
    [types, companies] = make_charts("mining_estates", view, atlas)["charts"]
    assert [bar["chosen"] for bar in types["bars"]] == [True, False, False, False]
    assert sum(bar["count"] for bar in types["bars"]) == 302
    assert sum(bar["count"] for bar in companies["bars"]) == 62


def test_a_second_click_on_a_decade_takes_it_back(atlas):
    bar = make_charts("mine_shafts", View(), atlas)["charts"][1]["bars"][14]
    view = apply_action(View(), bar["act"], atlas.catalog)
    again = make_charts("mine_shafts", view, atlas)["charts"][1]["bars"][14]
    assert bar["title"] == again["title"] == "1850 – 1859"
    assert again["chosen"]
    assert apply_action(view, again["act"], atlas.catalog) == View()


def test_the_unknown_can_be_chosen(atlas):
    form = make_charts("slag_heaps", View(), atlas)["charts"][0]
    assert (form["bars"][-1]["title"], form["bars"][-1]["count"]) == ("inconnu", 172)
    view_after = apply_action(View(), form["bars"][-1]["act"], atlas.catalog)
    assert make_charts("slag_heaps", view_after, atlas)["charts"][0]["bars"][-1]["chosen"]
