"""Codes of places as tables write them: INSEE, SIREN, numbers of slag heaps and of World Heritage components."""

import re

from babel.core import get_global

from atlas.io.imports.join.name_keys import name_words

_WRAPPED = re.compile(r"^=?[\"'’]*(.*?)[\"'’]*$")
_FLOAT = re.compile(r"[.,]0+$")
_INSEE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9])[0-9]{2,3}")
_HEAP = re.compile(r"(?:TERRILS?)?N?[°O]?(T)?[.°]?0*([0-9]{1,3}[A-Z]?(?:[0-9]?\+[A-Z]?[0-9]?)?)")
_HEAP_HEAD = re.compile(
    r"^\s*(?:terril\s*)?(?:n[°o]\s*)?T\.?\s*0*([0-9]{1,3})\s?([A-Za-z]?)\s*(?:[-–:,(]|$)", re.IGNORECASE
)
_COMPONENT = re.compile(r"1360(?:BIS|TER)?[-–_./:]+0*([0-9]{1,3})")
_COMPONENT_WORD = re.compile(r"(?:COMPOSANTE?|COMPONENT|COMPONENTE|ELEMENT|BIEN)N?[°O]?0*([0-9]{1,3})")
# Codes of Eurostat that differ from the standard.
_OTHERWISE = {"EL": "GR", "UK": "GB"}
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
_PIT_WORDS = frozenset({"fosse", "fosses", "puits", "siege", "pit", "pits", "mine", "n", "no", "numero", "poco"})
_PIT_SMALL = frozenset({"de", "du", "des", "d", "l", "la", "le", "les", "et"})
_AGAIN = frozenset({"bis", "ter", "quater"})
# What every company is called.
_COMPANY = frozenset({"societe", "compagnie", "mines", "houille", "houillere", "houilleres", "groupe", "charbonnages"})


def plain_code(text: str) -> str:
    """Return a code without spaces, quotes and the decimals that spreadsheets add.

    Examples
    --------
    >>> plain_code(" 62 065"), plain_code("62065.0"), plain_code('="62065"')
    ('62065', '62065', '62065')
    """
    found = _WRAPPED.match(text.strip())
    return _FLOAT.sub("", re.sub(r"\s+", "", found[1] if found else text)).upper()


def insee_code(text: str) -> str | None:
    """Return the code of a commune with its leading zero; None where a text is no such code.

    Examples
    --------
    >>> insee_code("1001"), insee_code("62065.0"), insee_code("2a004"), insee_code("62")
    ('01001', '62065', '2A004', None)
    """
    code = plain_code(text)
    code = code.zfill(5) if re.fullmatch(r"[0-9]{4}|[0-9][AB]?[0-9]{3}", code) else code
    return code if len(code) == 5 and _INSEE.fullmatch(code) else None  # noqa: PLR2004 - digits of a code


def siren_code(text: str) -> str | None:
    """Return the SIREN of a body; None where a text is none."""
    code = plain_code(text)
    return code if re.fullmatch(r"[0-9]{9}", code) else None


def heap_code(text: str) -> str | None:
    """Return the number of a slag heap that is written as one; None otherwise.

    Examples
    --------
    >>> heap_code("terril 74a"), heap_code("T.074 A"), heap_code("T74A – Pinchonvalles"), heap_code("74A")
    ('T74A', 'T74A', 'T74A', None)
    """
    found = _HEAP.fullmatch(plain_code(text))
    if found and (found[1] or plain_code(text).startswith("TERRIL")):
        return f"T{found[2]}"
    head = _HEAP_HEAD.match(text)
    return f"T{head[1]}{head[2].upper()}" if head else None


def bare_heap_code(text: str) -> str | None:
    """Return the number of a slag heap, also without its letter T: ``74 A``."""
    found = _HEAP.fullmatch(plain_code(text))
    return f"T{found[2]}" if found else heap_code(text)


def component_code(text: str) -> str | None:
    """Return the number of a component of the World Heritage property; None where a text is none.

    Examples
    --------
    >>> component_code("1360-001"), component_code("1360bis-74"), component_code("74")
    ('1', '74', None)
    """
    code = plain_code(text)
    found = _COMPONENT.fullmatch(code) or _COMPONENT_WORD.fullmatch(code)
    return found[1] if found else None


def number_code(text: str) -> str | None:
    """Return a number without leading zeros; ``1360bis`` is the property 1360."""
    found = re.fullmatch(r"0*([0-9]{1,4})(?:BIS|TER|REV)?", plain_code(text))
    return found[1] if found else component_code(text)


def nuts_code(text: str) -> str | None:
    """Return a NUTS or ISO 3166 alpha-3 code; None where a text is none."""
    code = plain_code(text)
    return code if _NUTS.fullmatch(code) and text.strip() == text.strip().upper() else None


def country_code(text: str) -> str | None:
    """Return the alpha-2 or alpha-3 code of a country as ISO 3166 writes it; None where a text is none.

    Examples
    --------
    >>> country_code("de"), country_code("EL"), country_code("Pologne")
    ('DE', 'GR', None)
    """
    code = plain_code(text)
    return _OTHERWISE.get(code, code) if re.fullmatch(r"[A-Z]{2,3}", code) else None


def short_country_code(code: str) -> str | None:
    """Return the alpha-2 code of a country by its alpha-3 code."""
    found = get_global("territory_aliases").get(code, [])
    return str(found[0]) if len(found) == 1 else None


def pit_key(text: str) -> str:
    """Return the key of a pit: its numbers and names in order, without the words that every pit has.

    Examples
    --------
    >>> pit_key("Fosse 9-9bis"), pit_key("9/9 bis d'Oignies"), pit_key("Fosse n° 9 - 9 bis")
    ('9 9bis', '9 9bis oignies', '9 9bis')
    """
    words: list[str] = []
    for word in name_words(re.sub(r"(?<=[0-9])(?=(?:bis|ter|quater)\b)", " ", text.lower())):
        if word in _AGAIN and words and words[-1].isdigit():
            words[-1] += word
        elif word not in _PIT_WORDS and word not in _PIT_SMALL:
            words.append(word)
    return " ".join(words)


def company_key(text: str) -> str:
    """Return the key of a company: the place that names it."""
    return " ".join(word for word in pit_key(text).split() if word not in _COMPANY)
