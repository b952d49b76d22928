"""What is read of Markdown in the prose of a story."""

import pytest

from atlas.scene.query.view import View
from atlas.scene.story.inline_figures import resolve_line
from atlas.scene.story.prose import Piece, find_figures, parse_line, parse_paragraphs

HEAPS = View(lang="en", layers=("slag_heaps",))


def test_paragraphs_stand_apart_and_spaces_in_a_row_are_one():
    assert parse_paragraphs("One  line\nand its end.\n\n\nThe next.") == [
        [Piece("One line and its end.")],
        [Piece("The next.")],
    ]


def test_strong_and_emphasis_follow_commonmark():
    assert parse_line("a **b** *c* _d_ e_f_g 3 * 4 * 5") == [
        Piece("a "),
        Piece("b", "strong"),
        Piece(" "),
        Piece("c", "emphasis"),
        Piece(" "),
        Piece("d", "emphasis"),
        Piece(" e_f_g 3 * 4 * 5"),
    ]


def test_a_figure_is_one_piece_whatever_stands_in_its_link():
    figure = "{count slag_heaps ?slag_heaps.form=*a*&year=1900}"
    assert parse_line(f"**{figure} heaps** [here](https://example.org/{{x}})") == [
        Piece(figure, "figure"),
        Piece(" heaps", "strong"),
        Piece(" "),
        Piece("here", "link", "https://example.org/%7Bx%7D"),
    ]
    assert find_figures(f"\\{{no figure\\}} {figure}") == [figure]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/atlas/state"])
def test_only_an_address_of_the_web_is_a_link(address):
    assert parse_line(f"[a]({address})") == [Piece(f"[a]({address})")]


@pytest.mark.parametrize("text", ["<b>a</b>", "<script>alert(1)</script>", "# 1", "- a", "1990. The end", "> a"])
def test_html_and_what_is_no_prose_stay_as_they_are_written(text):
    assert parse_paragraphs(text) == [[Piece(text)]]


def test_a_figure_in_strong_words_is_counted(atlas, frames):
    runs = resolve_line("**{count slag_heaps} heaps**, [list](https://example.org)", HEAPS, atlas)
    assert [(run.text, run.kind) for run in runs] == [
        (str(len(frames["slag_heaps"])), "figure"),
        (" heaps", "strong"),
        (", ", "plain"),
        ("list", "link"),
    ]
    assert runs[-1].link == "https://example.org"
