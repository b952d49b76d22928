"""A view as a project file of QGIS: description, project, styles and rows put together."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.io.exports.export_job import ExportNote
    from atlas.io.exports.formats import ExportOptions
    from atlas.io.provenance import Provenance
    from atlas.scene.query.view import View


def pack_qgis_file(
    view: "View",
    atlas: "Atlas",
    rows: "Mapping[str, gpd.GeoDataFrame]",
    provenance: "Provenance",
    options: "ExportOptions",
    *,
    service: str = "",
) -> tuple[str, str, bytes]:
    """Return the project of a view for download: name of the file, media type, bytes; see `write_qgis_file`."""
    from atlas.io.exports.formats import PROJECT
    from atlas.io.pack_rows import project_name

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / project_name(provenance, online=bool(service))
        write_qgis_file(view, atlas, rows, path, provenance, options, service=service)
        return path.name, PROJECT.media_type, path.read_bytes()


def write_qgis_file(  # noqa: PLR0913 - as `atlas.io.export.export_rows`, and the view that the rows are of
    view: "View",
    atlas: "Atlas",
    rows: "Mapping[str, gpd.GeoDataFrame]",
    path: "Path",
    provenance: "Provenance",
    options: "ExportOptions",
    *,
    service: str = "",
) -> "tuple[ExportNote, ...]":
    """Write the project of a view with its rows, or with the address of a service that has them.

    Parameters
    ----------
    view, atlas
        A view to be shared, see `atlas.scene.query.sharing.share`, and its atlas.
    rows, path, provenance, options
        As for `atlas.io.export.export_rows`.
    service
        Address of an OGC API of the atlas; empty to write the rows.
    """
    from atlas.io.export import export_project
    from atlas.render.qgis.ground import project_ground
    from atlas.render.qgis.project import project_file, style_files
    from atlas.scene.publish.qgis_project import describe_project

    address = provenance.link.partition("?")[0]
    project = describe_project(view, atlas, rows, provenance, crs=options.crs, address=address)
    ground = project_ground(project)
    content = project_file(project, ground, service=service)
    styles = None if service else style_files(project)
    tables = ground.layers
    return export_project(rows, path, provenance, options, project=content, styles=styles, ground=tables)


def layer_style(layer_id: str, kind: str, atlas: "Atlas", lang: str, *, ending: str) -> bytes | None:
    """Return the style of a layer for one kind of geometry as ``qml`` or ``sld``; None where it has no such rows."""
    from datetime import UTC, datetime

    from atlas.io.provenance import trace
    from atlas.render.print.colours import look_of
    from atlas.render.qgis.layer_style import style_file
    from atlas.render.qgis.sld import sld_file
    from atlas.scene.publish.qgis_project import describe_project
    from atlas.scene.query.permalink import to_permalink
    from atlas.scene.query.row_masks import query_rows
    from atlas.scene.query.view import View

    view = View(lang=lang, layers=(layer_id,))
    rows = query_rows(view, atlas)
    provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=datetime.now(UTC).date())
    project = describe_project(view, atlas, rows, provenance)
    layer = next((own for own in project.layers if own.kind == kind and own.mark is not None), None)
    if layer is None:
        return None
    look = look_of(view.theme)
    return style_file(layer, look, project.lat) if ending == "qml" else sld_file(layer, look)
