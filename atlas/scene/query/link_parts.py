"""What happens to a link on its way, and how many of its mistakes are explained.

Each explanation compares what was written with all that is known.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

from atlas.catalog.filter import Filter
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
# The counters of readers behind a second question mark.
_COUNTED = re.compile(r"\?(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)=.*", re.IGNORECASE | re.DOTALL)
# The sign between two parameters as a text of HTML has it, and a line that a letter has broken (quoted-printable).
_AMPERSAND = re.compile(r"&(amp|#0*38|#x0*26);", re.IGNORECASE)
_BROKEN_LINE = re.compile(r"=[ \t]*\r?\n")
# Blanks that a letter breaks a link with, signs that are not seen, and what a word processor writes for a minus.
_BLANKS = " \t\r\n\u00a0\u200b\u202f\ufeff"
_UNSEEN = dict.fromkeys(map(ord, "\t\r\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_MINUS = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
# Signs of the sentence that a link ends, which programs take for a part of it; a bracket that closes another stays.
_END = ".,;:!?)>]}\"'»”’…" + _BLANKS
_OPENED = {")": "(", ">": "<", "]": "[", "}": "{"}
# The path of a short link, at whatever address an atlas is.
_SHORT = re.compile(r"(?:[^=&]*/)?l/([^/=&]*)(?:[/&].*)?", re.IGNORECASE)
# What may begin with any sign.
_OWN_NAMES = frozenset({"basemap", "territory", "compare", "ref", "perimeter", "norm", "detail", "note"})
# Links within links within links; each is escaped once more.
_MOST_ESCAPES = 5


def repair_link(link: str) -> str:
    """Undo what a letter does to the text of a link: ``&#38;`` for ``&``, lines that it has broken."""
    return _AMPERSAND.sub("&", _BROKEN_LINE.sub("", link))


def read_query(link: str) -> str:
    """Return the query of a link, or of a query string with or without ``?``.

    Raises
    ------
    ValueError
        It cannot be read.
    ViewError
        It is a short link, whose query only the atlas that made it has.
    """
    if short_form(link) is not None:
        raise ViewError("link_short", value=link[:80])
    link = repair_link(link)
    return urlsplit(link).query or ("" if "://" in link else link.removeprefix("?"))


def short_form(link: str) -> str | None:
    """Return the letters of a short link; None for any other link."""
    found = _SHORT.fullmatch(plain_value(urlsplit(link).path))
    return last_value(found.group(1)).casefold() if found else None


def repair_query(query: Mapping[str, Sequence[str]], known: Iterable[str]) -> dict[str, list[str]]:
    """Undo what letters, forms and networks do to the parameters of a link.

    ``&amp;`` for ``&``, signs that were escaped twice, a whole query or some parameters as one word, ``=3D`` for ``=``,
    blanks around keys, keys in capitals, parameters of those who count readers. Values stay as they are, unless they
    were escaped twice.
    """
    names = {name.casefold(): name for name in known}
    repaired: dict[str, list[str]] = {}

    def add(more: Mapping[str, Sequence[str]]) -> None:
        for name, values in more.items():
            repaired.setdefault(name, []).extend(values)

    for given, values in (_unquoted(query, names) or query).items():
        key = plain_value(given)
        if "=" in key and list(values) == [""]:
            add(repair_query(parse_qs(key.removeprefix("?"), keep_blank_values=True), names.values()))
            continue
        while key.startswith("amp;"):
            key = key.removeprefix("amp;").strip(_BLANKS)
        if _FOREIGN.fullmatch(key):
            continue
        # No layer and no field has a capital.
        key = key.casefold() if "." in key else names.get(key.casefold(), key)
        for value in values:
            own, more = (value, {}) if key == "note" else _apart(value, names)
            repaired.setdefault(key, []).append(own)
            if more:
                add(repair_query(more, names.values()))
    return repaired


def _unquoted(query: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> dict[str, list[str]] | None:
    """Return the parameters of a link whose letter (quoted-printable) wrote ``=3D`` for ``=``; else None.

    Such a letter breaks its lines with ``=``, which is no sign of the link.
    """
    closed = names.keys() - _OWN_NAMES
    own = [value for key, values in query.items() if key.casefold() in closed for value in values if value]
    if not own or not all(value.startswith("3D") for value in own):
        return None
    pairs = (f"{quote(key, safe='=')}={quote(value, safe='=')}" for key in query for value in query[key])
    parts = (pair.replace("=3D", "\0").replace("=", "").replace("\0", "=") for pair in pairs)
    return parse_qs("&".join(parts), keep_blank_values=True)


def _apart(value: str, names: Mapping[str, str]) -> tuple[str, dict[str, list[str]]]:
    """Return a value without the parameters that stand in it, their ``&`` escaped, and those parameters."""
    value = _COUNTED.sub("", value)
    parts = re.split(r"&(?:amp;)*(?=([\w.]+)=)", value)
    # Each sign between two parameters, and what the next one is called.
    for place in range(1, len(parts), 2):
        if parts[place].casefold() in names or "." in parts[place]:
            own, rest = "&".join(parts[:place:2]), "&".join(parts[place + 1 :: 2])
            return own, parse_qs(rest, keep_blank_values=True)
    return value, {}


def plain_value(text: str) -> str:
    """Return a value without the blanks, escapes and signs that are not seen that a link gets on its way."""
    return _unescape(text).translate(_UNSEEN).strip(_BLANKS)


def last_value(text: str) -> str:
    """Return a value of numbers or names, which no sign of a sentence ends."""
    text = plain_value(text)
    while text and text[-1] in _END and _OPENED.get(text[-1], "\0") not in text:
        text = text[:-1]
    return text


# What a name may have got on its way, the least first.
_PLAIN = (last_value, lambda text: last_value(text).casefold())


def change_names(part: Any, change: Callable[[str], str]) -> Any:
    """Return a part of a view with all its names changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(change(value) if isinstance(value, str) else value for value in part)
    if isinstance(part, Filter):
        return replace(part, values=tuple(map(change, part.values)))
    return part


def _unescape(text: str) -> str:
    for _ in range(_MOST_ESCAPES):
        if not _ESCAPED.search(text):
            break
        text = unquote(text)
    return text


def keep_valid(
    parts: Iterable[Part], check: Callable[[Part], object], problems: "list[Any]", *, key: str, names: bool = False
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
    names
        Whether they hold names: one that is not known as it is may be without what a link gets on its way.
    """
    kept: list[Part] = []
    given = list(parts)
    mistakes = sum(isinstance(problem, ViewError) for problem in problems)
    for place, part in enumerate(given):
        if mistakes >= MOST_MISTAKES:
            problems.append(ViewError("mistakes_many", key=key, count=len(given) - place, most=MOST_MISTAKES))
            break
        try:
            kept.append(_checked(part, check, _PLAIN if names else ()))
        except AtlasError as problem:
            problems.append(problem)
            mistakes += isinstance(problem, ViewError)
    return tuple(kept)


def _checked(part: Part, check: Callable[[Part], object], changes: Iterable[Callable[[str], str]]) -> Part:
    """Return a part that passes a check, if need be with other names; raise what is wrong with it as it was given."""
    try:
        check(part)
    except ViewError:
        for change in changes:
            if (plain := change_names(part, change)) != part:
                with suppress(ViewError):
                    check(plain)
                    return plain
        raise
    return part


def read_single(key: str, values: Sequence[str]) -> str:
    """Return the one value of a parameter, which may be written twice."""
    if len(set(values)) != 1:
        raise ViewError("one_value", key=key, count=len(values))
    return values[0]


def read_number(key: str, text: str) -> float:
    """Return a finite number; `float` alone would also read 1_0, full-width digits and nan."""
    number = last_value(text).translate(_MINUS) if len(text) <= _LONGEST else text
    if len(number) > _LONGEST or not NUMBER.fullmatch(number) or not math.isfinite(float(number)):
        raise ViewError("number_wrong", key=key, value=text)
    return float(number)


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
