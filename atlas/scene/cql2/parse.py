"""Read CQL2, as text or JSON, into one form: the JSON encoding of the standard.

The library parses by recursion and ends the process where its stack does: how deep a filter may nest is looked at
before it sees the text.

References
----------
OGC 21-065r2, Common Query Language (CQL2), https://docs.ogc.org/is/21-065r2/21-065r2.html
"""

import re
from typing import Any, Literal, TypeAlias

import cql2
import orjson

from atlas.errors import ViewError

FilterLanguage = Literal["cql2-text", "cql2-json"]
LANGUAGES: tuple[FilterLanguage, ...] = ("cql2-text", "cql2-json")
# A node of a filter: an operator with its arguments, a property, a geometry, or a literal.
Expression: TypeAlias = Any

# An outline of two thousand vertices fits in; the longest address that a browser sends is of this size.
MOST_CHARACTERS = 60_000
MOST_NODES = 5_000
_DEEPEST = 40
# A group that does not close is read anew at each bracket around it: the time doubles with each of them.
_MOST_WORK = 200_000
# A text, in which the backslash escapes a quotation mark, a control character, itself; a name; a number without a zero.
# What does not close goes on to the end: it is read once, not anew from each mark in it.
_LITERAL = re.compile(r"'((?:\\.|''|[^'\\]|\\\Z)*+)('|\Z)|\"[^\"]*+(?:\"|\Z)|(?<![\w.])(\.)(?=\d)", re.DOTALL)
_ESCAPE = re.compile(r"\\(['abtnvfr\\])")
_ESCAPED = {"'": "''", "\\": "\\", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_TEXT = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
_SIGNS = re.compile(rf"(?:(?:\bNOT\b|[-+])\s*){{{_DEEPEST},}}", re.IGNORECASE)
# Brackets of a multipolygon: they are read without a second look.
_SHAPE_DEPTH = 3
# A bracket, that of a geometry with the word before it.
_BRACKET = re.compile(r"(?:\b(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*Z?\s*)?[(]|[)\[\]{}]", re.IGNORECASE)
_PLACE = re.compile(r"--> (\d+):(\d+)")


def parse_filter(text: str, language: FilterLanguage, *, key: str = "filter") -> Expression:
    """Read a filter.

    Parameters
    ----------
    text
        CQL2.
    language
        Its encoding.
    key
        Where the text stands, for errors.

    Raises
    ------
    ViewError
        It is no CQL2, or too long or too deeply nested.
    """
    if len(text) <= MOST_CHARACTERS and language == "cql2-text":
        text = _LITERAL.sub(_as_library_reads, text)
    if len(text) > MOST_CHARACTERS or _too_deep(text, language):
        raise ViewError("cql_large", key=key, most=MOST_CHARACTERS, deepest=_DEEPEST)
    try:
        parsed = cql2.parse_text(text) if language == "cql2-text" else cql2.parse_json(text)
        found = parsed.to_json()
    except RecursionError as problem:
        raise ViewError("cql_large", key=key, most=MOST_CHARACTERS, deepest=_DEEPEST) from problem
    except Exception as problem:
        place = _PLACE.search(str(problem))
        raise ViewError("cql_wrong", key=key, language=language, place=place[2] if place else "–") from problem
    if _count(found) > MOST_NODES:
        raise ViewError("cql_large", key=key, most=MOST_CHARACTERS, deepest=_DEEPEST)
    return found


def _as_library_reads(part: re.Match[str]) -> str:
    """Return a part of a filter as the library knows it: no escape but ``''``, no number without a zero."""
    if part[3]:
        return "0."
    return f"'{_ESCAPE.sub(lambda found: _ESCAPED[found[1]], part[1])}'" if part[2] else part[0]


def canonical(expression: Expression) -> bytes:
    """Return a text that is the same for equal filters."""
    return orjson.dumps(expression, option=orjson.OPT_SORT_KEYS)


def _too_deep(text: str, language: FilterLanguage) -> bool:
    """Return whether brackets or signs nest deeper than any filter does; texts in quotes do not count."""
    bare = _TEXT.sub("''", text)
    if language == "cql2-json":
        return _depth(bare) > _DEEPEST
    deepest = _depth(bare)
    if deepest > _DEEPEST or len(bare) * 2**deepest > _MOST_WORK:
        return True
    return bare.count("^") > _DEEPEST or _SIGNS.search(bare) is not None


def _depth(text: str) -> int:
    """Return how deep brackets nest; those that a geometry needs do not count."""
    deep = deepest = within = 0
    for bracket in _BRACKET.findall(text):
        step = 1 if bracket[-1] in "([{" else -1
        if within or len(bracket) > 1:
            within += step
            deepest = max(deepest, within - _SHAPE_DEPTH)
        else:
            deep += step
            deepest = max(deepest, deep)
    return deepest


def _count(expression: Expression) -> int:
    """Return how many operators and literals a filter has; the vertices of its geometries do not count."""
    if isinstance(expression, dict):
        if "coordinates" in expression or "geometries" in expression:
            return 1
        return 1 + sum(_count(part) for part in expression.get("args", ()))
    return sum(map(_count, expression)) if isinstance(expression, list) else 1
