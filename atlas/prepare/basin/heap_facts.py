"""Recipe of the facts about slag heaps on public pages, each with its address; facts are never merged."""

import re
from collections import Counter

import pandas as pd

from atlas.catalog import copied_from
from atlas.errors import LayerDataError
from atlas.prepare.clean import coded, slug, slugs
from atlas.prepare.raw import Raw

FACTS = "nord-pas-de-calais/slag_heap_facts.csv"

ATTRIBUTES = {
    "altitude_sommet": "summit_altitude",
    "hauteur": "height",
    "volume": "volume",
    "surface": "area",
    "debut": "start_year",
    "fin": "end_year",
    "longueur": "length",
    "masse": "mass",
    "etat": "state",
    "protection": "protection",
    "combustion": "combustion",
    "forme": "form",
    "periode": "period",
}
UNITS = {"m": "m", "ha": "ha", "m3": "m3", "t": "t", "year": "year"}
# The first words that match decide, so the narrower ones come first.
FINDINGS = (
    ("piste de ski", "converted_ski_slope"),
    ("par un lac", "replaced_by_lake"),
    ("centre commercial", "replaced_by_shops"),
    ("circuit automobile", "replaced_by_racetrack"),
    ("intercommunalité", "replaced_by_offices"),
    ("en partie préservé", "partly_preserved"),
    ("préservé", "preserved"),
    ("presque disparu", "almost_removed"),
    ("disparu|supprimé", "removed"),
    ("pour une partie", "partly_being_worked"),
    ("en exploitation", "being_worked"),
    ("exploitation .* finie", "working_ended"),
    ("jamais exploité", "never_worked"),
    ("totalement exploité", "worked_out"),
    ("que la base", "base_remains"),
    ("exploité", "worked"),
    ("subsiste", "remaining"),
    ("sablière", "built_in_sand_pit"),
    ("biotope", "biotope_order"),
    ("ZNIEFF", "nature_inventory"),
    ("surveillé", "heating_monitored"),
    ("combustion", "burning"),
    ("étêté", "conical_topped"),
)
# What the compilers of the extract noted beside a value, by the id of the fact: other pages on the same measure ...
OTHER_VALUES = {
    "t74_t74a_summit_altitude": ("182", "184", "187", "188"),
    "t42_height": ("129",),
    "t42_summit_altitude": ("129",),
    "t75_height": ("35",),
    "t75_start_year": ("1946",),
    "t87_height": ("135",),
    "t144_height": ("26",),
    "t174_height": ("100",),
}
# ... and the bearing of the value.
QUALIFIERS = {
    "t1_state": "year_approximate",
    "t3_start_year": "number_inferred",
    "t56_height": "original",
    "t68_area": "original",
    "t74_t74a_t74b_area": "whole_site",
    "t75_area": "whole_site",
    "t90_state": "number_inferred",
    "t96_height": "original",
    "t133_height": "original",
    "t144_area_2": "original",
    "t174_height": "possibly_altitude",
    "t210_state": "number_inferred",
}


def slag_heap_facts(raw: Raw) -> pd.DataFrame:
    """Return one row a fact: which heap, what is measured or found, the value, the page."""
    facts = _cited(raw)
    heaps = facts["numero"].map(_heap_ids)
    attribute = coded(facts["attribut"], ATTRIBUTES, where=FACTS)
    is_number = facts["valeur"].str.fullmatch(r"\d+(\.\d+)?")
    is_finding = ~is_number & (attribute != "period")
    urls = facts["source"].str.findall(r"https?://[^\s;]+")
    ids = slugs(heaps.map("_".join) + " " + attribute)
    others = _other_values(facts, ids)
    return pd.DataFrame(
        {
            "id": ids,
            "numbers": facts["numero"],
            "heaps": heaps.map("; ".join),
            "attribute": attribute,
            "value": pd.to_numeric(facts["valeur"].where(is_number)),
            "unit": coded(facts["unite"], UNITS, where=FACTS),
            "value_text": facts["valeur"].where(attribute == "period").str.replace("-", "–"),
            "state": facts["valeur"].where(is_finding).map(_finding, na_action="ignore"),
            "year": facts["valeur"].where(is_finding).map(_last_year, na_action="ignore"),
            "qualifier": ids.map(QUALIFIERS),
            "contradicts": others.notna(),
            "other_values": others,
            "page_kind": _page_kind(facts),
            "url": urls.map(lambda found: _address(found, 0)),
            "url_2": urls.map(lambda found: _address(found, 1)),
        }
    )


def fact_counts(raw: Raw) -> Counter[str]:
    """Return the number of facts on each heap id; a fact on several heaps counts for each."""
    return Counter(heap for numbers in _cited(raw)["numero"] for heap in _heap_ids(numbers))


def _cited(raw: Raw) -> pd.DataFrame:
    """Return the facts on numbered heaps, in an order of their own.

    Positions are left out: both heaps they are about have an outline, which is better.
    """
    facts = raw.table(FACTS)
    about_heaps = facts["numero"].str.fullmatch(r"T\d+[A-Z]?([/+]T\d+[A-Z]?)*")
    facts = facts[about_heaps & (facts["attribut"] != "coordonnees")]
    return facts.sort_values(["numero", "attribut", "valeur", "source"], ignore_index=True)


def _heap_ids(numbers: str) -> list[str]:
    return [slug(number) for number in re.split(r"[/+]", numbers)]


def _finding(text: str) -> str:
    """Return the code of a finding; a new one must be looked at, not guessed."""
    for words, code in FINDINGS:
        if re.search(words, text):
            return code
    raise LayerDataError("value_uncoded", where=FACTS, values=repr(text))


def _last_year(text: str) -> int | None:
    years = re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text)
    return int(years[-1]) if years else None


def _other_values(facts: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """Return the values of other pages: those of the other rows on the same measure of the same heaps, and as noted."""
    keys = list(zip(facts["numero"], facts["attribut"], strict=True))
    found: dict[tuple[str, str], list[str]] = {}
    for key, value in zip(keys, facts["valeur"], strict=True):
        found.setdefault(key, []).append(value)
    others = [
        "; ".join([*(other for other in found[key] if other != value), *OTHER_VALUES.get(fact, ())])
        for key, value, fact in zip(keys, facts["valeur"], ids, strict=True)
    ]
    return pd.Series(others, index=facts.index, dtype="object").replace("", None)


def _page_kind(facts: pd.DataFrame) -> pd.Series:
    """Return the kind of evidence of a page: original, quotation, copy, personal page."""
    kind = pd.Series("page", index=facts.index, dtype="object")
    kind[facts["source"].str.contains("quoted at")] = "quotation"
    pages = facts["source"].str.extract(r"(https?://[^\s;]+)", expand=False).fillna("")
    kind[facts["source"].str.contains("scraped copy") | pages.map(copied_from).notna()] = "copy"
    kind[facts["note"].str.contains("personal blog", na=False)] = "personal_page"
    return kind


def _address(found: list[str], place: int) -> str | None:
    """Return the address at `place`, without the dots by which the extract shortens it."""
    return found[place].removesuffix("...") if len(found) > place else None
