"""The project file of a view: layers in groups by theme, what the map shows, a layout to print."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from atlas.i18n import t
from atlas.render.print.colours import look_of
from atlas.render.qgis.ground import Ground, add_ground, hide_in_legends
from atlas.render.qgis.layer_style import DOCTYPE, VERSION, style_file
from atlas.render.qgis.layout import add_layout
from atlas.render.qgis.map_layer import (
    BASEMAP,
    add_basemap,
    add_layer,
    add_system,
    attached,
    basemap_source,
    source_of,
)
from atlas.render.qgis.sld import sld_file
from atlas.render.qgis.xml import Value, add, document

if TYPE_CHECKING:
    from atlas.scene.publish.qgis_project import Project

_CHECKED = "Qt::Checked"


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A style of a table, the default one or another, as QGIS (``qml``) and map servers (``sld``) read it."""

    table: str
    name: str
    default: bool
    qml: str
    sld: str


def project_file(project: "Project", ground: Ground, *, service: str = "") -> bytes:
    """Return a project as a ``.qgs`` file.

    Parameters
    ----------
    project
        What it shows.
    ground
        What lies below it and above it, in the archive too.
    service
        Address of an OGC API that has the rows; empty for those in the archive.
    """
    look = look_of(project.theme)
    root = Element("qgis", {"version": VERSION, "projectname": project.title})
    add(root, "homePath", path="")
    add(root, "title", project.title)
    add_system(add(root, "projectCrs"), project.crs)
    order = [
        *(own.id for own in ground.above),
        *(layer.id for layer in project.layers),
        *(own.id for own in ground.below),
        *([BASEMAP] if project.tiles else []),
    ]
    _add_tree(root, project, service, order, ground)
    _add_canvas(root, project)
    layers = add(root, "projectlayers")
    for layer in project.layers:
        add_layer(layers, layer, project, look, service)
    for own in ground.layers:
        add_ground(layers, own, project.lang)
    drawn = add(root, "layerorder")
    for name in order:
        add(drawn, "layer", id=name)
    if project.tiles:
        add_basemap(layers, project.tiles)
    paper = look.sea if ground.below else look.land
    _add_properties(root, paper)
    _add_metadata(root, project)
    add_layout(add(root, "Layouts"), project, look, paper=paper, ground=ground.credit)
    _add_view(root, project)
    return document(root, doctype=DOCTYPE)


def style_files(project: "Project") -> list[StyleFile]:
    """Return the styles of every table that is drawn, one for each kind of geometry."""
    look = look_of(project.theme)
    return [
        StyleFile(
            table=layer.table,
            name=f"{layer.title} ({project.lang})",
            default=layer.leads,
            qml=style_file(layer, look, project.lat).decode(),
            sld=sld_file(layer, look).decode(),
        )
        for layer in project.layers
        if layer.mark is not None
    ]


def _add_tree(
    root: Element,
    project: "Project",
    service: str,
    order: list[str],
    ground: Ground,
) -> None:
    tree = add(root, "layer-tree-group")
    for own in ground.above:
        hide_in_legends(_add_leaf(tree, (own.id, own.title), attached(own.table), "ogr"))
    for theme, title in project.groups:
        group = add(tree, "layer-tree-group", name=title, checked=_CHECKED, expanded=True)
        for layer in project.layers:
            if layer.theme == theme:
                source, key = source_of(layer, service), "OAPIF" if service else "ogr"
                _add_leaf(group, (layer.id, layer.title), source, key)
    if ground.below:
        group = add(tree, "layer-tree-group", name=t("qgis.ground", project.lang), checked=_CHECKED, expanded=False)
        hide_in_legends(group, group=True)
        for own in ground.below:
            hide_in_legends(_add_leaf(group, (own.id, own.title), attached(own.table), "ogr"))
    if project.tiles:
        _add_leaf(tree, (BASEMAP, project.tiles.title), basemap_source(project.tiles), "wms")
    # Themes group the layers; what lies on what is another matter.
    drawn = add(tree, "custom-order", enabled=True)
    for name in order:
        add(drawn, "item", name)


def _add_leaf(group: Element, layer: tuple[str, str], source: str, key: str) -> Element:
    own: dict[str, Value] = {"checked": _CHECKED, "expanded": True, "source": source, "providerKey": key}
    return add(group, "layer-tree-layer", id=layer[0], name=layer[1], **own)


def _add_canvas(root: Element, project: "Project") -> None:
    canvas = add(root, "mapcanvas", name="theMapCanvas", annotationsVisible=True)
    add(canvas, "units", "meters")
    _add_box(add(canvas, "extent"), project)
    add(canvas, "rotation", "0")
    add_system(add(canvas, "destinationsrs"), project.crs)


def _add_box(parent: Element, project: "Project") -> None:
    for side, value in zip(("xmin", "ymin", "xmax", "ymax"), project.extent, strict=True):
        add(parent, side, repr(value))


def _add_properties(root: Element, paper: str) -> None:
    properties = add(root, "properties")
    gui = add(properties, "Gui")
    # What no layer covers.
    for place, (name, start) in enumerate((("Red", 1), ("Green", 3), ("Blue", 5))):
        add(gui, f"CanvasColor{name}Part", str(int(paper[start : start + 2], 16)), type="int").set("order", str(place))
    paths = add(properties, "Paths")
    add(paths, "Absolute", "false", type="bool")
    system = add(properties, "SpatialRefSys")
    add(system, "ProjectionsEnabled", "1", type="int")
    measure = add(properties, "Measurement")
    add(measure, "DistanceUnits", "meters", type="QString")
    add(measure, "AreaUnits", "hectares", type="QString")
    add(add(properties, "Measure"), "Ellipsoid", "EPSG:7030", type="QString")


def _add_metadata(root: Element, project: "Project") -> None:
    metadata = add(root, "projectMetadata")
    add(metadata, "identifier", project.caption.link)
    add(metadata, "language", project.lang)
    add(metadata, "type", "project")
    add(metadata, "title", project.title)
    add(metadata, "abstract", "\n\n".join([project.caption.lead, *project.caption.notes, project.credits]))
    add(metadata, "links")
    add(metadata, "creation", f"{project.made.isoformat()}T00:00:00")


def _add_view(root: Element, project: "Project") -> None:
    settings = add(root, "ProjectViewSettings", UseProjectScales=False, rotation=0)
    add(settings, "Scales")
    sides = dict(zip(("xmin", "ymin", "xmax", "ymax"), map(repr, project.extent), strict=True))
    add_system(add(settings, "DefaultViewExtent", **sides), project.crs)
