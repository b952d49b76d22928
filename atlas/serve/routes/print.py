"""Routes for paper: the printed map of a link, portraits and sheets as pages and PDF, QR codes."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from atlas.errors import ViewError, nearest
from atlas.serve.address import check_own_link, page_address
from atlas.serve.http import (
    URL_PREFIX,
    cacheable_response,
    errors_as_json,
    requested_lang,
    requested_view,
    shared_atlas,
    shared_view,
)
from atlas.serve.progress import check_job, end_progress, read_progress, write_progress
from atlas.serve.security import protect

if TYPE_CHECKING:
    from atlas.scene.publish.object_sheet import ObjectSheet

# An id of a row may hold what no header does.
_NO_NAME = re.compile(r"[^\w.-]", re.ASCII)
_LONGEST_NAME = 100
_KINDS = {"pdf": "application/pdf", "png": "image/png"}


@errors_as_json
def _sheet(request: Request) -> Response:
    """Send the sheet of a link: ``format`` (pdf, png), ``size`` (A4, A3, WxH), ``orientation``; its code opens ``url``.

    An invalid part of the link is an error.
    """
    from atlas.render.print.paper_size import read_paper
    from atlas.render.print.sheet import draw_sheet
    from atlas.scene.publish.caption import make_caption, printed_scene

    given = request.query_params
    kind = given.get("format", "pdf")
    if kind not in _KINDS:
        raise ViewError("value_unknown", key="format", value=kind, valid=", ".join(_KINDS))
    paper = read_paper(given.get("size", "A4"), given.get("orientation", "landscape"))
    shared = shared_view(request, "format", "size", "orientation", "url")
    made = datetime.now(UTC).date()
    caption = make_caption(shared.view, shared.atlas, address=page_address(request), made=made)
    scene = printed_scene(shared.view, shared.atlas)
    name = f'attachment; filename="atlas-{made.isoformat()}.{kind}"'
    content = draw_sheet(scene, caption, paper, "pdf" if kind == "pdf" else "png")
    return Response(
        content, media_type=_KINDS[kind], headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )


def file_name(row_id: str) -> str:
    """Return the id of a row as a header may hold it in the name of a file."""
    return _NO_NAME.sub("_", row_id)[:_LONGEST_NAME] or "_"


@errors_as_json
def _portrait(request: Request) -> Response:
    """Send the portrait of a territory as a page or, where its address ends so, as a PDF; with the notes of a link."""
    from atlas.render.pages.portrait import portrait_page
    from atlas.render.print.portrait import draw_portrait
    from atlas.scene.publish.caption import printed_scene
    from atlas.scene.publish.portrait import make_portrait, portrait_caption
    from atlas.scene.query.view import add_notes

    atlas, name = shared_atlas(request), request.path_params["territory"]
    territory = name.removesuffix(".pdf")
    portrait = make_portrait(territory, atlas, requested_lang(request))
    caption = portrait_caption(portrait, address=page_address(request), made=datetime.now(UTC).date())
    notes = requested_view(request, "private", "url")[0].note
    scene = printed_scene(add_notes(portrait.view, notes), atlas)
    headers = {"Cache-Control": "no-store"}
    if name == territory:
        page = portrait_page(portrait, scene, caption).encode()
        return protect(Response(page, media_type="text/html", headers=headers), page)
    headers["Content-Disposition"] = f'inline; filename="{file_name(territory)}.pdf"'
    return Response(draw_portrait(portrait, scene, caption), media_type=_KINDS["pdf"], headers=headers)


@errors_as_json
def _series(request: Request) -> Response:
    """Send the series of a link: a page for each row of the layer ``by``; ``job`` names what tells how far it is."""
    from atlas.render.print.series import draw_series
    from atlas.scene.publish.series import series_caption, series_rows, series_sheets

    by, job = request.query_params.get("by", ""), check_job(request.query_params.get("job", ""))
    shared = shared_view(request, "by", "job", "url")
    made, address = datetime.now(UTC).date(), page_address(request)
    rows = series_rows(by, shared.view, shared.atlas)
    caption = series_caption(by, shared.view, shared.atlas, address=address, made=made)
    sheets = series_sheets(by, rows, shared.view, shared.atlas, address=address, made=made)
    try:
        content = draw_series(
            caption,
            [name for _, name in rows],
            sheets,
            lang=shared.view.lang,
            progress=lambda done, count: write_progress(job, done, count),
        )
    finally:
        end_progress(job)
    name = f'attachment; filename="atlas-{by}-{made.isoformat()}.pdf"'
    return Response(
        content, media_type=_KINDS["pdf"], headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )


@errors_as_json
def _progress(request: Request) -> Response:
    """Send how far the job ``job`` is: pages done, and all."""
    job = check_job(request.query_params.get("job", ""))
    return JSONResponse(read_progress(job), headers={"Cache-Control": "no-store"})


@errors_as_json
def _object(request: Request) -> Response:
    """Send the sheet of one object as a page, or as a PDF, with the layers and conditions of the link around it."""
    from atlas.scene.publish.object_sheet import make_object_sheet

    shared = shared_view(request, "url")
    layer_id, row_id = request.path_params["layer"], request.path_params["row"]
    paper = row_id.endswith(".pdf")
    row_id = row_id.removesuffix(".pdf")
    layer = shared.atlas.catalog.find(layer_id, key="objects")
    rows = shared.atlas.frames[layer.id].index
    if row_id not in rows:
        raise ViewError("row_unknown", key="objects", layer=layer.id, value=row_id, nearest=nearest(row_id, rows))
    made = datetime.now(UTC).date()
    sheet = make_object_sheet(layer_id, row_id, shared.view, shared.atlas, address=page_address(request), made=made)
    return _sheet_response(sheet, f"{layer_id}-{row_id}", paper=paper)


@errors_as_json
def _area(request: Request) -> Response:
    """Send the sheet of the area that a link selects, a drawn shape or territories, as a page or as a PDF."""
    from atlas.scene.publish.area_sheet import make_area_sheet

    shared = shared_view(request, "url")
    made = datetime.now(UTC).date()
    sheet = make_area_sheet(shared.view, shared.atlas, address=page_address(request), made=made)
    return _sheet_response(sheet, "area", paper=request.url.path.endswith(".pdf"))


def _sheet_response(sheet: "ObjectSheet", name: str, *, paper: bool) -> Response:
    """Send a sheet as a PDF or as a page."""
    from atlas.render.pages.sheet import sheet_page
    from atlas.render.print.series import draw_object_sheet

    headers = {"Cache-Control": "no-store"}
    if not paper:
        page = sheet_page(sheet).encode()
        return protect(Response(page, media_type="text/html", headers=headers), page)
    headers["Content-Disposition"] = f'inline; filename="{file_name(name)}.pdf"'
    return Response(draw_object_sheet(sheet), media_type=_KINDS["pdf"], headers=headers)


@errors_as_json
def _code(request: Request) -> Response:
    """Send ``text``, a link to this atlas, as a QR code."""
    from atlas.render.print.qr_code import qr_picture

    text = request.query_params.get("text", "")
    check_own_link(text, request, key="text")
    picture = qr_picture(text)
    if picture is None:
        raise ViewError("code_too_long", key="text")
    return cacheable_response(request, picture, "image/svg+xml")


ROUTES = [
    Route(f"{URL_PREFIX}/sheet", _sheet),
    Route(f"{URL_PREFIX}/portrait/{{territory}}", _portrait),
    Route(f"{URL_PREFIX}/series", _series),
    Route(f"{URL_PREFIX}/series/progress", _progress),
    Route(f"{URL_PREFIX}/objects/{{layer}}/{{row:path}}", _object),
    Route(f"{URL_PREFIX}/area", _area),
    Route(f"{URL_PREFIX}/area.pdf", _area),
    Route(f"{URL_PREFIX}/qr", _code),
]
