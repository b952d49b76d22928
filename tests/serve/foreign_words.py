"""Words that belong to one language of the atlas only, and where they stand in a text of another language."""

import re
import tomllib
from collections import Counter, defaultdict
from functools import cache

from atlas.catalog import open_catalog, shipped_layers
from atlas.i18n import LANGUAGES, words

# Whole words in small letters: a capital may begin a name.
WORD = re.compile(r"(?<![\w’'-])[a-zà-ÿœ]{3,}(?![\w’-])")
# Written for machines, or quoted from a document in its own language.
NOT_PROSE = re.compile(
    r"https?://\S+|\?\S+|[\w-]+(?:\.[\w-]+)+|\{[^{}]*\}|`[^`]*`|[\w.]+[/_=][\w/.=-]+|“[^”]*”|«[^»]*»"
)
# Written alike in two languages, and in one of them found in the plural only.
ALIKE = {"installation"}
# A word of one text alone may be a name or a foreign term.
LEAST_TEXTS = 2


def words_of(text):
    """Return the words of a text in small letters."""
    return set(WORD.findall(NOT_PROSE.sub(" ", text)))


def declared_texts(table, lang):
    """Return the texts of a declaration in one language."""
    for key, value in table.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from declared_texts(item, lang)
            elif key == lang and isinstance(item, str):
                yield item


@cache
def own_words():
    """Return for each language the words of the locale tables and declarations that no other language has."""
    counted = {}
    for lang in LANGUAGES:
        texts = list(words(lang).values())
        for path in sorted(shipped_layers().rglob("*.toml")):
            texts += declared_texts(tomllib.loads(path.read_text(encoding="utf-8")), lang)
        counted[lang] = Counter(word for text in texts for word in words_of(text))
    others = {lang: set().union(*(counted[one] for one in LANGUAGES if one != lang)) for lang in LANGUAGES}
    return {
        lang: {word for word, count in counted[lang].items() if count >= LEAST_TEXTS} - others[lang] - ALIKE
        for lang in LANGUAGES
    }


def cells_in_language(gdf, lang):
    """Return the columns of a frame that a reader of a language may meet: no sibling in another language.

    Data that have no Portuguese are in English for its readers.
    """
    for column in gdf.columns:
        stem, _, ending = column.rpartition("_")
        siblings = {f"{stem}_fr", f"{stem}_en"} <= set(gdf.columns)
        if not siblings or ending == lang or (lang == "pt" and ending == "en"):
            yield column


def extents_of(layer):
    """Return where a layer, and each kind of its rows, is complete."""
    if layer.completeness:
        yield layer.completeness
        yield from (extent for kinds in layer.completeness.by.values() for extent in kinds.values())


class ForeignWords:
    """Finds words of other languages in the texts of a page; names, titles of documents and data are none."""

    def __init__(self, atlas, lang):
        self.lang = lang
        self.data = defaultdict(list)
        catalog = open_catalog(shipped_layers())
        for layer in catalog.values():
            gdf = atlas.frames[layer.id]
            cells = {
                cell
                for column in cells_in_language(gdf, lang)
                for cell in gdf[column].unique()
                if isinstance(cell, str)
            }
            for _, source in layer.files:
                cells |= {one for one in (source.producer, source.title, source.citation) if isinstance(one, str)}
                cells |= {one for one in (source.received_from, source.valid) if isinstance(one, str)}
            cells |= {extent.source for extent in extents_of(layer) if isinstance(extent.source, str)}
            cells |= {
                version.source
                for figure in layer.figures.values()
                for version in figure.versions.values()
                if isinstance(version.source, str)
            }
            # Of several producers each may be named alone.
            for cell in cells | {part for one in cells for part in one.split(" ; ")}:
                for word in words_of(cell.lower()):
                    self.data[word].append(cell)

    def find(self, text):
        """Return the words of other languages in a text that stand in no name or cell of data."""
        if re.fullmatch(r"[a-z0-9_.:,-]+", text):
            return []
        foreign = {
            word for word in words_of(text) for other in LANGUAGES if other != self.lang and word in own_words()[other]
        }
        return sorted(word for word in foreign if not any(cell in text for cell in self.data[word]))
