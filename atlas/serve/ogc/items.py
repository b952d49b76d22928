"""Features of a collection as GeoJSON: a page of them, or one."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import shapely

from atlas.serve.ogc.call import GEOJSON, HTML, NOW, Call, Content, NotFoundError
from atlas.serve.ogc.collections import find_layer
from atlas.serve.ogc.links import licence_links, link, own_links, parent_links
from atlas.serve.ogc.pages import item_page, items_page
from atlas.serve.ogc.parameters import ItemsQuery, read_columns, read_items_query
from atlas.serve.ogc.reference_systems import read_crs, to_system
from atlas.streamlit_seam import freeze_garbage_collector

if TYPE_CHECKING:
    import geopandas as gpd


_LONGEST_HEADER = 2_500
FORMS = {"json": GEOJSON, "html": HTML}


def list_items(call: Call) -> Content:
    """Answer with a page of features."""
    layer = find_layer(call)
    query = read_items_query(call, layer)
    gdf = call.atlas.frames[layer.id]
    # Thousands of features are made at once: the collector would look at all layers meanwhile, twice as long.
    freeze_garbage_collector()
    links = [
        *own_links(call, FORMS),
        *_page_links(call, query),
        *parent_links(call, layer),
        *licence_links(layer, call),
    ]
    value = {
        "type": "FeatureCollection",
        "numberMatched": len(query.rows),
        "numberReturned": len(query.page),
        "timeStamp": NOW.decode(),
        "links": links,
        "features": features(gdf, query.page, query.columns, query.crs),
    }
    if call.form == "html":
        return items_page(call, layer, value, query)
    ways = _header([one for one in links if one["rel"] in {"self", "next", "prev"}])
    # A proxy refuses longer headers; the answer has the links too.
    headers = {"Link": ways} if len(ways) <= _LONGEST_HEADER else {}
    if query.crs:
        headers["Content-Crs"] = f"<{query.crs}>"
    return Content(orjson.dumps(value), GEOJSON, headers, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def describe_item(call: Call) -> Content:
    """Answer with one feature."""
    layer, row = find_layer(call), call.request.path_params["feature"]
    gdf = call.atlas.frames[layer.id]
    if row not in gdf.index:
        raise NotFoundError("feature_missing", layer=layer.id, value=row[:80])
    crs = read_crs(call.request.query_params.get("crs"), "crs")
    columns = read_columns(call.request.query_params.get("properties"), layer)
    (feature,) = features(gdf, np.array([gdf.index.get_loc(row)]), columns, crs)
    feature["links"] = [*own_links(call, FORMS), *parent_links(call, layer), *licence_links(layer, call)]
    if call.form == "html":
        return item_page(call, layer, feature)
    return Content(orjson.dumps(feature), GEOJSON, {"Content-Crs": f"<{crs}>"})


def features(
    gdf: "gpd.GeoDataFrame", rows: np.ndarray, columns: tuple[str, ...], crs: str | None
) -> list[dict[str, Any]]:
    """Return rows as GeoJSON features; the geometries are written already.

    Parameters
    ----------
    gdf
        Rows of a layer, EPSG:4326.
    rows
        Positions of those wanted.
    columns
        Their properties.
    crs
        Reference system of the geometries; None leaves them out.
    """
    cut = gdf.iloc[_span(rows)]
    shapes: list[Any] = write_shapes(cut.geometry.to_numpy(), crs) if crs else [None] * len(cut)
    cells = [pa.array(cut[name], from_pandas=True).to_pylist() for name in columns]
    properties = zip(*cells, strict=True) if cells else iter([()] * len(cut))
    return [
        {"type": "Feature", "id": row, "geometry": shape, "properties": dict(zip(columns, values, strict=True))}
        for row, shape, values in zip(cut.index.tolist(), shapes, properties, strict=True)
    ]


def write_shapes(shapes: np.ndarray, crs: str) -> list[Any]:
    """Return geometries as GeoJSON; outer rings run counterclockwise, as RFC 7946 asks."""
    changed = to_system(shapes, crs)
    kinds = shapely.get_type_id(changed)
    if (kinds == shapely.GeometryType.POINT).all() and not shapely.is_empty(changed).any():
        # A third of the time.
        return [{"type": "Point", "coordinates": place} for place in shapely.get_coordinates(changed).tolist()]
    if (shapely.get_dimensions(changed) > 1).any():
        changed = shapely.orient_polygons(changed)
    return [None if text is None else orjson.Fragment(text) for text in shapely.to_geojson(changed)]


def _span(rows: np.ndarray) -> np.ndarray | slice:
    """Return positions as a slice where they follow one another: rows that are not copied."""
    follow = len(rows) > 0 and rows[-1] - rows[0] == len(rows) - 1 and bool((np.diff(rows) == 1).all())
    return slice(int(rows[0]), int(rows[-1]) + 1) if follow else rows


def _page_links(call: Call, query: ItemsQuery) -> list[Any]:
    found = []
    end = query.offset + query.limit
    if end < len(query.rows):
        found.append(link(call.own_address(offset=str(end)), "next", FORMS[call.form], "next", call.lang))
    if query.offset:
        before = str(max(0, query.offset - query.limit))
        found.append(link(call.own_address(offset=before), "prev", FORMS[call.form], "previous", call.lang))
    return found


def _header(links: list[Any]) -> str:
    return ", ".join(f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in links)
