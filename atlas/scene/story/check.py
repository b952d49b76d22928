"""Check of a story before a talk: links, figures, languages, sources, and that it needs no network."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.errors import AtlasError, StoryError
from atlas.scene.query.view import BASEMAP, View
from atlas.scene.story.inline_figures import resolve_line, resolve_prose
from atlas.scene.story.library import list_stories, open_story
from atlas.scene.story.prose import find_figures, parse_paragraphs
from atlas.scene.story.slides import valid_chapter_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.story.parser import Chapter, Story

# Most words of a slide, read while somebody speaks; most letters of its heading.
MOST_WORDS, MOST_LETTERS = 45, 60
_NEEDED = ("fr", "en")
_NUMBER = re.compile(r"\d[\d\s\u00a0\u202f.,]*\d")


@dataclass(frozen=True, slots=True)
class _CheckedStory:
    """A story, its name in messages, and the view of each chapter: None where its link is not valid."""

    story: "Story"
    where: str
    views: "tuple[View | None, ...]"


def check_shipped(slug: str, atlas: "Atlas") -> list[AtlasError]:
    """Return all problems of a shipped story, in each of its languages and between them."""
    languages = list_stories().get(slug, ())
    problems: list[AtlasError] = []
    checked = []
    for lang in languages:
        try:
            story = open_story(slug, lang)
        except AtlasError as problem:
            problems.append(problem)
            continue
        views, own = _check(story, f"{slug}.{lang}.md", atlas)
        problems += own
        checked.append(_CheckedStory(story, f"{slug}.{lang}.md", views))
    if missing := [lang for lang in _NEEDED if lang not in languages]:
        problems.append(StoryError("story_untold", where=slug, missing=", ".join(missing)))
    return [*problems, *_differences(checked)]


def check_story(story: "Story", where: str, atlas: "Atlas") -> list[AtlasError]:
    """Return all problems of a story; `where` is its name in messages."""
    return _check(story, where, atlas)[1]


def _check(story: "Story", where: str, atlas: "Atlas") -> "tuple[tuple[View | None, ...], list[AtlasError]]":
    problems: list[AtlasError] = []
    views: list[View | None] = []
    for number, chapter in enumerate(story.chapters, start=1):
        found: list[AtlasError] = []
        try:
            view = valid_chapter_view(chapter, story.lang, View().theme, atlas)
            found += _shown(view, atlas.catalog)
        except AtlasError as problem:
            view = None
            found.append(problem)
        views.append(view)
        if view:
            found += _words(chapter, view, atlas)
        found += _numbers(chapter, story)
        problems += [StoryError("story_chapter", where=where, number=number, problem=problem) for problem in found]
    return tuple(views), problems


def _shown(view: View, catalog: "Catalog") -> "Iterator[AtlasError]":
    """Yield what a scene shows that is not available without network or must not be shared."""
    if view.basemap != BASEMAP:
        yield StoryError("story_online", value=view.basemap)
    for layer_id in view.layers or catalog.shown:
        if catalog[layer_id].private:
            yield StoryError("story_private", value=layer_id)


def _words(chapter: "Chapter", view: View, atlas: "Atlas") -> "Iterator[AtlasError]":
    """Yield the problems of the prose of a chapter."""
    try:
        title = "".join(run.text for run in resolve_line(chapter.title, view, atlas))
        prose = resolve_prose(chapter.text, view, atlas)
        notes = resolve_prose(chapter.notes, view, atlas)
    except AtlasError as problem:
        yield problem
        return
    words = sum(len(run.text.split()) for block in prose for run in block)
    if not 1 <= words <= MOST_WORDS:
        yield StoryError("story_words", count=words, most=MOST_WORDS)
    if not 1 <= len(title) <= MOST_LETTERS:
        yield StoryError("story_title", count=len(title), most=MOST_LETTERS)
    if not notes:
        yield StoryError("story_notes")


def _numbers(chapter: "Chapter", story: "Story") -> "Iterator[AtlasError]":
    """Yield the numbers written as text that neither a figure nor a link nor a source of the story holds."""
    prose = f"{chapter.title}\n\n{chapter.text}"
    known = " ".join([chapter.link, *find_figures(prose), *(text for text, _ in story.sources)])
    paragraphs = ["".join("·" if p.kind == "figure" else p.text for p in pieces) for pieces in parse_paragraphs(prose)]
    for number in (number for paragraph in paragraphs for number in _NUMBER.findall(paragraph)):
        if re.sub(r"\D", "", number) not in re.findall(r"\d+", known):
            yield StoryError("story_number", value=number.strip())


def _differences(checked: list[_CheckedStory]) -> "Iterator[AtlasError]":
    """Yield where a language of a story shows other views than the first one."""
    for story in checked[1:]:
        first = checked[0]
        if len(story.views) != len(first.views):
            yield StoryError("story_lengths", where=story.where, other=first.where)
            continue
        for number, (own, other) in enumerate(zip(story.views, first.views, strict=True), start=1):
            if own and other and replace(own, lang=other.lang) != other:
                yield StoryError("story_differs", where=story.where, other=first.where, number=number)
