"""Names of rows on the map of QGIS: from and to the zooms of the layer, with a halo in the colour of the land."""

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from atlas.render.qgis.units import millimetres, rgba, scale_of
from atlas.render.qgis.xml import Value, add, add_computed
from atlas.render.symbol_paths import symbol_values

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.scene.publish.qgis_layer import ProjectLayer

# The zoom of the largest scale of a web map: a range that ends there has no end.
_LAST_ZOOM = 18
_POINTS = 0.75
# Where QGIS puts a name: around a point, on a line, within an area.
_PLACEMENTS = {"point": 6, "line": 2, "polygon": 1}


def make_labels(layer: "ProjectLayer", look: "Look") -> Element | None:
    """Return the labels of a layer, None where it has none."""
    if layer.mark is None or layer.mark.labels is None:
        return None
    style, (least, most) = symbol_values("label"), layer.mark.labels
    labeling = Element("labeling", {"type": "simple"})
    settings = add(labeling, "settings", calloutType="simple")
    text = add(
        settings,
        "text-style",
        fieldName=layer.row.name,
        isExpression=True,
        fontFamily="Open Sans",
        fontSize=style["size"]["small"] * look.bold**0.8 * _POINTS,
        fontSizeUnit="Point",
        textColor=rgba(look.ink),
        textOpacity=1,
        fontWeight=50,
        namedStyle="Regular",
    )
    buffer: dict[str, Value] = {
        "bufferDraw": True,
        "bufferColor": rgba(look.halo),
        "bufferOpacity": 1,
        "bufferSizeUnits": "MM",
    }
    add(text, "text-buffer", bufferSize=millimetres(style["halo_width"] / 2 * look.bold), bufferNoFill=True, **buffer)
    add(
        settings,
        "placement",
        placement=_PLACEMENTS[layer.kind],
        predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR",
        dist=millimetres(style["dot_radius"]),
        distUnits="MM",
        offsetType=1,
        centroidWhole=False,
        centroidInside=True,
        priority=5,
    )
    add(
        settings,
        "rendering",
        drawLabels=True,
        scaleVisibility=True,
        scaleMax=round(scale_of(least)),
        scaleMin=0 if most >= _LAST_ZOOM else round(scale_of(most)),
        obstacle=True,
        obstacleFactor=1,
        displayAll=False,
    )
    add_computed(settings, {}, "dd_properties")
    return labeling
