"""A story has so many scenes, letters and figures and no more, however it is sent."""

import pytest

from atlas.errors import StoryError
from atlas.scene.story import prose
from atlas.scene.story.library import chapter_view
from atlas.scene.story.limits import MOST_CHARACTERS, MOST_FIGURES, MOST_SCENES
from atlas.scene.story.parser import from_plain, read_story, to_plain

HEAD = '+++\ntitle = "T"\nlanguage = "en"\n+++\n'


def story(count=1, *, title="A", link="?", text="b", notes="c"):
    return HEAD + f"## {title}\n{link}\n\n{text}\n\nNotes:\n{notes}\n" * count


def test_the_longest_story_is_read():
    assert len(read_story(story(MOST_SCENES)).chapters) == MOST_SCENES
    read_story(story(text="x" * MOST_CHARACTERS, notes="{count communes} " * MOST_FIGURES))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (story(MOST_SCENES + 1), "51 scenes, at most 50"),
        (HEAD + "## a\n?\n" * 20_000, "20000 scenes, at most 50"),
        (story(text="x" * 8_001), "chapter 1: a text of 8001 letters, at most 8000"),
        (story(notes="[" * 9_000), "chapter 1: a text of 9000 letters"),
        (story(title="x" * 9_000), "chapter 1: a text of 9000 letters"),
        (story(link="?layers=" + "x" * 9_000), "chapter 1: a text of"),
        (story(text="{count communes} " * 201), "201 figures in the prose, at most 200"),
        (story(5, text="{count communes} " * 41), "205 figures"),
        (story(2, text="{count communes ?near=communes:slag_heaps:9} " * 31), "62 distances and outlines to measure"),
        (story(7, link="?" + "near=communes:slag_heaps:9&nearest=a:b&select=x&" * 3), "63 distances and outlines"),
        (story().replace('"T"', f'"{"x" * 9_000}"'), "head cannot be read"),
    ],
)
def test_a_longer_one_is_refused_in_a_sentence(text, sentence, monkeypatch):
    if "figures" not in sentence and "distances" not in sentence:
        monkeypatch.setattr(prose, "_parser", lambda: pytest.fail("read as prose"))
    with pytest.raises(StoryError, match=sentence):
        read_story(text)


def test_the_same_holds_for_a_story_of_the_editor():
    plain = to_plain(read_story(story()))
    assert from_plain(plain).title == "T"
    for longer in (
        plain | {"chapters": plain["chapters"] * 51},
        plain | {"chapters": [plain["chapters"][0] | {"text": "x" * 9_000}]},
        plain | {"about": "x" * 9_000},
        plain | {"sources": [["a" * 9_000, "b"]]},
    ):
        with pytest.raises(StoryError, match="at most"):
            from_plain(longer)


@pytest.mark.parametrize("deep", ["[" * 3000 + "]" * 3000, "{a=" * 1500 + "1" + "}" * 1500, "[" * 40 + "]" * 40])
def test_a_head_that_is_nested_without_end_is_refused(deep):
    with pytest.raises(StoryError, match="nested more than 32 levels deep"):
        read_story(f"+++\nx = {deep}\n+++\n## a\n?\n")


@pytest.mark.parametrize("link", ["http://[::1", "javascript:alert(1)", "//elsewhere", ""])
def test_a_link_that_is_none_is_refused(link):
    with pytest.raises(StoryError, match="chapter 1"):
        read_story(story(link=link))


def test_a_story_of_the_editor_is_counted_before_it_is_read():
    plain = to_plain(read_story(story()))
    with pytest.raises(StoryError, match="60000 scenes, at most 50"):
        from_plain(plain | {"chapters": [{}] * 60_000})
    for wrong in (plain | {"sources": [1] * 60_000}, plain | {"chapters": [{}] * 50}, [], None):
        with pytest.raises(StoryError) as refused:
            from_plain(wrong)
        assert len(str(refused.value)) < 500
        assert "_Sent" not in str(refused.value)


def test_the_link_of_a_scene_holds_more_notes_than_an_address():
    link = "?layers=slag_heaps" + "".join(f"&note=pin:50.43,{number / 100}:{'x' * 100}" for number in range(300))
    (chapter,) = read_story(story(link=link)).chapters
    view, problems = chapter_view(chapter, "en", "light")
    assert (len(view.note), problems) == (300, ())
    with pytest.raises(StoryError, match="a text of"):
        read_story(story(link=link * 6))
