"""What stands in a declaration for something still to be written names nobody."""

import pytest

from atlas.catalog.placeholders import TO_COMPLETE, is_placeholder, named_parts, without_placeholders

EMPTY = [
    TO_COMPLETE,
    *("TODO", "todo:", "To do", "TBD", "t.b.d.", "n/a", "N/A", "N.A.", "n.d.", "nc", "NULL", "None", "NaN", "unknown"),
    *(
        "à compléter",
        "A COMPLETER",
        "(À compléter)",
        "à définir",
        "a definir",
        "À renseigner…",
        "à préciser",
        "inconnu",
    ),
    *(
        "non renseigné",
        "Non communiqué",
        "sans objet",
        "néant",
        "a preencher",
        "por definir",
        "Desconhecido",
        "não definido",
    ),
    *(
        "to be completed",
        "To be defined",
        "[to be confirmed]",
        "fill in",
        "—",
        "–",
        "-",
        "--",
        "…",
        "...",
        "?",
        "???",
        ".",
    ),
    *(
        "",
        "  ",
        "\u00a0",
        "xxx",
        "XX",
        "Xxxx",
        "<producer>",
        "{producer}",
        "[name]",
        "0",
        "00",
    ),
]
NAMED = [
    *(
        "Mission Bassin Minier",
        "INSEE",
        "IGN",
        "BRGM; DREAL",
        "Aucuba",
        "Na Nation",
        "TODOR Ltd",
        "X",
        "3M",
        "À vol d'oiseau",
    ),
    *("ND Consult", "Unknown Pleasures Records", "Commission européenne (EACEA)", "OpenStreetMap contributors"),
]


def test_what_names_nobody():
    assert [text for text in EMPTY if not is_placeholder(text)] == []


def test_what_names_somebody():
    assert [text for text in NAMED if is_placeholder(text)] == []


def test_the_parts_of_a_text_that_name_something():
    assert named_parts(f"INSEE; {TO_COMPLETE}; n/a;IGN; INSEE") == ("INSEE", "IGN")


def test_a_text_without_placeholders_stays_as_it_is_written():
    for text in ("Liste ; positions", "a\N{NO-BREAK SPACE}; b; b", "INSEE"):
        assert without_placeholders(text) == text
    assert without_placeholders(f"INSEE\N{NO-BREAK SPACE}; {TO_COMPLETE}; IGN") == "INSEE; IGN"


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
@pytest.mark.parametrize("text", ["TODO", "à compléter", "—", "a definir; xxx"])
def test_a_placeholder_is_no_producer_and_no_citation(catalog, lang, text):
    source = catalog["communes"].source.model_copy(update={"producer": text, "citation": text})
    assert source.producers(lang) == ()
    assert source.producer_names(lang) == ""
    assert source.cited == source.title
