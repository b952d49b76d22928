"""The landing page, and the parts of the standards that are kept."""

from atlas.i18n import t
from atlas.serve.ogc.call import Call, NotFoundError, Representation, as_json
from atlas.serve.ogc.collections import languages_of
from atlas.serve.ogc.links import OGC, link, own_links
from atlas.serve.ogc.negotiation import HTML, JSON, OPENAPI
from atlas.serve.ogc.pages import conformance_page, landing_page

_SPEC = "http://www.opengis.net/spec"
_PARTS = {
    f"{_SPEC}/ogcapi-common-1/1.0/conf": ("core", "json", "html", "oas30"),
    f"{_SPEC}/ogcapi-common-2/1.0/conf": ("collections",),
    f"{_SPEC}/ogcapi-features-1/1.0/conf": ("core", "oas30", "html", "geojson"),
    f"{_SPEC}/ogcapi-features-2/1.0/conf": ("crs",),
    f"{_SPEC}/ogcapi-features-3/1.0/conf": (
        "queryables",
        "queryables-query-parameters",
        "filter",
        "features-filter",
        "functions",
    ),
    f"{_SPEC}/ogcapi-features-5/1.0/conf": (
        "schemas",
        "core-roles-features",
        "returnables-and-receivables",
        "queryables",
    ),
    f"{_SPEC}/cql2/1.0/conf": (
        *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison"),
        *(
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
        ),
        *("arithmetic", "functions", "property-property"),
    ),
    f"{_SPEC}/ogcapi-tiles-1/1.0/conf": ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30"),
}
CLASSES = [f"{part}/{name}" for part, names in _PARTS.items() for name in names]


def describe_api(call: Call) -> Representation:
    """Answer with the landing page."""
    lang = call.lang
    value = {
        "title": t("app.title", lang),
        "description": t("ogc.description", lang),
        "links": [
            *own_links(call),
            *languages_of(call, ""),
            link(call.address("/api", f="json"), "service-desc", OPENAPI, "OpenAPI 3.0", lang),
            link(call.address("/api", f="html"), "service-doc", HTML, t("ogc.api", lang), lang),
            link(call.address("/conformance"), "conformance", JSON, t("ogc.conformance", lang), lang),
            link(call.address("/conformance"), f"{OGC}conformance", JSON, t("ogc.conformance", lang), lang),
            link(call.address("/collections"), "data", JSON, t("ogc.collections", lang), lang),
            link(call.address("/collections"), f"{OGC}data", JSON, t("ogc.collections", lang), lang),
            link(call.address("/functions"), f"{OGC}functions", JSON, t("ogc.functions", lang), lang),
            link(call.address("/tileMatrixSets"), f"{OGC}tiling-schemes", JSON, "tileMatrixSets", lang),
            link(call.address("/style"), f"{OGC}styles", "application/vnd.mapbox.style+json", "MapLibre", lang),
        ],
    }
    return landing_page(call, value) if call.form == "html" else as_json(value)


def describe_conformance(call: Call) -> Representation:
    """Answer with the parts of the standards that are kept."""
    value = {"conformsTo": CLASSES, "links": own_links(call)}
    return conformance_page(call, value) if call.form == "html" else as_json(value)


def describe_functions(call: Call) -> Representation:
    """Answer with the functions that a filter may call beside those of the standard."""
    text = {"type": ["string"]}
    functions = [
        {
            "name": "link",
            "description": t("ogc.function_link", call.lang),
            "arguments": [{"title": "link", **text}],
            "returns": ["boolean"],
        },
        {
            "name": "S_DWITHIN",
            "description": t("ogc.function_distance", call.lang),
            "arguments": [
                {"title": "geometry", "type": ["geometry"]},
                {"title": "geometry", "type": ["geometry"]},
                {"title": "distance", "type": ["number"]},
                {"title": "units", **text},
            ],
            "returns": ["boolean"],
        },
    ]
    return as_json({"functions": functions, "links": own_links(call, {"json": JSON})})


def refuse_path(call: Call) -> Representation:
    """Refuse an address that is none of ours."""
    raise NotFoundError("path_missing", value=call.request.scope["path"][:80])
