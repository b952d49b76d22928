"""Routes of the comparison page: table, ranks, perimeters, maps, closures, similar basins, provenance, files.

Statistics of whole levels of territories belong to it.

Every route reads the query of the link and needs nothing else; measured values are cached.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import IndicatorError, ViewError, choices
from atlas.serve.address import page_address
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    current_atlas,
    errors_as_json,
    json_response,
    requested_lang,
    requested_view,
    shared_atlas,
    shared_view,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from atlas.analysis.indicators import Measure
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Parameters of these routes that are no part of a link.
_OWN = ("measure", "of", "level", "url")
_FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}


def _asked(request: Request) -> "tuple[View, Atlas]":
    return requested_view(request, *_OWN)[0], current_atlas()


@errors_as_json
def _choices(request: Request) -> Response:
    """Send the options of a comparison: see `atlas.scene.compare.choices.list_choices`."""
    from atlas.scene.compare.choices import list_choices

    atlas = current_atlas()
    choices = list_choices(atlas, requested_lang(request))
    return cacheable_response(request, orjson.dumps(choices), "application/json")


@errors_as_json
def _compare(request: Request) -> Response:
    """Send the comparison of a link: see `atlas.scene.compare.messages.describe_comparison`."""
    from atlas.scene.compare.comparison import compare
    from atlas.scene.compare.messages import describe_comparison

    view, atlas = _asked(request)
    return json_response(describe_comparison(compare(view, atlas), atlas.catalog, view.lang, view.version))


@errors_as_json
def _ranks(request: Request) -> Response:
    """Send composite ranks and their robustness: see `atlas.scene.compare.rank_robustness.rank_comparison`."""
    from atlas.scene.compare.comparison import compare
    from atlas.scene.compare.rank_robustness import rank_comparison

    return json_response(rank_comparison(compare(*_asked(request))))


@errors_as_json
def _perimeters(request: Request) -> Response:
    """Send the findings that another perimeter reverses: see `atlas.scene.compare.perimeters.describe_perimeters`."""
    from atlas.scene.compare.perimeters import describe_perimeters

    return json_response(describe_perimeters(*_asked(request)))


@errors_as_json
def _maps(request: Request) -> Response:
    """Send small maps coloured by ``measure``: see `atlas.scene.compare.maps.colour_maps`."""
    from atlas.scene.compare.maps import colour_maps

    view, atlas = _asked(request)
    return json_response(colour_maps(_measure(request, atlas), view, atlas))


@errors_as_json
def _points(request: Request) -> Response:
    """Send the points of two ``measure``, all territories of ``level`` behind (`atlas.scene.compare.scatter`)."""
    from atlas.scene.compare.scatter import scatter
    from atlas.scene.query.compare_parameters import read_measure

    view, atlas = _asked(request)
    across, up = (
        read_measure(text, atlas.catalog).measure for text in [*request.query_params.getlist("measure"), "", ""][:2]
    )
    return json_response(scatter(across, up, request.query_params.get("level", ""), view, atlas))


@errors_as_json
def _outlines(request: Request) -> Response:
    """Send the outlines of the territories ``of``, in kilometres: see `atlas.scene.compare.maps.outlines`."""
    from atlas.scene.compare.maps import outlines

    view, atlas = _asked(request)
    return json_response(outlines(tuple(request.query_params.getlist("of")), view, atlas))


@errors_as_json
def _clock(request: Request) -> Response:
    """Send the closure timeline: see `atlas.scene.compare.closure_timeline.align_closures`."""
    from atlas.scene.compare.closure_timeline import align_closures

    return json_response(align_closures(*_asked(request)))


@errors_as_json
def _twins(request: Request) -> Response:
    """Send the basins similar to the basin ``of``: see `atlas.scene.compare.similar_basins.find_similar_basins`."""
    from atlas.scene.compare.similar_basins import find_similar_basins

    view, atlas = _asked(request)
    return json_response(find_similar_basins(_basin(request, atlas), view, atlas))


@errors_as_json
def _moran(request: Request) -> Response:
    """Send Moran's I of a measure: see `atlas.scene.statistics.spatial_autocorrelation.describe_moran`."""
    from atlas.scene.statistics.spatial_autocorrelation import describe_moran, moran_setting

    view, atlas = _asked(request)
    setting = moran_setting(view, atlas)
    return _statistic(request, lambda: describe_moran(setting, view, atlas))


@errors_as_json
def _typology(request: Request) -> Response:
    """Send a typology: see `atlas.scene.statistics.territory_groups.describe_typology`."""
    from atlas.scene.statistics.territory_groups import describe_typology, typology_setting

    view, atlas = _asked(request)
    setting = typology_setting(view, atlas)
    return _statistic(request, lambda: describe_typology(setting, view, atlas))


def _statistic(request: Request, describe: "Callable[[], object]") -> Response:
    """Send a statistic, or why there is none: that is an answer, not a wrong request."""
    try:
        return json_response(describe())
    except IndicatorError as problem:
        return json_response({"none": problem.text_for_readers(requested_lang(request))})


@errors_as_json
def _register(request: Request) -> Response:
    """Send the figures on which sources disagree: see `atlas.scene.compare.disagreements.list_disagreements`."""
    from atlas.scene.compare.disagreements import list_disagreements

    view, atlas = _asked(request)
    return json_response(list_disagreements(view, atlas.catalog))


@errors_as_json
def _links(request: Request) -> Response:
    """Send the missing links of the territory ``of``: see `atlas.scene.compare.missing_links.list_missing_links`."""
    from atlas.scene.compare.missing_links import list_missing_links

    view, atlas = _asked(request)
    return json_response(list_missing_links(_territory(request, view, atlas), view, atlas))


@errors_as_json
def _evidence(request: Request) -> Response:
    """Send where the number of ``measure`` and ``of`` comes from: see `atlas.scene.compare.provenance.trace_number`."""
    from atlas.scene.compare.provenance import trace_number

    view, atlas = _asked(request)
    return json_response(trace_number(_measure(request, atlas), _territory(request, view, atlas), view, atlas))


def _formula(request: Request) -> Response:
    """Send the formula of an indicator as a picture that takes the colour of the text around it."""
    from atlas.analysis.indicators import indicators_in
    from atlas.render.print.formula import formula_picture
    from atlas.scene.compare.provenance import formula_of

    name, known = request.path_params["indicator"], indicators_in(current_atlas().catalog)
    if name not in known:
        return json_response({"error": f"no indicator {name}"}, 404)
    return cacheable_response(request, formula_picture(formula_of(known[name])), "image/svg+xml")


@errors_as_json
def _file(request: Request) -> Response:
    """Send the comparison of a link as a file; an invalid part of the link is an error."""
    from atlas.render.print.comparison_report import compare_file
    from atlas.scene.compare.comparison import compare
    from atlas.scene.compare.messages import describe_comparison
    from atlas.scene.query.permalink import to_permalink

    kind, atlas = request.path_params["kind"], shared_atlas(request)
    if kind not in _FILES:
        raise ViewError("value_unknown", key="file", value=kind, valid=", ".join(_FILES))
    view = shared_view(request, *_OWN).view
    made = datetime.now(UTC).date()
    state = describe_comparison(compare(view, atlas), atlas.catalog, view.lang, view.version)
    address = page_address(request) + to_permalink(view)
    by = dict(view.detail).get("table.by")
    content = compare_file(kind, state, view.lang, made=made, address=address, by=by)
    name = f'attachment; filename="atlas-comparison-{made.isoformat()}.{kind}"'
    return Response(
        content, media_type=_FILES[kind], headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )


def _measure(request: Request, atlas: "Atlas") -> "Measure":
    from atlas.scene.query.compare_parameters import read_measure

    return read_measure(request.query_params.get("measure", ""), atlas.catalog).measure


def _territory(request: Request, view: "View", atlas: "Atlas") -> str:
    from atlas.scene.query.validate_compare import check_territory

    territory = request.query_params.get("of", "")
    check_territory(territory, view, atlas, key="of")
    return territory


def _basin(request: Request, atlas: "Atlas") -> str:
    basin, basins = request.query_params.get("of", ""), atlas.frames["mining_basins"].index
    if basin not in basins:
        raise ViewError("value_unknown", key="of", value=basin, valid=choices(basin, basins))
    return basin


ROUTES = [
    Route(f"{URL_PREFIX}/compare", _compare),
    Route(f"{URL_PREFIX}/compare/choices", _choices),
    Route(f"{URL_PREFIX}/compare/ranks", _ranks),
    Route(f"{URL_PREFIX}/compare/perimeters", _perimeters),
    Route(f"{URL_PREFIX}/compare/maps", _maps),
    Route(f"{URL_PREFIX}/compare/points", _points),
    Route(f"{URL_PREFIX}/compare/outlines", _outlines),
    Route(f"{URL_PREFIX}/compare/clock", _clock),
    Route(f"{URL_PREFIX}/compare/twins", _twins),
    Route(f"{URL_PREFIX}/compare/moran", _moran),
    Route(f"{URL_PREFIX}/compare/typology", _typology),
    Route(f"{URL_PREFIX}/compare/register", _register),
    Route(f"{URL_PREFIX}/compare/links", _links),
    Route(f"{URL_PREFIX}/compare/evidence", _evidence),
    Route(f"{URL_PREFIX}/compare/formulas/{{indicator}}.svg", _formula),
    Route(f"{URL_PREFIX}/compare/file.{{kind}}", _file),
]
