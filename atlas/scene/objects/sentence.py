"""The sentence that the card of an object opens with, made from its values."""

import re
from string import Formatter
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.catalog import NAME, NOUN
from atlas.i18n import t
from atlas.scene.objects.key_figures import key_fields
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_values import write_value
from atlas.scene.query.territories import french_town

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from atlas.catalog import Clause, Layer, Text, ValueForm
    from atlas.scene.objects.object_row import ObjectRow


# Values of a cell with several: of more, the first two are named.
_MOST_PARTS, _NAMED_PARTS = 3, 2
# Facts of a layer whose card is not declared, and the longest text among them.
_MOST_FACTS, _LONGEST = 3, 60
_BLANKS = re.compile(r" {2,}")
# Two words with capitals are a name: "World Heritage".
_PROPER = re.compile(r"[^\W\d_][\w’-]* [A-ZÀ-Ý][a-zà-ÿ]")
_IN = {"fr": "", "en": "in ", "pt": "em "}


def write_sentence(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> str:
    """Return what an object is, in a sentence or two made from its values.

    Parameters
    ----------
    layer, gdf
        Declaration and rows; a layer that declares no card has its name, its noun and the first values that are known.
    row
        One of the rows.
    lang
        Language of the sentence.
    """
    head = _head(layer, gdf, row, lang)
    if layer.card and (layer.card.clauses or layer.card.head):
        texts = [_clause(clause, layer, gdf, row, lang) for clause in layer.card.clauses]
    else:
        texts = [f". {_facts(layer, gdf, row, lang)}"]
    sentence = head
    for text in filter(None, texts):
        sentence = _joined(sentence, text)
    sentence = _BLANKS.sub(" ", sentence).strip()
    return sentence if sentence.endswith(".") else f"{sentence}."


def object_noun(layer: "Layer", row: "ObjectRow", lang: str) -> str:
    """Return what a row is called, with its article: by its code, else as its layer calls it."""
    for name, nouns in (layer.card.nouns if layer.card else {}).items():
        if not pd.isna(row[name]) and row[name] in nouns:
            return nouns[row[name]](lang)
    return layer.noun.one(lang) if layer.noun else t("question.object", lang, layer=layer.title(lang))


def _joined(sentence: str, text: str) -> str:
    """Join a clause to what stands before it: an abbreviation at its end has its full stop already."""
    if text[0] == "." and sentence.endswith("."):
        return sentence + text[1:]
    return sentence + (text if text[0] in ",." else f" {text}")


def _head(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> str:
    declared = _fill(layer.card.head, layer, gdf, row, lang) if layer.card and layer.card.head else None
    return declared or t("card.is", lang, name=row.name, noun=object_noun(layer, row, lang))


def _clause(clause: "Clause", layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> str:
    """Return a part of the sentence; empty where it does not hold, or a value is unknown and nothing says so."""
    for name, codes in clause.only.items():
        if pd.isna(row[name]) or _code(row[name]) not in codes:
            return ""
    filled = _fill(clause.text, layer, gdf, row, lang)
    return filled or (clause.unknown(lang) if clause.unknown else "")


def _code(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) or str(value) in {"True", "False"} else str(value)


def _fill(text: "Text", layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> str | None:
    """Fill the values of a row into a text; None where one is unknown."""
    parts: list[str] = []
    for literal, name, form, _ in Formatter().parse(text(lang)):
        parts.append(literal)
        if name is None:
            continue
        value = _value(name, form or "", layer, gdf, row, lang)  # type: ignore[arg-type]
        if not value:
            return None
        parts.append(value)
    return "".join(parts)


def _value(
    name: str, form: "ValueForm", layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str
) -> str | None:
    if name == NAME:
        return row.name
    if name == NOUN:
        return object_noun(layer, row, lang)
    field, cell = layer.fields[name], row[name]
    if pd.isna(cell):
        return None
    cells = [part.strip() for part in cell.split(field.separator)] if field.separator else [cell]
    texts = [text for cell in cells if (text := _written(name, cell, form, layer, gdf, lang))]
    if form == "in" and lang == "fr":
        texts = [french_town(text) for text in texts]
    return _IN[lang] + _listed(texts, lang) if form == "in" and texts else _listed(texts, lang)


def _written(name: str, cell: Any, form: "ValueForm", layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> str:
    """Write one value: a code as a filter's phrase, else in small letters, unless it is a name."""
    field = layer.fields[name]
    if field.codes and cell in field.codes:
        if form == "name":
            return field.codes[cell](lang)
        if cell in field.phrases:
            return field.phrases[cell](lang).format(s="")
        return lowered(field.codes[cell](lang))
    return write_value(field, cell, lang, spread_of(gdf, name, field)).strip()


def _listed(texts: "Sequence[str]", lang: str) -> str:
    """Join values: all of a few, the first ones of many and how many more there are."""
    distinct = list(dict.fromkeys(texts))
    if len(distinct) > _MOST_PARTS:
        more = write_number(len(distinct) - _NAMED_PARTS, lang)
        distinct = [*distinct[:_NAMED_PARTS], t("card.and_more", lang, n=more)]
    return t("condition.and", lang).join(filter(None, (", ".join(distinct[:-1]), *distinct[-1:])))


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence; abbreviations and names keep their capitals."""
    return text if text[1:2].isupper() or _PROPER.match(text) else text[:1].lower() + text[1:]


def _facts(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> str:
    """Return the first known values of a row, each after its title."""
    by = [layer.style.by] if layer.style and layer.style.by else []
    filters = [name for name, field in layer.fields.items() if field.filter]
    facts: list[str] = []
    for name in dict.fromkeys((*by, *filters, *key_fields(layer), *layer.fields)):
        field = layer.fields[name]
        if field.technical or name in {layer.name, layer.name_codes, "licence"} or len(facts) == _MOST_FACTS:
            continue
        value = _value(name, "name", layer, gdf, row, lang)
        if value and len(value) <= _LONGEST and value != row.name:
            facts.append(f"{field.title(lang)}{t('value.is', lang)}{value}")
    if not facts:
        return t("card.nothing_known", lang)
    return t("card.semicolon", lang).join([facts[0], *(lowered(fact) for fact in facts[1:])])
