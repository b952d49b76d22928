"""What the server sends to a reader of one language holds no words of another."""

import re

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.story.library import list_stories
from tests.http_client import get
from tests.serve.foreign_words import ForeignWords, own_words

BASIN = "nord_pas_de_calais"
SHOWN = "layers=slag_heaps&layers=unesco_components&layers=mine_shafts"
PAGES = {
    "map": "map?",
    "state": f"state?{SHOWN}&slag_heaps.form=conical&year=1950&",
    "tree": "tree?",
    "description": f"description?{SHOWN}&slag_heaps.area_ha__gte=10&territory=62498&",
    "summary": f"summary?{SHOWN}&territory=62498&",
    "charts": f"charts?chart=slag_heaps&{SHOWN}&",
    "table": f"table?table=slag_heaps&{SHOWN}&territory=62498&",
    "search": "search?q=lens&",
    "cite": f"cite?{SHOWN}&",
    "card": "cards/slag_heaps/t74?",
    "card of a basin": f"cards/mining_basins/{BASIN}?",
    "card of a place": "cards/partner_cities/herne_deu?",
    "catalog": "catalog?",
    "sheet": "sheets/mining_basins?",
    "basemaps": "basemaps?",
    "accessibility": "accessibility?",
    "portrait": "portrait/62498?",
    "portrait of a basin": f"portrait/{BASIN}?",
    "compare": "compare?mode=compare&",
    "choices": "compare/choices?mode=compare&",
    "ranks": "compare/ranks?mode=compare&",
    "perimeters": "compare/perimeters?mode=compare&",
    "clock": "compare/clock?mode=compare&",
    "twins": f"compare/twins?mode=compare&of={BASIN}&",
    "register": "compare/register?mode=compare&",
    "moran": "compare/moran?mode=compare&",
    "typology": "compare/typology?mode=compare&",
    "evidence": f"compare/evidence?mode=compare&measure=years_since_closure&of={BASIN}&",
    "network": "network?mode=network&",
    "project": "network/projects/p43?",
    "place": "network/places/herne_deu?",
    "commune": "network/communes/62427?",
    "practices": "network/practices?",
    "aims": "network/aims?",
    "stories": "stories?",
}
# Computed for long, in the words of the comparison or of another portrait.
LONG = {"perimeters", "ranks", "portrait of a basin"}
# What a page sends for a machine, or shows as code or in its own language: `find` is searched, never shown.
NO_PROSE = {
    "formula",
    "references",
    "command",
    "sha256",
    "link",
    "url",
    "find",
    "bibtex",
    "ris",
    "embed",
    "embed_in",
    "snippets",
}


def texts_of(message, lang, key=""):
    """Return the texts of a message, but what is in another language by its key."""
    if isinstance(message, dict):
        for name, value in message.items():
            if name not in NO_PROSE and (name == lang or name not in LANGUAGES):
                yield from texts_of(value, lang, f"{key}.{name}")
    elif isinstance(message, list):
        for value in message:
            yield from texts_of(value, lang, key)
    elif isinstance(message, str):
        yield key, message


def texts_of_page(page, lang):
    """Return the texts of a page, but what it marks as being in another language."""
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", page)
    page = re.sub(rf'(?s)<(\w+)\b[^>]*\blang="(?!{lang}")[^"]*"[^>]*>.*?</\1>', "", page)
    yield from (("", text) for text in re.split(r"<[^>]+>", page) if text.strip())


@pytest.fixture(scope="module")
def foreign_words(atlas):
    made = {}

    def find(lang):
        if lang not in made:
            made[lang] = ForeignWords(atlas, lang)
        return made[lang]

    return find


def foreign_in(answer, lang, foreign):
    """Return the foreign words of an answer, each with the text it stands in."""
    assert answer.status_code == 200, answer.text
    is_message = "json" in answer.headers["content-type"]
    texts = texts_of(answer.json(), lang) if is_message else texts_of_page(answer.text, lang)
    return {f"{key}: {text[:200]}": found for key, text in texts if (found := foreign.find(text))}


def each_in_one_language(names, long=()):
    """Return every name in every language; all but one language of each, in turn, and what takes long are ``slow``."""
    return [
        pytest.param(name, lang, marks=[pytest.mark.slow] * (name in long or position % len(LANGUAGES) != turn))
        for position, name in enumerate(names)
        for turn, lang in enumerate(LANGUAGES)
    ]


@pytest.mark.journey
@pytest.mark.parametrize(("page", "lang"), each_in_one_language(PAGES, LONG))
def test_no_word_of_another_language_is_sent(page, lang, foreign_words):
    assert foreign_in(get(f"/atlas/{PAGES[page]}lang={lang}"), lang, foreign_words(lang)) == {}


@pytest.mark.parametrize(("story", "lang"), each_in_one_language(list_stories()))
def test_no_word_of_another_language_is_told_in_a_story(story, lang, foreign_words):
    assert foreign_in(get(f"/atlas/stories/{story}?lang={lang}"), lang, foreign_words(lang)) == {}


def test_a_word_of_another_language_is_found(foreign_words):
    assert all(len(found) > 300 for found in own_words().values())
    assert foreign_words("fr").find("Bassin minier : 24 years") == ["years"]
    assert foreign_words("en").find("The share of the territoires in the perimeter") == ["territoires"]
    assert foreign_words("pt").find("A parte do territoire") == ["territoire"]
    # Names, quotations and titles of documents are in their own language.
    assert foreign_words("en").find("Cité des Électriciens, “Le rôle des municipalités”") == []
