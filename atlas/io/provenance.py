"""Provenance written with exported rows: producer, licence, date and permalink."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

import geopandas as gpd

from atlas.catalog import Field, in_language
from atlas.catalog.licences import can_mix
from atlas.i18n import LANGUAGES, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.catalog import Catalog, Layer, Source

CSVW = "http://www.w3.org/ns/csvw"
_DATATYPES: dict[str, Any] = {
    "integer": "integer",
    "number": "number",
    "year": "gYear",
    "boolean": {"base": "boolean", "format": "True|False"},
}
# Columns of positions, which no layer declares.
_POSITIONS: dict[str, dict[str, Any]] = {
    "lon": {"datatype": "number", "schema:unitText": "°", "dc:description": "Longitude of a point on the object"},
    "lat": {"datatype": "number", "schema:unitText": "°", "dc:description": "Latitude of a point on the object"},
    "x": {"datatype": "number", "dc:description": "Easting of a point on the object"},
    "y": {"datatype": "number", "dc:description": "Northing of a point on the object"},
    "wkt": {"datatype": "string", "dc:description": "Geometry as well-known text"},
}
# Note on the apostrophe before texts that a spreadsheet would take for a formula.
QUOTED = (
    "An apostrophe before =, +, -, @, a tabulator or a line break, there or after a separator, is not part of the "
    "text: it keeps spreadsheets from computing it."
)


# The metadata of a CSV file, with the keys of CSV on the Web (W3C, 2015).
TableMetadata = TypedDict(
    "TableMetadata",
    {
        "@context": list[Any],
        "url": str,
        "dialect": dict[str, str | bool],
        "dc:title": dict[str, str],
        "dc:creator": list[str],
        "dc:license": list[str],
        "dc:date": str,
        "dc:identifier": str,
        "dc:provenance": list[dict[str, Any]],
        "dc:description": str,
        "tableSchema": dict[str, list[dict[str, Any]]],
    },
)


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column of a CSV file: the id of its field, and its header."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the rows of a file come from.

    Attributes
    ----------
    link
        The permalink that selects the rows.
    made
        Day of the export.
    layers
        Their declarations.
    sources
        Pairs of layer id and source, of the files that hold one of the rows.
    added
        Columns that the query adds and no layer declares: distances, the share inside an area.
    question
        The conditions of the link as a sentence; empty where it asks nothing.
    """

    link: str
    made: date
    layers: "tuple[Layer, ...]"
    sources: "tuple[tuple[str, Source], ...]"
    added: "Mapping[str, Field]" = field(default_factory=dict)
    question: str = ""

    def field_of(self, layer: "Layer | None", column: str) -> "Field | None":
        """Return the declaration of a column, None where there is none."""
        return layer.fields.get(column, self.added.get(column)) if layer else self.added.get(column)

    @property
    def credits_(self) -> str:
        """Return the citation and the licence of every source as one sentence."""
        return "; ".join(sorted({f"{source.cited} [{source.licence}]" for _, source in self.sources}))


def trace(
    rows: "Mapping[str, gpd.GeoDataFrame]", catalog: "Catalog", *, link: str, made: date, question: str = ""
) -> Provenance:
    """Return the provenance of rows: the sources of these rows only."""
    layers = tuple(catalog[layer_id] for layer_id in rows)
    sources = [(layer.id, source) for layer in layers for source in _used(layer, rows[layer.id])]
    columns = {column for gdf in rows.values() for column in gdf.columns}
    return Provenance(link, made, layers, tuple(sources), _added_fields(columns, catalog), question)


def _added_fields(columns: set[str], catalog: "Catalog") -> "dict[str, Field]":
    """Return declarations of the columns that `atlas.scene.query.row_masks.query_rows` adds."""
    added = {}
    for column in sorted(columns):
        other = column.removeprefix("nearest_").removesuffix("_m")
        if column.startswith("inside_share"):
            title = {lang: t("table.inside", lang) for lang in LANGUAGES}
            about = {lang: t("table.inside_about", lang) for lang in LANGUAGES}
            added[column] = Field.model_validate({"title": title, "type": "number", "description": about})
        elif column == f"nearest_{other}_m" and other in catalog:
            title = {lang: t("table.distance", lang, layer=catalog[other].title(lang)) for lang in LANGUAGES}
            added[column] = Field.model_validate({"title": title, "type": "number", "unit": "m"})
    return added


def narrow(provenance: Provenance, layer_id: str) -> Provenance:
    """Return the provenance of the rows of one layer."""
    layers = tuple(layer for layer in provenance.layers if layer.id == layer_id)
    sources = tuple((own, source) for own, source in provenance.sources if own == layer_id)
    return replace(provenance, layers=layers, sources=sources)


def licences_clash(provenance: Provenance) -> bool:
    """Return whether several layers are under licences that do not mix in one table."""
    licences = {source.licence for _, source in provenance.sources}
    return len(provenance.layers) > 1 and not can_mix(licences)


def describe_provenance(provenance: Provenance) -> dict[str, Any]:
    """Return the provenance as plain values, for any format that holds JSON."""
    return {
        "title": {lang: ", ".join(layer.title(lang) for layer in provenance.layers) for lang in ("fr", "en")},
        "atlas": "Atlas of post-mining territories",
        "permalink": provenance.link,
        "date": provenance.made.isoformat(),
        "licences": sorted({source.licence for _, source in provenance.sources}),
        "sources": [{"layer": layer_id} | _describe_source(source) for layer_id, source in provenance.sources],
    }


def describe_columns(
    columns: "Sequence[CsvColumn]", provenance: Provenance, *, url: str, french: bool = False
) -> TableMetadata:
    """Return the sidecar of a CSV file: CSV on the Web (W3C, 2015), with provenance and a dictionary of its columns.

    Parameters
    ----------
    columns
        The columns in their order.
    provenance
        Where the rows come from.
    url
        Name of the file.
    french
        Whether it is written for a French spreadsheet: semicolons, decimal commas, titles of codes.
    """
    described = describe_provenance(provenance)
    return {
        "@context": [CSVW, {"@language": "en"}],
        "url": url,
        "dialect": {"encoding": "utf-8", "delimiter": ";" if french else ",", "header": True},
        "dc:title": described["title"],
        "dc:creator": sorted({own for _, source in provenance.sources if (own := source.producer_names("en"))}),
        "dc:license": described["licences"],
        "dc:date": described["date"],
        "dc:identifier": provenance.link,
        "dc:provenance": described["sources"],
        "dc:description": QUOTED,
        "tableSchema": {"columns": [_describe_column(column, provenance, french=french) for column in columns]},
    }


def _used(layer: "Layer", gdf: gpd.GeoDataFrame) -> "list[Source]":
    """Return the sources of the files that hold one of the rows, by the licence that each row carries."""
    sources = [source for _, source in layer.files]
    if "licence" not in layer.fields:
        return sources
    return [source for source in sources if source.licence in set(gdf["licence"])]


def _describe_source(source: "Source") -> dict[str, Any]:
    described = {
        "producer": source.producer_names("en"),
        "title": source.title,
        "url": source.url,
        "licence": source.licence,
        "published": source.published,
        "valid": source.valid,
        "accessed": source.accessed.isoformat(),
        "received_from": in_language(source.received_from, "en"),
        "citation": source.cited,
        "legal_status": source.legal_status,
        "legal_note": source.legal_note.en if source.legal_note else None,
        "processing": source.processing.en,
    }
    return {key: value for key, value in described.items() if value is not None}


def _describe_column(column: CsvColumn, provenance: Provenance, *, french: bool) -> dict[str, Any]:
    fields = [known for layer in (*provenance.layers, None) if (known := provenance.field_of(layer, column.id))]
    if fields:
        own = _describe_field(fields[0], alone=len({field.type for field in fields}) == 1)
        described: dict[str, Any] = {"name": column.name, "null": ""} | own
    elif column.id in _POSITIONS:
        described = {"name": column.name, "null": ""} | _POSITIONS[column.id]
    else:
        # The id and the layer.
        described = {"name": column.name, "datatype": "string"}
    if not french:
        return described
    described.pop("schema:valueReference", None)
    if described["datatype"] == "number":
        described["datatype"] = {"base": "number", "format": {"decimalChar": ","}}
    elif isinstance(described["datatype"], dict):
        described["datatype"] = {"base": "boolean", "format": "oui|non"}
    return {**described, "name": column.id, "titles": column.name}


def _describe_field(field: "Field", *, alone: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "titles": field.title.model_dump(exclude_none=True),
        "datatype": _DATATYPES.get(field.type, "string") if alone else "string",
    }
    if field.description:
        described["dc:description"] = field.description.en
    if field.unit:
        described["schema:unitText"] = field.unit
    if field.separator:
        described["separator"] = f"{field.separator} "
    if field.codes:
        described["schema:valueReference"] = {code: text.en for code, text in field.codes.items()}
    return described
