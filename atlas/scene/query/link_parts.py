"""What happens to a link on its way, and how many of its mistakes are explained.

Each explanation compares what was written with all that is known.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote

from atlas.errors import AtlasError, ViewError

Part = TypeVar("Part")

# A link that is mended by hand has a few.
MOST_MISTAKES = 20
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
# A number of more digits is no measurement, and Python reads it slowly.
_LONGEST = 40
# Parameters that letters and networks add to each link, to count its readers.
_FOREIGN = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|mtm_\w+|pk_\w+|_hs\w+", re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
# Blanks that a letter breaks a link with, those that are not seen among them.
_BLANKS = " \t\r\n\u00a0\u200b\u202f\ufeff"
# Signs of the sentence that a link ends, which programs take for a part of it.
_END = ".,;!?)>]}\"'»”’" + _BLANKS
# Links within links within links; each is escaped once more.
_MOST_ESCAPES = 5


def repair_query(query: Mapping[str, Sequence[str]], known: Iterable[str]) -> dict[str, list[str]]:
    """Undo what letters, forms and networks do to the parameters of a link.

    ``&amp;`` for ``&``, signs that were escaped twice, a whole query as one word, blanks around keys, keys
    in capitals, parameters of those who count readers. Values stay as they are, unless they were escaped twice.
    """
    names = {name.casefold(): name for name in known}
    repaired: dict[str, list[str]] = {}
    for given, values in query.items():
        key = _unescape(given)
        if "=" in key and list(values) == [""]:
            inner = parse_qs(key.removeprefix("?"), keep_blank_values=True)
            for name, more in repair_query(inner, names.values()).items():
                repaired.setdefault(name, []).extend(more)
            continue
        key = key.strip(_BLANKS)
        while key.startswith("amp;"):
            key = key.removeprefix("amp;").strip(_BLANKS)
        if _FOREIGN.fullmatch(key):
            continue
        # No layer and no field has a capital.
        key = key.casefold() if "." in key else names.get(key.casefold(), key)
        repaired.setdefault(key, []).extend(values)
    return repaired


def plain_value(text: str) -> str:
    """Return a value without the blanks and escapes that a link gets on its way."""
    return _unescape(text).strip(_BLANKS)


def last_value(text: str) -> str:
    """Return a value of numbers or names, which no sign of a sentence ends."""
    return plain_value(text).rstrip(_END)


def _unescape(text: str) -> str:
    for _ in range(_MOST_ESCAPES):
        if not _ESCAPED.search(text):
            break
        text = unquote(text)
    return text


def keep_valid(
    parts: Iterable[Part], check: Callable[[Part], object], problems: "list[Any]", *, key: str
) -> tuple[Part, ...]:
    """Return the parts that pass a check.

    Parameters
    ----------
    parts
        Of a link, of one kind.
    check
        Raises an AtlasError for a part that cannot be used.
    problems
        Takes that error. After `MOST_MISTAKES` of the link itself (a layer that cannot be read is none), the parts that
        were not looked at yet are left out with one error.
    key
        Of the parts, in that error.
    """
    kept: list[Part] = []
    given = list(parts)
    mistakes = sum(isinstance(problem, ViewError) for problem in problems)
    for place, part in enumerate(given):
        if mistakes >= MOST_MISTAKES:
            problems.append(ViewError("mistakes_many", key=key, count=len(given) - place, most=MOST_MISTAKES))
            break
        try:
            check(part)
            kept.append(part)
        except AtlasError as problem:
            problems.append(problem)
            mistakes += isinstance(problem, ViewError)
    return tuple(kept)


def read_single(key: str, values: Sequence[str]) -> str:
    """Return the one value of a parameter, which may be written twice."""
    if len(set(values)) != 1:
        raise ViewError("one_value", key=key, count=len(values))
    return values[0]


def read_number(key: str, text: str) -> float:
    """Return a finite number; `float` alone would also read 1_0, full-width digits and nan."""
    text = last_value(text) if len(text) <= _LONGEST else text
    if len(text) > _LONGEST or not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise ViewError("number_wrong", key=key, value=text)
    return float(text)


def read_whole(key: str, text: str) -> int:
    """Return a whole number."""
    if not (number := read_number(key, text)).is_integer():
        raise ViewError("number_wrong", key=key, value=text)
    return int(number)


def write_digits(number: float) -> str:
    """Write the shortest text that is read back as the same number."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))  # noqa: PLR2004


def split_fields(key: str, text: str, form: str, separator: str = ":") -> list[str]:
    """Return the parts of a value such as ``layer:other:metres``."""
    parts = [part.strip() for part in last_value(text).casefold().split(separator)]
    if len(parts) != len(form.split(separator)) or not all(parts):
        raise ViewError("form_wrong", key=key, value=text, form=form)
    return parts


def check_count(key: str, values: Sequence[str], most: int) -> None:
    """Check that a parameter has no more values than somebody may ask for."""
    if len(values) > most:
        raise ViewError("values_many", key=key[:80], count=len(values), most=most)
