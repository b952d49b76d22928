"""Links for other sites: the picture of a link, oEmbed, short links. They answer everybody the same."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape as escape_xml

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from atlas.errors import AtlasError, ViewError
from atlas.i18n import t
from atlas.serve.address import check_own_link, public_address
from atlas.serve.http import (
    URL_PREFIX,
    current_atlas,
    errors_as_json,
    is_own_page,
    json_response,
    problem_response,
    requested_lang,
    shared_view,
    whole_number,
)
from atlas.serve.link_head import CARD, picture_address, preview_of, view_of
from atlas.serve.picture_cache import find_picture, keep_picture, picture_key
from atlas.serve.sessions import answering
from atlas.serve.short_links import find_link, keep_link
from atlas.serve.workers.costly import address_of

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View
    from atlas.scene.story.link_preview import LinkPreview

PREVIEW = f"{URL_PREFIX}/preview.png"
_SHORT = "/l/"
# A frame of a page, in pixels, and the least that shows a map.
_WIDTH, _HEIGHT, _LEAST = 800, 600, 200
# Characters that no text of XML may hold, however they are written.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AN_HOUR = "public, max-age=3600"


@errors_as_json
def _preview(request: Request) -> Response:
    """Send the picture of a link, as a stranger sees it; its invalid parts are left out."""
    pairs = request.query_params.multi_items()
    key = picture_key(pairs)
    content = find_picture(key)
    if content is None:
        content = _draw(pairs)
        keep_picture(key, content)
    return Response(content, media_type="image/png", headers={"Cache-Control": _AN_HOUR, "ETag": f'"{key[:32]}"'})


def _draw(pairs: list[tuple[str, str]]) -> bytes:
    with answering(None):
        atlas = current_atlas()
        return draw_view(*view_of(pairs, atlas))


def draw_view(view: "View", atlas: "Atlas") -> bytes:
    """Return the picture of a view that anybody may see."""
    from atlas.render.print.link_card import draw_link_card
    from atlas.scene.publish.caption import printed_scene
    from atlas.scene.story.link_preview import caption_of

    return draw_link_card(printed_scene(view, atlas), caption_of(view, atlas, made=datetime.now(UTC).date()))


@errors_as_json
def _oembed(request: Request) -> Response:
    """Send how another site embeds the link ``url`` (oEmbed 1.0): ``format``, ``maxwidth``, ``maxheight``."""
    form = request.query_params.get("format", "json")
    if form not in {"json", "xml"}:
        return json_response({"error": f"no format {form[:20]}: json or xml"}, 501)
    link = request.query_params.get("url", "")
    pairs = _pairs_of(link, request)
    if pairs is None:
        return json_response({"error": "no page of this atlas"}, 404)
    address, preview = public_address(request), preview_of(pairs)
    message = _embedding(preview, address, dict(pairs).get("lang", "fr"), request)
    headers = {"Cache-Control": _AN_HOUR}
    if form == "json":
        return Response(orjson.dumps(message), media_type="application/json", headers=headers)
    lines = "".join(f"<{key}>{escape_xml(_NO_XML.sub('', str(value)))}</{key}>" for key, value in message.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{lines}</oembed>'
    return Response(text, media_type="text/xml", headers=headers)


def _pairs_of(link: str, request: Request) -> list[tuple[str, str]] | None:
    """Return the parameters of a link of this atlas, long or short; None for any other."""
    from atlas.scene.query.link_parts import short_form

    try:
        check_own_link(link, request, key="url")
        parts = urlsplit(link)
        query = parts.query
        if parts.path.startswith(_SHORT):
            query = find_link(short_form(parts.path) or "") or ""
            if not query:
                return None
        elif parts.path not in {"", "/"}:
            return None
        return parse_qsl(query, keep_blank_values=True, max_num_fields=5_000)
    except (AtlasError, ValueError):
        return None


def _embedding(preview: "LinkPreview", address: str, lang: str, request: Request) -> dict[str, str | int]:
    from atlas.scene.publish.citation import embed_code

    lang = lang if lang in {"fr", "en", "pt"} else "fr"
    width = min(_WIDTH, max(_LEAST, whole_number(request, "maxwidth", _WIDTH)))
    height = min(_HEIGHT, max(_LEAST, whole_number(request, "maxheight", _HEIGHT)))
    name = t("app.title", lang)
    code = embed_code(f"{preview.title} – {name}", address, preview.query, width=str(width), height=height)
    return {
        "version": "1.0",
        "type": "rich",
        "title": preview.title,
        "provider_name": name,
        "provider_url": address,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": code,
        "thumbnail_url": picture_address(preview.query, address),
        "thumbnail_width": CARD[0],
        "thumbnail_height": CARD[1],
    }


@errors_as_json
def _shorten(request: Request) -> Response:
    """Keep the link of a request and send its short form; without its private layers, since it is for others."""
    from atlas.scene.query.permalink import parse_permalink, to_permalink
    from atlas.scene.story.library import resolve_view

    if not is_own_page(request):
        return json_response({"error": t("errors.page_foreign", requested_lang(request))}, 403)
    if request.query_params.get("private") == "1":
        raise ViewError("short_private", key="private")
    link = to_permalink(shared_view(request).view).removeprefix("?")
    # A layer of the reader's own goes after some hours, and the short link never.
    with answering(None):
        if resolve_view(parse_permalink(link)[0], current_atlas())[1]:
            raise ViewError("short_own", key="layers")
    short = keep_link(link, address_of(request))
    return json_response({"link": f"{public_address(request)}{_SHORT.removeprefix('/')}{short}"})


def _follow(request: Request) -> Response:
    """Lead from a short link to the long one, which is a link of this atlas whatever is kept."""
    from atlas.scene.query.link_parts import short_form

    try:
        # A letter may have put a sign behind it.
        query = find_link(short_form(f"{_SHORT}{request.path_params['short']}") or "")
    except AtlasError as problem:
        return problem_response(request, problem, 503)
    if query is None:
        return problem_response(request, AtlasError("short_unknown"), 404)
    # Read and written anew: a line end or a fragment that got into the file is a letter like any other.
    pairs = parse_qsl(query, keep_blank_values=True)
    return RedirectResponse(f"/?{urlencode(pairs)}", 302, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route(PREVIEW, _preview),
    Route("/oembed", _oembed),
    Route(f"{URL_PREFIX}/short", _shorten, methods=["POST"]),
    Route(f"{_SHORT}{{short:path}}", _follow),
]
