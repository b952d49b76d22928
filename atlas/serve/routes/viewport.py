"""Routes of large layers: the drawing of a window, all its rows, the row at a place, the next row, a list of rows.

Every route takes, beside parameters of its own, the part of a link that decides which rows are kept; all read the one
mask of `atlas.scene.query.row_masks.row_mask`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import ViewError, nearest
from atlas.serve.http import (
    URL_PREFIX,
    binary_response,
    current_atlas,
    errors_as_json,
    json_response,
    pack,
    requested_lang,
    requested_view,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from atlas.analysis.spatial.generalise import Levels
    from atlas.analysis.spatial.viewport import Window
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Mark, Scene
    from atlas.scene.query.view import View

_OWN = ("z", "bbox", "xy", "turn", "row")
_ZOOMS = (0, 20)
# A window is a screen with its margins, not an atlas sheet.
_WIDEST = 8192
_LISTED = 100


@dataclass(frozen=True, slots=True, eq=False)
class LayerRequest:
    """What each route here needs; while the levels of detail are being built, `share` of them is done."""

    view: "View"
    layer: "Layer"
    mark: "Mark"
    levels: "Levels"
    kept: "np.ndarray"
    share: float | None

    def unsure(self) -> "np.ndarray | None":
        """Return a mask of the rows that may or may not have existed in the year of the view; None without a year."""
        from atlas.scene.query.row_masks import uncertain_rows

        if self.view.year is None or not self.layer.period:
            return None
        gdf = current_atlas().frames[self.layer.id]
        return self.kept & uncertain_rows(gdf, self.layer, self.view.year)


def _view(request: Request) -> Response:
    """Send the picture of a window (`_window`); while levels are being built a coarse one, with how much is done."""
    from atlas.render.viewport_encoding import pack_viewport
    from atlas.scene.map.viewport import coarse_levels, layer_viewport
    from atlas.serve.state import window_picture

    window, shown = _window(request), _layer_request(request)

    def make() -> bytes:
        coarse = shown.share is not None
        levels = coarse_levels(shown.mark, shown.levels, shown.kept, window) if coarse else shown.levels
        viewport = layer_viewport(shown.mark, levels, shown.kept, window, uncertain=shown.unsure())
        return pack(pack_viewport(shown.mark, viewport))

    if shown.share is not None:
        return binary_response(make(), {"Atlas-Preparing": f"{shown.share:.2f}"}, packed=True)
    return binary_response(window_picture((shown.layer.id, shown.view, window), current_atlas(), make), packed=True)


def _rows_of_window(request: Request) -> Response:
    """Send all rows of a window, kept or not; 204 where more than the rows kept decides its picture.

    A page that has them asks for a filter which of them are kept (`_kept`), and for no picture.
    """
    import numpy as np

    from atlas.analysis.spatial.viewport import speck_boxes
    from atlas.render.viewport_encoding import pack_window_rows
    from atlas.scene.map.viewport import layer_viewport, window_rows

    window, shown = _window(request), _layer_request(request)
    if shown.share is not None:
        return _preparing(shown.share)
    found = window_rows(shown.mark, shown.levels, window)
    if found is None:
        return Response(status_code=204)
    shapes, small = found
    drawn = np.zeros(len(shown.kept), dtype=bool)
    drawn[shapes] = True
    viewport = layer_viewport(shown.mark, shown.levels, drawn, window)
    return binary_response(pack_window_rows(shown.mark, viewport, small, speck_boxes(shown.levels, small, window)))


def kept_of_windows(asked: "Sequence[str]", scene: "Scene", atlas: "Atlas") -> "list[bytes | None]":
    """Return what `_kept` sends of windows of the layers of a scene; None where the page has to ask for a picture.

    Parameters
    ----------
    asked
        Each the id of a layer, zoom, west, north, east and south, with commas between them.
    scene, atlas
        The scene, and what it was composed from.

    Raises
    ------
    ViewError
        One is no window.
    """
    from atlas.scene.map.viewport import kept_bits
    from atlas.serve.lod_builder import levels_of

    marks = {mark.layer: mark for mark in scene.marks if mark.large}
    found: list[bytes | None] = []
    for text in asked:
        layer_id, _, numbers = text.partition(",")
        zoom, *box = _read_numbers(numbers, "held", 5)
        window, mark = _make_window(zoom, box, "held", text), marks.get(layer_id)
        levels = levels_of(atlas.catalog[layer_id], atlas.frames[layer_id], patience=0) if mark else None
        if mark is None or levels is None or isinstance(levels, float):
            found.append(None)
        else:
            found.append(kept_bits(mark, levels, scene.kept[layer_id], window))
    return found


def _kept(request: Request) -> Response:
    """Send a bit for each row of `_rows_of_window`, the first in the lowest: whether the link keeps it."""
    from atlas.scene.map.viewport import kept_bits

    window, shown = _window(request), _layer_request(request)
    if shown.share is not None:
        return _preparing(shown.share)
    bits = kept_bits(shown.mark, shown.levels, shown.kept, window)
    return Response(status_code=204) if bits is None else binary_response(bits)


def _window(request: Request) -> "Window":
    """Read zoom and window of a request.

    Raises
    ------
    ViewError
        They are no numbers, or the window is larger than a screen with its margins.
    """
    zoom, box = _number(request, "z", *_ZOOMS), _numbers(request, "bbox", 4)
    return _make_window(zoom, box, "bbox", request.query_params["bbox"])


def _make_window(zoom: float, box: list[float], key: str, text: str) -> "Window":
    from atlas.analysis.spatial.viewport import Window

    west, north, east, south = map(int, box)
    window = Window(west, north, east, south, zoom)
    sound = _ZOOMS[0] <= zoom <= _ZOOMS[1] and 0 < window.size[0] <= _WIDEST and 0 < window.size[1] <= _WIDEST
    if not sound:
        raise ViewError("number_wrong", key=key, value=text)
    return window


def _hit(request: Request) -> Response:
    """Send the rows at ``xy`` on a map of zoom ``z``, packed as a layer of those rows; 204 when there is none."""
    from atlas.scene.map.viewport import find_rows

    zoom, place = _number(request, "z", *_ZOOMS), _numbers(request, "xy", 2)
    shown = _layer_request(request)
    return _rows(shown.mark, find_rows(shown.mark, shown.levels, shown.kept, place, zoom), zoom)


def _next(request: Request) -> Response:
    """Send the row that is nearest to ``xy`` in the direction ``turn`` (degrees), but not ``row``; as `_hit` does."""
    from atlas.scene.map.viewport import next_row

    place, turn = _numbers(request, "xy", 2), _number(request, "turn", 0, 360)
    shown = _layer_request(request)
    index, but = shown.mark.features.index, request.query_params.get("row")
    here = int(index.get_loc(but)) if but in index else None
    found = next_row(shown.levels, shown.kept, place, turn, here)
    return _rows(shown.mark, [] if found is None else [found], _ZOOMS[1])


def _row_by_id(request: Request) -> Response:
    """Send one row by its id, kept or not, as `_hit` does."""
    row = request.query_params.get("row", "")
    view, _ = requested_view(request, *_OWN)
    mark = _mark(request, view)
    if row not in mark.features.index:
        return json_response({"error": f"no row {row} in {mark.layer}"}, 404)
    place = int(mark.features.index.get_loc(row))
    return _rows(mark, [] if mark.features.iloc[place] is None else [place], _number(request, "z", *_ZOOMS))


def _list(request: Request) -> Response:
    """Send how many rows are in a window, and id and name of the largest of them."""
    from atlas.analysis.spatial.viewport import Window
    from atlas.scene.map.viewport import list_rows

    zoom, (west, north, east, south) = _number(request, "z", *_ZOOMS), _numbers(request, "bbox", 4)
    shown = _layer_request(request)
    window = Window(int(west), int(north), int(east), int(south), zoom)
    count, rows = list_rows(shown.levels, shown.kept, window, _LISTED)
    ids = shown.mark.features.index
    return json_response({"count": count, "rows": [[ids[row], shown.mark.names[row]] for row in rows]})


def _layer_request(request: Request) -> LayerRequest:
    """Read a request, and begin to build the levels of its layer where they are missing."""
    from atlas.scene.map.level_of_detail import coarse_detail
    from atlas.scene.query.row_masks import row_mask
    from atlas.serve.lod_builder import levels_of

    atlas = current_atlas()
    view, _ = requested_view(request, *_OWN)
    mark = _mark(request, view)
    layer, gdf = atlas.catalog[mark.layer], atlas.frames[mark.layer]
    kept, levels = row_mask(layer.id, view, atlas), levels_of(layer, gdf)
    if isinstance(levels, float):
        return LayerRequest(view, layer, mark, coarse_detail(gdf), kept, levels)
    return LayerRequest(view, layer, mark, levels, kept, None)


def _preparing(share: float) -> Response:
    """Return how much of the levels is done, where what is asked for needs them."""
    return json_response({"preparing": round(share, 2)}, 202)


def _mark(request: Request, view: "View") -> "Mark":
    """Return the mark of the layer that the path of a request names.

    Raises
    ------
    ViewError
        There is no such layer, or the page has all of it.
    """
    from atlas.scene.map.classes import classes_of

    atlas, layer_id = current_atlas(), request.path_params["layer"]
    if layer_id in atlas.catalog and atlas.catalog[layer_id].style:
        layer, lang = atlas.catalog[layer_id], requested_lang(request)
        from atlas.scene.map.compose import mark_of

        mark = mark_of(layer, atlas, lang, classes_of(layer, view))
        if mark.large:
            return mark
    raise ViewError("layer_unknown", key="view", value=layer_id, nearest=nearest(layer_id, atlas.catalog))


def _rows(mark: "Mark", rows: "Sequence[int] | np.ndarray", zoom: float) -> Response:
    from atlas.render.mark_encoding import pack_mark
    from atlas.scene.map.viewport import few_rows_mark

    return Response(status_code=204) if len(rows) == 0 else binary_response(pack_mark(few_rows_mark(mark, rows, zoom)))


def _number(request: Request, key: str, low: float, high: float) -> float:
    (number,) = _numbers(request, key, 1)
    if not low <= number <= high:
        raise ViewError("number_wrong", key=key, value=request.query_params[key])
    return number


def _numbers(request: Request, key: str, count: int) -> list[float]:
    return _read_numbers(request.query_params.get(key, ""), key, count)


def _read_numbers(text: str, key: str, count: int) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    # The world, and half of it to either side.
    if len(numbers) != count or not all(-(2**29) <= number <= 2**30 + 2**29 for number in numbers):
        raise ViewError("number_wrong", key=key, value=text)
    return numbers


ROUTES = [
    Route(f"{URL_PREFIX}/view/{{layer}}", errors_as_json(_view)),
    Route(f"{URL_PREFIX}/view/{{layer}}/rows", errors_as_json(_rows_of_window)),
    Route(f"{URL_PREFIX}/view/{{layer}}/kept", errors_as_json(_kept)),
    Route(f"{URL_PREFIX}/view/{{layer}}/hit", errors_as_json(_hit)),
    Route(f"{URL_PREFIX}/view/{{layer}}/next", errors_as_json(_next)),
    Route(f"{URL_PREFIX}/view/{{layer}}/row", errors_as_json(_row_by_id)),
    Route(f"{URL_PREFIX}/view/{{layer}}/list", errors_as_json(_list)),
]
