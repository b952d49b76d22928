import geopandas as gpd
import pytest
import shapely

from atlas.catalog.filter import Filter
from atlas.scene.explore.summary import summarize
from atlas.scene.query.row_masks import query_rows, selected_outline, territory_outline
from atlas.scene.query.view import Classes, Near, View

LENS = "246200364"
LAYERS = ("slag_heaps", "green_corridors", "mining_estates", "mine_shafts", "projects")


def layers(summary):
    return {one["layer"]: one for one in summary["layers"]}


@pytest.mark.parametrize(
    "view",
    [
        View(layers=LAYERS),
        View(layers=LAYERS, territory=(LENS,)),
        View(layers=LAYERS, select="circle:50.43,2.83,5000"),
        View(layers=LAYERS, near=(Near("slag_heaps", "green_corridors", 200),)),
        View(layers=LAYERS, filters=(Filter("slag_heaps", "form", "in", ("conical",)),)),
    ],
)
def test_counts_are_those_of_the_query_and_classes_add_up(atlas, view):
    rows = query_rows(view, atlas)
    for layer_id, summary in layers(summarize(view, atlas)).items():
        assert summary["count"] == len(rows[layer_id])
        if summary["classes"]:
            assert sum(part["count"] for part in summary["classes"]) == summary["count"]


def test_inside_a_territory_areas_and_lengths_are_cut_at_its_outline(atlas):
    view = View(layers=LAYERS, territory=(LENS,))
    summary, outline = summarize(view, atlas), territory_outline(LENS, atlas)
    kept = query_rows(view, atlas)["mining_estates"]
    union = gpd.GeoSeries([shapely.intersection(kept.union_all(), outline)], crs="EPSG:4326")
    assert summary["measured"] == "inside"
    assert summary["territories"] == ["CA de Lens - Liévin"]
    assert layers(summary)["mining_estates"]["area_ha"] == pytest.approx(
        union.to_crs(6933).area.iloc[0] / 1e4, abs=0.02
    )
    lines = query_rows(view, atlas)["green_corridors"].geometry
    lines = lines[lines.geom_type.str.contains("Line")].intersection(outline)
    assert layers(summary)["green_corridors"]["length_km"] == pytest.approx(
        lines.to_crs(2154).length.sum() / 1e3, rel=2e-3
    )


def test_without_an_outline_features_are_measured_whole_and_a_note_states_it(atlas):
    summary = summarize(View(layers=("unesco_components",), near=(Near("unesco_components", "slag_heaps", 0),)), atlas)
    kept = query_rows(View(layers=("unesco_components",), near=(Near("unesco_components", "slag_heaps", 0),)), atlas)
    assert (summary["measured"], summary["area_ha"]) == ("whole", None)
    assert summary["note"].startswith("Objets entiers")
    assert summary["layers"][0]["area_ha"] == pytest.approx(kept["unesco_components"]["area_ha"].sum(), abs=0.2)


def test_a_drawn_shape_in_a_territory_selects_what_both_share(atlas):
    view = View(territory=(LENS,), select="circle:50.43,2.83,3000")
    outline = selected_outline(view, atlas)
    assert outline.within(territory_outline(LENS, atlas).buffer(1e-9))
    assert selected_outline(View(), atlas) is None


def test_classes_of_the_reader_are_those_of_the_summary(atlas):
    view = View(layers=("mine_shafts",), classes=(Classes("mine_shafts", "depth_m", "quantiles", 4),))
    summary = summarize(view, atlas)["layers"][0]["classes"]
    assert [one["code"] for one in summary] == ["class_1", "class_2", "class_3", "class_4", None]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("meets", "Counted: objects that lie wholly or partly in CA de Lens - Liévin."),
        (0.5, "Counted: objects that lie at least half in CA de Lens - Liévin."),
    ],
)
def test_the_note_says_by_which_rule_rows_are_counted(atlas, rule, words):
    view = View(lang="en", layers=("slag_heaps",), territory=(LENS,), territory_rule=rule)
    made = summarize(view, atlas)
    assert made["note"] == f"Measured inside the selection. {words}"
    assert made["layers"][0]["count"] == len(query_rows(view, atlas)["slag_heaps"])


def test_a_summary_without_a_place_says_no_rule(atlas):
    assert summarize(View(lang="en", layers=("slag_heaps",), territory_rule="within"), atlas)["note"].count(".") == 1


def test_a_count_of_a_layer_that_is_not_complete_names_the_gap(atlas):
    inside = layers(summarize(View(lang="en", layers=(*LAYERS, "unesco_components"), territory=(LENS,)), atlas))
    assert inside["mine_shafts"]["gaps"] == [
        "The producer publishes 636 shafts without saying whether the list is complete."
    ]
    assert inside["slag_heaps"]["gaps"]
    assert inside["green_corridors"]["gaps"]
    assert inside["unesco_components"]["gaps"] == []
    # Without an area the rows of a layer are counted as a list.
    assert all(layer["gaps"] == [] for layer in summarize(View(layers=LAYERS), atlas)["layers"])


def test_a_count_of_a_kind_that_is_complete_has_no_gap(atlas):
    inscribed = Filter("slag_heaps", "unesco", "in", ("inscribed",))
    view = View(layers=("slag_heaps",), territory=(LENS,), filters=(inscribed,))
    assert summarize(view, atlas)["layers"][0]["gaps"] == []


def test_what_is_near_a_layer_that_is_not_complete_is_at_least_that(atlas):
    view = View(lang="en", layers=("slag_heaps",), near=(Near("slag_heaps", "blue_corridors", 500),))
    assert summarize(view, atlas)["layers"][0]["gaps"] == [
        "The canal d’Aire, the canal de Lens, the Souchez and the canal de la Sensée are missing."
    ]
