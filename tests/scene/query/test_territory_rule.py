"""How objects lie in a territory: each rule against plain geopandas, on the very files that are shipped."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.catalog import shipped_layers
from atlas.scene.map.viewport import layer_query
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows, row_mask, share_column
from atlas.scene.query.view import Near, View
from atlas.scene.story.inline_figures import evaluate_figure

LENS_LIEVIN, LENS, LIEVIN = "246200364", "62498", "62510"
RULES = ("meets", "centre", "within", 0.5, 0.02)


def read(*paths):
    """Return the shapes of the files of one layer: heaps under two licences lie in two files."""
    return pd.concat([gpd.read_parquet(shipped_layers() / path).set_index("id").geometry for path in paths]).dropna()


@pytest.fixture(scope="module")
def outlines():
    return {**read("territories/communes.parquet"), **read("territories/intercommunalities.parquet")}


@pytest.fixture(scope="module")
def heaps():
    return read("landscape/slag_heaps.parquet", "landscape/slag_heaps.cc-by-sa.parquet")


def plain_share(shapes, outline):
    """Return the share of each shape inside an outline with geopandas alone; a point is in or out."""
    area = shapes.to_crs(6933).area
    share = shapes.intersection(outline).to_crs(6933).area / area
    return share.where(area > 0, shapes.intersects(outline).astype(float))


def plain_rule(shapes, outline, rule):
    """Return the ids of the shapes that lie in an outline by a rule, with geopandas alone."""
    if rule == "meets":
        return set(shapes.index[shapes.intersects(outline)])
    if rule == "centre":
        return set(shapes.index[shapes.representative_point().within(outline)])
    # Half a ten-thousandth of the object: what two producers draw apart.
    least = 0.99995 if rule == "within" else rule
    return set(shapes.index[plain_share(shapes, outline) >= least])


def kept(atlas, layer="slag_heaps", territory=(LENS_LIEVIN,), **more):
    return set(query_rows(View(layers=(layer,), territory=territory, **more), atlas)[layer].index)


def test_heap_t73b_meets_the_body_it_is_shown_in_and_lies_elsewhere(atlas):
    rows = query_rows(View(layers=("slag_heaps",), territory=(LENS_LIEVIN,)), atlas)["slag_heaps"]
    assert rows.loc["t73b", "inside_share"] == pytest.approx(0.0164)
    assert "t73b" in kept(atlas)
    for rule in ("within", "centre", 0.5, 0.02):
        assert "t73b" not in kept(atlas, territory_rule=rule)
    assert "t73b" in kept(atlas, territory_rule=0.01)


def test_the_heaps_of_the_body_by_each_rule(atlas):
    counts = {rule: len(kept(atlas, territory_rule=rule)) for rule in RULES}
    assert counts == {"meets": 76, "centre": 71, "within": 67, 0.5: 70, 0.02: 75}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("territory", [(LENS_LIEVIN,), ("62570",), ("59179",), (LENS, LIEVIN), ("246200299", "62510")])
def test_each_rule_agrees_with_plain_geopandas(atlas, heaps, outlines, territory, rule):
    outline = shapely.union_all([outlines[one] for one in territory])
    assert kept(atlas, territory=territory, territory_rule=rule) == plain_rule(heaps, outline, rule)


def test_the_column_of_shares_agrees_with_plain_geopandas(atlas, heaps, outlines):
    rows = query_rows(View(layers=("slag_heaps",), territory=(LENS_LIEVIN,)), atlas)["slag_heaps"]
    expected = plain_share(heaps[rows.index], outlines[LENS_LIEVIN])
    assert np.abs(rows["inside_share"] - expected).max() < 1e-4
    assert list(rows.columns)[-1] == "inside_share"


@pytest.mark.journey
@pytest.mark.parametrize("layer", ["slag_heaps", "communes", "mining_estates", "green_corridors", "mine_shafts"])
def test_a_stricter_rule_keeps_a_part_of_what_a_looser_one_keeps(atlas, outlines, layer):
    for territory in sorted(outlines)[::9]:
        strict, half, tenth, centre, all_ = (
            kept(atlas, layer, (territory,), territory_rule=rule) for rule in ("within", 0.5, 0.1, "centre", "meets")
        )
        assert strict <= half <= tenth <= all_
        assert strict <= centre <= all_


def test_all_communes_of_a_body_lie_within_it_though_their_outlines_differ_by_centimetres(atlas, outlines):
    communes = atlas.frames["communes"]
    members = set(communes.index[communes["intercommunality"] == LENS_LIEVIN])
    assert kept(atlas, "communes", territory_rule="within") == members
    assert len(members) == 33
    assert communes.geometry[list(members)].covered_by(outlines[LENS_LIEVIN]).sum() < 33


def test_the_length_of_a_line_counts(atlas, outlines):
    lines = read("ecology/green_corridors.parquet").dropna()
    lines = lines[lines.geom_type.str.contains("Line")]
    metres = lines.to_crs(2154)
    inside = lines.intersection(outlines[LENS_LIEVIN]).to_crs(2154).length / metres.length
    found = kept(atlas, "green_corridors", territory_rule=0.5) & set(lines.index)
    # Lengths in Lambert-93 and along geodesics differ by less than a thousandth.
    sure = inside[(inside - 0.5).abs() > 1e-3]
    assert found & set(sure.index) == set(sure.index[sure > 0.5])
    assert 0 < len(found) < len(kept(atlas, "green_corridors"))


def test_an_object_across_two_territories_lies_within_both_together(atlas):
    together = kept(atlas, territory=(LENS, LIEVIN), territory_rule="within")
    apart = kept(atlas, territory=(LENS,), territory_rule="within") | kept(
        atlas, territory=(LIEVIN,), territory_rule="within"
    )
    assert apart <= together


def test_the_rule_also_holds_for_a_drawn_circle(atlas, heaps):
    circle = "circle:50.4473,2.7856,1500"
    view = View(layers=("slag_heaps",), select=circle)
    here = gpd.GeoSeries([shapely.Point(2.7856, 50.4473)], crs=4326).to_crs(2154).iloc[0].buffer(1500, 64)
    area = heaps.to_crs(2154).area
    inside = heaps.to_crs(2154).intersection(here).area / area
    inside = inside.where(area > 0, heaps.to_crs(2154).intersects(here).astype(float))
    half = query_rows(replace(view, territory_rule=0.5), atlas)["slag_heaps"]
    assert set(half.index) == set(inside.index[inside >= 0.5])
    assert len(half) < len(query_rows(view, atlas)["slag_heaps"])
    assert np.abs(half["inside_share"] - inside[half.index]).max() < 5e-3


def test_a_territory_and_a_drawn_shape_are_one_area(atlas):
    view = View(layers=("slag_heaps",), territory=(LENS_LIEVIN,), select="circle:50.4473,2.7856,5000")
    for rule in ("within", "centre", 0.5):
        both = set(query_rows(replace(view, territory_rule=rule), atlas)["slag_heaps"].index)
        assert both <= set(query_rows(replace(view, territory_rule=rule, select=None), atlas)["slag_heaps"].index)
        assert both <= set(query_rows(replace(view, territory_rule=rule, territory=()), atlas)["slag_heaps"].index)


def test_a_distance_holds_beside_the_rule(atlas):
    near = (Near("slag_heaps", "green_corridors", 300),)
    alone = query_rows(View(layers=("slag_heaps",), near=near), atlas)["slag_heaps"].index
    assert kept(atlas, territory_rule=0.5, near=near) == kept(atlas, territory_rule=0.5) & set(alone)


def test_a_large_layer_asks_for_its_rows_with_the_rule(atlas):
    view = View(layers=("slag_heaps",), territory=(LENS_LIEVIN,), territory_rule=0.5)
    asked, problems = parse_permalink(layer_query("slag_heaps", view))
    assert problems == ()
    assert (row_mask("slag_heaps", asked, atlas) == row_mask("slag_heaps", view, atlas)).all()


def test_a_tie_of_the_network_lies_where_its_partner_does(atlas):
    view = View(mode="network", layers=("partnerships", "partner_cities", "projects"), territory=("upper_silesia",))
    loose, strict = (query_rows(replace(view, territory_rule=rule), atlas) for rule in ("meets", "within"))
    assert len(strict["partnerships"]) == 5
    assert len(strict["projects"]) > 0
    for layer in ("partnerships", "partner_cities"):
        assert set(strict[layer].index) <= set(loose[layer].index)
        assert set(strict[layer]["inside_share"]) == {1}
    assert "inside_share" not in strict["projects"], "a table has no positions"


def test_the_twinnings_of_a_commune_lie_in_it(atlas):
    rows = atlas.frames["twinnings"]
    own = set(rows.index[(rows["commune"] == LENS) & rows.geometry.notna()])
    assert own
    assert own <= kept(atlas, "twinnings", (LENS,), territory_rule="within")


def test_a_schematic_line_over_a_territory_does_not_lie_in_it(atlas):
    view = View(layers=("partnerships",), territory=("ruhr",))
    rows = query_rows(view, atlas)["partnerships"]
    ruhr = atlas.frames["mining_basins"].geometry["ruhr"]
    ends = [shapely.covers(ruhr, shapely.get_point(rows.geometry.to_numpy(), end)) for end in (0, -1)]
    assert (rows["inside_share"] == ends[0] | ends[1]).all()
    assert 0 < rows["inside_share"].mean() < 1
    assert set(query_rows(replace(view, territory_rule=0.1), atlas)["partnerships"]["inside_share"]) == {1}


def test_a_figure_of_a_story_counts_by_the_rule(atlas):
    view = View(territory=(LENS_LIEVIN,), territory_rule="centre")
    assert evaluate_figure("{count slag_heaps}", view, atlas).value == 71
    asked = f"{{count slag_heaps ?territory={LENS_LIEVIN}&territory_rule=within}}"
    assert evaluate_figure(asked, View(), atlas).value == 67


def test_a_column_of_that_name_is_not_overwritten(atlas):
    layer = atlas.catalog["slag_heaps"]
    own = layer.model_copy(update={"fields": {**layer.fields, "inside_share": layer.fields["area_ha"]}})
    assert share_column(layer) == "inside_share"
    assert share_column(own) == "inside_share_"
