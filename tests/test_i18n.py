import re
import string
from pathlib import Path

import pytest

import atlas
from atlas.errors import ViewError
from atlas.i18n import LANGUAGES, t, words

PACKAGE = Path(atlas.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
WEB = PACKAGE / "render" / "web"
# Which scripts show the words of a section.
ROOMS = {
    "panel": "{shell,explore}/*.js",
    "map": "map/**/*.js",
    "compare": "compare/*.js",
    "network": "network/*.js",
    "present": "present/{present,story_list}.js",
    "deck": "present/{deck,deck_view}.js",
    "presenter": "present/presenter.js",
    "editor": "present/{editor,chapter}.js",
    "data": "data/data*.js",
    "upload": "data/upload*.js",
}


def scripts(pattern):
    """Give the scripts of a pattern with one choice in braces."""
    before, _, rest = pattern.partition("{")
    choices, _, after = rest.partition("}")
    patterns = [before + choice + after for choice in choices.split(",")] if rest else [pattern]
    return [path for one in patterns for path in sorted(WEB.glob(one))]


def used_by_scripts():
    """Give the words that the pages' scripts ask for: ``words.name`` and, by a prefix, ``words[`name_${…}`]``."""
    for section, pattern in ROOMS.items():
        code = "\n".join(path.read_text(encoding="utf-8") for path in scripts(pattern))
        yield from (f"{section}.{name}" for name in re.findall(r"words\.(?!js\b)([a-z_0-9]+)", code))
        for prefix in re.findall(r"words,\s*`([a-z_]+)\$", code):
            yield from (key for key in words("fr") if key.startswith(f"{section}.{prefix}"))


USED = {
    *used_by_scripts(),
    *re.findall(r"""\bt\(\s*["']([a-z_0-9.]+)["']""", CODE),
    *re.findall(r'words\([^)]*\)\["([a-z_.]+)"\]', CODE),
    *(f"errors.{key}" for key in re.findall(r'Error\(\s*"([a-z_]+)"', CODE)),
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


def test_every_word_asked_for_exists():
    assert sorted(USED - words("fr").keys()) == []


def test_no_word_is_left_unused():
    dynamic = tuple(re.findall(r'\bt\(\s*f"([a-z_.]+)\{', CODE))
    assert sorted(key for key in words("fr") if key not in USED and not key.startswith(dynamic or ("\0",))) == []


def test_an_error_speaks_the_language_of_the_page():
    error = ViewError("one_value", key="lang", count=2)
    assert str(error) == "lang: 2 values, expected one"
    assert error.text("fr") == "lang : 2 valeurs, une seule attendue"


def test_a_word_that_is_not_there_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        t("no.such.word", "fr")
    with pytest.raises(ValueError, match="speaks fr, en, pt"):
        words("de")
