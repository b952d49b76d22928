"""Provenance written with exported rows: producer, licence, date and permalink."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

import geopandas as gpd

from atlas.catalog import in_language
from atlas.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog import Catalog, Field, Layer, Source

CSVW = "http://www.w3.org/ns/csvw"
_DATATYPES: dict[str, Any] = {
    "integer": "integer",
    "number": "number",
    "year": "gYear",
    "boolean": {"base": "boolean", "format": "True|False"},
}
# Note on the apostrophe before texts that a spreadsheet would take for a formula.
QUOTED = (
    "An apostrophe before =, +, -, @, a tabulator or a line break is not part of the text: "
    "it keeps spreadsheets from computing it."
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
    """

    link: str
    made: date
    layers: "tuple[Layer, ...]"
    sources: "tuple[tuple[str, Source], ...]"

    @property
    def credits_(self) -> str:
        """Return the citation and the licence of every source as one sentence."""
        return "; ".join(sorted({f"{source.citation} [{source.licence}]" for _, source in self.sources}))


def trace(rows: "Mapping[str, gpd.GeoDataFrame]", catalog: "Catalog", *, link: str, made: date) -> Provenance:
    """Return the provenance of rows: the sources of these rows only."""
    layers = tuple(catalog[layer_id] for layer_id in rows)
    sources = [(layer.id, source) for layer in layers for source in _used(layer, rows[layer.id])]
    return Provenance(link, made, layers, tuple(sources))


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


def describe_columns(columns: "list[str]", provenance: Provenance, *, url: str) -> TableMetadata:
    """Return the sidecar of a CSV file: CSV on the Web (W3C, 2015), with provenance and a dictionary of its columns."""
    described = describe_provenance(provenance)
    return {
        "@context": [CSVW, {"@language": "en"}],
        "url": url,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "dc:title": described["title"],
        "dc:creator": sorted({in_language(source.producer, "en") for _, source in provenance.sources}),
        "dc:license": described["licences"],
        "dc:date": described["date"],
        "dc:identifier": provenance.link,
        "dc:provenance": described["sources"],
        "dc:description": QUOTED,
        "tableSchema": {"columns": [_describe_column(name, provenance) for name in columns]},
    }


def _used(layer: "Layer", gdf: gpd.GeoDataFrame) -> "list[Source]":
    """Return the sources of the files that hold one of the rows, by the licence that each row carries."""
    sources = [source for _, source in layer.files]
    if "licence" not in layer.fields:
        return sources
    return [source for source in sources if source.licence in set(gdf["licence"])]


def _describe_source(source: "Source") -> dict[str, Any]:
    described = {
        "producer": in_language(source.producer, "en"),
        "title": source.title,
        "url": source.url,
        "licence": source.licence,
        "published": source.published,
        "valid": source.valid,
        "accessed": source.accessed.isoformat(),
        "received_from": in_language(source.received_from, "en"),
        "citation": source.citation,
        "legal_status": source.legal_status,
        "legal_note": source.legal_note.en if source.legal_note else None,
        "processing": source.processing.en,
    }
    return {key: value for key, value in described.items() if value is not None}


def _describe_column(name: str, provenance: Provenance) -> dict[str, Any]:
    fields = [layer.fields[name] for layer in provenance.layers if name in layer.fields]
    if not fields:
        # The id, the layer, the distances of `nearest` in the link, and the share inside its places.
        if name.startswith("inside_share"):
            return {"name": name, "null": "", "datatype": "number", "dc:description": t("table.inside_about", "en")}
        return {"name": name, "datatype": "number" if name.startswith("nearest_") else "string"}
    return {"name": name, "null": ""} | _describe_field(fields[0], alone=len({field.type for field in fields}) == 1)


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
