"""Columns of a collection as JSON Schema: what can be asked for (queryables), and what is answered (schema)."""

from typing import TYPE_CHECKING, Any

from atlas.serve.ogc.call import Call, Representation, as_json
from atlas.serve.ogc.collections import find_layer
from atlas.serve.ogc.negotiation import SCHEMA
from atlas.serve.ogc.pages import schema_page

if TYPE_CHECKING:
    from atlas.catalog import Field, Layer

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "string",
    "year": "integer",
}
_FORMATS = {"point": "geometry-point-or-multipoint", "line": "geometry-linestring-or-multilinestring"}
_AREAS, _ANY = "geometry-polygon-or-multipolygon", "geometry-any"


def describe_queryables(call: Call) -> Representation:
    """Answer with what a query can name."""
    return _answer(call, "queryables")


def describe_schema(call: Call) -> Representation:
    """Answer with what a feature holds."""
    return _answer(call, "schema")


def describe_feature_schema(call: Call) -> Representation:
    """Answer with what a feature is as GeoJSON: GDAL takes the types of columns from it, not from the first rows."""
    layer = find_layer(call)
    schema = make_schema(layer, call, "schemas/feature")
    columns = {name: column for name, column in schema["properties"].items() if name in layer.fields}
    parts = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"type": ["object", "null"]},
        "properties": {"type": "object", "properties": columns},
        "links": {"type": "array", "items": {"type": "object"}},
    }
    required = ["type", "id", "geometry", "properties"]
    return as_json({**schema, "properties": parts, "required": required}, SCHEMA)


def _answer(call: Call, name: str) -> Representation:
    layer = find_layer(call)
    schema = make_schema(layer, call, name)
    return schema_page(call, layer, schema) if call.form == "html" else as_json(schema, SCHEMA)


def make_schema(layer: "Layer", call: Call, name: str) -> dict[str, Any]:
    """Return the columns of a layer as JSON Schema, with titles, units and codes in the language of the call."""
    own: dict[str, Any] = {"id": {"title": "id", "type": "string", "x-ogc-role": "id"}}
    if layer.geometry != "none":
        form = _AREAS if layer.geometry == "polygon" else _FORMATS.get(layer.geometry, _ANY)
        own["geometry"] = {"title": "geometry", "format": form, "x-ogc-role": "primary-geometry"}
    fields = {column: field_schema(field, call.lang) for column, field in layer.fields.items()}
    if layer.period:
        fields[layer.period.start]["x-ogc-role"] = "primary-interval-start"
        if layer.period.end:
            fields[layer.period.end]["x-ogc-role"] = "primary-interval-end"
    return {
        "$schema": _DIALECT,
        # Without parameters, the language too, as the standard asks.
        "$id": call.address(f"/collections/{layer.id}/{name}").partition("?")[0],
        "type": "object",
        "title": layer.title(call.lang),
        "description": layer.description(call.lang),
        "properties": {**own, **fields},
        "additionalProperties": False,
    }


def field_schema(field: "Field", lang: str) -> dict[str, Any]:
    """Return the schema of a column; the titles of its codes stand beside them."""
    schema: dict[str, Any] = {"title": field.title(lang), "type": _TYPES[field.type]}
    if field.type == "date":
        # Some are known to the month or the year alone.
        schema["pattern"] = r"^\d{4}(-\d{2}(-\d{2})?)?$"
    if field.description:
        schema["description"] = field.description(lang)
    if field.unit:
        schema["x-ogc-unit"] = field.unit
    if field.codes and not field.separator:
        schema["enum"] = list(field.codes)
    if field.codes:
        schema["x-ogc-codelist"] = {code: title(lang) for code, title in field.codes.items()}
    return schema
