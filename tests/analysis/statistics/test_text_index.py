import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from atlas.analysis.statistics.name_words import fold, name_key, split_words
from atlas.analysis.statistics.text_index import find, make_index

NAMES = ["Oignies", "11/19 de Lens Est", "Nœux-les-Mines", "Sainte-Henriette", "Wallers", "Hénin-Beaumont", "Haisnes"]
TEXTS = [(k, 0, name) for k, name in enumerate(NAMES)] + [(1, 1, "T74"), (4, 4, "Compagnie d'Anzin"), (6, 4, "Lens")]
INDEX = make_index(TEXTS, len(NAMES))


def names(query, **how):
    return [NAMES[position] for position in find(INDEX, query, **how)[0]]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("oignies", "Oignies"),
        ("OIGNIES", "Oignies"),
        ("olgnies", "Oignies"),
        ("oigneis", "Oignies"),
        ("olgni", "Oignies"),
        ("t74", "11/19 de Lens Est"),
        ("T074", "11/19 de Lens Est"),
        ("74", "11/19 de Lens Est"),
        ("t 74", "11/19 de Lens Est"),
        ("11/19", "11/19 de Lens Est"),
        ("11-19 lens", "11/19 de Lens Est"),
        ("noeux", "Nœux-les-Mines"),
        ("nœux", "Nœux-les-Mines"),
        ("ste henriette", "Sainte-Henriette"),
        ("anzin wall", "Wallers"),
        ("henin", "Hénin-Beaumont"),
        ("hénin-baumont", "Hénin-Beaumont"),
    ],
)
def test_what_is_typed_finds_the_name(query, first):
    assert names(query)[0] == first


def test_a_name_comes_before_a_place_and_a_whole_word_before_a_beginning():
    assert names("lens") == ["11/19 de Lens Est", "Haisnes"]
    # Names that begin so, then those that hold it.
    assert names("h") == ["Hénin-Beaumont", "Haisnes", "Sainte-Henriette"]


def test_what_holds_a_slip_comes_after_all_that_holds_none():
    found, cost = find(make_index([(0, 9, "Douai"), (1, 0, "Douia"), (2, 0, "Douaisis")], 3), "douai")
    assert found.tolist() == [2, 0, 1]
    assert cost[1] < cost[2]


@pytest.mark.parametrize(("typed", "other"), [("genk", "Gent"), ("lens", "Sens"), ("auby", "Aube")])
def test_a_short_word_with_another_letter_is_another_name(typed, other):
    assert find(make_index([(0, 0, other)], 1), typed)[0].tolist() == []


@pytest.mark.parametrize("typed", ["lesn", "oigies", "wallres", "oigniess", "loos en goell"])
def test_a_letter_more_less_or_moved_is_a_slip(typed):
    index = make_index([(k, 0, name) for k, name in enumerate(("Lens", "Oignies", "Wallers", "Loos-en-Gohelle"))], 4)
    assert len(find(index, typed)[0]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T74A", "t 074 a"),
        ("9bis", "9 bis"),
        ("Fosse 9-9bis", "fosse n° 9 - 9 bis"),
        ("Saint-Amand-les-Eaux", "St Amand eaux"),
        ("La Sentinelle", "sentinelle"),
        ("Flines-lez-Raches", "flines lès raches"),
        ("Condé-sur-l'Escaut", "CONDE ESCAUT"),
        ("Nœux", "noeux"),
    ],
)
def test_one_name_has_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("T1", "T10"), ("74", "74A"), ("Gent", "Genk"), ("Lens", "Lensk")])
def test_other_names_have_other_keys(one, other):
    assert name_key(one) != name_key(other)


def test_a_whole_name_comes_before_its_beginning_and_that_before_its_inside():
    texts = ["Vieux-Condé", "Condé-sur-l'Escaut", "Condé", "T1", "T10", "Fosse T1"]
    index = make_index([(k, int(k > 2), text) for k, text in enumerate(texts)], len(texts))
    assert [texts[k] for k in find(index, "conde")[0]] == ["Condé", "Condé-sur-l'Escaut", "Vieux-Condé"]
    assert [texts[k] for k in find(index, "t 1")[0]] == ["T1", "Fosse T1", "T10"]


WORLD = {
    "三池炭鉱": ["三池", "炭鉱", "三池炭鉱"],
    "夕張市": ["夕張", "張市"],
    "軍艦島・端島": ["端島", "軍艦島"],
    "撫順市": ["撫順"],
    "São João da Madeira": ["sao joao madeira", "São João", "joão de madeira"],
    "Santa Bárbara d'Oeste": ["sta barbara", "santa barbara oeste", "Sta. Bárbara d’Oeste"],
    "Santo André": ["sto andre"],
    "Sankt Ingbert": ["St. Ingbert", "sankt ingbert", "St Ingb"],
    "Sint-Truiden": ["st truiden", "Sint Truiden"],
    "Mülheim an der Ruhr": ["mulheim ruhr", "MÜLHEIM"],
    "Łódź": ["lodz", "ŁÓDŹ"],
    "Zonguldak Kömür": ["komur"],
    "K\u0131r\u0131kkale": ["kirikkale"],
    "Ærøskøbing": ["aeroskobing"],
    "L’Hôpital": ["l'hopital", "hopital", "l\u02bchôpital"],
    "Sœurs-et-Cœurs": ["soeurs coeurs", "SŒURS"],
}


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, ways in WORLD.items() for typed in ways])
def test_names_of_many_languages_are_found_as_they_are_typed(name, typed):
    index = make_index([(k, 0, other) for k, other in enumerate(WORLD)], len(WORLD))
    assert list(WORLD)[find(index, typed)[0][0]] == name


def test_a_number_has_no_slip():
    assert find(make_index([(0, 0, "T1750"), (1, 0, "T1751")], 2), "T1750")[0].tolist() == [0]


def test_slips_are_not_looked_for_when_enough_is_found():
    assert "Wallers" not in names("wallera", enough=0)


@pytest.mark.parametrize("query", ["", "  ", "!?", "zzzz", "lens zzzz"])
def test_what_names_nothing_finds_nothing(query):
    assert names(query) == []


def test_an_index_of_nothing_finds_nothing():
    assert find(make_index([], 0), "lens")[0].tolist() == []


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.text(max_size=30))
def test_any_text_can_be_asked(query):
    positions, cost = find(INDEX, query)
    assert len(positions) == len(cost)
    assert (cost[:-1] <= cost[1:]).all()


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.sampled_from(NAMES), st.data())
def test_a_name_is_found_by_its_beginning_without_accents_and_capitals(name, data):
    typed = fold(name)[: data.draw(st.integers(1, len(fold(name))))]
    assume(split_words(typed))
    assert name in names(typed)


@pytest.mark.parametrize(
    "sign", ["n° ", "n°", "nº ", "no ", "No. ", "n ", "n. ", "nos ", "numéro ", "numero ", "número ", "№", "#"]
)
def test_the_sign_of_a_number_is_no_word(sign):
    assert name_key(f"Fosse {sign}9") == name_key("fosse 9") == name_key("Fosse9")


def test_no_word_that_begins_as_a_sign_of_a_number_is_one():
    assert split_words("Nord 5 Nouvelle 5 Noyelles-5 no lens T5") == [
        *("nord", "5", "nouvelle", "5", "noyelles", "5", "no", "lens", "t5")
    ]
