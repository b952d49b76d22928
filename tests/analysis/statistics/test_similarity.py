from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.statistics.similarity import Attribute, likeness_without, rank_by_similarity

ATTRIBUTES = (Attribute("mineral", "set"), Attribute("status", "choice"), Attribute("closed", "number"))
VALUES = {
    "home": {"mineral": frozenset({"coal"}), "status": "post_mining", "closed": 1990},
    "near": {"mineral": frozenset({"coal"}), "status": "post_mining", "closed": 1980},
    "far": {"mineral": frozenset({"iron", "gold"}), "status": "active", "closed": None},
    "odd": {"mineral": frozenset({"coal", "salt"}), "status": None, "closed": 2030},
    "unknown": {"mineral": None, "status": None, "closed": 1900},
}


def test_reasons_add_up_to_the_likeness_exactly():
    for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES):
        assert sum(reason.share for reason in similarity.reasons) == similarity.likeness
        assert isinstance(similarity.likeness, Fraction)


def test_the_nearest_comes_first_and_what_is_not_known_does_not_count():
    found = {similarity.territory: similarity for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}
    assert list(found) == ["near", "odd", "far"]
    # 10 years of the 130 between 1900 and 2030, over three attributes.
    assert found["near"].likeness == 1 - Fraction(10, 130) / 3
    assert found["odd"].unknown == ("status",)
    assert found["odd"].likeness == (Fraction(1, 2) + 1 - Fraction(40, 130)) / 2
    assert found["far"].likeness == 0


def test_a_territory_of_which_too_little_is_known_is_left_out():
    assert "unknown" not in {similarity.territory for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}


def test_without_a_reason_the_likeness_is_that_of_the_other_attributes():
    far = {similarity.territory: similarity for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}["odd"]
    rest = [attribute for attribute in ATTRIBUTES if attribute.id != "mineral"]
    again = {other.territory: other for other in rank_by_similarity("home", tuple(rest), VALUES, least=1)}
    assert likeness_without(far, "mineral") == again["odd"].likeness
    assert likeness_without(again["odd"], "closed") is None


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from("abcde"),
        st.fixed_dictionaries(
            {
                "mineral": st.none() | st.frozensets(st.sampled_from("xyz")),
                "status": st.none() | st.sampled_from("pq"),
                "closed": st.none() | st.integers(1700, 2030),
            }
        ),
        min_size=2,
    )
)
def test_a_likeness_is_symmetric_and_lies_between_0_and_1(values):
    found = {
        (territory, other.territory): other
        for territory in values
        for other in rank_by_similarity(territory, ATTRIBUTES, values, least=1)
    }
    for (first, second), similarity in found.items():
        assert 0 <= similarity.likeness <= 1
        assert found[second, first].likeness == similarity.likeness
        assert sum(reason.share for reason in similarity.reasons) == similarity.likeness


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.none() | st.sampled_from("pq"), st.none() | st.sampled_from("pq")), max_size=6))
def test_how_much_is_known_orders_nothing(rows):
    """Territories that are alike in all that is known follow their names, however little is known."""
    attributes = (Attribute("a", "choice"), Attribute("b", "choice"), Attribute("c", "choice"))
    values = {f"t{k}": {"a": first, "b": second, "c": "p"} for k, (first, second) in enumerate(rows)}
    found = rank_by_similarity("home", attributes, values | {"home": {"a": "p", "b": "p", "c": "p"}}, least=1)
    assert [(-one.likeness, one.territory) for one in found] == sorted((-one.likeness, one.territory) for one in found)
    known = {one.territory: [reason.likeness for reason in one.reasons] for one in found}
    assert all(one.likeness == sum(known[one.territory]) / len(known[one.territory]) for one in found)
