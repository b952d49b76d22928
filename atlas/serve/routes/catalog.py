"""The catalogue for portals that harvest it (DCAT-AP as JSON-LD, Turtle and RDF/XML), and the styles of its layers."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.public_settings import read_public_settings
from atlas.serve.address import public_address
from atlas.serve.http import URL_PREFIX, cacheable_response, errors_as_json, json_response, requested_lang, shared_atlas

if TYPE_CHECKING:
    from atlas.scene.publish.dcat.catalog import RdfFormat

# Of geometry.
_KINDS = ("point", "line", "polygon")


@errors_as_json
def _catalog(request: Request) -> Response:
    """Send the catalogue, or one layer of it, as DCAT: see `atlas.scene.publish.dcat.catalog`."""
    from atlas.scene.publish.dcat.catalog import RDF_FORMATS, Publisher, catalog_metadata, write_metadata

    atlas, only = shared_atlas(request), request.path_params.get("layer")
    form: RdfFormat | None = next((known for known in RDF_FORMATS if known == request.path_params["form"]), None)
    if form is None:
        return json_response({"error": f"no format {request.path_params['form']}"}, 404)
    if only and only not in atlas.catalog:
        return json_response({"error": f"no layer {only}"}, 404)
    settings, address = read_public_settings(), public_address(request)
    publisher = Publisher(settings.publisher, settings.contact)

    def make() -> bytes:
        return write_metadata(catalog_metadata(atlas, address=address, only=only, publisher=publisher), form).encode()

    # Turtle of all layers takes a second.
    content = atlas.memoize(("dcat", form, only, address, publisher), make)
    return cacheable_response(request, content, RDF_FORMATS[form])


@errors_as_json
def _style(request: Request) -> Response:
    """Send the style of a layer for one kind of geometry: for QGIS (``qml``) or for map servers (``sld``)."""
    from atlas.serve.qgis_file import layer_style

    atlas, layer_id, kind = shared_atlas(request), request.path_params["layer"], request.path_params["kind"]
    ending, lang = request.path_params["ending"], requested_lang(request)
    if layer_id not in atlas.catalog:
        return json_response({"error": f"no layer {layer_id}"}, 404)
    content = None
    if ending in {"qml", "sld"} and kind in _KINDS:
        key = ("style", layer_id, kind, ending, lang)
        content = atlas.memoize(key, lambda: layer_style(layer_id, kind, atlas, lang, ending=ending))
    if content is None:
        return json_response({"error": f"no style of {layer_id} for {kind} as {ending}"}, 404)
    return cacheable_response(request, content, "application/xml")


ROUTES = [
    # Where harvesters look first.
    Route("/dcat.{form}", _catalog),
    Route(f"{URL_PREFIX}/catalog.{{form}}", _catalog),
    Route(f"{URL_PREFIX}/catalog/{{layer}}.{{form}}", _catalog),
    Route(f"{URL_PREFIX}/styles/{{layer}}/{{kind}}.{{ending}}", _style),
]
