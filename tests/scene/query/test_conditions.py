"""What a view asks, in words, and how each part is taken back."""

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.query.conditions import describe_conditions
from atlas.scene.query.permalink import parse_permalink, parse_query, to_query

LINK = (
    "?layers=slag_heaps&territory=246200364&territory=62498&slag_heaps.form=conical&slag_heaps.form=flat"
    "&slag_heaps.area_ha__gte=10&slag_heaps.area_ha__lte=40&slag_heaps.area_ha__missing=1"
    "&near=slag_heaps:green_corridors:500&nearest=slag_heaps:blue_corridors&select=circle:50.4,2.8,2300&year=1950"
)


def conditions(lang, atlas):
    view, problems = parse_permalink(f"{LINK}&lang={lang}")
    assert problems == ()
    return view, describe_conditions(view, atlas)


def test_each_condition_is_said_once_as_a_reader_would(atlas):
    _, said = conditions("en", atlas)
    assert [condition.text for condition in said] == [
        "In: CA de Lens - Liévin",
        "In: Lens",
        "Within 2.3\u00a0km of a point",
        "Slag heaps · Area ≥ 10\u00a0ha and ≤ 40\u00a0ha or unknown",
        "Slag heaps · Form Conical, Flat",
        "Slag heaps within 500\u00a0m of: Former mine railways (cavaliers)",
        "Distance from Slag heaps to: Blue corridors: rivers and canals",
        "In 1950",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_taking_every_condition_back_leaves_only_what_is_shown(lang, atlas):
    view, said = conditions(lang, atlas)
    query = to_query(view)
    for condition in said:
        left = {key: values for key, values in (query | condition.without).items() if values}
        assert left != query
        for key in condition.without:
            if key not in left:
                query.pop(key)
            else:
                assert set(left[key]) < set(query[key])
    again, problems = parse_query({key: values for key, values in query.items() if key != "territory"})
    assert problems == ()
    assert describe_conditions(again, atlas) == ()
