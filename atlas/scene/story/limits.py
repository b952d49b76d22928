"""How long a story may be: one that is drawn, scene by scene, must not keep a server from others."""

from collections.abc import Sequence

from atlas.errors import StoryError
from atlas.scene.story.prose import find_figures

# An hour's talk has some thirty scenes; a slide has forty-five words, its notes a page.
MOST_SCENES, MOST_CHARACTERS, MOST_FIGURES = 50, 8_000, 200


def check_count(scenes: int, where: str) -> None:
    """Check the number of scenes of a story.

    Raises
    ------
    StoryError
        There are too many.
    """
    if scenes > MOST_SCENES:
        raise StoryError("story_scenes", where=where, count=scenes, most=MOST_SCENES)


def check_front(text: str, where: str) -> None:
    """Check the length of the metadata of a story, before they are read.

    Raises
    ------
    StoryError
        They are too long.
    """
    if len(text) > MOST_CHARACTERS:
        problem = StoryError("text_long", count=len(text), most=MOST_CHARACTERS)
        raise StoryError("story_front", where=where, problem=problem)


def check_chapters(chapters: Sequence[tuple[str, str, str, str]], where: str) -> None:
    """Check the number of the chapters of a story, the length of their texts, and the number of figures in these.

    Parameters
    ----------
    chapters
        Title, link, prose and notes of each.
    where
        Name of the story in messages.

    Raises
    ------
    StoryError
        There are too many, or a text is too long.
    """
    check_count(len(chapters), where)
    for number, texts in enumerate(chapters, start=1):
        if (longest := max(map(len, texts))) > MOST_CHARACTERS:
            problem = StoryError("text_long", count=longest, most=MOST_CHARACTERS)
            raise StoryError("story_chapter", where=where, number=number, problem=problem)
    figures = sum(len(find_figures(text)) for title, _, *prose in chapters for text in (title, *prose))
    if figures > MOST_FIGURES:
        raise StoryError("story_figures", where=where, count=figures, most=MOST_FIGURES)
