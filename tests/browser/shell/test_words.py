"""Who reads the atlas in one language reads it in that one, and not the words of what it is built with."""

import re

import pytest

from atlas.i18n import LANGUAGES, words
from tests.browser.places import go
from tests.serve.foreign_words import ForeignWords

# What a reader sees or hears: texts, names, hints.
TEXTS = """() => {
  const inside = (root) => [...root.querySelectorAll("*")];
  const every = (root) => (root ? inside(root).flatMap((node) => [node, ...every(node.shadowRoot)]) : []);
  const own = (node) => [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data);
  const named = (node) => ["title", "aria-label", "placeholder", "alt"].map((name) => node.getAttribute(name));
  const shown = (node) => !/^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.tagName) && node.checkVisibility();
  const texts = every(document.body).filter(shown).flatMap((node) => [...own(node), ...named(node)]);
  return [document.title, ...texts].filter(Boolean);
}"""
# The same, but what the page itself marks as being in another language, as code or as written by the reader.
OWN_TEXTS = """() => {
  const lang = document.documentElement.lang;
  const inside = (root) => [...root.querySelectorAll("*")];
  const every = (root) => (root ? inside(root).flatMap((node) => [node, ...every(node.shadowRoot)]) : []);
  const own = (node) => [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data);
  const shown = (node) => !/^(SCRIPT|STYLE|NOSCRIPT|CODE)$/.test(node.tagName) && node.checkVisibility();
  const ours = (node) => !node.closest(`[lang]:not([lang="${lang}"]), code, svg`);
  return every(document.body).filter((node) => shown(node) && ours(node)).flatMap(own);
}"""
MODES = ("filters", "places", "shelf table", "shelf take", "compare table", "network", "stories", "editor", "sheet")


def english(lang):
    """Give a pattern of every English sentence of the tables that the other language says otherwise.

    Of two words the data may say the same: a field has its English title where it has none in Portuguese.
    """
    for key, text in words("en").items():
        parts = re.split(r"\{[a-z_:.]*\}", text)
        if words(lang)[key] != text and max(part.strip().count(" ") for part in parts) > 1:
            yield re.compile(".+".join(re.escape(part) for part in parts))


@pytest.mark.parametrize("lang", [pytest.param(lang, marks=pytest.mark.slow) for lang in ("fr", "pt")])
def test_no_english_sentence_of_the_tables_shows_in_another_language(visit, lang):
    found, sentences = {}, list(english(lang))
    for mode in MODES:
        go(visit, mode, f"lang={lang}")
        texts = visit.page.evaluate(TEXTS) + visit.map.evaluate(TEXTS)
        assert texts
        found[mode] = [text for text in texts if any(sentence.fullmatch(text.strip()) for sentence in sentences)]
    assert found == {mode: [] for mode in MODES}


@pytest.mark.parametrize("lang", [pytest.param(lang, marks=pytest.mark.slow) for lang in LANGUAGES])
def test_no_word_of_another_language_shows_in_any_mode(visit, atlas, lang):
    foreign, found = ForeignWords(atlas, lang), {}
    for mode in MODES:
        go(visit, mode, f"lang={lang}")
        texts = visit.page.evaluate(OWN_TEXTS) + visit.map.evaluate(OWN_TEXTS)
        assert texts
        found[mode] = {text: words for text in texts if (words := foreign.find(text))}
    assert found == {mode: {} for mode in MODES}


@pytest.mark.slow
def test_a_server_that_is_away_is_said_in_the_readers_language(own_atlas, new_visit):
    folder, serve = own_atlas
    with serve(folder) as url:
        visit = new_visit(url)
        visit.open("?lang=pt")
        visit.page.locator(".bar .mode").first.wait_for()
    visit.page.get_by_role("alert").filter(has_text=words("pt")["panel.lost"]).wait_for()
    assert visit.page.get_by_text("Connection error").is_hidden()
    assert visit.page.locator(".bar .mode").first.is_enabled()
