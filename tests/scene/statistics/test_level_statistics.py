import dataclasses

import pytest

from atlas.analysis.statistics.typology import Group
from atlas.scene.compare.provenance import file_hash
from atlas.scene.compare.territories import ids_of
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.view import View
from atlas.scene.statistics.group_words import describe_group
from atlas.scene.statistics.level_values import level_values, write_probability, write_statistic
from atlas.scene.statistics.spatial_autocorrelation import MoranSetting, describe_moran, moran_setting
from atlas.scene.statistics.territory_groups import MEASURES, describe_typology, typology_setting

DENSITY = all_measures({})["population_density"]


@pytest.fixture(scope="module")
def clusters(atlas):
    return describe_moran(MoranSetting(DENSITY, permutations=199), View(lang="en"), atlas)


def test_the_values_are_the_population_over_the_area_of_every_commune(atlas):
    found = level_values("commune", (DENSITY,), View(), atlas)
    communes = atlas.frames["communes"]
    expected = communes["population_2023"] / communes["area_km2"]
    assert found.table["population_density"].to_numpy() == pytest.approx(expected.loc[found.table.index], rel=0.01)


def test_a_map_and_a_table_hold_every_commune_and_the_classes_add_up(atlas, clusters):
    ids = ids_of("commune", atlas)
    assert [row["id"] for row in clusters["rows"]] == ids
    assert {area["id"] for area in clusters["map"]["areas"]} == set(ids)
    assert sum(each["count"] + each["weak"] for each in clusters["classes"]) == clusters["count"] == 250
    assert all(area["rings"] for area in clusters["map"]["areas"])


def test_the_files_are_named_with_their_hash(atlas, clusters):
    hashes = {path.name: file_hash(path) for path, _ in atlas.catalog["communes"].files}
    assert (
        hashes.items()
        <= {file["name"]: file["sha256"] for source in clusters["sources"] for file in source["files"]}.items()
    )


def test_a_link_chooses_measure_level_and_neighbours(atlas):
    detail = (("moran.measure", "median_income"), ("moran.rule", "distance"), ("moran.km", "4.5"))
    chosen = moran_setting(View(detail=detail), atlas)
    assert (chosen.measure.id, chosen.level, chosen.rule.rule) == ("median_income", "commune", "distance")
    assert chosen.rule.distance_m == pytest.approx(4500)
    assert moran_setting(View(), atlas).rule.rule == "queen"


def test_a_typology_takes_the_chosen_indicators_each_once_without_their_weights(atlas):
    assert tuple(one.id for one in typology_setting(View(), atlas).measures) == MEASURES
    chosen = typology_setting(View(ind=("median_income:3", "population", "median_income")), atlas)
    assert [one.id for one in chosen.measures] == ["median_income", "population"]


def test_what_a_typology_draws_is_what_it_groups(atlas):
    view = View(lang="pt", detail=(("typology.groups", "3"),))
    found = describe_typology(typology_setting(view, atlas), view, atlas)
    kinds = [area["kind"] for area in found["map"]["areas"]]
    assert [kinds.count(f"g{group['number']}") for group in found["groups"]] == [
        group["count"] for group in found["groups"]
    ]
    assert sum(found["tree"]["leaves"]) == found["count"]
    # The cut crosses as many branches as there are groups.
    crossed = [leg for _, low, _, high, _, top, _, end in found["tree"]["links"] for leg in ((low, high), (end, top))]
    assert sum(bottom < found["tree"]["cut"] < top for bottom, top in crossed) == 3


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "fr",
            (
                "Groupe 2, 1 territoire : très au-dessus de la moyenne : Un (+2,0) ; "
                "au-dessous de la moyenne : Deux (\u22120,6)."
            ),
        ),
        ("en", "Group 2, 1 territory: far above the mean: Un (+2.0); below the mean: Deux (\u22120.6)."),
        ("pt", "Grupo 2, 1 território: muito acima da média: Un (+2,0); abaixo da média: Deux (\u22120,6)."),
    ],
)
def test_a_group_is_told_in_words_by_what_sets_it_apart(lang, sentence):
    group = Group(2, ("a",), {}, {"one": 2.0, "two": -0.6, "three": 0.2}, 0.4)
    titles = {"one": "Un", "two": "Deux", "three": "Trois"}
    assert describe_group(group, titles, lang).replace("\u00a0", " ") == sentence
    plain = dataclasses.replace(group, scores={"one": 0.1, "two": -0.3, "three": 0.2})
    assert "Deux (\u22120" in describe_group(plain, titles, lang)


def test_numbers_have_a_minus_and_a_small_p_is_less_than_a_thousandth():
    assert write_statistic(-0.004, "fr", 3) == "\u22120,004"
    assert write_statistic(-0.0001, "en") == "0.00"
    assert (write_probability(0.0002, "en"), write_probability(0.042, "fr")) == ("< 0.001", "= 0,042")
