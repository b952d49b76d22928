"""What is typed, and the row that comes first; the ranking is held by pairs."""

import pytest

from atlas.scene.explore.search import make_finder, search


@pytest.fixture(scope="module")
def first_row(atlas):
    finder = make_finder(atlas)

    def look_up(query):
        found = search(finder, query, "fr", atlas)["found"]
        return f"{found[0]['layer']}/{found[0]['id']}" if found else None

    return look_up


PAIRS = {
    # An exact name before names that hold it.
    "Lens": "communes/62498",
    "lens": "communes/62498",
    "Béthune": "communes/62119",
    "bethune": "communes/62119",
    "Douai": "communes/59178",
    "Anzin": "communes/59014",
    "Vieux-Condé": "communes/59616",
    "vieux conde": "communes/59616",
    "Arenberg": "slag_heaps/t160",
    "Ruhr": "mining_basins/ruhr",
    # Then names that begin so.
    "Condé": "communes/59153",
    "conde": "communes/59153",
    "Condé sur": "communes/59153",
    "Noyelles": "communes/62624",
    "Loos": "communes/62528",
    "Flers": "communes/59234",
    "Bruay": "communes/62178",
    "Nœux": "communes/62617",
    "noeux": "communes/62617",
    "Fresnes": "communes/59253",
    "Marles": "communes/62555",
    "Ostrava": "municipal_partners/mp019",
    "Hénin": "communes/62427",
    "henin b": "communes/62427",
    # Articles and small words do not count.
    "sentinelle": "communes/59564",
    "la sentinelle": "communes/59564",
    "comté": "communes/62232",
    "conde escaut": "communes/59153",
    "Condé-sur-Escaut": "communes/59153",
    "loos gohelle": "communes/62528",
    "bruay buissiere": "communes/62178",
    # Saints, short and long.
    "St Amand": "communes/59526",
    "Saint-Amand": "communes/59526",
    "st-amand-les-eaux": "communes/59526",
    "St. Saulve": "communes/59544",
    "Trith St Léger": "communes/59603",
    "ste henriette": "unesco_components/component_046",
    # An own number is the object itself.
    "T1": "slag_heaps/t1",
    "T9": "slag_heaps/t9",
    "T009": "slag_heaps/t9",
    "t 9": "slag_heaps/t9",
    "T74": "slag_heaps/t74",
    "T 74": "slag_heaps/t74",
    "terril 74": "slag_heaps/t74",
    "terril T74": "slag_heaps/t74",
    "T74A": "slag_heaps/t74a",
    "T 74 A": "slag_heaps/t74a",
    "t074a": "slag_heaps/t74a",
    "T100": "slag_heaps/t100",
    "42A": "heritage_elements/e42a",
    # Digits glued or apart, numbers with their sign.
    "fosse 9bis": "heritage_elements/e42a",
    "fosse 9 bis": "heritage_elements/e42a",
    "Fosse 9-9 bis": "heritage_elements/e42a",
    "fosse 9 - 9bis": "heritage_elements/e42a",
    "fosse n°9-9bis": "heritage_elements/e42a",
    "fosse 11-19": "heritage_elements/e63ae",
    "fosse 11/19": "heritage_elements/e63ae",
    "Cité n°5 de Béthune": "mining_estates/lsm_143",
    "cite n° 5 de bethune": "mining_estates/lsm_143",
    "cite n 5 de béthune": "mining_estates/lsm_143",
    "5 de Béthune": "slag_heaps/t59",
    # Names in common use, and slips.
    "base 11/19": "heritage_elements/e63ae",
    "terrils jumeaux de loos": "slag_heaps/t74",
    "Loisinord": "slag_heaps/t42",
    "loos en goell": "communes/62528",
    "loos en gohele": "communes/62528",
    "Lesn": "communes/62498",
    "valencienes": "communes/59606",
    "oigines": "communes/62637",
    "Gent": "basemap/place_gent_bel",
}


@pytest.mark.parametrize(("query", "row"), PAIRS.items())
def test_the_row_that_is_meant_comes_first(first_row, query, row):
    assert first_row(query) == row


def test_what_is_called_so_is_not_taken_for_another(first_row):
    assert first_row("Genk") is None


def test_the_twin_heaps_are_found_by_their_common_name(atlas):
    found = search(make_finder(atlas), "terrils jumeaux", "fr", atlas)["found"]
    assert [row["id"] for row in found[:3]] == ["component_100", "t74", "t74a"]


def test_every_name_in_common_use_belongs_to_a_row(atlas):
    named = [(layer.id, row) for layer in atlas.catalog.values() for row in layer.search.aliases]
    assert named
    assert [row for layer, row in named if row not in atlas.frames[layer].index] == []


# As people type: saints, articles, signs of numbers, words turned round, one word, slips, other languages.
TYPED = {
    "communes/59526": "saint amand|SAINT AMAND LES EAUX|amand saint|saintamand|stamand|saint-amand-les-eau",
    "communes/59530": "saint-aybert|st aybert|SAINT AYBERT|Aybert",
    "communes/62528": "Gohelle Loos|loosengohelle|LOOS EN GOHELLE|loos-en-gohele|62528",
    "communes/62427": "Beaumont Hénin|heninbeaumont|henin beaumon|hénin-b",
    "communes/62617": "Mines Noeux|nœuxlesmines|neux les mines|noeux-lès-mines|Nœux-lez-Mines",
    "communes/59153": "escaut conde|condesurlescaut|condé sur l'escaut|Condé s/ Escaut|CONDE",
    "communes/62510": "LIÉVIN|lieven|liévan|Lievain",
    "communes/62178": "bruay la buisiere|Bruay la Buissière|bruaylabuissiere",
    "communes/59606": "Valencienne|valencinnes|Valencijn|59606",
    "communes/59172": "dennain|DENAIN",
    "communes/62400": "hailicourt|haillicour",
    "communes/62051": "auchy-lès-mines|Auchy les mines",
    "intercommunalities/246200364": "lievin lens|Lens Liévin|lensliévin|246200364",
    "slag_heaps/t74": "heap 74|slag heap T74|terril n°74|terril numéro 74|terril no 74|terril n.74|T-74",
    "slag_heaps/t11": "T011|t011|T11",
    "slag_heaps/t160": "d'Arenberg|l’Arenberg",
    "slag_heaps/t149": "St Mark|Saint-Mark sud",
    "heritage_elements/e39a": "fosse n°2|fosse no 2|Fosse II|fosse n° II|fosse numéro 2|fosse2",
    "heritage_elements/e63ai": "cite 9 lens|cité n°9 de lens|cité nº 9 de Lens|cité num. 9 de Lens|cité IX de Lens",
    "mining_estates/lsm_141": "cité des brebis|Les Brebis|cite brebis",
    "mining_estates/lsm_20": "cité 5 auchel|cité n° 5 d'Auchel",
    "partner_cities/minas_gerais_bra": "minasgerais|gerais minas|Minas Gerai",
    "basemap/place_brussels_bel": "Bruxelles|Brussels|Bruxelas|brussel",
    "basemap/place_krakow_pol": "Cracovie|Cracóvia|Kraków|krakow",
}


def test_what_people_type_finds_what_they_mean(first_row):
    typed = [(query, row) for row, queries in TYPED.items() for query in queries.split("|")]
    assert len(typed) > 80
    assert [(query, found) for query, row in typed if (found := first_row(query)) != row] == []


def test_a_short_word_for_a_company_finds_it(atlas):
    finder = make_finder(atlas)
    assert [search(finder, query, "fr", atlas)["count"] for query in ("cie d'anzin", "compagnie d'Anzin")] == [191] * 2
