"""Collections: the layers that may be passed on, each with its extent, reference systems and links."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from atlas.errors import AtlasError
from atlas.i18n import LANGUAGES
from atlas.io.memo import memoize
from atlas.serve.ogc.call import DOCUMENT, Call, NotFoundError, Representation, as_json
from atlas.serve.ogc.links import OGC, licence_links, link, own_links, parent_links, source_links
from atlas.serve.ogc.negotiation import GEOJSON, HTML, JSON, SCHEMA
from atlas.serve.ogc.pages import collection_page, collections_page
from atlas.serve.ogc.reference_systems import CRS84, SYSTEMS

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer

_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
# Of a degree: a tenth of a metre.
_PARTS = 1_000_000


def describe_collections(call: Call) -> Representation:
    """Answer with all collections."""
    described = [describe(layer, call) for layer in readable(call)]
    value = {"links": [*own_links(call), *parent_links(call)], "crs": list(SYSTEMS), "collections": described}
    return collections_page(call, value) if call.form == "html" else as_json(value)


def describe_collection(call: Call) -> Representation:
    """Answer with one collection."""
    layer = find_layer(call)
    value = describe(layer, call)
    # Its own link is among those that the list of collections has of it.
    others = [one for one in own_links(call) if one["rel"] != "self"]
    value["links"] = [*value["links"], *others, *parent_links(call)]
    return collection_page(call, layer, value) if call.form == "html" else as_json(value)


def find_layer(call: Call) -> "Layer":
    """Return the layer that the path of a call names.

    Raises
    ------
    NotFoundError
        There is none, or it may not be passed on.
    """
    layer_id = call.request.path_params["collection"]
    if layer_id not in call.atlas.catalog:
        raise NotFoundError("collection_missing", value=layer_id[:80])
    return call.atlas.catalog[layer_id]


def readable(call: Call) -> "list[Layer]":
    """Return the layers whose files can be read, in the order of their themes."""
    found = []
    for layer in call.atlas.catalog.values():
        try:
            call.atlas.read(layer.id)
        except AtlasError:
            continue
        found.append(layer)
    return found


def describe(layer: "Layer", call: Call) -> dict[str, Any]:
    """Return the description of a collection."""
    lang, place = call.lang, f"/collections/{layer.id}"
    value: dict[str, Any] = {
        "id": layer.id,
        "title": layer.title(lang),
        "description": layer.description(lang),
        "keywords": [call.atlas.catalog.themes[layer.theme].title(lang)],
        "attribution": "; ".join(dict.fromkeys(name for _, source in layer.files for name in source.producers(lang))),
        "license": layer.licence,
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
    }
    item = {"uriTemplate": call.address(f"{place}/items/") + "{featureId}", "rel": "item", "type": GEOJSON}
    value["linkTemplates"] = [{**item, "title": layer.title(lang)}]
    if extent := _extent(layer, call.atlas.read(layer.id)):
        value["extent"] = extent
    value["links"] = [
        link(call.address(place), "self", JSON, layer.title(lang), lang),
        link(call.address(f"{place}/items"), "items", GEOJSON, layer.title(lang), lang),
        link(call.address(f"{place}/items", f="html"), "items", HTML, layer.title(lang), lang),
        link(call.address(f"{place}/queryables"), f"{OGC}queryables", SCHEMA, "queryables", lang),
        link(call.address(f"{place}/schema"), f"{OGC}schema", SCHEMA, "schema", lang),
        *_tile_links(layer, call),
        *licence_links(layer, call),
        *source_links(layer, call),
        # GDAL 3.6, of Debian 12, knows the relation with a capital alone.
        *(
            link(call.address(f"{place}/schemas/feature"), rel, SCHEMA, "GeoJSON", lang)
            for rel in ("describedby", "describedBy")
        ),
    ]
    return value


def languages_of(call: Call, path: str) -> list[Any]:
    """Return the links to an answer in the other languages."""
    others = (lang for lang in LANGUAGES if lang != call.lang)
    return [
        link(call.address(path, f=call.form, lang=lang), "alternate", DOCUMENT[call.form], lang, lang)
        for lang in others
    ]


def _tile_links(layer: "Layer", call: Call) -> list[Any]:
    if layer.geometry == "none":
        return []
    place = f"/collections/{layer.id}"
    return [
        link(call.address(f"{place}/tiles"), f"{OGC}tilesets-vector", JSON, "vector tiles", call.lang),
        link(
            call.address(f"{place}/style"), f"{OGC}styles", "application/vnd.mapbox.style+json", "MapLibre", call.lang
        ),
    ]


def _extent(layer: "Layer", gdf: "gpd.GeoDataFrame") -> dict[str, Any]:
    """Return where and when the rows of a layer are."""
    return memoize(gdf, "ogc_extent", lambda: _measure_extent(layer, gdf))


def _measure_extent(layer: "Layer", gdf: "gpd.GeoDataFrame") -> dict[str, Any]:
    extent: dict[str, Any] = {}
    bounds = np.asarray(gdf.geometry.array.total_bounds)
    if layer.geometry != "none" and np.isfinite(bounds).all():
        # Outwards: every feature lies within.
        low, high = np.floor(bounds[:2] * _PARTS) / _PARTS, np.ceil(bounds[2:] * _PARTS) / _PARTS
        extent["spatial"] = {"bbox": [[*low.tolist(), *high.tolist()]], "crs": CRS84}
    if layer.period:
        # A row that began last may have no last year.
        years = pd.concat([gdf[name] for name in (layer.period.start, layer.period.end) if name])
        ends = layer.period.end and not layer.period.open
        interval = [
            _instant(years.min(), "01-01T00:00:00Z"),
            _instant(years.max(), "12-31T23:59:59Z") if ends else None,
        ]
        extent["temporal"] = {"interval": [interval], "trs": _GREGORIAN}
    return extent


def _instant(year: Any, rest: str) -> str | None:
    missing = year is None or year != year or str(year) == "<NA>"  # noqa: PLR0124 - not a number
    return None if missing or not 0 <= int(year) <= 9999 else f"{int(year):04d}-{rest}"  # noqa: PLR2004 - four digits
