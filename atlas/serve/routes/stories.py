"""Stories: the list of those that are shipped, a story ready to be shown, as a file, as a handout, and a reader's own.

A reader's own story is sent as Markdown with every request and kept nowhere.
"""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import StoryError, ViewError
from atlas.i18n import t
from atlas.serve.address import public_address
from atlas.serve.disk_cache import prepared
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    current_atlas,
    errors_as_json,
    is_own_page,
    json_response,
    requested_lang,
    requests_private,
    whole_number,
)
from atlas.serve.security import protect
from atlas.serve.sessions import COOKIE, answering

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import Appearance
    from atlas.scene.story.figure_choices import FiguresMessage
    from atlas.scene.story.parser import Story
    from atlas.scene.story.sharing import SharedStory
    from atlas.scene.story.slides import Slideshow

# A story is a few pages of prose.
_LARGEST = 200_000
# Figures of one field of a story.
_MOST_FIGURES = 100
# Titles of the private layers that a file is without, percent-encoded.
LEFT_OUT = "X-Atlas-Left-Out"


def _stories(request: Request) -> Response:
    """Send title, summary and number of scenes of each shipped story."""
    from atlas.scene.story.slides import list_story_summaries

    atlas = current_atlas()
    return json_response(list_story_summaries(atlas, requested_lang(request)))


@errors_as_json
def _story(request: Request) -> Response:
    """Send a shipped story as ``format``: see `_FOR_PAGE` and `_FILES`."""
    from atlas.scene.story.library import open_story

    return _send(open_story(request.path_params["slug"], requested_lang(request)), request)


async def _own(request: Request) -> Response:
    """Send a story that comes as Markdown as ``format``: see `_FOR_PAGE` and `_FILES`."""
    return await _receive(_own_story, request)


async def _text(request: Request) -> Response:
    """Send as Markdown a story that comes in the form of ``format=source``."""
    return await _receive(_written, request)


async def _figures(request: Request) -> Response:
    """Send what the figures of a scene say, and those that may be picked there."""
    return await _receive(_answered_figures, request)


async def _receive(handler: "Callable[[Request, bytes], Response]", request: Request) -> Response:
    """Read a story that a page of ours sends, and answer it in a thread."""
    if not is_own_page(request):
        return json_response({"error": t("errors.page_foreign", requested_lang(request))}, 403)
    content = await _body(request)
    return await asyncio.to_thread(_answer, handler, request, content)


def _answer(handler: "Callable[[Request, bytes], Response]", request: Request, content: bytes) -> Response:
    """Answer with the layers of the reader of the request; an error in a story is one sentence."""

    @errors_as_json
    def handle(request: Request) -> Response:
        if len(content) > _LARGEST:
            raise StoryError("story_long", where="+++", size=len(content), limit=_LARGEST)
        return handler(request, content)

    with answering(request.cookies.get(COOKIE)):
        response = handle(request)
    # What a reader has written is nobody else's.
    response.headers["Cache-Control"] = "no-store"
    return response


def _own_story(request: Request, content: bytes) -> Response:
    from atlas.scene.story.parser import read_story

    return _send(read_story(content.decode(errors="replace")), request)


def _written(_: Request, content: bytes) -> Response:
    from atlas.scene.story.parser import from_plain, write_story

    try:
        given = orjson.loads(content)
    except orjson.JSONDecodeError as exc:
        raise StoryError("story_front", where="JSON", problem=exc) from exc
    headers = {"Cache-Control": "no-store"}
    return Response(write_story(from_plain(given)), media_type="text/markdown; charset=utf-8", headers=headers)


def _answered_figures(request: Request, content: bytes) -> Response:
    from atlas.scene.story.figure_choices import answer_figures, offer_figures

    try:
        given = orjson.loads(content)
        link, sources = str(given["link"]), [str(source) for source in given["figures"]]
    except (orjson.JSONDecodeError, KeyError, TypeError) as exc:
        raise StoryError("story_front", where="JSON", problem=exc) from exc
    lang, atlas = requested_lang(request), current_atlas()
    message: FiguresMessage = {
        "figures": answer_figures(sources[:_MOST_FIGURES], link, lang, atlas),
        "offered": [] if sources else offer_figures(link, lang, atlas),
    }
    return json_response(message)


async def _body(request: Request) -> bytes:
    """Read the body of a request, up to the longest story."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LARGEST:
            break
    return content


def _send(story: "Story", request: Request) -> Response:
    """Send a story for the page, or as a file: without private layers, unless the request has ``private=1``."""
    from atlas.scene.story.sharing import share_story

    kind = request.query_params.get("format", "show")
    if kind in _FOR_PAGE:
        return _FOR_PAGE[kind](story, request)
    if kind not in _FILES:
        raise ViewError("value_unknown", key="format", value=kind, valid=", ".join((*_FOR_PAGE, *_FILES)))
    atlas, private = current_atlas(), requests_private(request)
    shared = share_story(story, atlas, private=private)
    response = _FILES[kind](shared, request)
    if shared.private and not private:
        titles = (atlas.catalog[layer_id].title(requested_lang(request)) for layer_id in shared.private)
        response.headers[LEFT_OUT] = quote(", ".join(titles))
    return response


def _source(story: "Story", _: Request) -> Response:
    from atlas.scene.story.parser import to_plain

    return json_response(to_plain(story))


def _show(story: "Story", request: Request) -> Response:
    from atlas.render.story_message import slideshow_message

    return cacheable_response(
        request, orjson.dumps(slideshow_message(_made(story, current_atlas(), request))), "application/json"
    )


def _thumbnail(story: "Story", request: Request) -> Response:
    """Draw a small picture of the first scene, kept for the next reader."""
    lang, theme = requested_lang(request), _theme(request)

    def make() -> bytes:
        from atlas.render.print.sheet import draw_thumbnail
        from atlas.scene.map.compose import compose
        from atlas.scene.story.slides import valid_chapter_view

        atlas = current_atlas()
        return draw_thumbnail(compose(valid_chapter_view(story.chapters[0], lang, theme, atlas), atlas))

    picture = prepared(f"story-{story.slug}-{lang}-{theme}", make) if story.slug else make()
    return cacheable_response(request, picture, "image/png")


def _deck(shared: "SharedStory", request: Request) -> Response:
    from atlas.render.deck import deck_file
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.story.slides import make_slideshows

    lang, story = requested_lang(request), shared.story
    shows = make_slideshows(story, shared.atlas)
    cards = {spoken: make_cards([slide.scene for slide in show.slides], shared.atlas) for spoken, show in shows.items()}
    opened = lang if lang in shows else story.lang
    content = deck_file(shows, cards, lang=opened, theme=_theme(request)).encode()
    return protect(_file(content, "text/html; charset=utf-8", f"{story.slug or 'story'}.{opened}.html"), content)


def _handout(shared: "SharedStory", request: Request) -> Response:
    from atlas.render.print.handout import draw_handout
    from atlas.render.print.paper_size import read_paper
    from atlas.scene.story.handout import scene_page

    given = request.query_params
    paper = read_paper(given.get("size", "A4"), given.get("orientation", "landscape"))
    show, made = _made(shared.story, shared.atlas, request), datetime.now(UTC).date()
    numbers = range(1, len(show.slides) + 1)
    pages = [scene_page(show, number, address=public_address(request), made=made) for number in numbers]
    name = f"{shared.story.slug or 'story'}.{show.lang}.pdf"
    return _file(draw_handout(pages, paper, title=show.title), "application/pdf", name)


def _picture(shared: "SharedStory", request: Request) -> Response:
    """Draw scene ``n`` as PNG of ``size``."""
    from atlas.render.print.paper_size import read_paper
    from atlas.render.print.sheet import draw_sheet
    from atlas.scene.story.handout import scene_page

    given, number = request.query_params, whole_number(request, "n", 1)
    paper = read_paper(given.get("size", "1920x1080"), given.get("orientation", "landscape"))
    show = _made(shared.story, shared.atlas, request)
    if not 1 <= number <= len(show.slides):
        raise ViewError("scene_unknown", key="n", value=number, count=len(show.slides))
    scene, caption = scene_page(show, number, address=public_address(request), made=datetime.now(UTC).date())
    name = f"{shared.story.slug or 'story'}.{show.lang}.{number}.png"
    return _file(draw_sheet(scene, caption, paper, "png"), "image/png", name)


_FOR_PAGE: "dict[str, Callable[[Story, Request], Response]]" = {
    "show": _show,
    "source": _source,
    "thumbnail": _thumbnail,
}
_FILES: "dict[str, Callable[[SharedStory, Request], Response]]" = {"html": _deck, "pdf": _handout, "png": _picture}


def _made(story: "Story", atlas: "Atlas", request: Request) -> "Slideshow":
    from atlas.scene.story.slides import make_slideshow

    theme = _theme(request)
    return make_slideshow(story, atlas, lang=requested_lang(request), theme=theme)


def _theme(request: Request) -> "Appearance":
    from atlas.scene.query.view import APPEARANCES

    requested = request.query_params.get("theme")
    return next((theme for theme in APPEARANCES if theme == requested), APPEARANCES[0])


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _presenter(request: Request) -> Response:
    """Send the speaker's window: the map page, small, beside the notes."""
    from atlas.render.presenter_page import presenter_page

    page = presenter_page(requested_lang(request), home=URL_PREFIX).encode()
    return protect(cacheable_response(request, page, "text/html; charset=utf-8"), page)


ROUTES = [
    Route(f"{URL_PREFIX}/stories", _stories),
    Route(f"{URL_PREFIX}/stories/{{slug}}", _story),
    Route(f"{URL_PREFIX}/presenter", _presenter),
]
# They read what is sent before they answer.
OWN_ROUTES = [
    Route(f"{URL_PREFIX}/story", _own, methods=["POST"]),
    Route(f"{URL_PREFIX}/story/text", _text, methods=["POST"]),
    Route(f"{URL_PREFIX}/story/figures", _figures, methods=["POST"]),
]
