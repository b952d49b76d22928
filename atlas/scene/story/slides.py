"""Slides of a story: each chapter with its scene and the values of its figures, and a hash of the data used."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, final

from atlas.errors import AtlasError, StoryError
from atlas.io.fingerprint import hash_layers
from atlas.scene.map.compose import compose
from atlas.scene.map.extent import scene_extent
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.validate_view import validate_view
from atlas.scene.query.view import add_notes
from atlas.scene.story.inline_figures import Run, figure_layers, resolve_line, resolve_prose
from atlas.scene.story.library import chapter_view, list_stories, open_story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene
    from atlas.scene.notes.note import Note
    from atlas.scene.query.view import Appearance, View
    from atlas.scene.story.parser import Chapter, Story


@dataclass(frozen=True, slots=True, eq=False)
class Slide:
    """One chapter with its scene and the values of its figures.

    Attributes
    ----------
    title
        With the values of its figures.
    blocks, notes
        Paragraphs of the prose and of the notes of the speaker.
    view, link
        The view that it shows, and the permalink of that view.
    scene
        The scene of that view.
    frame
        (west, south, east, north) of the map.
    """

    title: str
    blocks: tuple[tuple[Run, ...], ...]
    notes: tuple[tuple[Run, ...], ...]
    view: "View"
    link: str
    scene: "Scene"
    frame: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Slideshow:
    """The slides of a story in a language and an appearance.

    Attributes
    ----------
    story
        As it is written.
    lang
        Language of titles and legends; the prose is in that of the story.
    title, about
        Of the story, with the values of their figures.
    languages
        Languages that the story exists in.
    slides
        One for each chapter.
    layers
        Ids of all layers that are drawn or counted.
    data
        Hash of those layers, see `atlas.io.fingerprint`.
    """

    story: "Story"
    lang: str
    title: str
    about: str
    languages: tuple[str, ...]
    slides: tuple[Slide, ...]
    layers: tuple[str, ...]
    data: str


@final
class ListedStory(TypedDict):
    """A shipped story in a list; `spoken` is the language of its title and of its line of summary (`about`)."""

    slug: str
    title: str
    about: str
    scenes: int
    languages: tuple[str, ...]
    spoken: str


@final
class UnreadableStory(TypedDict):
    """A shipped story that cannot be shown, and why."""

    slug: str
    problem: str


def make_slideshow(
    story: "Story",
    atlas: "Atlas",
    *,
    lang: str | None = None,
    theme: "Appearance" = "light",
    notes: "Sequence[Note]" = (),
) -> Slideshow:
    """Make the slides of a story.

    Parameters
    ----------
    story
        As it is written.
    atlas
        Declarations and rows.
    lang
        Language of titles and legends; by default that of the prose.
    theme
        Appearance.
    notes
        On the map of every scene, beside its own.

    Raises
    ------
    StoryError
        A link or a figure is not valid; the message names the chapter.
    """
    language = lang or story.lang
    slides, layers = [], {layer.id for layer in atlas.catalog.values() if layer.backdrop}
    for number, chapter in enumerate(story.chapters, start=1):
        try:
            view = add_notes(valid_chapter_view(chapter, language, theme, atlas), notes)
            slides.append(_slide(chapter, view, atlas))
            layers |= _layers(chapter, view, atlas)
        except AtlasError as problem:
            where = f"{story.slug}.{story.lang}" if story.slug else story.title
            raise StoryError("story_chapter", where=where, number=number, problem=problem) from problem
    first = slides[0].view
    return Slideshow(
        story=story,
        lang=language,
        title=_plain(resolve_line(story.title, first, atlas)),
        about=_plain(resolve_line(story.about, first, atlas)),
        languages=list_stories().get(story.slug, (language,)),
        slides=tuple(slides),
        layers=tuple(layer_id for layer_id in atlas.catalog if layer_id in layers),
        data=hash_layers(atlas.catalog[layer_id] for layer_id in layers),
    )


def make_slideshows(
    story: "Story", atlas: "Atlas", *, theme: "Appearance" = "light", notes: "Sequence[Note]" = ()
) -> dict[str, Slideshow]:
    """Make the slides of a story in every language that it exists in; see `make_slideshow`."""
    languages = list_stories().get(story.slug, (story.lang,))
    stories = {lang: open_story(story.slug, lang) if story.slug else story for lang in languages}
    return {lang: make_slideshow(translated, atlas, theme=theme, notes=notes) for lang, translated in stories.items()}


def list_story_summaries(atlas: "Atlas", lang: str) -> list[ListedStory | UnreadableStory]:
    """List the shipped stories with titles in a language; a story that is not valid has a ``problem`` instead."""
    listed: list[ListedStory | UnreadableStory] = []
    for slug, languages in list_stories().items():
        try:
            story = open_story(slug, lang)
            view = valid_chapter_view(story.chapters[0], lang, "light", atlas)
            title, about = (_plain(resolve_line(text, view, atlas)) for text in (story.title, story.about))
        except AtlasError as problem:
            listed.append({"slug": slug, "problem": problem.text_for_readers(lang)})
            continue
        listed.append(
            {
                "slug": slug,
                "title": title,
                "about": about,
                "scenes": len(story.chapters),
                "languages": languages,
                "spoken": story.lang,
            }
        )
    return listed


def valid_chapter_view(chapter: "Chapter", lang: str, theme: "Appearance", atlas: "Atlas") -> "View":
    """Return the view of a chapter.

    Raises
    ------
    AtlasError
        A part of its link is not valid, or it shows no map.
    """
    parsed, unread = chapter_view(chapter, lang, theme)
    view, invalid = validate_view(parsed, atlas)
    problems: tuple[AtlasError, ...] = (*unread, *invalid)
    if problems:
        raise problems[0]
    if view.mode != "explore":
        raise StoryError("story_mode", value=view.mode)
    return view


def _slide(chapter: "Chapter", view: "View", atlas: "Atlas") -> Slide:
    scene = compose(view, atlas)
    return Slide(
        title=_plain(resolve_line(chapter.title, view, atlas)),
        blocks=resolve_prose(chapter.text, view, atlas),
        notes=resolve_prose(chapter.notes, view, atlas),
        view=view,
        link=to_permalink(view),
        scene=scene,
        frame=scene_extent(scene),
    )


def _layers(chapter: "Chapter", view: "View", atlas: "Atlas") -> set[str]:
    """Return the ids of the layers that a chapter draws, counts or filters by."""
    prose = f"{chapter.title}\n{chapter.text}\n{chapter.notes}"
    found = {*shown_layers(view, atlas.catalog), *figure_layers(prose, view, atlas)}
    found |= {layer_id for near in view.near for layer_id in (near.layer, near.other)}
    found |= {layer_id for nearest in view.nearest for layer_id in (nearest.layer, nearest.other)}
    if view.territory:
        found |= {layer.id for layer in atlas.catalog.values() if layer.level}
    return found


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
