"""The check before a talk names all problems of a story."""

import pytest

from atlas.scene.story.check import check_story
from atlas.scene.story.parser import read_story

HEAD = '+++\ntitle = "Own"\nlanguage = "en"\n[sources]\n"21 December" = "a page"\n+++\n'
WHOLE = (
    "## A\n?layers=slag_heaps&year=1990\n\n{count slag_heaps} heaps in 1990, on 21 December.\n\nNotes:\n\nSay hello.\n"
)


@pytest.fixture
def problems_of(atlas):
    def problems_of(text):
        return [str(problem) for problem in check_story(read_story(HEAD + text), "own.md", atlas)]

    return problems_of


def test_a_whole_story_is_ready(problems_of):
    assert problems_of(WHOLE) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WHOLE.replace("{count slag_heaps}", "333"), "chapter 1: 333: a number written and not asked for"),
        (WHOLE.replace("?layers=slag_heaps", "?layers=nowhere"), "chapter 1: layers: no layer 'nowhere'"),
        (WHOLE.replace("&year", "&mood=3&year"), "mood"),
        (WHOLE.replace("&year", "&basemap=ign_plan&year"), "ign_plan: an online background"),
        (WHOLE.replace("{count slag_heaps}", "{count}{count}{guess x}"), "no figure"),
        (WHOLE.replace("\nNotes:\n\nSay hello.\n", ""), "no notes"),
        (WHOLE.replace("heaps in", "heaps " * 50 + "in"), "words; from 1 to 45"),
        (WHOLE.replace("## A", "## " + "A" * 61), "a title of 61 characters"),
        (WHOLE.replace("?layers=slag_heaps", "?mode=compare&layers=slag_heaps"), "a scene is a map"),
    ],
)
def test_what_is_not_ready_is_named(problems_of, text, sentence):
    assert any(sentence in problem for problem in problems_of(text)), problems_of(text)


def test_the_digits_of_an_address_are_no_number_of_the_prose(problems_of):
    assert problems_of(WHOLE.replace("on 21 December", "on [21 December](https://example.org/20310704)")) == []


def test_the_numbers_of_two_paragraphs_are_two(problems_of):
    assert problems_of(WHOLE.replace("in 1990, on", "in 1990\n\n21 December, 1990 on")) == []


def test_every_chapter_is_looked_at_not_the_first_alone(problems_of):
    broken = WHOLE.replace("{count slag_heaps}", "333")
    assert [problem.split(":")[1] for problem in problems_of(broken + WHOLE + broken)] == [" chapter 1", " chapter 3"]
