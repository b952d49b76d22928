"""How long a story may be: one that is drawn, scene by scene, must not keep a server from others."""

import re
from collections.abc import Sequence

from atlas.errors import StoryError
from atlas.scene.story.prose import find_figures

# An hour's talk has some thirty scenes; a slide has forty-five words, its notes a page.
MOST_SCENES, MOST_CHARACTERS, MOST_FIGURES = 50, 8_000, 200
# Of distances and drawn outlines in links and figures together, each of which is measured. A shipped story has three.
MOST_MEASURED = 60
# Of the link of a scene, which holds all notes of its map.
MOST_LINK = 150_000
_NOTE = re.compile(r"(?:^|[?&])note=[^&]*")
_MEASURED = re.compile(r"\b(?:near|nearest|select)(?:=|%3D)", re.IGNORECASE)


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
    """Check the number of chapters of a story, the length of their texts, and what is computed for these.

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
        title, link, *prose = texts
        shown = link if len(link) > MOST_LINK else _NOTE.sub("", link)
        longest = max(map(len, (title, shown, *prose)))
        if longest > MOST_CHARACTERS:
            problem = StoryError("text_long", count=longest, most=MOST_CHARACTERS)
            raise StoryError("story_chapter", where=where, number=number, problem=problem)
    figures = sum(len(find_figures(text)) for title, _, *prose in chapters for text in (title, *prose))
    if figures > MOST_FIGURES:
        raise StoryError("story_figures", where=where, count=figures, most=MOST_FIGURES)
    measured = sum(len(_MEASURED.findall(text)) for texts in chapters for text in texts)
    if measured > MOST_MEASURED:
        raise StoryError("story_measured", where=where, count=measured, most=MOST_MEASURED)
