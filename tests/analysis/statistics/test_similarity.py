from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.statistics.similarity import Attribute, distance_without, rank_by_similarity

ATTRIBUTES = (Attribute("mineral", "set"), Attribute("status", "choice"), Attribute("closed", "number"))
VALUES = {
    "home": {"mineral": frozenset({"coal"}), "status": "post_mining", "closed": 1990},
    "near": {"mineral": frozenset({"coal"}), "status": "post_mining", "closed": 1980},
    "far": {"mineral": frozenset({"iron", "gold"}), "status": "active", "closed": None},
    "odd": {"mineral": frozenset({"coal", "salt"}), "status": None, "closed": 2030},
    "unknown": {"mineral": None, "status": None, "closed": 1900},
}


def test_reasons_add_up_to_the_distance_exactly():
    for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES):
        assert sum(reason.share for reason in similarity.reasons) == similarity.distance
        assert isinstance(similarity.distance, Fraction)


def test_the_nearest_comes_first_and_what_is_not_known_does_not_count():
    found = {similarity.territory: similarity for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}
    assert list(found) == ["near", "odd", "far"]
    # 10 years of the 130 between 1900 and 2030, over three attributes.
    assert found["near"].distance == Fraction(10, 130) / 3
    assert found["odd"].unknown == ("status",)
    assert found["odd"].distance == (Fraction(1, 2) + Fraction(40, 130)) / 2
    assert found["far"].distance == 1


def test_a_territory_of_which_too_little_is_known_is_left_out():
    assert "unknown" not in {similarity.territory for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}


def test_without_a_reason_the_distance_is_that_of_the_other_attributes():
    far = {similarity.territory: similarity for similarity in rank_by_similarity("home", ATTRIBUTES, VALUES)}["odd"]
    rest = [attribute for attribute in ATTRIBUTES if attribute.id != "mineral"]
    again = {other.territory: other for other in rank_by_similarity("home", tuple(rest), VALUES, least=1)}
    assert distance_without(far, "mineral") == again["odd"].distance
    assert distance_without(again["odd"], "closed") is None


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
def test_a_distance_is_symmetric_and_lies_between_0_and_1(values):
    found = {
        (territory, other.territory): other
        for territory in values
        for other in rank_by_similarity(territory, ATTRIBUTES, values, least=1)
    }
    for (first, second), similarity in found.items():
        assert 0 <= similarity.distance <= 1
        assert found[second, first].distance == similarity.distance
        assert sum(reason.share for reason in similarity.reasons) == similarity.distance
