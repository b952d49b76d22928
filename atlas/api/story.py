"""A story as a program holds it: chapters, their views, and the deck as one file."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.api.lang import check_lang
from atlas.io.export import write_text
from atlas.render.deck import deck_file
from atlas.scene.explore.cards import make_cards
from atlas.scene.story.library import open_story
from atlas.scene.story.sharing import share_story
from atlas.scene.story.slides import make_slideshow, make_slideshows

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View
    from atlas.scene.story.parser import Story


@dataclass(frozen=True, slots=True, eq=False)
class StoryChapter:
    """A chapter: its title, its prose with the values of its figures, the view and the link that it shows."""

    title: str
    text: str
    view: "View"
    link: str


@dataclass(frozen=True, slots=True, eq=False)
class OpenStory:
    """A story of the atlas.

    Attributes
    ----------
    slug, lang, title, about
        Its name in links, the language it is told in, its title and summary.
    chapters
        In order.
    """

    slug: str
    lang: str
    title: str
    about: str
    chapters: tuple[StoryChapter, ...]
    _story: "Story"
    _atlas: "Atlas"

    def save(self, path: str | Path, *, private: bool = False) -> Path:
        """Write the story as slides in one file (``.html``) that needs no network, in all its languages.

        Parameters
        ----------
        path
            ``file.html``.
        private
            With layers that have no licence; without, they are left out.
        """
        shared = share_story(self._story, self._atlas, private=private)
        shows = make_slideshows(shared.story, shared.atlas)
        cards = {
            spoken: make_cards([slide.scene for slide in show.slides], shared.atlas) for spoken, show in shows.items()
        }
        write_text(Path(path), deck_file(shows, cards, lang=self.lang, theme="light"), endings=(".html",))
        return Path(path)

    def _repr_html_(self) -> str:
        chapters = "".join(f"<li>{escape(chapter.title)}</li>" for chapter in self.chapters)
        return f"<h3>{escape(self.title)}</h3><p>{escape(self.about)}</p><ol>{chapters}</ol>"


def open_story_of(slug: str, lang: str, atlas: "Atlas") -> OpenStory:
    """Return a story by its slug, in a language or in the first that it exists in."""
    story = open_story(slug, check_lang(lang))
    show = make_slideshow(story, atlas)
    chapters = tuple(
        StoryChapter(
            title=slide.title,
            text="\n\n".join("".join(run.text for run in block) for block in slide.blocks),
            view=slide.view,
            link=slide.link,
        )
        for slide in show.slides
    )
    return OpenStory(slug, story.lang, show.title, show.about, chapters, story, atlas)
