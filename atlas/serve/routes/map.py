"""The map of a link: page, first state, outline, years, words, and the file that holds it."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.i18n import LANGUAGES
from atlas.render.assets import web_stamp
from atlas.serve.disk_cache import prepared
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    current_atlas,
    errors_as_json,
    json_response,
    requested_lang,
    requested_view,
    shared_view,
)
from atlas.serve.security import protect


def _map(request: Request) -> Response:
    lang = requested_lang(request)

    def make() -> bytes:
        from atlas.render.map_page import map_page

        return map_page(lang, home=URL_PREFIX).encode()

    page = prepared(f"map-{lang}-{web_stamp()}", make)
    return protect(cacheable_response(request, page, "text/html; charset=utf-8"), page, framed=True)


def _state(request: Request) -> Response:
    """Send the first state of the map for a link: the page has not run yet."""
    content = prepared_state(_query(request))
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


def prepared_state(query: dict[str, list[str]]) -> bytes:
    """Return the first state of the map for a link, kept for the next start where it is the map as it is at first."""

    def make() -> bytes:
        # Imported where it is made: the answer that is kept must not wait for pandas.
        from atlas.serve.state import first_state

        return first_state(query, current_atlas())

    return prepared(f"state-{_lang(query)}", make) if _is_first(query) else make()


@errors_as_json
def _opening(request: Request) -> Response:
    """Send the first view: see `atlas.scene.explore.opening.describe_opening`."""
    packed = packed_opening(requested_lang(request))
    return cacheable_response(request, packed, "application/octet-stream", encoding="gzip")


def packed_opening(lang: str) -> bytes:
    """Return the first view as compressed bytes, kept for the next start.

    Raises
    ------
    AtlasError
        The layers do not hold what it shows.
    """

    def make() -> bytes:
        from atlas.serve.state import first_view

        return first_view(lang, current_atlas())

    return prepared(f"opening-{lang}", make)


def _is_first(query: dict[str, list[str]]) -> bool:
    """Return whether a link is the map as it is at first, in one language: what is kept under it is for all readers."""
    once = all(len(values) == 1 for values in query.values())
    return once and set(query) <= {"lang", "mode"} and query.get("mode", ["explore"]) == ["explore"]


def _lang(query: dict[str, list[str]]) -> str:
    lang = query.get("lang", LANGUAGES[:1])[0]
    return lang if lang in LANGUAGES else LANGUAGES[0]


def _query(request: Request) -> dict[str, list[str]]:
    return {key: request.query_params.getlist(key) for key in request.query_params}


def _outline(request: Request) -> Response:
    """Send the outline of the territories or the drawn shape of a link, as encoded polylines."""
    from atlas.scene.map.compose import selected_areas
    from atlas.scene.query.drawn_shape import encode_rings

    atlas = current_atlas()
    view, _ = requested_view(request)
    areas = selected_areas(view, atlas)
    return cacheable_response(request, orjson.dumps(encode_rings(areas)), "application/json")


@errors_as_json
def _measure(request: Request) -> Response:
    """Send the lengths and the area of ``points``, a ring where ``closed`` is 1: see `atlas.scene.map.measured`."""
    from atlas.scene.map.measured import measure_points, read_points

    points = read_points(request.query_params.get("points", ""))
    return json_response(measure_points(points, closed=request.query_params.get("closed") == "1"))


def _tree(request: Request) -> Response:
    from atlas.scene.explore.layer_tree import describe_tree

    return cacheable_response(
        request, orjson.dumps(describe_tree(current_atlas().catalog, requested_lang(request))), "application/json"
    )


def _years(request: Request) -> Response:
    """Send when the rows of a link began and ended, and how many existed in its year."""
    from atlas.scene.explore.timeline import YearsMessage, count_standing, count_years

    atlas = current_atlas()
    view, _ = requested_view(request)
    answer: YearsMessage = {**count_years(view, atlas), "standing": count_standing(view, atlas)}
    return json_response(answer)


def _territories(request: Request) -> Response:
    from atlas.scene.query.territories import list_territories

    atlas = current_atlas()
    found = list_territories(atlas, requested_lang(request))
    return cacheable_response(request, orjson.dumps(found), "application/json")


def _description(request: Request) -> Response:
    """Send the map of a link in words."""
    from atlas.scene.explore.describe import describe_view

    atlas = current_atlas()
    view, _ = requested_view(request)
    return json_response(describe_view(view, atlas))


@errors_as_json
def _file(request: Request) -> Response:
    """Send the map of a link as one file that needs no network; an invalid part of the link is an error."""
    from atlas.render.single_file import scene_file
    from atlas.scene.explore.answers import list_answers
    from atlas.scene.explore.cards import make_cards
    from atlas.scene.map.compose import compose

    shared = shared_view(request)
    scene = compose(shared.view, shared.atlas)
    answers = list_answers(shared.view, shared.atlas)
    content = scene_file(scene, make_cards([scene], shared.atlas), answers).encode()
    headers = {"Content-Disposition": 'attachment; filename="atlas.html"', "Cache-Control": "no-store"}
    return protect(Response(content, media_type="text/html", headers=headers), content)


ROUTES = [
    Route(f"{URL_PREFIX}/map", _map),
    Route(f"{URL_PREFIX}/state", _state),
    Route(f"{URL_PREFIX}/opening", _opening),
    Route(f"{URL_PREFIX}/tree", _tree),
    Route(f"{URL_PREFIX}/measure", _measure),
    Route(f"{URL_PREFIX}/outline", _outline),
    Route(f"{URL_PREFIX}/years", _years),
    Route(f"{URL_PREFIX}/description", _description),
    Route(f"{URL_PREFIX}/file", _file),
    Route(f"{URL_PREFIX}/territories", _territories),
]
