"""The catalogue for machines: DCAT (W3C, version 3) as JSON-LD, which portals of open data read."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from atlas.errors import AtlasError
from atlas.i18n import LANGUAGES, t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from atlas.catalog import Field, Layer, Source, Text
    from atlas.io.atlas import Atlas

    Frames = Mapping[str, gpd.GeoDataFrame]

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = {".parquet": "application/vnd.apache.parquet", ".geojson": "application/geo+json"}


def catalog_metadata(atlas: "Atlas", *, address: str = "", only: str | None = None) -> dict[str, Any]:
    """Return the catalogue, or one layer of it, as DCAT.

    Parameters
    ----------
    atlas
        Declarations and rows.
    address
        Where the atlas is served, before the ``?`` of a link; with it each layer says where its files are sent.
    only
        The layer to describe alone.

    Returns
    -------
    dict
        JSON-LD: a ``dcat:Catalog`` of ``dcat:Dataset``, or the one data set.
    """
    if only:
        return {"@context": _CONTEXT} | _dataset(atlas.catalog[only], atlas, address)
    return {
        "@context": _CONTEXT,
        "@id": f"{address}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": [{"@language": lang, "@value": t("app.title", lang)} for lang in LANGUAGES],
        "dct:language": list(LANGUAGES),
        "dcat:dataset": [_dataset(layer, atlas, address) for layer in atlas.catalog.values()],
    }


def _dataset(layer: "Layer", atlas: "Atlas", address: str) -> dict[str, Any]:
    source = layer.source
    described: dict[str, Any] = {
        "@id": f"{address}#{layer.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": layer.id,
        "dct:title": _spoken(layer.title),
        "dct:description": _spoken(layer.description),
        "dcat:theme": {"@type": "skos:Concept", "skos:prefLabel": _spoken(atlas.catalog.themes[layer.theme].title)},
        "dct:publisher": [_agent(name) for name in dict.fromkeys(s.producer for _, s in layer.files)],
        "dct:bibliographicCitation": list(dict.fromkeys(s.citation for _, s in layer.files)),
        "dcat:landingPage": source.url,
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _spoken(source.processing)},
        "dct:issued": source.published,
        "dct:temporal": source.valid and {"@type": "dct:PeriodOfTime", "rdfs:label": source.valid},
        "dct:accessRights": {"@type": "dct:RightsStatement", "rdfs:label": source.legal_status},
        "dct:spatial": _extent(layer, atlas.frames),
        "schema:variableMeasured": [_variable(name, field) for name, field in layer.fields.items()],
        "dcat:distribution": [
            *(_file(path, source) for path, source in layer.files),
            *(_download(layer, address, ending) for ending in ("geojson", "gpkg", "csv", "parquet") if address),
        ],
    }
    return {key: value for key, value in described.items() if value}


def _file(path: "Path", source: "Source") -> dict[str, Any]:
    """Describe a data file as it lies in the atlas, and the extracts that it was compiled from by their hashes."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": path.name,
        "dcat:mediaType": _MEDIA.get(path.suffix, "application/octet-stream"),
        "dcat:byteSize": path.stat().st_size if path.is_file() else None,
        "dct:license": _licence(source.licence),
        "prov:wasDerivedFrom": [
            {
                "@type": "prov:Entity",
                "dct:identifier": name,
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
                    "spdx:checksumValue": digest,
                },
            }
            for name, digest in source.sha256.items()
        ],
    }


def _download(layer: "Layer", address: str, ending: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:format": ending,
        "dcat:downloadURL": {"@id": f"{address}atlas/export?layers={layer.id}&format={ending}"},
        "dct:license": [_licence(licence) for licence in dict.fromkeys(s.licence for _, s in layer.files)],
    }


def _licence(licence: str) -> dict[str, Any]:
    if licence.startswith("LicenseRef-"):
        return {"@type": "dct:LicenseDocument", "rdfs:label": licence}
    return {"@id": f"https://spdx.org/licenses/{licence}.html", "@type": "dct:LicenseDocument", "rdfs:label": licence}


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _variable(name: str, field: "Field") -> dict[str, Any]:
    described = {
        "@type": "schema:PropertyValue",
        "schema:propertyID": name,
        "schema:name": _spoken(field.title),
        "schema:description": _spoken(field.description) if field.description else None,
        "schema:unitText": field.unit,
    }
    return {key: value for key, value in described.items() if value}


def _extent(layer: "Layer", frames: "Frames") -> dict[str, Any] | None:
    try:
        bounds = frames[layer.id].total_bounds
    except AtlasError:
        return None
    if not np.isfinite(bounds).all():
        return None
    west, south, east, north = (f"{edge:.5f}" for edge in bounds)
    corners = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    box = {"@type": "geosparql:wktLiteral", "@value": f"POLYGON(({corners}))"}
    return {"@type": "dct:Location", "dcat:bbox": box}


def _spoken(text: "Text") -> list[dict[str, str]]:
    """Return the words in the languages that they were written in."""
    return [{"@language": lang, "@value": words} for lang, words in text.model_dump(exclude_none=True).items()]


def write_metadata(metadata: dict[str, Any]) -> str:
    """Return JSON-LD as text: indented, in the letters of its languages."""
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
