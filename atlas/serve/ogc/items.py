"""Features of a collection as GeoJSON: a page of them, or one."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson

from atlas.serve.ogc.call import NOW, Call, NotFoundError, Representation
from atlas.serve.ogc.collections import find_layer
from atlas.serve.ogc.features import encode_features, features
from atlas.serve.ogc.links import licence_links, link, own_links, parent_links
from atlas.serve.ogc.negotiation import GEOJSON, HTML
from atlas.serve.ogc.pages import item_page, items_page
from atlas.serve.ogc.parameters import ItemsQuery, read_columns, read_items_query
from atlas.serve.ogc.reference_systems import read_crs
from atlas.streamlit_seam import freeze_garbage_collector

_LONGEST_HEADER = 2_500
FORMS = {"json": GEOJSON, "html": HTML}


def list_items(call: Call) -> Representation:
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
    }
    if call.form == "html":
        value["features"] = features(gdf, query.page, query.columns, query.crs)
        return items_page(call, layer, value, query)
    ways = _header([one for one in links if one["rel"] in {"self", "next", "prev"}])
    # A proxy refuses longer headers; the answer has the links too.
    headers = {"Link": ways} if len(ways) <= _LONGEST_HEADER else {}
    if query.crs:
        headers["Content-Crs"] = f"<{query.crs}>"
    head = orjson.dumps(value).removesuffix(b"}")
    text, digest = encode_features(gdf, query.page, query.columns, query.crs)
    body = b"".join((head, b',"features":[', text, b"]}"))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Representation(body, GEOJSON, headers, now, head + digest)


def describe_item(call: Call) -> Representation:
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
    return Representation(orjson.dumps(feature), GEOJSON, {"Content-Crs": f"<{crs}>"})


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
