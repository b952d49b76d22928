"""Files that a page asks for together with its notes: those that no address holds come in the body, as GeoJSON.

They are kept nowhere; the answer is that of the same address, with these notes after those of the link.
"""

import asyncio
from functools import wraps
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import t
from atlas.scene.notes.note_file import read_notes_file
from atlas.serve.http import answering_notes, errors_as_json, is_own_page, json_response, requested_lang
from atlas.serve.workers.lane_of import takes_notes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence


def with_posted_notes(routes: "Sequence[Route]") -> "list[Route]":
    """Return routes to which a page of ours sends notes: of those that draw or write what is on the map.

    Parameters
    ----------
    routes
        Their handlers answer a `GET` of the same address.
    """
    return [
        Route(route.path, _posting(route.endpoint), methods=["POST"], name=f"{route.name}_with_notes")
        for route in routes
        if takes_notes(route.path)
    ]


def _posting(handler: "Callable[[Request], Response]") -> "Callable[[Request], Awaitable[Response]]":
    @wraps(handler)
    async def handle(request: Request) -> Response:
        # It costs as much as a story: no form of another site sends it.
        if not is_own_page(request):
            return json_response({"error": t("errors.page_foreign", requested_lang(request))}, 403)
        return await asyncio.to_thread(_answer, handler, request, await request.body())

    return handle


def _answer(handler: "Callable[[Request], Response]", request: Request, content: bytes) -> Response:
    @errors_as_json
    def answer(request: Request) -> Response:
        with answering_notes(read_notes_file(content)):
            return handler(request)

    response = answer(request)
    # What a reader has written is nobody else's.
    response.headers["Cache-Control"] = "no-store"
    return response
