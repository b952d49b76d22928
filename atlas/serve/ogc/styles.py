"""The colours of the atlas as a style of MapLibre: of one collection, or of all that the map shows at first."""

from typing import TYPE_CHECKING, Any

from atlas.i18n import t
from atlas.serve.ogc.call import Call, Representation, as_json
from atlas.serve.ogc.collections import find_layer
from atlas.serve.ogc.tiles import MOST_ZOOM, tile_json

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.catalog.declarations import Style

MEDIA = "application/vnd.mapbox.style+json"
FORMS = {"json": MEDIA}
_DASHES = {"dashed": [4, 3], "dash_dot": [6, 2, 1, 2], "dotted": [1, 2], "ticks": [1, 1]}
_HOLLOW = ("none",)
_FAINT = 0.25


def describe_style(call: Call) -> Representation:
    """Answer with the style of one collection, or of the layers that the map shows at first."""
    if "collection" in call.request.path_params:
        layers = [find_layer(call)]
    else:
        layers = [layer for layer in call.atlas.catalog.values() if layer.shown]
    drawn = [layer for layer in layers if layer.style is not None and layer.geometry != "none"]
    title = drawn[0].title(call.lang) if len(layers) == 1 and drawn else t("app.title", call.lang)
    # Areas below, then lines, then points.
    parts = [
        part for kind in ("fill", "line", "circle") for layer in drawn for part in _parts(layer) if part["type"] == kind
    ]
    return as_json(
        {"version": 8, "name": title, "sources": {one.id: _source(one, call) for one in drawn}, "layers": parts}, MEDIA
    )


def _source(layer: "Layer", call: Call) -> dict[str, Any]:
    described = tile_json(layer, call)
    kept = {key: described[key] for key in ("tiles", "bounds", "attribution")}
    return {"type": "vector", "minzoom": 0, "maxzoom": MOST_ZOOM, **kept}


def _parts(layer: "Layer") -> list[dict[str, Any]]:
    style = layer.style
    if style is None:
        return []
    color = _by_code(style, "color", style.color)
    kinds = {"point": ("circle",), "line": ("line",), "polygon": ("fill", "line")}.get(
        layer.geometry, ("fill", "line", "circle")
    )
    paints = {
        "fill": {"fill-color": color, "fill-opacity": _fill(style)},
        "line": {"line-color": color, "line-width": max(1.0, style.width), "line-opacity": style.opacity},
        "circle": {
            "circle-color": color,
            "circle-radius": style.size,
            "circle-opacity": style.opacity,
            "circle-stroke-color": "#FFFFFF",
            "circle-stroke-width": 1,
        },
    }
    if style.line in _DASHES:
        paints["line"]["line-dasharray"] = _DASHES[style.line]
    shapes = {"fill": ["Polygon"], "line": ["LineString", "Polygon"], "circle": ["Point"]}
    return [
        {
            "id": f"{layer.id}-{kind}",
            "type": kind,
            "source": layer.id,
            "source-layer": layer.id,
            "filter": ["in", ["geometry-type"], ["literal", shapes[kind]]],
            "paint": paints[kind],
        }
        for kind in kinds
    ]


def _by_code(style: "Style", attribute: str, usual: str) -> Any:
    """Return a colour, by the code of a row where the style has classes of its own."""
    named = {code: getattr(one, attribute) for code, one in style.classes.items() if getattr(one, attribute)}
    if not style.by or not named:
        return usual
    return ["match", ["get", style.by], *(part for pair in named.items() for part in pair), usual]


def _fill(style: "Style") -> Any:
    own = 0.0 if style.pattern in _HOLLOW else style.opacity if style.pattern == "solid" else _FAINT
    named = {code: 0.0 for code, one in style.classes.items() if one.pattern in _HOLLOW}
    if not style.by or not named:
        return own
    return ["match", ["get", style.by], *(part for pair in named.items() for part in pair), own]
