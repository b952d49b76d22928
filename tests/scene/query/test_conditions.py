"""The conditions of a view in words, and the links without each of them."""

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.query.conditions import describe_area_rule, describe_conditions
from atlas.scene.query.permalink import parse_permalink, parse_query, to_query
from atlas.scene.query.view import View

LINK = (
    "?layers=slag_heaps&territory=246200364&territory=62498&slag_heaps.form=conical&slag_heaps.form=flat"
    "&slag_heaps.area_ha__gte=10&slag_heaps.area_ha__lte=40&slag_heaps.area_ha__missing=1"
    "&near=slag_heaps:green_corridors:500&nearest=slag_heaps:blue_corridors&select=circle:50.4,2.8,2300&year=1950"
)


def conditions(lang, atlas):
    view, problems = parse_permalink(f"{LINK}&lang={lang}")
    assert problems == ()
    return view, describe_conditions(view, atlas)


def remove(condition, view):
    """Return a view without one of its conditions, as a click on its cross does."""
    query = to_query(view) | condition.without
    left, problems = parse_query({key: values for key, values in query.items() if values})
    assert problems == ()
    return left


def test_the_text_of_each_condition(atlas):
    _, described = conditions("en", atlas)
    assert [condition.text for condition in described] == [
        "Wholly or partly in: CA de Lens - Liévin",
        "Wholly or partly in: Lens",
        "Within 2.3\u00a0km of a point",
        "Slag heaps · Area ≥ 10\u00a0ha and ≤ 40\u00a0ha or unknown",
        "Slag heaps · Form Conical, Flat",
        "Slag heaps within 500\u00a0m of: Former mine railways (cavaliers)",
        "Distance from Slag heaps to: Rivers and canals (blue corridors)",
        "In 1950",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_removing_a_condition_keeps_all_the_others(lang, atlas):
    view, described = conditions(lang, atlas)
    texts = [condition.text for condition in described]
    for k, condition in enumerate(described):
        left = describe_conditions(remove(condition, view), atlas)
        assert [other.text for other in left] == texts[:k] + texts[k + 1 :]


@pytest.mark.parametrize("position", [0, -1], ids=["first", "last"])
def test_removing_the_conditions_one_after_the_other_leaves_the_layers_alone(position, atlas):
    view, _ = conditions("en", atlas)
    while described := describe_conditions(view, atlas):
        view = remove(described[position], view)
    assert view == View(layers=("slag_heaps",), lang="en")


RULES = {
    "within": ("Entièrement dans la sélection", "objets situés entièrement dans Lens"),
    "centre": ("Centre dans la sélection", "objets dont le centre est dans Lens"),
    "0.5": ("Au moins à moitié dans la sélection", "objets situés au moins à moitié dans Lens"),
    "0.25": ("À 25\u00a0% au moins dans la sélection", "objets situés à 25\u00a0% au moins dans Lens"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_a_condition_that_can_be_removed_and_a_sentence(rule, atlas):
    view, _ = parse_permalink(f"?lang=fr&territory=62498&territory_rule={rule}")
    chip, sentence = RULES[rule]
    place, described = describe_conditions(view, atlas)
    assert (place.text, described.text) == ("Dans : Lens", chip)
    assert describe_area_rule(view, atlas) == sentence
    assert remove(described, view) == View(lang="fr", territory=("62498",))
    assert remove(place, view) == View(lang="fr"), "without a place there is nothing to lie in"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "objets situés au moins à moitié dans l’ensemble Lens et Liévin"),
        ("en", "objects that lie at least half in Lens and Liévin taken together"),
        ("pt", "objetos com pelo menos metade no conjunto Lens e Liévin"),
    ],
)
def test_several_territories_are_taken_together(lang, sentence, atlas):
    view, _ = parse_permalink(f"?lang={lang}&territory=62498&territory=62510&territory_rule=0.5")
    assert describe_area_rule(view, atlas) == sentence
    places = describe_conditions(view, atlas)
    assert remove(places[0], view).territory_rule == 0.5, "the rule stays with the other place"


def test_the_rule_also_holds_for_a_drawn_shape(atlas):
    view, _ = parse_permalink("?lang=en&select=_p~iF~ps|U_ulLnnqC_mqNvxq`@&territory_rule=within")
    assert [condition.text for condition in describe_conditions(view, atlas)] == [
        "In the drawn shape",
        "Entirely inside the selection",
    ]
    assert describe_area_rule(view, atlas) == "objects that lie entirely in the drawn shape"
    assert describe_area_rule(View(territory_rule="within"), atlas) == ""
    assert describe_conditions(View(territory_rule="within"), atlas) == ()
