"""What a measure is called, defined and counted in agrees with what it computes, in every language."""

import re

import pytest

from atlas.analysis.indicators import NORMS, REGISTRY
from atlas.catalog import open_catalog, shipped_layers
from atlas.i18n import LANGUAGES, words
from atlas.scene.compare.measures import measure_title, unit_text

CATALOG = open_catalog(shipped_layers())
MEASURES = [measure for declared in REGISTRY.values() for measure in declared.measures]
# The 109 components of the property hold its 353 elements: each has its own layer.
COMPONENT = {"fr": "composante", "en": "component", "pt": "componente"}
ELEMENT = {"fr": "élément", "en": "element", "pt": "elemento"}
# The words that a title needs for its unit.
NAMED_BY_UNIT = {
    "share": r"\b(part|taux|share|rate|parte|taxa)\b|rapportée|em relação|%|: ",
    "share/year": r"évolution|trend|evolução",
    "evenness": r"équitabilité|evenness|equitabilidade",
    "decade": r"décennie|decade|década",
    "years": r"temps|durée|années|time|life|years|tempo|duração|anos",
    "€": r"niveau de vie|standard of living|nível de vida",
    "m": r"distance|longueur|profond|length|deepest|distância|comprimento|profundo",
    "ha": r"connectivité|connectivity|conectividade",
    "percentage points": r"écart|less|diferença",
    "1/km²": r"densité|density|densidade",
    "inhabitants": r"population|população",
}


def titles_and_definition(declared, lang):
    """Return every text on an indicator in a language."""
    return [
        *(measure_title(measure, CATALOG, lang) for measure in declared.measures),
        words(lang)[f"definition.{declared.id}"],
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_components_are_never_called_elements(lang):
    own = [
        one for one in REGISTRY.values() if "unesco_components" in one.layers and "heritage_elements" not in one.layers
    ]
    assert own
    texts = [text.lower() for declared in own for text in titles_and_definition(declared, lang)]
    assert [text for text in texts if ELEMENT[lang] in text] == []
    intensity = REGISTRY["world_heritage_intensity"]
    assert all(COMPONENT[lang] in text.lower() for text in (titles_and_definition(intensity, lang)[i] for i in (0, -1)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_elements_are_never_called_components(lang):
    own = [one for one in REGISTRY.values() if "heritage_elements" in one.layers]
    texts = [text.lower() for declared in own for text in titles_and_definition(declared, lang)]
    assert [text for text in texts if COMPONENT[lang] in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_names_the_quantity_of_its_unit(lang):
    titles = {measure: measure_title(measure, CATALOG, lang) for measure in MEASURES}
    wrong = {
        measure.id: title
        for measure, title in titles.items()
        if not re.search(NAMED_BY_UNIT.get(measure.unit, ""), title.lower())
    }
    assert wrong == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_measures_have_one_title(lang):
    titles = [measure_title(measure, CATALOG, lang) for measure in MEASURES]
    assert sorted(title for title in set(titles) if titles.count(title) > 1) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_definition_has_as_many_clauses_in_every_language(lang):
    def clauses(text):
        return len(re.findall(r"[;:.](?:\s|$)", text))

    keys = [key for key in words("en") if key.startswith(("definition.", "note."))]
    assert {key for key in keys if clauses(words(lang)[key]) != clauses(words("en")[key])} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_definitions_and_units_hold_the_same_numbers_in_every_language(lang):
    def numbers(text):
        return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3})", "", text)))

    keys = [key for key in words("en") if key.startswith(("measure.", "definition.", "unit.", "note."))]
    assert {key for key in keys if numbers(words(lang)[key]) != numbers(words("en")[key])} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_unit_is_written_alike_in_every_language(lang):
    units = {measure.unit_in(norm) for measure in MEASURES for norm in NORMS}
    assert {unit for unit in units if bool(unit_text(unit, lang)) != bool(unit_text(unit, "en"))} == set()
