"""The shipped stories, and the views of their chapters."""

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from atlas.errors import AtlasError, StoryError, ViewError, nearest
from atlas.i18n import LANGUAGES
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import Appearance, View
    from atlas.scene.story.parser import Chapter, Story


def list_stories() -> dict[str, tuple[str, ...]]:
    """Return the slug of each shipped story and its languages."""
    found: dict[str, set[str]] = {}
    for path in _folder().iterdir():
        slug, _, lang = path.name.removesuffix(".md").rpartition(".")
        if path.name.endswith(".md") and lang in LANGUAGES:
            found.setdefault(slug, set()).add(lang)
    return {slug: tuple(lang for lang in LANGUAGES if lang in found[slug]) for slug in sorted(found)}


def open_story(slug: str, lang: str) -> "Story":
    """Read a shipped story in a language, or in English, or in French, whichever it exists in first.

    Raises
    ------
    ViewError
        There is no story of that name.
    StoryError
        Its file cannot be read.
    """
    # A link without a story does not wait for what reads one.
    from atlas.scene.story.parser import read_story  # noqa: PLC0415

    stories = list_stories()
    if slug not in stories:
        raise ViewError("story_unknown", key="story", value=slug, nearest=nearest(slug, stories))
    language = next(code for code in (lang, "en", "fr", *stories[slug]) if code in stories[slug])
    name = f"{slug}.{language}.md"
    story = read_story(_folder().joinpath(name).read_text(encoding="utf-8"), slug, where=name)
    if story.lang != language:
        raise StoryError("story_language", where=name, value=story.lang, valid=language)
    return story


def chapter_view(chapter: "Chapter", lang: str, theme: "Appearance") -> "tuple[View, tuple[ViewError, ...]]":
    """Return the view of a chapter in a language and an appearance, and one error for each part that is no link."""
    view, problems = parse_permalink(chapter.link, in_file=True)
    return replace(view, lang=lang, theme=theme, story=None), problems


def resolve_view(view: "View", atlas: "Atlas") -> "tuple[View, tuple[AtlasError, ...]]":
    """Replace a scene of a story by the view that it shows, then validate the view.

    Parameters
    ----------
    view
        As it was read from a link, or as `atlas.scene.query.actions.apply_action` returned it.
    atlas
        Declarations and rows.

    Returns
    -------
    tuple
        The view with its valid parts, and one error for each of the others; see
        `atlas.scene.query.validate_view.validate_view`.
    """
    scene, problems = resolve_story(view)
    valid, invalid = validate_view(scene, atlas)
    return valid, (*problems, *invalid)


def resolve_story(view: "View") -> "tuple[View, tuple[AtlasError, ...]]":
    """Return the view of the scene of a story in present mode; in any other mode the view with its scene kept.

    An unknown story or scene is dropped from the view and returned as an error.
    """
    if view.story is None:
        return view, ()
    slug, number = view.story
    try:
        chapters = open_story(slug, view.lang).chapters
        if not 1 <= number <= len(chapters):
            raise ViewError("scene_unknown", key="story", value=f"{slug}:{number}", count=len(chapters))
    except AtlasError as problem:
        return replace(view, story=None), (problem,)
    if view.mode != "present":
        return view, ()
    scene, problems = chapter_view(chapters[number - 1], view.lang, view.theme)
    return replace(scene, mode=view.mode, story=view.story), problems


def _folder() -> "Traversable":
    return files("atlas").joinpath("stories")
