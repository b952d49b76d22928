"""What a column of numbers is: a count, which may be summed, or a rate, which may not; and its unit."""

import re
from typing import TYPE_CHECKING, Literal

from atlas.io.imports.join.name_keys import name_words, word_set

if TYPE_CHECKING:
    import pandas as pd

FigureKind = Literal["count", "rate"]
_RATE = word_set(
    "taux tx part parts pct pourcent pourcentage pourcentages percent percentage proportion share shares rate rates "
    "ratio rapport indice index indicateur densite density moyen moyenne moyens moyennes moy mean average avg "
    "median mediane medians medianes med quotient evolution variation croissance growth esperance niveau level "
    "revenu revenus income loyer rent prix price salaire age note score altitude hauteur height profondeur duree "
    "distance taille per intensite taxa percentagem percentual proporcao racio media densidade mediana rendimento "
    "quota frequence frequency decile gini rang rank"
)
_COUNT = word_set(
    "nombre nb nbr nbre effectif effectifs population pop total number count sum somme emplois logements habitants "
    "surface superficie montant visites visiteurs visitors jobs dwellings inhabitants quantidade"
)
# Numbers that are no figures.
_NAMES = word_set(
    "code id insee siren siret dep reg departement region num no annee an year ano lon lat longitude latitude x y cp "
    "postal codgeo geo objectid fid ogc millesime com commune epci iris gid codepostal"
)
_SIZES = frozenset({"ha", "km²", "km2", "km", "m²", "m2", "m³", "m3", "t", "kt", "mwh", "gwh", "kwh", "k€", "m€"})
_PER = re.compile(
    r"(\bper\b|\bpar\b|/|\bpour\s+(?:100|1\s?000|10\s?000|mille|cent)\b|\bpor\s+(?:cem|mil)\b|‰)", re.IGNORECASE
)
# Columns of INSEE's file of incomes: medians, deciles, rates and shares of income.
_INCOMES = re.compile(r"(?:MED|TP60|D[1-9]|RD|P[A-Z]{3,6})[A-Z0-9]*[0-9]{2}")
# Numbers of households, of inhabitants: ``NBMENFISC21``, and the columns of the census, ``P20_POP``, ``C20_ACT1564``.
_NUMBERS = re.compile(r"(?:NB[A-Z_]\w+|[PC][0-9]{2}_\w+)", re.IGNORECASE)
_UNIT = re.compile(r"[(\[]\s*(?:en\s+)?([^()\[\]]{1,20}?)\s*[)\]]\s*$")
_UNITS = re.compile(
    r"^(%|‰|€.*|k€|M€|euros?|eur|[a-zA-Zµ²³€]{1,4}[²³23]?(?:/[a-zA-Z²³ ]{1,12})?|hab\.?|habitants|jobs|emplois)$"
)


def unit_of(title: str) -> str | None:
    """Return the unit that the title of a column names.

    Examples
    --------
    >>> unit_of("Taux de chômage (%)"), unit_of("Surface (ha)"), unit_of("Revenu médian (2021)"), unit_of("part en %")
    ('%', 'ha', None, '%')
    """
    found = _UNIT.search(title)
    if found and _UNITS.match(found[1]):
        return {"euros": "€", "euro": "€", "eur": "€"}.get(found[1].lower(), found[1])
    percent = "%" in title or {"pct", "pourcent", "percent", "pourcentage"} & set(_split(title))
    return "%" if percent else None


def without_unit(title: str) -> str:
    """Return the title of a column without the unit in brackets at its end.

    Examples
    --------
    >>> without_unit("Taux de chômage (%)"), without_unit("Revenu médian (2021)")
    ('Taux de chômage', 'Revenu médian (2021)')
    """
    found = _UNIT.search(title)
    return title[: found.start()].strip() or title if found and _UNITS.match(found[1]) else title


def figure_kind(title: str, unit: str | None, values: "pd.Series[float]", *, whole: bool) -> FigureKind | None:
    """Return what the numbers of a column are; None where they are no figures but codes, years or positions.

    What is neither named as a count nor whole is a rate: it is never summed.

    Parameters
    ----------
    title, unit
        Of the column.
    values
        Its numbers.
    whole
        Whether all are whole numbers.
    """
    words = set(_split(title))
    if words & _NAMES and not words & (_RATE | _COUNT):
        return None
    named = words & _RATE or _PER.search(title) or _INCOMES.fullmatch(title)
    if named or (unit or "") in {"%", "‰"} or "/" in (unit or ""):
        return "rate"
    if words & _COUNT or _NUMBERS.fullmatch(title) or (unit or "").lower() in _SIZES:
        return "count"
    return "count" if whole and bool((values.dropna() >= 0).all()) else "rate"


def _split(title: str) -> tuple[str, ...]:
    """Return the words of a title; digits and capitals end a word: ``MED21``, ``tauxPauvrete``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return tuple(re.sub(r"[0-9]+$", "", word) for word in name_words(spaced.replace("_", " ")))
