"""The words of the interface: the same keys in every language, each used, each in the form of its count."""

import re
import string

import pytest

from atlas.errors import ViewError
from atlas.i18n import LANGUAGES, has_plural, plural, section_words, t, words
from tests.i18n.used_keys import BEGINNINGS_IN_PYTHON, GENERATED, KEYS, WRITTEN, beginnings_in_scripts, generated_keys

PLURALS = sorted(key for key in KEYS if has_plural(key))
# The names of values that are counts, and what stands between a count and the noun that it counts.
COUNTS = ("n", "count", "found", "rows", "layers", "limit", "years", "missing", "projects", "twinnings", "all")
BETWEEN = {"more", "other", "autre", "autres", "mais", "de", "of", "sur", "sans", "sem", "et", "e", "d", "is", "plus"}
# Never one: more than a limit of the program, at least what a statistic needs, and how many times one is another.
NEVER_ONE = {
    "compare.times",
    "errors.geojson_large",
    "errors.story_figures",
    "errors.story_measured",
    "errors.story_scenes",
    "errors.text_long",
    "errors.values_many",
    "statistics.grouped",
    "statistics.moran_clustered",
    "statistics.moran_dispersed",
    "statistics.moran_random",
    "statistics.permutations",
}
# Nouns, and sentences without one, that are written alike for one and for many.
INVARIANT = {
    "fr": {"describe.unplaced", "network.n_countries", "opening.answer_shafts"},
    "en": {
        "opening.legend_other",
        "compare.lost",
        "describe.unplaced",
        "map.reduced",
        "portrait.unplaced",
    },
    "pt": {"describe.unplaced"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_keys(lang):
    assert words(lang).keys() == words("fr").keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_names_the_same_values_in_every_language(lang):
    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = [key for key in words("en") if names(words(lang)[key]) != names(words("en")[key])]
    assert differing == []


def test_every_key_that_the_code_names_exists():
    assert sorted({*WRITTEN, *generated_keys()} - KEYS) == []


def test_every_key_is_used():
    assert sorted(KEYS - {*WRITTEN, *generated_keys()}) == []


def test_the_beginnings_of_generated_keys_are_those_of_the_code():
    assert BEGINNINGS_IN_PYTHON | beginnings_in_scripts() == GENERATED.keys() - {"note.closure_", "errors.import_"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_count_chooses_the_form_of_its_language(count, lang):
    form = "one" if count == 1 or (count == 0 and lang == "fr") else "other"
    for key in PLURALS:
        values = {name: count for _, name, _, _ in string.Formatter().parse(words(lang)[f"{key}.other"]) if name}
        assert plural(key, lang, count, **values) == words(lang)[f"{key}.{form}"].format(**values), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_for_one_differs_from_that_for_many(lang):
    alike = {key for key in PLURALS if words(lang)[f"{key}.one"] == words(lang)[f"{key}.other"]}
    assert alike == INVARIANT[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_count_beside_a_plural_noun_has_both_forms(lang):
    """A word in -s after a number is a plural: it needs a form for one."""
    counted = re.compile(rf"\{{(?:{'|'.join(COUNTS)})\}} ((?:\w+ )*?)(\w+s)\b")
    plain = {key: text for key, text in words(lang).items() if key in KEYS - NEVER_ONE}
    found = {
        key: match[0]
        for key, text in plain.items()
        for match in counted.finditer(text)
        if set(match[1].split()) <= BETWEEN and match[2] not in BETWEEN
    }
    assert found == {}


def test_a_plural_for_one_names_one_thing():
    assert plural("panel.summary", "en", 1, layers=1) == "1 layer shown"
    assert [plural("panel.summary", "fr", n, layers=n) for n in (0, 2)] == ["0 couche affichée", "2 couches affichées"]
    assert [plural("panel.summary", "pt", n, layers=n) for n in (0, 1)] == ["0 camadas mostradas", "1 camada mostrada"]
    assert plural("network.n_projects", "fr", 1_000_000, n="1 000 000") == "1 000 000 projets"


def test_an_error_chooses_its_form_by_its_count():
    assert str(ViewError("upload_many", key="file", limit=1)) == "file: at most 1 layer; remove it first"
    assert str(ViewError("upload_many", key="file", limit=5)) == "file: at most 5 layers; remove one"


def test_scripts_read_both_forms_under_one_name():
    assert section_words("present", "en")["scenes"] == {"one": "{n} scene", "other": "{n} scenes"}


def test_an_error_speaks_the_language_of_the_page():
    error = ViewError("one_value", key="lang", count=2)
    assert str(error) == "lang: 2 values, expected one"
    assert error.text("fr") == "lang : 2 valeurs, une seule attendue"


def test_a_word_that_is_not_there_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        t("no.such.word", "fr")
    with pytest.raises(ValueError, match="speaks fr, en, pt"):
        words("de")
