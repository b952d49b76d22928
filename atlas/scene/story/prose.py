"""Parser of the prose of stories: Markdown with figures.

Paragraphs, ``**strong**``, ``*emphasis*``, links and escapes follow CommonMark; a figure, ``{count slag_heaps}``, is
one piece. Lists, headings and HTML are not parsed: they stay as they are written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from atlas.web_address import is_web_address

Kind = Literal["plain", "strong", "emphasis", "figure", "link"]
_RULES = ("newline", "escape", "emphasis", "link", "autolink", "entity")
_FIGURE = re.compile(r"\{[^{}]*\}")
_SPACE = re.compile(r"[ \t\n]+")
_BREAKS = frozenset({"softbreak", "hardbreak"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind; a figure as it is written, a link with its address.

    A piece has one kind. A figure or a link remains one where it is strong; what is strong and emphasised is strong.
    """

    text: str
    kind: Kind = "plain"
    address: str | None = None


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name that markdown-it calls
        """Allow addresses of the web; any other link stays as it is written."""
        return is_web_address(url)


def parse_paragraphs(text: str) -> list[list[Piece]]:
    """Return the pieces of each paragraph."""
    return [_pieces(token.children or []) for token in _parser().parse(text) if token.type == "inline"]


def parse_line(text: str) -> list[Piece]:
    """Return the pieces of one line, such as a title."""
    return [piece for token in _parser().parseInline(text) for piece in _pieces(token.children or [])]


def find_figures(text: str) -> list[str]:
    """Return the figures in some paragraphs, each as it is written."""
    return [piece.text for pieces in parse_paragraphs(text) for piece in pieces if piece.kind == "figure"]


@cache
def _parser() -> MarkdownIt:
    markdown = _Markdown("zero", {"html": False}).enable(_RULES)
    markdown.inline.ruler.before("text", "figure", _read_figure)
    return markdown


def _read_figure(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it calls a rule
    found = _FIGURE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("figure", "", 0).content = _SPACE.sub(" ", found[0])
    state.pos = found.end()
    return True


def _pieces(tokens: Sequence[Token]) -> list[Piece]:
    """Return the pieces of a line; neighbours of one kind are one piece, spaces in a row one space."""
    joined: list[Piece] = []
    for piece in _walk(tokens):
        if joined and piece.kind != "figure" and (joined[-1].kind, joined[-1].address) == (piece.kind, piece.address):
            joined[-1] = Piece(joined[-1].text + piece.text, piece.kind, piece.address)
        else:
            joined.append(piece)
    spaced = (Piece(_SPACE.sub(" ", piece.text), piece.kind, piece.address) for piece in joined)
    return [piece for piece in spaced if piece.text]


def _walk(tokens: Sequence[Token]) -> Iterator[Piece]:
    open_tags: list[str] = []
    address: str | None = None
    for token in tokens:
        if token.type == "figure":
            yield Piece(token.content, "figure")
        elif token.nesting == 1:
            open_tags.append(token.tag)
            address = str(token.attrs["href"]) if token.tag == "a" else address
        elif token.nesting == -1:
            open_tags.remove(token.tag)
            address = None if token.tag == "a" else address
        else:
            text = " " if token.type in _BREAKS else token.content
            yield Piece(text, _kind(open_tags), address)


def _kind(open_tags: Sequence[str]) -> Kind:
    kinds: tuple[tuple[str, Kind], ...] = (("a", "link"), ("strong", "strong"), ("em", "emphasis"))
    return next((kind for tag, kind in kinds if tag in open_tags), "plain")
