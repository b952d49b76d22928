"""A story ready to be shown: each chapter with its scene, its figures answered, and the mark of the data behind it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, final

from atlas.errors import AtlasError, StoryError
from atlas.io.fingerprint import hash_layers
from atlas.scene.map.compose import compose
from atlas.scene.map.extent import scene_extent
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.validate_view import validate_view
from atlas.scene.story.inline_figures import Run, figure_layers, resolve_line, resolve_prose
from atlas.scene.story.library import chapter_view, list_stories, open_story

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import Appearance, View
    from atlas.scene.story.parser import Chapter, Story


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One chapter ready to be shown.

    Attributes
    ----------
    title
        Its figures answered.
    blocks, notes
        Paragraphs of what is read and of what its speaker says.
    view, link
        What it shows, and the link that asks for it.
    scene
        What is drawn.
    frame
        (west, south, east, north) of what it looks at.
    """

    title: str
    blocks: tuple[tuple[Run, ...], ...]
    notes: tuple[tuple[Run, ...], ...]
    view: "View"
    link: str
    scene: "Scene"
    frame: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Show:
    """A story ready to be shown in a language and an appearance.

    Attributes
    ----------
    story
        As it is written.
    lang
        Language of titles and legends; the prose is in that of the story.
    title, about
        Of the story, figures answered.
    languages
        In which it can be had.
    stages
        Its chapters.
    layers
        Ids of all layers that are drawn or counted.
    data
        The mark of what they hold: see `atlas.io.fingerprint`.
    """

    story: "Story"
    lang: str
    title: str
    about: str
    languages: tuple[str, ...]
    stages: tuple[Stage, ...]
    layers: tuple[str, ...]
    data: str


@final
class ListedStory(TypedDict):
    """A shipped story: title and one line, number of scenes, languages; `spoken` is that of title and line."""

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


def make_show(story: "Story", atlas: "Atlas", *, lang: str | None = None, theme: "Appearance" = "light") -> Show:
    """Make a story ready to be shown.

    Parameters
    ----------
    story
        As it is written.
    atlas
        Declarations and rows.
    lang
        Language of titles and legends; that of the prose unless said.
    theme
        Appearance.

    Raises
    ------
    StoryError
        A link or a figure cannot be answered whole; the sentence names the chapter.
    """
    spoken = lang or story.lang
    stages, layers = [], {layer.id for layer in atlas.catalog.values() if layer.backdrop}
    for number, chapter in enumerate(story.chapters, start=1):
        try:
            view = valid_chapter_view(chapter, spoken, theme, atlas)
            stages.append(_stage(chapter, view, atlas))
            layers |= _layers(chapter, view, atlas)
        except AtlasError as problem:
            where = f"{story.slug}.{story.lang}" if story.slug else story.title
            raise StoryError("story_chapter", where=where, number=number, problem=problem) from problem
    first = stages[0].view
    return Show(
        story=story,
        lang=spoken,
        title=_plain(resolve_line(story.title, first, atlas)),
        about=_plain(resolve_line(story.about, first, atlas)),
        languages=list_stories().get(story.slug, (spoken,)),
        stages=tuple(stages),
        layers=tuple(layer_id for layer_id in atlas.catalog if layer_id in layers),
        data=hash_layers(atlas.catalog[layer_id] for layer_id in layers),
    )


def make_shows(story: "Story", atlas: "Atlas", *, theme: "Appearance" = "light") -> dict[str, Show]:
    """Make a story ready in every language that it is told in; see `make_show`."""
    told = list_stories().get(story.slug, (story.lang,))
    stories = {lang: open_story(story.slug, lang) if story.slug else story for lang in told}
    return {lang: make_show(one, atlas, theme=theme) for lang, one in stories.items()}


def list_shows(atlas: "Atlas", lang: str) -> list[ListedStory | UnreadableStory]:
    """List the shipped stories: ``slug``, ``title``, ``about``, ``scenes``, ``languages``, ``spoken``.

    A story that cannot be read has a ``problem`` instead.
    """
    listed: list[ListedStory | UnreadableStory] = []
    for slug, languages in list_stories().items():
        try:
            story = open_story(slug, lang)
            view = valid_chapter_view(story.chapters[0], lang, "light", atlas)
            title, about = (_plain(resolve_line(text, view, atlas)) for text in (story.title, story.about))
        except AtlasError as problem:
            listed.append({"slug": slug, "problem": problem.text(lang)})
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
    """Return what a chapter shows, whole.

    Raises
    ------
    AtlasError
        A part of its link cannot be answered, or it is no map.
    """
    asked, unread = chapter_view(chapter, lang, theme)
    view, unfit = validate_view(asked, atlas)
    problems: tuple[AtlasError, ...] = (*unread, *unfit)
    if problems:
        raise problems[0]
    if view.mode != "explore":
        raise StoryError("story_mode", value=view.mode)
    return view


def _stage(chapter: "Chapter", view: "View", atlas: "Atlas") -> Stage:
    scene = compose(view, atlas)
    return Stage(
        title=_plain(resolve_line(chapter.title, view, atlas)),
        blocks=resolve_prose(chapter.text, view, atlas),
        notes=resolve_prose(chapter.notes, view, atlas),
        view=view,
        link=to_permalink(view),
        scene=scene,
        frame=scene_extent(scene),
    )


def _layers(chapter: "Chapter", view: "View", atlas: "Atlas") -> set[str]:
    """Return every layer that a chapter draws, counts, or chooses by."""
    prose = f"{chapter.title}\n{chapter.text}\n{chapter.notes}"
    found = {*shown_layers(view, atlas.catalog), *figure_layers(prose, view, atlas)}
    pairs = [(near.layer, near.other) for near in view.near] + [(one.layer, one.other) for one in view.nearest]
    found |= {layer_id for pair in pairs for layer_id in pair}
    if view.territory:
        found |= {layer.id for layer in atlas.catalog.values() if layer.level}
    return found


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
