"""``story``: the stories of the atlas, whether they are ready, and as files for a room without network."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.commands.console import print_json, print_line, print_message
from atlas.commands.file_options import add_private, add_url, say_private
from atlas.commands.notes_file import add_notes_file, read_notes_option
from atlas.errors import AtlasError, StoryError, ViewError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.io.atlas import Atlas
    from atlas.scene.notes.note import Note
    from atlas.scene.query.view import Appearance
    from atlas.scene.story.parser import Story
    from atlas.scene.story.slides import Slideshow

_ENDINGS = (".html", ".pdf", ".png")
# What fits into a message and opens at once on an old machine.
MOST_BYTES = 10_000_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("story", help="stories: list, check, export")
    acts = command.add_subparsers(required=True, metavar="list | check | export")

    act = acts.add_parser("list", help="what stories there are")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_list)

    act = acts.add_parser("check", help="before the talk: is all of it ready without network?")
    act.add_argument("slug", nargs="?", metavar="SLUG", help="one story, or a file.md (default: every shipped story)")
    act.set_defaults(run=_check)

    act = acts.add_parser("export", help="a story as one HTML file, as a PDF handout, or a scene of it as PNG")
    act.add_argument("slug", metavar="SLUG", help="a shipped story, or a file.md")
    act.add_argument("--lang", default="fr", help="language that it opens in (default: fr)")
    act.add_argument("--out", type=Path, required=True, help="file.html, .pdf or .png")
    act.add_argument("--theme", default="light", choices=("light", "dark", "room"), help="appearance (default: light)")
    act.add_argument("--scene", type=int, default=1, help="of a PNG: which scene (default: 1)")
    act.add_argument("--size", help="of a PDF: A4 (default) or A3; of a PNG: WxH (default: 1920x1080), A4, A3")
    act.add_argument("--orientation", default="landscape", help="of A4 and A3: landscape (default) or portrait")
    add_url(act, "QR codes reopen the scenes there")
    add_notes_file(act, "the map of every scene")
    add_private(act)
    act.set_defaults(run=_export)


def _list(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.scene.story.slides import list_story_summaries

    listed = list_story_summaries(open_atlas(options.layers), "en")
    if options.json:
        print_json(listed)
    for story in listed:
        if "problem" in story:
            print_message(f"{story['slug']}: {story['problem']}")
        elif not options.json:
            print_line(f"{story['slug']:<28}{story['scenes']:>3}  {' '.join(story['languages']):<10}{story['title']}")
    return 1 if any("problem" in story for story in listed) else 0


def _check(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.scene.story.check import check_shipped, check_story
    from atlas.scene.story.library import list_stories

    atlas = open_atlas(options.layers)
    problems: list[AtlasError] = []
    for slug in [options.slug] if options.slug else list_stories():
        story = _open(slug, "en")
        own = check_shipped(slug, atlas) if story.slug else check_story(story, slug, atlas)
        problems += own or _check_file(story, slug, atlas)
    for problem in problems:
        print_message(str(problem))
    return 1 if problems else 0


def _check_file(story: "Story", slug: str, atlas: "Atlas") -> list[AtlasError]:
    """Write the file of a story; return an error where it is too large or loads something from elsewhere."""
    from atlas.render.deck import find_outside_addresses

    shows, text = _deck(story, atlas, lang=story.lang, theme="light")
    size = len(text.encode())
    outside = find_outside_addresses(text)
    problems: list[AtlasError] = [StoryError("story_asks", where=slug, value=url) for url in outside]
    if size > MOST_BYTES:
        problems.append(StoryError("story_long", where=slug, size=size, limit=MOST_BYTES))
    if not problems:
        show = next(iter(shows.values()))
        parts = f"{' '.join(shows)}, {len(show.slides)} scenes, {_figures(show)} figures, data {show.data}"
        print_message(f"{slug}: {parts}, {size / 1e6:.1f} MB, ready without network")
    return problems


def _figures(show: "Slideshow") -> int:
    blocks = [block for slide in show.slides for block in (*slide.blocks, *slide.notes)]
    return sum(run.kind == "figure" for block in blocks for run in block)


def _export(options: argparse.Namespace) -> int:
    from atlas.io.atlas import open_atlas
    from atlas.io.export import write_bytes, write_text
    from atlas.scene.story.sharing import share_story

    notes, atlas = read_notes_option(options), open_atlas(options.layers)
    story = _open(options.slug, options.lang)
    if story.lang != options.lang:
        raise StoryError("story_language", where=options.slug, value=options.lang, valid=_languages(story))
    shared = share_story(story, atlas, private=options.private)
    say_private(shared.private, options)
    story, atlas = shared.story, shared.atlas
    kind = options.out.suffix.lower()
    if kind == ".html":
        shows, text = _deck(story, atlas, lang=options.lang, theme=options.theme, notes=notes)
        write_text(options.out, text, endings=_ENDINGS)
        print_message(f"{len(shows[options.lang].slides)} scenes, {', '.join(shows)}, data {shows[options.lang].data}")
        return 0
    content = _paper(story, atlas, options, notes) if kind in _ENDINGS else b""
    write_bytes(options.out, content, endings=_ENDINGS)
    return 0


def _open(slug: str, lang: str) -> "Story":
    """Read a story of the atlas by its slug, or one of the reader's own by its path."""
    from atlas.scene.story.library import open_story
    from atlas.scene.story.parser import read_story

    if not slug.endswith(".md"):
        return open_story(slug, lang)
    try:
        text = Path(slug).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise StoryError("story_unreadable", where=slug, problem=exc) from exc
    return read_story(text, where=Path(slug).name)


def _languages(story: "Story") -> str:
    from atlas.scene.story.library import list_stories

    return ", ".join(list_stories().get(story.slug, (story.lang,)))


def _deck(
    story: "Story", atlas: "Atlas", *, lang: str, theme: "Appearance", notes: "Sequence[Note]" = ()
) -> "tuple[dict[str, Slideshow], str]":
    from atlas.render.deck import deck_file
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.story.slides import make_slideshows

    shows = make_slideshows(story, atlas, notes=notes)
    cards = {spoken: make_cards([slide.scene for slide in show.slides], atlas) for spoken, show in shows.items()}
    return shows, deck_file(shows, cards, lang=lang, theme=theme)


def _paper(story: "Story", atlas: "Atlas", options: argparse.Namespace, notes: "Sequence[Note]") -> bytes:
    from atlas.render.print.handout import draw_handout
    from atlas.render.print.paper_size import read_paper
    from atlas.render.print.sheet import draw_sheet
    from atlas.scene.story.handout import scene_page
    from atlas.scene.story.slides import make_slideshow

    show = make_slideshow(story, atlas, theme=options.theme, notes=notes)
    count = len(show.slides)
    page: dict[str, Any] = {"address": options.url, "made": datetime.now(UTC).date()}
    if options.out.suffix.lower() == ".pdf":
        paper = read_paper(options.size or "A4", options.orientation)
        return draw_handout(
            [scene_page(show, number, **page) for number in range(1, count + 1)], paper, title=show.title
        )
    if not 1 <= options.scene <= count:
        raise ViewError("scene_unknown", key="--scene", value=options.scene, count=count)
    paper = read_paper(options.size or "1920x1080", options.orientation)
    return draw_sheet(*scene_page(show, options.scene, **page), paper, "png")
