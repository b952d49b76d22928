"""The first view: every number is that of a link, nothing is invented where a year or a position is unknown."""

from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
import shapely

from atlas.catalog import Catalog
from atlas.errors import ViewError
from atlas.scene.explore.opening import INSCRIBED, NOT_VERIFIED, OTHER, describe_opening
from atlas.scene.explore.timeline import count_standing
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import View


@pytest.fixture(scope="module")
def opening(atlas):
    return describe_opening(atlas, "fr")


@pytest.mark.parametrize(("key", "count"), [("heaps", 4), ("shafts", 95), ("network", 97)])
def test_the_answer_of_a_question_is_that_of_its_link(opening, atlas, key, count):
    card = next(card for card in opening.message["cards"] if card["key"] == key)
    view, problems = parse_permalink("?" + urlencode(card["query"], doseq=True))
    assert problems == ()
    assert card["count"] == len(query_rows(view, atlas)[card["layer"]]) == count


def test_the_numbers_are_those_of_the_layers(opening, atlas):
    numbers = {number["layer"]: number["count"] for number in opening.message["numbers"]}
    assert numbers == {"mine_shafts": 636, "slag_heaps": 333, "communes": 250}
    assert numbers == {layer: len(query_rows(View(layers=(layer,)), atlas)[layer]) for layer in numbers}


def test_the_three_marks_stand_for_all_heaps(opening):
    legend = opening.message["legend"]
    assert legend == {"inscribed": 51, "other": 110, "levelled": 33, "not_verified": 172, "unplaced": 6}
    assert legend["inscribed"] + legend["other"] + legend["not_verified"] == 333
    drawn = np.bincount(opening.kinds, minlength=3)
    assert drawn[[INSCRIBED, OTHER, NOT_VERIFIED]].tolist() == [51, 110, 172 - 6]
    # What is not verified has no area, and is drawn hollow and small.
    assert (opening.areas[opening.kinds == NOT_VERIFIED] == 0).all()
    assert (opening.areas[opening.kinds != NOT_VERIFIED] > 0).all()


def test_a_shaft_of_unknown_or_contradictory_years_never_lights(opening, frames):
    shafts = frames["mine_shafts"]
    doubtful = shafts["sunk_year"].isna() | shafts["closed_year"].isna()
    doubtful |= (shafts["closed_year"] < shafts["sunk_year"]).fillna(value=False)
    assert opening.message["undated"] == int(doubtful.sum()) == 6
    assert (opening.sunk[doubtful] == 0).all()
    assert (opening.closed[doubtful] == 0).all()
    known = ~doubtful
    assert opening.sunk[known].tolist() == shafts["sunk_year"][known].astype(int).tolist()
    assert opening.closed[known].tolist() == shafts["closed_year"][known].astype(int).tolist()
    assert (opening.sunk[known].min(), opening.closed[known].max()) == (1716, 2002)


@pytest.mark.parametrize("year", [1716, 1780, 1850, 1913, 1962, 2002])
def test_as_many_shafts_are_lit_as_stand_for_certain_on_the_map_of_the_year(opening, atlas, year):
    lit = int(((opening.sunk > 0) & (opening.sunk <= year) & (year <= opening.closed)).sum())
    [row] = count_standing(View(layers=("mine_shafts",), year=year), atlas)
    assert lit == row["standing"]


def test_the_heaps_that_answer_are_marked(opening, atlas):
    view, _ = parse_permalink("?" + urlencode(opening.message["cards"][0]["query"], doseq=True))
    answers = [opening.message["heaps"][i][0] for i in opening.message["answers"]]
    assert answers == query_rows(view, atlas)["slag_heaps"].index.tolist()


def test_names_are_those_of_the_largest_communes_at_their_place(opening, frames):
    communes = frames["communes"].set_index("name")
    assert opening.message["towns"][:4] == ["Valenciennes", "Douai", "Lens", "Liévin"]
    for name, place in zip(opening.message["towns"], opening.towns, strict=True):
        assert shapely.contains(communes.geometry[name], place)


def test_the_credits_name_every_licence_of_what_is_drawn(opening):
    licences = dict(opening.message["credits"])
    assert "Mission Bassin Minier Nord – Pas-de-Calais" in licences["Licence Ouverte 2.0"]
    assert any("CC BY-SA" in licence for licence in licences)
    assert any("ODbL" in licence for licence in licences)


def test_without_one_of_its_layers_there_is_no_first_view(atlas):
    known = {layer_id: layer for layer_id, layer in atlas.catalog.items() if layer_id != "mine_shafts"}
    with pytest.raises(ViewError, match="mine_shafts"):
        describe_opening(replace(atlas, catalog=Catalog(known, atlas.catalog.themes, {})), "fr")
