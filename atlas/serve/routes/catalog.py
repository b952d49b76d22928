"""The catalogue for portals that harvest it: DCAT-AP as JSON-LD, Turtle and RDF/XML."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.public_settings import read_public_settings
from atlas.serve.address import public_address
from atlas.serve.http import URL_PREFIX, cacheable_response, errors_as_json, json_response, shared_atlas

if TYPE_CHECKING:
    from atlas.scene.publish.dcat.catalog import RdfFormat


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


ROUTES = [
    # Where harvesters look first.
    Route("/dcat.{form}", _catalog),
    Route(f"{URL_PREFIX}/catalog.{{form}}", _catalog),
    Route(f"{URL_PREFIX}/catalog/{{layer}}.{{form}}", _catalog),
]
