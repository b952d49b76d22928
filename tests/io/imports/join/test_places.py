"""Codes, names and numbers of places, as tables write them, name the atlas's own objects."""

import pyarrow as pa
import pytest

from atlas.io.imports.join.figure_kinds import figure_kind, unit_of
from atlas.io.imports.join.gazetteer import former_names
from atlas.io.imports.join.place_columns import gazetteer_of, propose_joins

NAMED = [
    ("communes", "62065", "62065"),
    ("communes", " 62 065", "62065"),
    ("communes", "62065.0", "62065"),
    ("communes", "HENIN BEAUMONT", "62427"),
    ("communes", "St-Amand les Eaux", "59526"),
    ("communes", "Sentinelle (La)", "59564"),
    ("communes", "Noyelles s/s Lens", "62628"),
    ("communes", "Flines lès Raches", "59239"),
    ("communes", "Lens (62)", "62498"),
    ("communes", "Lens (Pas-de-Calais)", "62498"),
    ("communes", "62300 LENS", "62498"),
    ("communes", "Noeux-les-Mines", "62617"),
    ("communes", "Hénin-Liétard", "62427"),
    ("communes", "Bruay-en-Artois", "62178"),
    ("intercommunalities", "246 200 364", "246200364"),
    ("intercommunalities", "Communauté d'agglomération de Lens-Liévin", "246200364"),
    ("intercommunalities", "CA Hénin Carvin", "246200299"),
    ("slag_heaps", "T74A", "t74a"),
    ("slag_heaps", "terril 74a", "t74a"),
    ("slag_heaps", "74 A", "t74a"),
    ("slag_heaps", "T.074 A", "t74a"),
    ("slag_heaps", "Pinchonvalles", "t75"),
    ("mine_shafts", "9/9 bis d'Oignies", "oignies_declercq_crombez_9"),
    ("mine_shafts", "Fosse n° 9 - 9bis (Oignies)", "oignies_declercq_crombez_9"),
    ("mine_shafts", "fosse Delloye", "lewarde_delloye_1"),
    ("mine_shafts", "11/19", "loos_en_gohelle_19_19"),
    ("unesco_components", "1360-001", "component_001"),
    ("unesco_components", "1360bis-074", "component_074"),
    ("unesco_components", "12", "component_012"),
    ("unesco_sites", "1360bis", "1360"),
    ("coal_regions", "ES41", "es41"),
    ("transition_fund_territories", "AT223", "at_ostliche_obersteiermark"),
    ("partner_areas", "DEU", "allemagne_deu"),
    ("partner_areas", "de", "allemagne_deu"),
    ("partner_areas", "Pologne", "pologne_pol"),
]


@pytest.mark.parametrize(("layer", "text", "place"), NAMED)
def test_an_object_is_found_by_its_code_or_name(atlas, layer, text, place):
    assert gazetteer_of(layer, atlas).find(text).place == place


@pytest.mark.parametrize(
    ("layer", "text", "why"),
    [
        ("communes", "1001", "outside"),
        ("communes", "Lens (71)", "unknown"),
        ("communes", "Lensse", "unknown"),
        ("mine_shafts", "Fosse 9-9bis", "ambiguous"),
        ("partner_areas", "FRA", "outside"),
    ],
)
def test_what_is_not_sure_is_not_joined(atlas, layer, text, why):
    match = gazetteer_of(layer, atlas).find(text)
    assert (match.place, match.why) == (None, why)


def test_names_that_are_alike_are_suggested(atlas):
    assert gazetteer_of("communes", atlas).suggest("Hénin Beaumon")[0] == ("62427", "Hénin-Beaumont")


def test_former_names_are_of_communes_that_the_atlas_has(atlas):
    assert {place for _, place in former_names()} <= set(atlas.frames["communes"].index)


@pytest.mark.parametrize(
    "header",
    ["INSEE_COM", "CODGEO", "COM", "insee_com", "Code commune", "ville", "x"],
)
def test_codes_of_communes_are_recognised_whatever_their_column_is_called(atlas, header):
    table = pa.table({"rang": [1, 2, 3], header: [62065, 62498, 62427], "valeur": [1.5, 2.5, 3.5]})
    best = propose_joins(table, atlas)[0]
    assert (best.layer, best.column, best.found, best.values) == ("communes", header, 3, 3)


@pytest.mark.parametrize("header", ["siren_epci", "EPCI", "SIREN", "x"])
def test_codes_of_bodies_are_recognised(atlas, header):
    table = pa.table({header: [246200364, 200033579, 245901160], "v": [1, 2, 3]})
    assert propose_joins(table, atlas)[0].layer == "intercommunalities"


def test_the_code_of_a_commune_in_two_columns_is_put_together(atlas):
    table = pa.table({"DEP": [62, 62, 59], "COM": ["065", "498", "178"], "v": [1, 2, 3]})
    best = propose_joins(table, atlas)[0]
    assert (best.layer, best.column, best.found) == ("communes", "COM", 3)


def test_what_differs_from_row_to_row_comes_before_what_groups_the_rows(atlas):
    communes = atlas.frames["communes"]
    table = pa.table({"epci": communes["intercommunality"].to_list(), "insee": communes.index.to_list()})
    assert [found.layer for found in propose_joins(table, atlas)][:2] == ["communes", "intercommunalities"]


def test_a_table_of_the_whole_country_is_recognised_by_its_codes(atlas):
    codes = [f"{department:02}{number:03}" for department in range(1, 20) for number in range(1, 60)]
    table = pa.table({"CODGEO": [*codes, "62065", "62498", "59178"]})
    best = propose_joins(table, atlas)[0]
    assert (best.layer, best.found) == ("communes", 3)


def test_numbers_and_other_words_name_no_object(atlas):
    table = pa.table({"rang": list(range(1, 60)), "mot": ["bonjour"] * 59, "code_postal": [62210] * 59})
    assert propose_joins(table, atlas) == []


@pytest.mark.parametrize(
    ("title", "whole", "kind", "unit"),
    [
        ("Taux de chômage (%)", False, "rate", "%"),
        ("MED21", True, "rate", None),
        ("TP6021", True, "rate", None),
        ("Part des 65 ans et plus", True, "rate", None),
        ("Nombre de personnes par ménage", False, "rate", None),
        ("habitants/km²", True, "rate", None),
        ("Population 2021", True, "count", None),
        ("P20_POP", True, "count", None),
        ("Surface (ha)", False, "count", "ha"),
        ("NBMENFISC21", False, "count", None),
        ("C20_ACT1564", False, "count", None),
        ("valeur", False, "rate", None),
        ("CODGEO", True, None, None),
        ("annee", True, None, None),
        ("code_postal", True, None, None),
    ],
)
def test_a_column_is_a_rate_or_a_count_by_its_title_and_numbers(title, whole, kind, unit):
    import pandas as pd  # noqa: PLC0415

    assert (figure_kind(title, unit_of(title), pd.Series([1.0, 2.0]), whole=whole), unit_of(title)) == (kind, unit)
