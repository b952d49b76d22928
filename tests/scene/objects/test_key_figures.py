"""Figures with their rank, small pictures and contested figures of objects, against plain pandas."""

import re

import numpy as np
import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.objects.disagreements import find_disagreements
from atlas.scene.objects.key_figures import key_figures
from atlas.scene.objects.object_row import object_row, object_rows
from atlas.scene.objects.pictures import HEIGHT, WIDTH, draw_pictures, year_columns


def test_a_figure_has_its_rank_among_the_known_ones(atlas):
    layer, gdf = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    ranks = gdf["area_ha"].dropna().astype(float).rank(ascending=False, method="min").astype(int)
    for row, rank in ranks.iloc[::8].items():
        (figure, *_) = key_figures(layer, gdf, object_row(layer, gdf, row, "en"), "en")
        assert figure["beside"] == f"rank {rank} of {len(ranks)} known values"


def test_years_are_ranked_from_the_earliest_and_what_is_not_known_is_said(atlas):
    layer, gdf = atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"]
    first = gdf["sunk_year"].astype("Float64").idxmin()
    by_title = {
        figure["title"]: figure for figure in key_figures(layer, gdf, object_row(layer, gdf, first, "fr"), "fr")
    }
    assert by_title["Creusement"]["beside"].startswith("rang 1 sur ")
    unknown = gdf.index[gdf["depth_m"].isna()][0]
    figure = key_figures(layer, gdf, object_row(layer, gdf, unknown, "fr"), "fr")[0]
    assert figure == {"title": "Profondeur", "text": "inconnu", "unknown": True}


def test_every_picture_of_every_layer_stays_in_its_box(atlas):
    for layer_id, layer in atlas.catalog.items():
        gdf = atlas.frames[layer_id]
        for row in object_rows(layer, gdf.iloc[:: max(1, len(gdf) // 8)], "fr"):
            for picture in draw_pictures(layer, gdf, row, "fr"):
                places = re.findall(r"[ML](-?\d+) (-?\d+)", picture["ground"] + picture["mark"])
                x, y = np.array(places, dtype=int).T
                assert (x >= -4).all()
                assert (x <= WIDTH + 4).all()
                assert (y >= 0).all()
                assert (y <= HEIGHT).all()
                assert not re.search(r"None|nan", picture["title"] + picture["low"] + picture["high"])


def test_the_population_of_a_commune_is_a_curve_of_its_years(atlas):
    layer, gdf = atlas.catalog["communes"], atlas.frames["communes"]
    (columns,) = year_columns(layer)
    assert [year for year, _ in columns] == [2016, 2019, 2020, 2021, 2022, 2023]
    curve = draw_pictures(layer, gdf, object_row(layer, gdf, "62498", "en"), "en")[0]
    assert (curve["title"], curve["low"], curve["high"]) == ("Population: 30,689 (2016), 32,920 (2023)", "2016", "2023")
    heights = [int(y) for y in re.findall(r" (\d+)", curve["mark"])]
    values = [gdf[name]["62498"] for _, name in columns]
    assert np.argmin(heights) == np.argmax(values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_contested_figure_keeps_every_version_with_its_source(atlas, lang):
    layer, gdf = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    found = find_disagreements(layer, gdf, object_row(layer, gdf, "t144", lang), lang, atlas)
    area = found[0]["versions"]
    declared = layer.figures["rieulay_heap_area"].versions
    assert len(area) == len(declared) == 4
    assert [version["url"] for version in area] == [version.url for version in declared.values()]
    assert all(version["source"] and version["about"] for version in area)
    heights = next(one for one in found if "17" in one["versions"][0]["value"])
    assert {version["value"] for version in heights["versions"]} == {"17\u00a0m", "26\u00a0m"}
