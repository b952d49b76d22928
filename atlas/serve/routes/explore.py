"""Routes of the explore page: search, table, summary, charts, classes, related objects, files, citation.

Every route but the search takes the link's own query, and answers from it alone. What it takes beside has names that
are no key of a link.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.serve.address import public_address
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    current_atlas,
    errors_as_json,
    json_response,
    requested_lang,
    requested_view,
    shared_view,
    whole_number,
)
from atlas.serve.sessions import answering

if TYPE_CHECKING:
    from atlas.io.exports.formats import ExportOptions

_LONGEST = 100


def _search(request: Request) -> Response:
    """Find ``q``: see `atlas.scene.explore.search.search`."""
    from atlas.scene.explore.search import finder_of, search

    atlas, query = current_atlas(), request.query_params.get("q", "")[:_LONGEST]
    return json_response(search(finder_of(atlas), query, requested_lang(request), atlas))


@errors_as_json
def _table(request: Request) -> Response:
    """Send a page of the table of ``table``: ``sort``, ``start``, ``count``, ``columns``, ``row``."""
    from atlas.scene.explore.table import Page, make_table

    atlas, given = current_atlas(), request.query_params
    view, _ = requested_view(request, "table", "sort", "start", "count", "columns", "row")
    page = Page(
        sort=given.get("sort", ""),
        start=whole_number(request, "start", 0),
        count=whole_number(request, "count", 100),
        columns=tuple(name for part in given.getlist("columns") for name in part.split(",") if name),
        row=given.get("row"),
    )
    return json_response(make_table(_layer(request, "table"), view, atlas, page))


@errors_as_json
def _summary(request: Request) -> Response:
    """Send counts, areas and lengths of what a link selects: see `atlas.scene.explore.summary.summarize`."""
    from atlas.scene.explore.summary import summarize

    atlas = current_atlas()
    view, _ = requested_view(request)
    return json_response(summarize(view, atlas))


@errors_as_json
def _answers(request: Request) -> Response:
    """Send the answers of the question of a link: see `atlas.scene.explore.answers.list_answers`."""
    from atlas.scene.explore.answers import list_answers

    atlas = current_atlas()
    view, _ = requested_view(request)
    return json_response(list_answers(view, atlas))


@errors_as_json
def _charts(request: Request) -> Response:
    """Send the charts of the layer ``chart``: see `atlas.scene.explore.charts.make_charts`."""
    from atlas.scene.explore.charts import make_charts

    atlas = current_atlas()
    view, _ = requested_view(request, "chart")
    return json_response(make_charts(_layer(request, "chart"), view, atlas))


@errors_as_json
def _classes(request: Request) -> Response:
    """Send the columns by which the layer ``of`` can be classified, and the histogram with its breaks."""
    from atlas.scene.map.classes import classes_of, describe_classes
    from atlas.scene.query.row_masks import row_mask

    atlas = current_atlas()
    view, _ = requested_view(request, "of")
    layer_id = _layer(request, "of")
    kept = row_mask(layer_id, view, atlas)
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    return json_response(describe_classes(layer, gdf, kept, classes_of(layer, view), view.lang))


def _ties(request: Request) -> Response:
    """Send the objects related to a row: see `atlas.scene.explore.related_objects.find_related_objects`."""
    from atlas.scene.explore.related_objects import find_related_objects

    atlas, layer_id, row = current_atlas(), request.path_params["layer"], request.path_params["row"]
    if layer_id not in atlas.catalog or row not in atlas.frames[layer_id].index:
        return json_response({"error": f"no row {row} in {layer_id}"}, 404)
    return json_response(find_related_objects(layer_id, row, atlas, requested_lang(request)))


@errors_as_json
def _export(request: Request) -> Response:
    """Send the rows of a link as a file of ``format``, with ``crs`` and ``csv`` as the command line has them.

    An invalid part of the link is an error.
    """
    from atlas.io.exports.formats import QGIS_KINDS
    from atlas.io.pack_rows import pack_rows
    from atlas.io.provenance import trace
    from atlas.scene.map.answer import question_of
    from atlas.scene.map.noted_rows import noted_rows
    from atlas.scene.query.permalink import to_permalink
    from atlas.serve.qgis_file import pack_qgis_file

    shared = shared_view(request, "format", "crs", "csv")
    ending = request.query_params.get("format", "geojson")
    service = f"{public_address(request)}ogc" if ending == "ogc.qgz" else ""
    # No service has the notes of a reader.
    taken = replace(shared.view, note=()) if service else shared.view
    view, atlas, rows = noted_rows(taken, shared.atlas)
    link = f"{public_address(request)}{to_permalink(shared.view)}"
    question, made = question_of(shared.view, shared.atlas), datetime.now(UTC).date()
    provenance = trace(rows, atlas.catalog, link=link, made=made, question=question)
    options = _export_options(request, shared.view.lang)
    if ending in QGIS_KINDS:
        own = (view, atlas, rows, provenance, options)
        name, kind, content = pack_qgis_file(*own, service=service)
    else:
        name, kind, content = pack_rows(rows, provenance, ending=ending, options=options)
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@errors_as_json
def _export_preview(request: Request) -> Response:
    """Send what a download of a link will hold: see `atlas.scene.explore.export_preview.preview_export`."""
    from atlas.scene.explore.export_preview import preview_export
    from atlas.scene.query.sharing import public_atlas

    shared = shared_view(request, "crs", whole=False)
    made = datetime.now(UTC).date()
    with answering(None):
        public = public_atlas(current_atlas())
    crs = request.query_params.get("crs")
    return json_response(preview_export(shared.view, shared.atlas, crs=crs, made=made, public=public))


def _export_options(request: Request, lang: str) -> "ExportOptions":
    """Read ``crs`` and ``csv``."""
    from atlas.errors import ViewError
    from atlas.io.exports.formats import CsvStyle, ExportOptions

    styles: dict[str | None, CsvStyle | None] = {None: None, "en": "en", "fr": "fr"}
    csv = request.query_params.get("csv")
    if csv not in styles:
        raise ViewError("value_unknown", key="csv", value=csv, valid="en, fr")
    return ExportOptions(lang=lang, crs=request.query_params.get("crs"), csv=styles[csv])


@errors_as_json
def _cite(request: Request) -> Response:
    """Send the references of a link: see `atlas.scene.publish.citation.cite`."""
    from atlas.scene.publish.citation import cite

    shared = shared_view(request, whole=False)
    made, address = datetime.now(UTC).date(), public_address(request)
    return json_response(cite(shared.view, shared.atlas, address=address, made=made))


@errors_as_json
def _share(request: Request) -> Response:
    """Send the private layers of a link, which files leave out: see `atlas.scene.query.sharing.sharing_message`."""
    from atlas.scene.query.sharing import sharing_message

    atlas = current_atlas()
    view, _ = requested_view(request, "private")
    return json_response(sharing_message(view, atlas))


def _catalog(request: Request) -> Response:
    """Send the full sheets of all layers: see `atlas.scene.publish.metadata.describe_layer`."""
    from atlas.serve.state import catalog_sheets

    return cacheable_response(request, catalog_sheets(requested_lang(request), current_atlas()), "application/json")


def _layer(request: Request, key: str) -> str:
    """Return the layer that a parameter of a route names."""
    return current_atlas().catalog.find(request.query_params.get(key, ""), key=key).id


ROUTES = [
    Route(f"{URL_PREFIX}/search", _search),
    Route(f"{URL_PREFIX}/table", _table),
    Route(f"{URL_PREFIX}/summary", _summary),
    Route(f"{URL_PREFIX}/answers", _answers),
    Route(f"{URL_PREFIX}/charts", _charts),
    Route(f"{URL_PREFIX}/classes", _classes),
    Route(f"{URL_PREFIX}/catalog", _catalog),
    Route(f"{URL_PREFIX}/cite", _cite),
    Route(f"{URL_PREFIX}/export", _export),
    Route(f"{URL_PREFIX}/export/preview", _export_preview),
    Route(f"{URL_PREFIX}/share", _share),
    Route(f"{URL_PREFIX}/ties/{{layer}}/{{row:path}}", _ties),
]
