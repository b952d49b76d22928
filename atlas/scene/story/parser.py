"""A story: chapters of prose, each with a link, written in Markdown as ``atlas/stories/<slug>.<lang>.md``.

A file begins with metadata in TOML between two lines of ``+++``. Each chapter is a heading of the second level, a link
on a line of its own, prose (`atlas.scene.story.prose`), and the notes of the speaker after a line ``Notes:``. Figures
in the prose are computed: see `atlas.scene.story.inline_figures`.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlsplit

from pydantic import Field as Option
from pydantic import ValidationError

from atlas.catalog.declarations import Declaration, Id, Sentence
from atlas.catalog.licences import Licence
from atlas.errors import StoryError
from atlas.i18n import LANGUAGES
from atlas.scene.story.limits import MOST_SCENES, check_chapters, check_count, check_front
from atlas.toml_text import parse_toml

_FENCE = "+++"
_CHAPTER = "## "
_NOTES = "Notes:"
# A backslash keeps a line of prose from being read as a heading, as notes or as metadata.
_RESERVED = re.compile(r"^(?=\\|## |Notes:|\+\+\+)", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(?=\\|## |Notes:|\+\+\+)", re.MULTILINE)
# Of a head that cannot be read, what is listed.
_MOST_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it is written: title, link of the view that it shows, prose, notes of the speaker."""

    title: str
    link: str
    text: str
    notes: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is written.

    Attributes
    ----------
    slug
        Its name in links; empty for one that is not shipped.
    lang
        Language of the prose.
    title, about
        Title, and a summary of one line.
    author, licence
        None where the story names none.
    sources
        Pairs of a number or date that no layer holds, and of its source.
    chapters
        In order.
    """

    slug: str
    lang: str
    title: str
    about: str
    author: str | None
    licence: str | None
    sources: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]


class _Front(Declaration):
    """The metadata of a story."""

    title: Sentence
    language: Id
    about: str = ""
    author: Sentence | None = None
    licence: Licence | None = None
    sources: dict[str, Sentence] = Option(default_factory=dict)


class PlainChapter(TypedDict):
    """A chapter as plain values."""

    title: str
    link: str
    text: str
    notes: str


class PlainStory(TypedDict):
    """A story as plain values, see `Story`."""

    slug: str
    lang: str
    title: str
    about: str
    author: str | None
    licence: str | None
    sources: list[tuple[str, str]]
    chapters: list[PlainChapter]


class _SentChapter(Declaration):
    title: str
    link: str
    text: str
    notes: str


class _SentStory(Declaration):
    """A story as the editor sends it."""

    slug: str = ""
    lang: Id
    title: str
    about: str = ""
    author: str | None = None
    licence: Licence | None = None
    sources: tuple[tuple[str, str], ...] = Option(default=(), max_length=MOST_SCENES)
    chapters: tuple[_SentChapter, ...]


def read_story(text: str, slug: str = "", *, where: str = "") -> Story:
    """Read a story.

    Parameters
    ----------
    text
        Markdown, see above.
    slug
        Its name in links.
    where
        Its name in messages.

    Raises
    ------
    StoryError
        A part is missing or not valid.
    """
    name = where or slug or "+++"
    parts = text.replace("\r\n", "\n").lstrip("\ufeff").split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():  # noqa: PLR2004 - before, between and after the fences
        raise StoryError("story_front", where=name, problem="+++ … +++")
    check_front(parts[1], name)
    front = _front(parts[1], name)
    found = re.split(r"^## ", parts[2], flags=re.MULTILINE)[1:]
    check_count(len(found), name)
    if not found:
        raise StoryError("story_empty", where=name)
    chapters = tuple(_chapter(part, name, number) for number, part in enumerate(found, start=1))
    story = Story(
        slug=slug,
        lang=front.language,
        title=front.title,
        about=front.about,
        author=front.author,
        licence=front.licence,
        sources=tuple(front.sources.items()),
        chapters=chapters,
    )
    _check_size(story, name)
    return story


def _check_size(story: Story, name: str) -> None:
    chapters = [(chapter.title, chapter.link, chapter.text, chapter.notes) for chapter in story.chapters]
    check_chapters(chapters, name)
    sources = (text for pair in story.sources for text in pair)
    check_front("".join((story.slug, story.title, story.about, story.author or "", *sources)), name)


def _front(text: str, name: str) -> _Front:
    try:
        front = _Front.model_validate(parse_toml(text))
    except tomllib.TOMLDecodeError as exc:
        raise StoryError("story_front", where=name, problem=exc) from exc
    except ValidationError as exc:
        raise StoryError("story_front", where=name, problem=_problems(exc)) from exc
    if front.language not in LANGUAGES:
        raise StoryError("story_language", where=name, value=front.language, valid=", ".join(LANGUAGES))
    return front


def _problems(exc: ValidationError) -> str:
    found = exc.errors(include_url=False, include_context=False, include_input=False)[:_MOST_PROBLEMS]
    # What a class of ours is called is nothing to a reader.
    messages = (f"{'.'.join(map(str, e['loc']))}: {e['msg'].partition(' or instance of ')[0]}" for e in found)
    return "; ".join(messages)


def _chapter(part: str, name: str, number: int) -> Chapter:
    title, _, rest = part.partition("\n")
    link, _, prose = rest.strip().partition("\n")
    link = link.strip()
    if not link.startswith(("?", "http://", "https://")):
        raise StoryError("story_link", where=name, number=number)
    text, _, notes = f"\n{prose}".partition(f"\n{_NOTES}")
    try:
        query = urlsplit(link).query
    except ValueError as exc:
        raise StoryError("story_link", where=name, number=number) from exc
    return Chapter(title.strip(), f"?{query}", _unescape(text), _unescape(notes))


def _unescape(text: str) -> str:
    return _ESCAPED.sub("", text.strip())


def write_story(story: Story) -> str:
    """Write a story as `read_story` reads it."""
    import tomlkit  # noqa: PLC0415 - reading a story does not wait for it

    front = {"title": story.title, "language": story.lang, "about": story.about}
    front |= {key: value for key, value in (("author", story.author), ("licence", story.licence)) if value}
    document = tomlkit.document()
    document.update(front)
    if story.sources:
        document["sources"] = dict(story.sources)
    parts = [f"{_FENCE}\n{tomlkit.dumps(document).strip()}\n{_FENCE}\n"]
    for chapter in story.chapters:
        heading = f"{_CHAPTER}{' '.join(chapter.title.split())}"
        written = [heading, chapter.link or "?", _RESERVED.sub(r"\\", chapter.text)]
        if chapter.notes:
            written += [_NOTES, _RESERVED.sub(r"\\", chapter.notes)]
        parts.append("\n\n".join(part for part in written if part) + "\n")
    return "\n".join(parts)


def to_plain(story: Story) -> PlainStory:
    """Return a story as plain values, for an editor."""
    return {
        "slug": story.slug,
        "lang": story.lang,
        "title": story.title,
        "about": story.about,
        "author": story.author,
        "licence": story.licence,
        "sources": list(story.sources),
        "chapters": [
            {"title": chapter.title, "link": chapter.link, "text": chapter.text, "notes": chapter.notes}
            for chapter in story.chapters
        ],
    }


def from_plain(given: object) -> Story:
    """Read a story from plain values as `to_plain` returns them.

    Raises
    ------
    StoryError
        The values are no story.
    """
    sent = given.get("chapters") if isinstance(given, dict) else None
    check_count(len(sent) if isinstance(sent, list) else 0, "JSON")
    try:
        plain = _SentStory.model_validate(given)
    except ValidationError as exc:
        raise StoryError("story_front", where="JSON", problem=_problems(exc)) from exc
    if plain.lang not in LANGUAGES:
        raise StoryError("story_language", where="JSON", value=plain.lang, valid=", ".join(LANGUAGES))
    chapters = tuple(Chapter(sent.title, sent.link, sent.text, sent.notes) for sent in plain.chapters)
    story = Story(
        slug=plain.slug,
        lang=plain.lang,
        title=plain.title,
        about=plain.about,
        author=plain.author,
        licence=plain.licence,
        sources=plain.sources,
        chapters=chapters,
    )
    _check_size(story, "JSON")
    return story
