"""A story as it is written, and read again."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atlas.errors import StoryError
from atlas.scene.story.parser import Chapter, Story, from_plain, read_story, to_plain, write_story

HEAD = '+++\ntitle = "Un récit"\nlanguage = "fr"\n+++\n'
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40).map(str.strip)
lines = st.lists(words | st.sampled_from(["## faux titre", "Notes:", "\\", "\\## x", "+++", "?layers=x"]), max_size=4)
prose = lines.map("\n".join).map(str.strip)
chapters = st.builds(
    Chapter,
    title=words.map(lambda text: " ".join(text.split())),
    link=st.sampled_from(["?", "?layers=slag_heaps&at=50.43,2.83,12", "?layers=mine_shafts&year=1720"]),
    text=prose,
    notes=prose,
)
stories = st.builds(
    Story,
    slug=st.just(""),
    lang=st.sampled_from(["fr", "en", "pt"]),
    title=words.filter(bool),
    about=words,
    author=st.none() | words.filter(bool),
    licence=st.none() | st.just("CC-BY-4.0"),
    sources=st.dictionaries(words.filter(bool), words.filter(bool), max_size=2).map(lambda found: tuple(found.items())),
    chapters=st.lists(chapters, min_size=1, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(stories)
@example(Story("", "fr", "T", "", None, None, (), (Chapter("", "?", "\\\n## a", "Notes: b\nNotes:"),)))
def test_what_is_written_is_read_again_whatever_it_holds(story):
    assert read_story(write_story(story)) == story
    assert from_plain(to_plain(story)) == story


def test_a_backslash_that_keeps_a_sign_from_being_markdown_stays():
    text = HEAD + "## Lens\n\n?layers=slag_heaps\n\n\\*Mots*\n\\## Deux\n"
    assert read_story(text).chapters[0].text == "\\*Mots*\n## Deux"


def test_a_chapter_is_a_title_a_link_words_and_notes():
    text = HEAD + "\n## Lens\n\n?layers=slag_heaps\n\nDeux mots.\n\nEt deux.\n\nNotes:\n\nDire bonjour.\n"
    assert read_story(text).chapters == (
        Chapter("Lens", "?layers=slag_heaps", "Deux mots.\n\nEt deux.", "Dire bonjour."),
    )


def test_a_link_pasted_from_the_app_keeps_its_query_only():
    text = HEAD + "## Lens\nhttp://127.0.0.1:8501/?layers=slag_heaps&at=50.43%2C2.83%2C12\n"
    assert read_story(text).chapters[0].link == "?layers=slag_heaps&at=50.43%2C2.83%2C12"


def test_a_file_saved_by_windows_is_read_all_the_same():
    text = "\ufeff" + (HEAD + "## Lens\n\n?layers=slag_heaps\n\nMots.\n").replace("\n", "\r\n")
    assert read_story(text).chapters[0].text == "Mots."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("## Lens\n?\n", "a.md: head cannot be read"),
        (
            "+++\ntitle = 3\nlanguage = 'fr'\n+++\n## A\n?\n",
            "a.md: head cannot be read (title: Input should be a valid string",
        ),
        ("+++\ntitle = 'x'\nlanguage = 'fr'\nmood = 'grey'\n+++\n## A\n?\n", "mood: Extra inputs are not permitted"),
        ("+++\ntitle 'x'\n+++\n## A\n?\n", "a.md: head cannot be read"),
        ("+++\ntitle = 'x'\nlanguage = 'de'\n+++\n## A\n?\n", "a.md: language 'de'; expected fr, en, pt"),
        (HEAD, "a.md: no chapter"),
        (HEAD + "## A\n?\n## B\n\nWords.\n", "a.md: chapter 2: no link"),
    ],
)
def test_what_is_no_story_is_said_with_its_place(text, sentence):
    with pytest.raises(StoryError) as raised:
        read_story(text, where="a.md")
    assert sentence in str(raised.value)


@pytest.mark.parametrize("given", [None, [], {"lang": "fr"}, {"lang": "de", "title": "x", "chapters": []}, {"lang": 3}])
def test_values_that_are_no_story_are_said(given):
    with pytest.raises(StoryError, match="JSON"):
        from_plain(given)
