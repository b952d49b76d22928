"""Routes of the network page: network of a link, sheets, practices, aims, partners for a need, files.

Every route takes the link's own query and answers from it alone.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.serve.http import URL_PREFIX, current_atlas, errors_as_json, json_response, requested_view, shared_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atlas.scene.query.view import View

# Parameters of these routes that are no part of a link.
_OWN = ("need",)
_KINDS = {"graphml": "application/graphml+xml", "jsonld": "application/ld+json"}


@errors_as_json
def _network(request: Request) -> Response:
    """Send the network of a link: see `atlas.scene.network.network.describe_network`."""
    from atlas.scene.network.network import describe_network

    atlas = current_atlas()
    return json_response(describe_network(_asked(request), atlas))


def _project(request: Request) -> Response:
    """Send the sheet of a project: see `atlas.scene.network.project_sheet.make_project_sheet`."""
    from atlas.scene.network.project_sheet import make_project_sheet

    atlas, lang = current_atlas(), _asked(request).lang
    return _known(request, lambda row: make_project_sheet(row, atlas, lang))


def _place(request: Request) -> Response:
    """Send the sheet of a partner place: see `atlas.scene.network.partner_sheet.make_partner_sheet`."""
    from atlas.scene.network.partner_sheet import make_partner_sheet

    atlas, view = current_atlas(), _asked(request)
    return _known(request, lambda row: make_partner_sheet(row, view, atlas))


def _commune(request: Request) -> Response:
    """Send the twins of a commune: see `atlas.scene.network.partner_sheet.make_commune_sheet`."""
    from atlas.scene.network.partner_sheet import make_commune_sheet

    atlas, lang = current_atlas(), _asked(request).lang
    return _known(request, lambda row: make_commune_sheet(row, atlas, lang))


@errors_as_json
def _practices(request: Request) -> Response:
    """Send the practices of a link: see `atlas.scene.network.practices.list_practices`."""
    from atlas.scene.network.practices import list_practices

    atlas = current_atlas()
    return json_response(list_practices(_asked(request), atlas))


@errors_as_json
def _aims(request: Request) -> Response:
    """Send the programme TBM and its aims: see `atlas.scene.network.practices.describe_programme`."""
    from atlas.scene.network.practices import describe_programme

    atlas = current_atlas()
    return json_response(describe_programme(_asked(request), atlas))


@errors_as_json
def _pairings(request: Request) -> Response:
    """Send the partners that worked on the themes ``need``: see `atlas.scene.network.practices.list_pairings`."""
    from atlas.scene.network.practices import list_pairings

    atlas, need = current_atlas(), tuple(request.query_params.getlist("need"))
    return json_response(list_pairings(need, _asked(request), atlas))


@errors_as_json
def _file(request: Request) -> Response:
    """Send the network of a link as a graph: see `atlas.scene.network.graph_file.graph_text`."""
    from atlas.scene.network.graph_file import graph_text

    ending, shared = request.path_params["ending"], shared_view(request, *_OWN, whole=False)
    view, made = replace(shared.view, mode="network"), datetime.now(UTC).date()
    text = graph_text(f".{ending}", view, shared.atlas, made=made)
    headers = {"Content-Disposition": f'attachment; filename="network.{ending}"'}
    return Response(text, media_type=_KINDS[ending], headers=headers)


def _asked(request: Request) -> "View":
    view, _ = requested_view(request, *_OWN)
    return replace(view, mode="network")


def _known(request: Request, tell: "Callable[[str], Mapping[str, object]]") -> Response:
    row = request.path_params["row"]
    try:
        return json_response(tell(row))
    except KeyError:
        return json_response({"error": f"no row {row}"}, 404)


_PATH = f"{URL_PREFIX}/network"
ROUTES = [
    Route(_PATH, _network),
    Route(f"{_PATH}/projects/{{row}}", _project),
    Route(f"{_PATH}/places/{{row}}", _place),
    Route(f"{_PATH}/communes/{{row}}", _commune),
    Route(f"{_PATH}/practices", _practices),
    Route(f"{_PATH}/aims", _aims),
    Route(f"{_PATH}/pairings", _pairings),
    Route(f"{_PATH}/file.{{ending}}", _file),
]
