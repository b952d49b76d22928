"""The catalogue as DCAT (W3C, version 3) in JSON-LD, which open data portals harvest."""

import json
from typing import TYPE_CHECKING, NotRequired, TypedDict, TypeVar, cast

import numpy as np

from atlas.catalog import in_language
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


# The keys of JSON-LD hold a colon or an @, which only this form of a TypedDict allows. Unknown values are left out:
# their keys are not required.
LanguageText = TypedDict("LanguageText", {"@language": str, "@value": str})
TypedText = TypedDict("TypedText", {"@type": str, "@value": str})
Reference = TypedDict("Reference", {"@id": str})
Labelled = TypedDict("Labelled", {"@type": str, "rdfs:label": str})
LabelledInLanguages = TypedDict("LabelledInLanguages", {"@type": str, "rdfs:label": list[LanguageText]})
Licence = TypedDict("Licence", {"@id": NotRequired[str], "@type": str, "rdfs:label": str})
Agent = TypedDict("Agent", {"@type": str, "foaf:name": str})
Concept = TypedDict("Concept", {"@type": str, "skos:prefLabel": list[LanguageText]})
Location = TypedDict("Location", {"@type": str, "dcat:bbox": TypedText})
Checksum = TypedDict("Checksum", {"@type": str, "spdx:algorithm": str, "spdx:checksumValue": str})
Extract = TypedDict("Extract", {"@type": str, "dct:identifier": str, "spdx:checksum": Checksum})
Variable = TypedDict(
    "Variable",
    {
        "@type": str,
        "schema:propertyID": str,
        "schema:name": list[LanguageText],
        "schema:description": NotRequired[list[LanguageText] | None],
        "schema:unitText": NotRequired[str | None],
    },
)
DataFile = TypedDict(
    "DataFile",
    {
        "@type": str,
        "dct:title": str,
        "dcat:mediaType": str,
        "dcat:byteSize": int | None,
        "dct:license": Licence,
        "prov:wasDerivedFrom": list[Extract],
    },
)
Download = TypedDict(
    "Download", {"@type": str, "dct:format": str, "dcat:downloadURL": Reference, "dct:license": list[Licence]}
)
Dataset = TypedDict(
    "Dataset",
    {
        "@context": NotRequired[dict[str, str]],
        "@id": str,
        "@type": str,
        "dct:identifier": str,
        "dct:title": list[LanguageText],
        "dct:description": NotRequired[list[LanguageText]],
        "dcat:theme": Concept,
        "dct:publisher": list[Agent],
        "dct:bibliographicCitation": list[str],
        "dcat:landingPage": NotRequired[str | None],
        "dct:provenance": LabelledInLanguages,
        "dct:issued": NotRequired[str | None],
        "dct:temporal": NotRequired[Labelled | None],
        "dct:accessRights": Labelled,
        "dct:spatial": NotRequired[Location | None],
        "schema:variableMeasured": NotRequired[list[Variable]],
        "dcat:distribution": list[DataFile | Download],
    },
)
CatalogRecord = TypedDict(
    "CatalogRecord",
    {
        "@context": dict[str, str],
        "@id": str,
        "@type": str,
        "dct:title": list[LanguageText],
        "dct:language": list[str],
        "dcat:dataset": list[Dataset],
    },
)
_Node = TypeVar("_Node", Variable, Dataset)


def catalog_metadata(atlas: "Atlas", *, address: str = "", only: str | None = None) -> CatalogRecord | Dataset:
    """Return the catalogue, or one layer of it, as DCAT.

    Parameters
    ----------
    atlas
        Declarations and rows.
    address
        Where the atlas is served, before the ``?`` of a link; with it each layer has the addresses of its downloads.
    only
        The layer to describe alone.

    Returns
    -------
    dict
        JSON-LD: a ``dcat:Catalog`` of ``dcat:Dataset``, or the one data set.
    """
    if only:
        return {"@context": _CONTEXT, **_dataset(atlas.catalog[only], atlas, address)}
    return {
        "@context": _CONTEXT,
        "@id": f"{address}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": [{"@language": lang, "@value": t("app.title", lang)} for lang in LANGUAGES],
        "dct:language": list(LANGUAGES),
        "dcat:dataset": [_dataset(layer, atlas, address) for layer in atlas.catalog.values()],
    }


def _dataset(layer: "Layer", atlas: "Atlas", address: str) -> Dataset:
    source, theme = layer.source, atlas.catalog.themes[layer.theme]
    dataset: Dataset = {
        "@id": f"{address}#{layer.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": layer.id,
        "dct:title": _in_languages(layer.title),
        "dct:description": _in_languages(layer.description),
        "dcat:theme": {
            "@type": "skos:Concept",
            "skos:prefLabel": _in_languages(theme.title),
        },
        "dct:publisher": [
            _agent(name) for name in dict.fromkeys(in_language(s.producer, "en") for _, s in layer.files)
        ],
        "dct:bibliographicCitation": list(dict.fromkeys(s.citation for _, s in layer.files)),
        "dcat:landingPage": source.url,
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _in_languages(source.processing)},
        "dct:issued": source.published,
        "dct:temporal": {"@type": "dct:PeriodOfTime", "rdfs:label": source.valid} if source.valid else None,
        "dct:accessRights": {"@type": "dct:RightsStatement", "rdfs:label": source.legal_status},
        "dct:spatial": _extent(layer, atlas.frames),
        "schema:variableMeasured": [_variable(name, field) for name, field in layer.fields.items()],
        "dcat:distribution": [
            *(_file(path, source) for path, source in layer.files),
            *(_download(layer, address, ending) for ending in ("geojson", "gpkg", "csv", "parquet") if address),
        ],
    }
    return _without_unknown(dataset)


def _file(path: "Path", source: "Source") -> DataFile:
    """Describe a data file of the atlas, with the hashes of the source files that it was compiled from."""
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


def _download(layer: "Layer", address: str, ending: str) -> Download:
    return {
        "@type": "dcat:Distribution",
        "dct:format": ending,
        "dcat:downloadURL": {"@id": f"{address}atlas/export?layers={layer.id}&format={ending}"},
        "dct:license": [_licence(licence) for licence in dict.fromkeys(s.licence for _, s in layer.files)],
    }


def _licence(licence: str) -> Licence:
    if licence.startswith("LicenseRef-"):
        return {"@type": "dct:LicenseDocument", "rdfs:label": licence}
    return {"@id": f"https://spdx.org/licenses/{licence}.html", "@type": "dct:LicenseDocument", "rdfs:label": licence}


def _agent(name: str) -> Agent:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _variable(name: str, field: "Field") -> Variable:
    variable: Variable = {
        "@type": "schema:PropertyValue",
        "schema:propertyID": name,
        "schema:name": _in_languages(field.title),
        "schema:description": _in_languages(field.description) if field.description else None,
        "schema:unitText": field.unit,
    }
    return _without_unknown(variable)


def _without_unknown(node: _Node) -> _Node:
    """Leave out the keys without a value."""
    return cast("_Node", {key: value for key, value in node.items() if value})


def _extent(layer: "Layer", frames: "Frames") -> Location | None:
    try:
        bounds = frames[layer.id].total_bounds
    except AtlasError:
        return None
    if not np.isfinite(bounds).all():
        return None
    west, south, east, north = (f"{edge:.5f}" for edge in bounds)
    corners = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    box: TypedText = {"@type": "geosparql:wktLiteral", "@value": f"POLYGON(({corners}))"}
    return {"@type": "dct:Location", "dcat:bbox": box}


def _in_languages(text: "Text") -> list[LanguageText]:
    """Return a text in each language that it exists in."""
    return [{"@language": lang, "@value": words} for lang, words in text.model_dump(exclude_none=True).items()]


def write_metadata(metadata: CatalogRecord | Dataset) -> str:
    """Return JSON-LD as text, indented, with non-ASCII letters as they are."""
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
