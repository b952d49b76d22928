"""Layers and their rows: packed geometries, metadata, the card of one row."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.serve.disk_cache import prepared
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    current_atlas,
    json_response,
    requested_lang,
    requested_view,
)


def _layer(request: Request) -> Response:
    layer_id, lang = request.path_params["layer"], requested_lang(request)
    if not layer_id.isidentifier():
        return json_response({"error": f"no layer {layer_id}"}, 404)
    try:
        content = prepared_layer(layer_id, lang)
    except KeyError:
        return json_response({"error": f"no layer {layer_id}"}, 404)
    return cacheable_response(request, content, "application/octet-stream", encoding="gzip")


def prepared_layer(layer_id: str, lang: str) -> bytes:
    """Return a layer as compressed bytes for the browser, kept for the next start.

    Raises
    ------
    KeyError
        There is no such layer, or it is a table.
    """

    def make() -> bytes:
        # Imported where it is made: the answer that is kept must not wait for pandas.
        from atlas.serve.state import packed_layer

        return packed_layer(layer_id, lang, current_atlas())

    return prepared(f"layer-{layer_id}-{lang}", make)


def _layer_sheet(request: Request) -> Response:
    from atlas.scene.publish.layer_metadata import make_layer_metadata

    catalog, layer_id = current_atlas().catalog, request.path_params["layer"]
    if layer_id not in catalog:
        return json_response({"error": f"no layer {layer_id}"}, 404)
    return cacheable_response(
        request, orjson.dumps(make_layer_metadata(catalog[layer_id], requested_lang(request))), "application/json"
    )


def _card(request: Request) -> Response:
    """Send the card of a row; with the places of a link, the share of the row inside them."""
    from atlas.scene.objects.object_card import make_card
    from atlas.scene.query.row_masks import selected_outline

    atlas, layer_id, row = current_atlas(), request.path_params["layer"], request.path_params["row"]
    if layer_id not in atlas.catalog or row not in atlas.frames[layer_id].index:
        return json_response({"error": f"no row {row} in {layer_id}"}, 404)
    view, _ = requested_view(request)
    layer, gdf, area = atlas.catalog[layer_id], atlas.frames[layer_id], selected_outline(view, atlas)
    return json_response(make_card(layer, gdf, row, requested_lang(request), area=area, atlas=atlas))


ROUTES = [
    Route(f"{URL_PREFIX}/layers/{{layer}}", _layer),
    Route(f"{URL_PREFIX}/sheets/{{layer}}", _layer_sheet),
    Route(f"{URL_PREFIX}/cards/{{layer}}/{{row:path}}", _card),
]
