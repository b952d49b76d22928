"""The API described for programs: OpenAPI 3.0, with the columns of each collection as parameters."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from atlas.i18n import LANGUAGES, t
from atlas.scene.cql2.operands import ID
from atlas.scene.cql2.parse import LANGUAGES as FILTER_LANGUAGES
from atlas.serve.ogc.call import Call, Representation, as_json
from atlas.serve.ogc.collections import readable
from atlas.serve.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from atlas.serve.ogc.pages import api_page
from atlas.serve.ogc.parameters import LIMIT, OWN, USUAL_LIMIT
from atlas.serve.ogc.reference_systems import SYSTEMS
from atlas.serve.ogc.schemas import field_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog import Layer

# How a list stands in an address: with commas.
_FORM = {"style": "form", "explode": False}
_TEXT: dict[str, Any] = {"type": "string"}
_MVT = "application/vnd.mapbox-vector-tile"


def describe_openapi(call: Call) -> Representation:
    """Answer with the definition of the API."""
    definition = call.atlas.memoize(("openapi", call.lang, call.address()), lambda: make_definition(call))
    return api_page(call, definition) if call.form == "html" else as_json(definition, OPENAPI)


def make_definition(call: Call) -> dict[str, Any]:
    """Return the definition of the API in the language of the call."""
    lang = call.lang
    paths: dict[str, Any] = {
        "/": _get("getLandingPage", t("ogc.title", lang), _forms(JSON, HTML)),
        "/conformance": _get("getConformance", t("ogc.conformance", lang), _forms(JSON, HTML)),
        "/api": _get("getApi", t("ogc.api", lang), _forms(OPENAPI, HTML)),
        "/functions": _get("getFunctions", t("ogc.functions", lang), _forms(JSON)),
        "/collections": _get("getCollections", t("ogc.collections", lang), _forms(JSON, HTML)),
        "/tileMatrixSets": _get("getTileMatrixSets", "tileMatrixSets", _forms(JSON)),
        "/tileMatrixSets/{tileMatrixSet}": _get("getTileMatrixSet", "tileMatrixSet", _forms(JSON), "tileMatrixSet"),
        "/style": _get("getStyle", t("ogc.style", lang), _forms("application/vnd.mapbox.style+json")),
    }
    for layer in readable(call):
        paths |= _paths(layer, call)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": t("app.title", lang),
            "description": t("ogc.description", lang),
            "version": version("post-mining-atlas"),
            "license": {"name": t("ogc.licences", lang)},
        },
        "servers": [{"url": call.address()}],
        "tags": [{"name": theme.title(lang)} for theme in call.atlas.catalog.themes.values()],
        "paths": paths,
        "components": {"parameters": _parameters(call), "responses": _responses()},
    }


def _paths(layer: "Layer", call: Call) -> dict[str, Any]:
    place, title = f"/collections/{layer.id}", layer.title(call.lang)
    theme = call.atlas.catalog.themes[layer.theme].title(call.lang)
    columns = [{"name": ID, "in": "query", "required": False, "description": ID, "schema": _TEXT, **_FORM}]
    columns += [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.title(call.lang),
            "schema": _plain(field, call),
            **_FORM,
        }
        for name, field in layer.fields.items()
        if name not in OWN
    ]
    paths = {
        place: _get(f"get.{layer.id}", title, _forms(JSON, HTML), tag=theme),
        f"{place}/queryables": _get(f"queryables.{layer.id}", f"{title}: queryables", _forms(SCHEMA, HTML), tag=theme),
        f"{place}/schema": _get(f"schema.{layer.id}", f"{title}: schema", _forms(SCHEMA, HTML), tag=theme),
        f"{place}/schemas/feature": _get(f"feature.{layer.id}", f"{title}: GeoJSON", _forms(SCHEMA), tag=theme),
        f"{place}/items": _get(f"items.{layer.id}", title, _forms(GEOJSON, HTML), *OWN, more=columns, tag=theme),
        f"{place}/items/{{featureId}}": _get(
            f"item.{layer.id}", title, _forms(GEOJSON, HTML), "featureId", "crs", "properties", tag=theme
        ),
    }
    if layer.geometry != "none":
        tiles = f"{place}/tiles"
        tile = f"{tiles}/{{tileMatrixSet}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        keys = ("tileMatrixSet", "tileMatrix", "tileRow", "tileCol")
        style = _forms("application/vnd.mapbox.style+json")
        paths |= {
            tiles: _get(f"tilesets.{layer.id}", f"{title}: tiles", _forms(JSON), tag=theme),
            f"{tiles}/{{tileMatrixSet}}": _get(
                f"tileset.{layer.id}", f"{title}: tiles", _forms(JSON), keys[0], tag=theme
            ),
            tile: _get(
                f"tile.{layer.id}",
                f"{title}: tile",
                {_MVT: {"schema": {**_TEXT, "format": "binary"}}},
                *keys,
                tag=theme,
            ),
            f"{place}/style": _get(f"style.{layer.id}", f"{title}: style", style, tag=theme),
        }
    return paths


def _get(
    operation: str,
    summary: str,
    content: "Mapping[str, Any]",
    *names: str,
    more: "list[dict[str, Any]] | None" = None,
    tag: str = "",
) -> dict[str, Any]:
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in (*names, "f", "lang")]
    answers = {code: {"$ref": f"#/components/responses/{name}"} for code, name in _PROBLEMS.items()}
    described = {
        "operationId": operation,
        "summary": summary,
        "parameters": [*parameters, *(more or [])],
        "responses": {"200": {"description": summary, "content": dict(content)}, **answers},
    }
    return {"get": described | ({"tags": [tag]} if tag else {})}


_PROBLEMS = {"400": "InvalidParameter", "404": "NotFound", "406": "NotAcceptable", "503": "Busy"}


def _responses() -> dict[str, Any]:
    problem = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": _TEXT, "description": _TEXT},
    }
    return {name: {"description": name, "content": {JSON: {"schema": problem}}} for name in _PROBLEMS.values()}


def _forms(*media: str) -> dict[str, Any]:
    return {kind: {"schema": _TEXT if kind == HTML else {"type": "object"}} for kind in media}


def _plain(field: Any, call: Call) -> dict[str, Any]:
    schema = field_schema(field, call.lang)
    return {key: schema[key] for key in ("type", "pattern", "enum") if key in schema}


def _parameters(call: Call) -> dict[str, Any]:
    systems = {"type": "string", "format": "uri", "enum": list(SYSTEMS)}
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    names = {"type": "array", "items": _TEXT}
    query: dict[str, dict[str, Any]] = {
        "f": _TEXT,
        "lang": {**_TEXT, "enum": list(LANGUAGES)},
        "limit": {"type": "integer", "minimum": 1, "maximum": LIMIT, "default": USUAL_LIMIT},
        "offset": {"type": "integer", "minimum": 0, "default": 0},
        "bbox": numbers,
        "bbox-crs": systems,
        "crs": systems,
        "datetime": _TEXT,
        "filter": _TEXT,
        "filter-lang": {**_TEXT, "enum": list(FILTER_LANGUAGES), "default": FILTER_LANGUAGES[0]},
        "filter-crs": systems,
        "properties": names,
        "sortby": names,
        "skipGeometry": {"type": "boolean", "default": False},
    }
    path = {
        "featureId": _TEXT,
        "tileMatrixSet": {**_TEXT, "enum": ["WebMercatorQuad"]},
        **{key: {"type": "integer", "minimum": 0} for key in ("tileMatrix", "tileRow", "tileCol")},
    }
    made: dict[str, Any] = {}
    for name, schema in query.items():
        about = t(f"ogc.parameter.{name}", call.lang)
        made[name] = {"name": name, "in": "query", "required": False, "description": about, "schema": schema, **_FORM}
    for name, schema in path.items():
        made[name] = {"name": name, "in": "path", "required": True, "schema": schema}
    return made
