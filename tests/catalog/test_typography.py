"""Apostrophes, quotation marks and one spelling of the basin, in every text that the atlas writes itself."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import atlas
from atlas.catalog import shipped_layers
from atlas.i18n import LANGUAGES, words

CONNECTORS = Path(atlas.__file__).parent / "io" / "sources" / "declared"
# Written by a machine for a machine: commands, addresses, values, keywords of a policy.
CODE = re.compile(r"`[^`]*`|https?://\S+|\{[^{}]*\}|'(?:self|none)'")
QUOTES = {"fr": '“”„"', "en": '«»„"', "pt": '“”„"'}
# The name of the property on the World Heritage List, and the titles of documents, are written as published.
SPELLING = re.compile(r"Nord ?[-–—] ?Pas[ -]de[ -]Calais")
OWN_SPELLING = {"Nord – Pas-de-Calais", "Nord-Pas de Calais"}


def texts_of(table, lang, path=""):
    """Return the texts of a declaration in one language, with their keys."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from texts_of(value, lang, f"{path}.{key}")
        elif isinstance(value, list):
            for position, item in enumerate(value):
                if isinstance(item, dict):
                    yield from texts_of(item, lang, f"{path}.{key}[{position}]")
        elif key == lang and isinstance(value, str):
            yield path, value


def own_texts(lang):
    """Return every text of the locale tables, the declarations and the stories in one language, without its code."""
    yield from words(lang).items()
    for path in sorted([*shipped_layers().rglob("*.toml"), *CONNECTORS.glob("*.toml")]):
        for key, text in texts_of(tomllib.loads(path.read_text(encoding="utf-8")), lang):
            yield f"{path.stem}{key}", text
    for story in files("atlas").joinpath("stories").iterdir():
        if story.name.endswith(f".{lang}.md"):
            prose = story.read_text(encoding="utf-8").split("+++")[-1]
            yield from ((story.name, line) for line in prose.splitlines() if "?" not in line)


def marked(lang, pattern):
    """Return the texts of a language where a pattern stands outside code."""
    plain = ((key, CODE.sub("", text)) for key, text in own_texts(lang))
    return [f"{key}: {text}" for key, text in plain if re.search(pattern, text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_apostrophes_are_typographic(lang):
    assert marked(lang, r"\w'\w|\w' ") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(lang):
    assert marked(lang, f"[{QUOTES[lang]}]") == []


def test_french_guillemets_have_their_spaces_and_portuguese_ones_none():
    assert marked("fr", r"«\S|\S»") == []
    assert marked("pt", r"«\s|\s»") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_basin_has_one_spelling(lang):
    found = {match[0] for _, text in own_texts(lang) for match in SPELLING.finditer(text)}
    assert found == OWN_SPELLING
