"""The question of a view as a headline, in three languages."""

import pytest

from atlas.scene.map.question import answering_layers, write_question
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.validate_view import validate_view

HEAPS = "layers=slag_heaps&layers=green_corridors&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
NEAR = f"{HEAPS}&near=slag_heaps:green_corridors:500&territory=246200364"


def headline(link: str, lang: str, atlas) -> str:
    view, problems = validate_view(parse_permalink(f"?lang={lang}&{link}")[0], atlas)
    assert problems == ()
    layers = answering_layers(view, atlas.catalog)
    text = write_question(view, {layer: int(row_mask(layer, view, atlas).sum()) for layer in layers}, atlas)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


FR = "4 terrils d’au moins 10 ha, ni inscrits ni arasés, à moins de 500 m d’une ancienne voie ferrée minière"
EN = "4 slag heaps of at least 10 ha, neither inscribed nor levelled, within 500 m of a former mine railway"
PT = "4 escombreiras com pelo menos 10 ha, nem inscritas nem arrasadas, a menos de 500 m de uma antiga via mineira"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", f"{FR}, dans la CA de Lens - Liévin"),
        ("en", f"{EN}, in CA de Lens - Liévin"),
        ("pt", f"{PT}, na CA de Lens - Liévin"),
    ],
)
def test_a_headline_is_made_of_the_conditions(lang, sentence, atlas):
    assert headline(NEAR, lang, atlas) == sentence


@pytest.mark.parametrize(
    ("area", "lang", "begins"),
    [
        ("500", "fr", "Aucun terril d’au moins 500 ha, ni inscrit ni arasé, à moins"),
        ("500", "en", "No slag heaps of at least 500 ha, neither"),
        ("500", "pt", "Nenhuma escombreira com pelo menos 500 ha, nem inscrita nem arrasada, a menos"),
        ("13.8", "fr", "1 terril d’au moins 13,8 ha, ni inscrit ni arasé, à moins"),
        ("13.8", "en", "1 slag heap of at least 13.8 ha, neither"),
        ("13.8", "pt", "1 escombreira com pelo menos 13,8 ha, nem inscrita nem arrasada, a menos"),
    ],
)
def test_no_answer_and_one_answer_have_their_own_forms(area, lang, begins, atlas):
    assert headline(NEAR.replace("gte=10", f"gte={area}"), lang, atlas).startswith(begins)


def test_a_layer_that_others_are_near_to_does_not_answer_by_its_filters(atlas):
    view, _ = parse_permalink(f"?{NEAR}&green_corridors.situation=buffer")
    assert answering_layers(view, atlas.catalog) == ("slag_heaps",)
    text = headline(f"{NEAR}&green_corridors.situation=buffer", "en", atlas)
    assert "within 500 m of a former mine railway (" in text


def test_a_place_alone_asks_for_all_that_lies_in_it(atlas):
    text = headline("layers=slag_heaps&layers=mine_shafts&layers=communes&territory=62498", "fr", atlas)
    assert text.endswith("anciens puits de mine, à Lens")
    assert "communes" not in text


def test_values_without_a_phrase_are_named_by_their_field(atlas):
    text = headline("layers=slag_heaps&slag_heaps.form=conical&slag_heaps.form=flat", "fr", atlas)
    assert text.endswith("terrils, forme : conique ou plat")


def test_a_view_without_conditions_asks_nothing(atlas):
    for link in ("?layers=slag_heaps", "?layers=slag_heaps&year=1900", f"?mode=network&{NEAR}"):
        assert answering_layers(parse_permalink(link)[0], atlas.catalog) == ()


@pytest.mark.parametrize(("rule", "words"), [("within", "entirely in"), ("centre", "centre in"), ("0.5", "50 % in")])
def test_the_rule_of_the_area_is_said(rule, words, atlas):
    assert words in headline(f"{NEAR}&territory_rule={rule}", "en", atlas).replace("%", " %").replace("  ", " ")
