"""Routes below ``/ogc``. What answers is imported by the first call: the server starts without geopandas."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from atlas.serve.http import OGC_PREFIX
from atlas.serve.ogc.call import DOCUMENT, Answer, Call, Representation, ogc_route
from atlas.serve.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, SCHEMA

_COLUMNS = {"json": SCHEMA, "html": HTML}
_STYLE, _TILE = "application/vnd.mapbox.style+json", "application/vnd.mapbox-vector-tile"
_ITEMS = {"json": GEOJSON, "html": HTML}


def _late(module: str, name: str) -> Answer:
    def answer(call: Call) -> Representation:
        made: Callable[[Call], Representation] = getattr(import_module(f"atlas.serve.ogc.{module}"), name)
        return made(call)

    return answer


def _route(
    path: str, module: str, name: str, forms: Mapping[str, str] = DOCUMENT, known: Iterable[str] | None = ()
) -> Route:
    return ogc_route(path, _late(module, name), forms, known)


def _without_slash(request: Request) -> Response:
    """Lead to the same address without the slash at its end; the atlas may lie below a path of its own."""
    path = request.url.path.rstrip("/").rpartition("/")[2]
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"../{path}{query}", 308, headers={"Access-Control-Allow-Origin": "*"})


_PLACE = "/collections/{collection}"
ROUTES = [
    _route("", "landing", "describe_api"),
    _route("/", "landing", "describe_api"),
    _route("/conformance", "landing", "describe_conformance"),
    _route("/functions", "landing", "describe_functions", {"json": JSON}),
    _route("/api", "openapi", "describe_openapi", {"json": OPENAPI, "html": HTML}),
    _route("/collections", "collections", "describe_collections"),
    _route(_PLACE, "collections", "describe_collection"),
    _route(f"{_PLACE}/queryables", "schemas", "describe_queryables", _COLUMNS),
    _route(f"{_PLACE}/schema", "schemas", "describe_schema", _COLUMNS),
    _route(f"{_PLACE}/schemas/feature", "schemas", "describe_feature_schema", {"json": SCHEMA}),
    _route(f"{_PLACE}/items", "items", "list_items", _ITEMS, None),
    _route("/tileMatrixSets", "tiles", "list_matrix_sets", {"json": JSON}),
    _route("/tileMatrixSets/{scheme}", "tiles", "describe_matrix_set", {"json": JSON}),
    _route("/style", "styles", "describe_style", {"json": _STYLE}),
    _route(f"{_PLACE}/style", "styles", "describe_style", {"json": _STYLE}),
    _route(f"{_PLACE}/tiles", "tiles", "list_tile_sets", {"json": JSON}),
    _route(f"{_PLACE}/tiles/{{scheme}}", "tiles", "describe_tile_set", {"json": JSON, "tilejson": JSON}),
    _route(f"{_PLACE}/tiles/{{scheme}}/{{matrix}}/{{row}}/{{column}}", "tiles", "draw_tile", {"mvt": _TILE}),
    Route(f"{OGC_PREFIX}{_PLACE}/items/", _without_slash, methods=["GET", "HEAD"]),
    _route(f"{_PLACE}/items/{{feature:path}}", "items", "describe_item", _ITEMS, ("crs", "properties")),
    # What is no address of ours is refused in the same form; one with a slash too many leads to the one without.
    Route(f"{OGC_PREFIX}/{{path:path}}/", _without_slash, methods=["GET", "HEAD"]),
    _route("/{path:path}", "landing", "refuse_path", DOCUMENT, None),
]
