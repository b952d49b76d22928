"""Layers of a project: where their rows are, their reference system, their metadata, their style."""

from typing import TYPE_CHECKING, Literal
from xml.etree.ElementTree import Element

from pyproj import CRS

from atlas.render.qgis.layer_style import add_style
from atlas.render.qgis.xml import add, both

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.map.scene import Tiles
    from atlas.scene.publish.qgis_layer import LayerCredit, ProjectLayer
    from atlas.scene.publish.qgis_project import Project

# The GeoPackage in the archive of the project, an attachment of QGIS (since 3.22): found wherever the archive lies.
TABLES = "atlas.gpkg"
# QGIS keeps an id of more than ten letters only.
BASEMAP = "atlas_basemap"
_ATTACHED = f"attachment:{TABLES}"
_WKB = {"point": "MultiPoint", "line": "MultiLineString", "polygon": "MultiPolygon", "none": "NoGeometry"}
_GEOMETRIES = {"point": "Point", "line": "Line", "polygon": "Polygon", "none": "No geometry"}
_KIND_FILTERS = {
    "point": "geometry_type($geometry) = 'Point'",
    "line": "geometry_type($geometry) = 'Line'",
    "polygon": "geometry_type($geometry) = 'Polygon'",
    "none": "$geometry IS NULL",
}

Store = Literal["ogr", "OAPIF"]


def add_layer(parent: Element, layer: "ProjectLayer", project: "Project", look: "Look", service: str) -> None:
    """Add a layer of rows.

    Parameters
    ----------
    parent
        The layers of the project.
    layer, project
        What is added, to which project.
    look
        Colours of the appearance.
    service
        Address of an OGC API that has the rows; empty for the tables in the archive.
    """
    element = add(parent, "maplayer", geometry=_GEOMETRIES[layer.kind], wkbType=_WKB[layer.kind], type="vector")
    for name in ("simplifyDrawingHints", "simplifyLocal"):
        element.set(name, "1" if layer.kind in {"line", "polygon"} else "0")
    element.set("styleCategories", "AllStyleCategories")
    add(element, "id", layer.id)
    add(element, "datasource", source_of(layer, service))
    add(element, "layername", layer.title)
    add_system(add(element, "srs"), project.layer_crs)
    _add_metadata(element, layer.credit, layer.title, project)
    add(element, "provider", "OAPIF" if service else "ogr", encoding="UTF-8")
    add_style(element, layer, look, project.lat)


def source_of(layer: "ProjectLayer", service: str) -> str:
    """Return where QGIS finds the rows of a layer: with the conditions of the view as a filter that can be lifted."""
    if service:
        parts = {"pagingEnabled": "true", "restrictToRequestBBOX": "1", "typename": layer.table, "url": service}
        # All rows of all kinds come from one address: QGIS tells them apart itself.
        parts |= (
            {"filter": where} if (where := both(layer.chosen, _KIND_FILTERS[layer.kind] if layer.among else "")) else {}
        )
        return " ".join(f"{key}='{_escaped(value)}'" for key, value in parts.items())
    where = layer.where
    if layer.among and layer.kind == "none":
        where = f'({where}) AND "geom" IS NULL' if where else '"geom" IS NULL'
        selected = f'SELECT * FROM "{layer.table}" WHERE {where}'  # noqa: S608 - ids of ours; QGIS runs it, on a file of ours
        return f"{attached(layer.table)}|subset={selected}"
    kind = f"|geometrytype={_WKB[layer.kind].removeprefix('Multi')}" if layer.among else ""
    return f"{attached(layer.table)}{kind}{f'|subset={where}' if where else ''}"


def attached(table: str) -> str:
    """Return where QGIS finds a table of the archive."""
    return f"{_ATTACHED}|layername={table}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def add_system(parent: Element, code: str) -> None:
    """Add a reference system."""
    crs = CRS.from_user_input(code)
    system = add(parent, "spatialrefsys")
    add(system, "wkt", crs.to_wkt("WKT2_2019"))
    add(system, "srid", code.rpartition(":")[2])
    add(system, "authid", code)
    add(system, "description", crs.name)
    add(system, "geographicflag", "true" if crs.is_geographic else "false")


def _add_metadata(parent: Element, credit: "LayerCredit", title: str, project: "Project") -> None:
    metadata = add(parent, "resourceMetadata")
    add(metadata, "identifier", project.caption.link)
    add(metadata, "parentidentifier", "")
    add(metadata, "language", project.lang)
    add(metadata, "type", "dataset")
    add(metadata, "title", title)
    add(metadata, "abstract", credit.abstract)
    add(add(metadata, "keywords", vocabulary="gmd:topicCategory"), "keyword", credit.theme)
    for producer in credit.producers:
        contact = add(metadata, "contact")
        add(contact, "name", producer)
        add(contact, "organization", producer)
        add(contact, "role", "owner")
    links = add(metadata, "links")
    for address in credit.addresses:
        add(links, "link", type="WWW:LINK", name="source", url=address, description="", mimeType="", format="", size="")
    for line in credit.processing:
        add(metadata, "history", line)
    add(metadata, "fees", "")
    for citation in credit.citations:
        add(metadata, "rights", citation)
    for licence in credit.licences:
        add(metadata, "license", licence)
    add(metadata, "encoding", "UTF-8")
    add_system(add(metadata, "crs"), project.layer_crs)
    if credit.accessed:
        period = add(add(metadata, "extent"), "temporal")
        add(period, "instant", f"{credit.accessed}T00:00:00Z")


def add_basemap(parent: Element, tiles: "Tiles") -> None:
    """Add the online basemap of a view."""
    element = add(parent, "maplayer", type="raster")
    add(element, "id", BASEMAP)
    add(element, "datasource", basemap_source(tiles))
    add(element, "layername", tiles.title)
    add_system(add(element, "srs"), "EPSG:3857")
    add(element, "provider", "wms")
    pipe = add(element, "pipe")
    add(pipe, "rasterrenderer", type="singlebandcolordata", band=1, opacity=1, alphaBand=-1)
    add(element, "blendMode", "0")


def basemap_source(tiles: "Tiles") -> str:
    """Return the address of an online basemap as QGIS writes it."""
    if tiles.layer is None:
        address = tiles.url.replace("&", "%26").replace("=", "%3D")
        return f"type=xyz&url={address}&zmin={tiles.min_zoom}&zmax={tiles.max_zoom}"
    parameters = f"crs=EPSG:3857&dpiMode=7&format={tiles.format}&layers={tiles.layer}&styles="
    return f"contextualWMSLegend=0&{parameters}&url={tiles.url}"
