"""The style of a layer as QGIS keeps it in projects, in ``.qml`` files and in GeoPackages."""

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from atlas.render.qgis.labels import make_labels
from atlas.render.qgis.renderer import make_renderer
from atlas.render.qgis.xml import add, add_option, document

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.publish.qgis_layer import ProjectField, ProjectLayer

VERSION = "3.22.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_GEOMETRIES = {"point": 0, "line": 1, "polygon": 2, "none": 4}


def style_file(layer: "ProjectLayer", look: "Look", lat: float) -> bytes:
    """Return the style of a layer as a ``.qml`` file: symbols, labels, titles of columns and codes."""
    root = Element("qgis", {"version": VERSION, "styleCategories": "AllStyleCategories"})
    add_style(root, layer, look, lat)
    add(root, "layerGeometryType", str(_GEOMETRIES[layer.kind]))
    return document(root, doctype=DOCTYPE)


def add_style(parent: Element, layer: "ProjectLayer", look: "Look", lat: float) -> None:
    """Add the style of a layer to an element of a layer or of a ``.qml`` file."""
    labels = make_labels(layer, look)
    parent.set("labelsEnabled", "1" if labels is not None else "0")
    parent.set("hasScaleBasedVisibilityFlag", "0")
    flags = add(parent, "flags")
    for name, value in (("Identifiable", "1"), ("Removable", "1"), ("Searchable", "1"), ("Private", "0")):
        add(flags, name, value)
    parent.append(make_renderer(layer, look, lat))
    if labels is not None:
        parent.append(labels)
    add(parent, "blendMode", "0")
    add(parent, "featureBlendMode", "0")
    add(parent, "layerOpacity", f"{layer.opacity:g}")
    widgets = add(parent, "fieldConfiguration")
    for field in layer.fields:
        _add_widget(widgets, field)
    aliases = add(parent, "aliases")
    for position, field in enumerate(layer.fields):
        add(aliases, "alias", field=field.name, index=position, name=field.title)
    _add_columns(parent, layer)
    add(parent, "previewExpression", layer.row.name)


def _add_widget(parent: Element, field: "ProjectField") -> None:
    widget = add(add(parent, "field", name=field.name, configurationFlags="None"), "editWidget")
    widget.set("type", "ValueMap" if field.codes else "")
    config = SubElement(add(widget, "config"), "Option", {"type": "Map"})
    if field.codes:
        group = SubElement(config, "Option", {"name": "map", "type": "List"})
        for code, title in field.codes:
            add_option(SubElement(group, "Option", {"type": "Map"}), title, code)


def _add_columns(parent: Element, layer: "ProjectLayer") -> None:
    """Add the columns of the attribute table in their order."""
    table = add(parent, "attributetableconfig", actionWidgetStyle="dropDown", sortOrder=0, sortExpression="")
    columns = add(table, "columns")
    for field in layer.fields:
        add(columns, "column", type="field", name=field.name, hidden=False, width=-1)
    add(columns, "column", type="actions", hidden=True, width=-1)
