"""Tables and docstrings as Markdown."""

import re
from collections.abc import Iterable, Sequence

from latex2mathml.converter import convert

_ROLE = re.compile(r":math:`([^`]+)`")
_BLOCK = re.compile(r"^\.\. math::[ \t]*(?P<line>[^\n]*)\n?(?P<more>(?:\n*[ \t]+[^\n]+)*)", re.MULTILINE)
_CITED = re.compile(r"\[(\d+)\]_")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; an empty cell says that nothing is declared."""
    lines = [head, ["---"] * len(head), *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def cell(value: object) -> str:
    """Return a value as the content of a cell: on one line, no column more."""
    if value is None or value == "":
        return "–"
    return re.sub(r"\s*\n\s*", " ", str(value)).replace("|", "\\|")


def docstring_text(text: str) -> str:
    """Return the text of a numpydoc section: formulas as MathML, which browsers draw without a script."""
    text = _BLOCK.sub(lambda found: f"\n{_formula(found['line'] + ' ' + found['more'], 'block')}\n", text)
    text = _ROLE.sub(lambda found: _formula(found[1], "inline"), text)
    text = _CITED.sub(r"[\1]", text)
    return re.sub(r"``([^`]+)``", r"`\1`", text)


def _formula(latex: str, display: str) -> str:
    return convert(" ".join(latex.split()), display=display)


def anchor(text: str) -> str:
    """Return the attribute that gives a heading an address of its own."""
    return f"{{ #{text} }}"
