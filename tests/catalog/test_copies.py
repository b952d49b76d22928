"""A page that copies another is a weak source: it is marked wherever a reader meets it."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from atlas.catalog import copied_from, in_language
from atlas.i18n import LANGUAGES, t
from atlas.scene.objects.object_card import make_card
from atlas.scene.query.row_values import source_lines

# Written apart from the rule of the atlas: hosts and paths that betray an aggregator.
AGGREGATORS = re.compile(
    r"wiki(?!(pedia|data|media|source)\.org)|academic|dbpedia|fandom|kiddle|liquisearch|alchetron"
    r"|docslib|doczz|docplayer|mafiadoc|scribd|studylib|trabalhosfeitos|slideshare|github|[?&]q=http"
)


def is_suspect(url):
    """Return whether an address looks like that of an aggregator."""
    parts = urlsplit(unquote(url))
    return parts.netloc.endswith(("wikipedia.org", "wikidata.org")) is False and bool(AGGREGATORS.search(unquote(url)))


def addresses(atlas):
    """Return every address of a page in the rows: layer, column, row, address."""
    for layer in atlas.catalog.values():
        gdf = atlas.frames[layer.id]
        for column in gdf.columns.intersection(["url", "url_2", "source_url"]):
            for row, url in gdf[column].dropna().items():
                yield layer, column, row, url


@pytest.mark.parametrize(
    ("url", "copied"),
    [
        ("https://franco.wiki/fr/Terril_de_Pinchonvalles.html", "encyclopedia"),
        ("https://frwiki.academic.ru/dic.nsf/frwiki/188286", "encyclopedia"),
        ("https://encyclopedia.datana.cloud/content/wikipedia_en_all_mini_2024-04/A/Bochnia_Salt_Mine", "encyclopedia"),
        ("https://melakarnets.com/proxy/index.php?q=https%3A%2F%2Fde.wikipedia.org%2Fwiki%2FX", "encyclopedia"),
        ("https://docslib.org/doc/1/x", "document"),
        ("https://github.com/Hekman/twincities/blob/84ebdec/twin_cities_raw.csv", "repository"),
        ("https://fr.m.wikipedia.org/wiki/Terril", None),
        ("http://ja.m.wikipedia.org/wiki/筑豊炭田", None),
        ("https://whc.unesco.org/en/list/1360", None),
        (None, None),
    ],
)
def test_a_copy_is_told_from_an_original(url, copied):
    assert copied_from(url) == copied


def test_every_address_of_an_aggregator_in_the_rows_is_known_as_a_copy(atlas):
    suspects = {url for _, _, _, url in addresses(atlas) if is_suspect(url)}
    assert len(suspects) > 20
    assert {url for url in suspects if copied_from(url) is None} == set()


@pytest.mark.journey
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_of_a_fact_marks_a_copy_where_its_address_stands(atlas, lang):
    for layer, column, row, url in addresses(atlas):
        if copied_from(url):
            title = layer.fields[column].title(lang)
            card = make_card(layer, atlas.frames[layer.id], row, lang)
            shown = next(field for field in card["fields"] if field["title"] == title)
            assert shown["url"] == url
            assert t(f"card.copy_{copied_from(url)}", lang) in shown["text"]


def test_the_tables_of_facts_mark_a_copy_in_a_column_of_its_own(atlas):
    figures, facts = atlas.frames["basin_figures"], atlas.frames["slag_heap_facts"]
    copied = figures["url"].map(copied_from, na_action="ignore")
    assert (figures["reference"][copied.notna()] == copied.dropna() + "_copy").all()
    assert (facts["page_kind"][facts["url"].map(copied_from, na_action="ignore").notna()] == "copy").all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_source_of_a_layer_or_a_contested_figure_marks_a_copy(catalog, lang):
    for layer in catalog.values():
        for _, source in layer.files:
            if copied := copied_from(source.url):
                assert any(t(f"card.copy_{copied}", lang) in text for _, text, _ in source_lines(source, lang))
            else:
                assert not is_suspect(source.url or "")
        for figure in layer.figures.values():
            for version in figure.versions.values():
                weak = {"fr": "source faible", "en": "weak source", "pt": "fonte fraca"}[lang]
                assert bool(copied_from(version.url)) == (weak in in_language(version.source, lang))
