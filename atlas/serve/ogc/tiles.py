"""Vector tiles of a collection: OGC API - Tiles and TileJSON, from the levels of detail of the map."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import is_large
from atlas.analysis.spatial.tile_shapes import EXTENT, cut_tile
from atlas.io.memo import memoize
from atlas.render.vector_tile import MEDIA, TileLayer, write_tile
from atlas.serve.lod_builder import levels_of
from atlas.serve.ogc.call import Call, NotFoundError, Representation, as_json
from atlas.serve.ogc.collections import describe, find_layer
from atlas.serve.ogc.links import OGC, licence_links, link, own_links, parent_links
from atlas.serve.ogc.negotiation import JSON
from atlas.serve.workers.lanes import BusyError

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.generalise import Levels
    from atlas.catalog import Layer

SCHEME = "WebMercatorQuad"
MOST_ZOOM = 16
_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{SCHEME}"
_CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
_HALF_WORLD_M, _PIXEL_M = 20037508.342789244, 0.00028
FORMS = {"json": JSON, "tilejson": "application/json"}
# Of the first request for a layer whose levels are not there.
_PATIENCE_SECONDS, _AGAIN_SECONDS = 20.0, 5


def list_tile_sets(call: Call) -> Representation:
    """Answer with the tile sets of a collection: there is one."""
    layer = _drawn(call)
    value = {"links": own_links(call, {"json": JSON}), "tilesets": [_tile_set(layer, call)]}
    return as_json(value)


def describe_tile_set(call: Call) -> Representation:
    """Answer with a tile set, or with its TileJSON."""
    layer = _drawn(call)
    _check_scheme(call)
    return as_json(tile_json(layer, call) if call.form == "tilejson" else _tile_set(layer, call, whole=True))


def draw_tile(call: Call) -> Representation:
    """Answer with one tile."""
    layer, path = _drawn(call), call.request.path_params
    _check_scheme(call)
    zoom, row, column = (_whole(path[name]) for name in ("matrix", "row", "column"))
    if not (zoom <= MOST_ZOOM and max(row, column) < 2**zoom):
        raise NotFoundError("tile_missing", value=f"{zoom}/{row}/{column}")
    gdf = call.atlas.frames[layer.id]
    return Representation(make_tile(layer, gdf, zoom, row, column), MEDIA)


def make_tile(layer: "Layer", gdf: "gpd.GeoDataFrame", zoom: int, row: int, column: int) -> bytes:
    """Return a tile of a layer."""

    def make() -> bytes:
        shapes = cut_tile(_levels(layer, gdf), np.ones(len(gdf), dtype=bool), zoom, column, row)
        rows = gdf.iloc[shapes.rows]
        columns: dict[str, Any] = {"id": list(rows.index)}
        columns |= {name: pa.array(rows[name], from_pandas=True).to_pylist() for name in properties(layer)}
        parts = (shapes.kind, shapes.parts, shapes.vertices, shapes.xy, columns)
        return write_tile([TileLayer(layer.id, EXTENT, shapes.rows + 1, *parts)])

    return memoize(gdf, ("tile", zoom, row, column), make)


def properties(layer: "Layer") -> list[str]:
    """Return the columns of a tile: the name, what can be filtered by, and what the symbols depend on."""
    style = layer.style
    drawn = [] if style is None else [style.by, style.size_by, style.zoom_by, style.classed_by, *style.hollow]
    kept = {layer.name, *drawn, *(name for name, field in layer.fields.items() if field.filter)}
    years = {layer.period.start, layer.period.end} if layer.period else set()
    return [name for name in layer.fields if name in kept | years]


def tile_json(layer: "Layer", call: Call) -> dict[str, Any]:
    """Return the TileJSON 3.0 of a layer."""
    described = describe(layer, call)
    (bounds,) = described.get("extent", {}).get("spatial", {}).get("bbox", [[-180, -85, 180, 85]])
    fields = {name: layer.fields[name].title(call.lang) for name in properties(layer)}
    return {
        "tilejson": "3.0.0",
        "name": described["title"],
        "description": described["description"],
        "attribution": described["attribution"],
        "tiles": [tile_address(layer, call)],
        "minzoom": 0,
        "maxzoom": MOST_ZOOM,
        "bounds": bounds,
        "vector_layers": [{"id": layer.id, "description": described["title"], "fields": {"id": "id", **fields}}],
    }


def tile_address(layer: "Layer", call: Call) -> str:
    """Return the template of the addresses of tiles, with the names that TileJSON has."""
    return call.address(f"/collections/{layer.id}/tiles/{SCHEME}/") + "{z}/{y}/{x}"


def list_matrix_sets(call: Call) -> Representation:
    """Answer with the schemes of tiles: there is one."""
    links = [link(call.address(f"/tileMatrixSets/{SCHEME}"), "self", JSON, SCHEME)]
    return as_json({"tileMatrixSets": [{"id": SCHEME, "title": SCHEME, "uri": _URI, "crs": _CRS, "links": links}]})


def describe_matrix_set(call: Call) -> Representation:
    """Answer with the scheme of the tiles."""
    _check_scheme(call)
    matrices = []
    for zoom in range(MOST_ZOOM + 1):
        cell = 2 * _HALF_WORLD_M / 256 / 2**zoom
        matrices.append(
            {
                "id": str(zoom),
                "scaleDenominator": cell / _PIXEL_M,
                "cellSize": cell,
                "pointOfOrigin": [-_HALF_WORLD_M, _HALF_WORLD_M],
                "tileWidth": 256,
                "tileHeight": 256,
                "matrixWidth": 2**zoom,
                "matrixHeight": 2**zoom,
            }
        )
    return as_json({"id": SCHEME, "title": SCHEME, "uri": _URI, "crs": _CRS, "tileMatrices": matrices})


def _tile_set(layer: "Layer", call: Call, *, whole: bool = False) -> dict[str, Any]:
    place = f"/collections/{layer.id}/tiles/{SCHEME}"
    template = call.address(f"{place}/") + "{tileMatrix}/{tileRow}/{tileCol}"
    item = link(template, "item", MEDIA, layer.title(call.lang))
    item["templated"] = True
    links = [
        link(call.address(place), "self", JSON, layer.title(call.lang)),
        item,
        link(call.address(place, f="tilejson"), "describedby", JSON, "TileJSON"),
        link(call.address(f"/tileMatrixSets/{SCHEME}"), f"{OGC}tiling-scheme", JSON, SCHEME),
        link(call.address(f"/collections/{layer.id}"), "geodata", JSON, layer.title(call.lang)),
        *licence_links(layer, call),
        *(parent_links(call, layer) if whole else ()),
    ]
    value = {
        "title": layer.title(call.lang),
        "dataType": "vector",
        "crs": _CRS,
        "tileMatrixSetURI": _URI,
        "links": links,
    }
    if whole:
        fields = {name: {"title": layer.fields[name].title(call.lang)} for name in properties(layer)}
        value["layers"] = [
            {"id": layer.id, "dataType": "vector", "propertiesSchema": {"type": "object", "properties": fields}}
        ]
    return value


def _levels(layer: "Layer", gdf: "gpd.GeoDataFrame") -> "Levels":
    """Return the levels of detail of a layer: those of the map where it is large, else made here."""
    if not is_large(gdf.geometry.array):
        return memoize(gdf, "tile_levels", lambda: build_levels(gdf.geometry.to_numpy()))
    levels = levels_of(layer, gdf, patience=_PATIENCE_SECONDS)
    if isinstance(levels, float):
        raise BusyError("busy", seconds=_AGAIN_SECONDS)
    return levels


def _drawn(call: Call) -> "Layer":
    layer = find_layer(call)
    if layer.geometry == "none" or layer.style is None:
        raise NotFoundError("tile_missing", value=layer.id)
    return layer


def _check_scheme(call: Call) -> None:
    if call.request.path_params["scheme"] != SCHEME:
        raise NotFoundError("tile_missing", value=call.request.path_params["scheme"][:40])


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(2**MOST_ZOOM))):
        raise NotFoundError("tile_missing", value=text[:40])
    return int(text)
