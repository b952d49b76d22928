"""The answer to acts of the reader: what page and map show after them, before the run of the page takes them over."""

import base64
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import ViewError
from atlas.serve.http import URL_PREFIX, current_atlas, errors_as_json, json_response, requested_view
from atlas.streamlit_seam import written_query

if TYPE_CHECKING:
    from typing import Any

_OWN = ("acts", "open", "held")
# A page sends the few acts that wait.
_MOST = 100
# Windows of large layers: a page has one or two of each.
_MOST_HELD = 40


@errors_as_json
def _act(request: Request) -> Response:
    """Send state, panel and new sheets after ``acts`` on the view of a link, of which filters of ``open`` are open.

    With them goes which rows are kept of the windows that the page has all rows of (``held``), so that it need not ask.
    """
    from atlas.render.scene_message import scene_message
    from atlas.scene.map.compose import compose
    from atlas.scene.query.permalink import to_query
    from atlas.serve.routes.panel import PageView, apply_acts, new_sheets, panel_data
    from atlas.serve.routes.viewport import kept_of_windows

    atlas = current_atlas()
    acts = _acts(request)
    view, problems = requested_view(request, *_OWN)
    page = apply_acts(PageView(view, request.query_params.get("open"), problems), acts, atlas)
    scene = compose(page.view, atlas)
    kept = kept_of_windows(request.query_params.getlist("held")[:_MOST_HELD], scene, atlas)
    return json_response(
        {
            "address": written_query(to_query(page.view)),
            "state": scene_message(scene),
            "panel": panel_data(page, scene, atlas),
            "sheets": new_sheets(view, page.view, scene, atlas),
            "kept": [None if bits is None else base64.b64encode(bits).decode() for bits in kept],
        }
    )


def _acts(request: Request) -> "list[dict[str, Any]]":
    """Read the acts of a request.

    Raises
    ------
    ViewError
        They are no list of acts.
    """
    text = request.query_params.get("acts", "")
    try:
        acts = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise ViewError("act_wrong", key="acts", problem=exc) from exc
    if not isinstance(acts, list) or len(acts) > _MOST or not all(isinstance(act, dict) for act in acts):
        raise ViewError("act_wrong", key="acts", problem=text[:_MOST])
    return acts


ROUTES = [Route(f"{URL_PREFIX}/act", _act)]
