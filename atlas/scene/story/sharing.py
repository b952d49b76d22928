"""Sharing a story: its chapters without private layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.errors import AtlasError, StoryError, ViewError
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.sharing import named_private_layers, private_layers, public_atlas, share
from atlas.scene.story.inline_figures import read_figures
from atlas.scene.story.slides import valid_chapter_view

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.story.parser import Chapter, Story


@dataclass(frozen=True, slots=True)
class SharedStory:
    """A story as it is shared; attributes as those of `atlas.scene.query.sharing.Shared`."""

    story: "Story"
    atlas: "Atlas"
    private: tuple[str, ...]


def share_story(story: "Story", atlas: "Atlas", *, private: bool = False) -> SharedStory:
    """Return a story as it is shared: its scenes without private layers.

    Parameters
    ----------
    story
        As it is written.
    atlas, private
        As for `atlas.scene.query.sharing.share`.

    Raises
    ------
    StoryError
        A scene has no layer left, or its prose has a figure of a private layer: it is not shared with the figure
        missing or changed. The message names the chapter.
    """
    if not private_layers(atlas.catalog):
        return SharedStory(story, atlas, ())
    chapters, named = [], dict[str, None]()
    for number, chapter in enumerate(story.chapters, start=1):
        prose = (chapter.title, chapter.text, chapter.notes, *((story.title, story.about) if number == 1 else ()))
        try:
            own, found = _share_chapter(chapter, prose, story.lang, atlas, private=private)
        except AtlasError as problem:
            where = f"{story.slug}.{story.lang}" if story.slug else story.title
            raise StoryError("story_chapter", where=where, number=number, problem=problem) from problem
        chapters.append(own)
        named |= dict.fromkeys(found)
    allowed = atlas if private else public_atlas(atlas)
    return SharedStory(replace(story, chapters=tuple(chapters)), allowed, tuple(named))


def _share_chapter(
    chapter: "Chapter", prose: tuple[str, ...], lang: str, atlas: "Atlas", *, private: bool
) -> "tuple[Chapter, tuple[str, ...]]":
    view = valid_chapter_view(chapter, lang, "light", atlas)
    shared = share(view, atlas, private=private)
    held, named = frozenset(private_layers(atlas.catalog)), dict.fromkeys(shared.private)
    for layer_id, figure_view in read_figures("\n".join(prose), shared.view, atlas):
        used = (layer_id, *named_private_layers(figure_view, atlas.catalog, held))
        about = [name for name in used if name in held]
        if about and not private:
            raise ViewError("private_figure", key=layer_id, value=about[0])
        named |= dict.fromkeys(about)
    if shared.view == view:
        return chapter, tuple(named)
    return replace(chapter, link=to_permalink(shared.view, in_file=True)), tuple(named)
