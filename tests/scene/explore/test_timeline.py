"""The map as it stood in a year, against plain pandas."""

import pandas as pd
import pytest

from atlas.scene.explore.timeline import count_standing, count_years
from atlas.scene.query.row_masks import row_mask, uncertain_rows
from atlas.scene.query.view import View

DATED = ("mine_shafts", "partnerships", "projects", "twinnings", "unesco_sites", "closed_coal_mines")
YEARS = [1716 + 6 * step for step in range(50)]


def stood(row, start, end, year):
    """Yes, no or None where nobody knows, by the plain reading of one row."""
    began, ended = row[start], row[end] if end else None
    if not pd.isna(began) and began > year:
        return False
    if end and not pd.isna(ended) and ended < year:
        return False
    return None if pd.isna(began) or (end and pd.isna(ended)) else True


@pytest.mark.parametrize("layer_id", DATED)
def test_fifty_years_of_a_layer_are_those_of_a_plain_reading(layer_id, atlas):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    rows = [dict(row) for _, row in gdf[[layer.period.start, *filter(None, [layer.period.end])]].iterrows()]
    for year in YEARS:
        answers = [stood(row, layer.period.start, layer.period.end, year) for row in rows]
        standing = count_standing(View(layers=(layer_id,), year=year), atlas)
        assert standing == [{"layer": layer_id, "standing": answers.count(True), "unsure": answers.count(None)}]
        assert row_mask(layer_id, View(year=year), atlas).tolist() == [one is not False for one in answers]
        assert uncertain_rows(gdf, layer, year).tolist() == [one is None for one in answers]


def test_the_histogram_counts_every_row_once_known_or_unknown(atlas):
    counted = count_years(View(layers=DATED), atlas)
    assert counted["first"] == min(
        atlas.frames[layer_id][atlas.catalog[layer_id].period.start].min() for layer_id in DATED
    )
    for layer in counted["layers"]:
        assert layer["total"] == len(atlas.frames[layer["layer"]])
        assert sum(count for _, count in layer["starts"]) + layer["unknown_start"] == layer["total"]
        if layer["unknown_end"] is not None:
            assert sum(count for _, count in layer["ends"]) + layer["unknown_end"] == layer["total"]


def test_territories_do_not_stretch_the_years_of_events(atlas):
    alone = count_years(View(layers=("mining_basins",)), atlas)
    beside = count_years(View(layers=("mining_basins", "mine_shafts")), atlas)
    assert alone["first"] < beside["first"] == 1716
    assert beside["last"] == 2002


def test_layers_without_years_have_none(atlas):
    assert count_years(View(layers=("mining_estates",)), atlas) == {"first": None, "last": None, "layers": []}
