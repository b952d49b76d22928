"""Files of a layer: its data files as the atlas holds them, and its downloads."""

import hashlib
from typing import TYPE_CHECKING

from atlas.i18n import LANGUAGES, t
from atlas.scene.publish.dcat.authorities import (
    FORMATS,
    available,
    file_format,
    language,
    licence,
    media_type,
    reference_system,
    specification,
    vector,
)
from atlas.scene.publish.dcat.nodes import Node, Value, iri, reference, typed, without_unknown, words_in_languages

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.catalog import Layer, Source

_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
# What is offered of every layer.
DOWNLOADS = ("geojson", "gpkg", "csv", "parquet")


def distributions(layer: "Layer", address: str, service: Node | None = None) -> list[Value]:
    """Return the files of a layer; its downloads, and its rows by a service, are there where the atlas has an address.

    Parameters
    ----------
    layer, address
        The layer, and where the atlas is served; empty where it is not.
    service
        The OGC API; None where it does not have the layer.
    """
    page = page_of(layer, address)
    files = [_file(path, source, layer, address) for path, source in layer.files if page or source.url]
    downloads = [_download(layer, address, ending) for ending in DOWNLOADS if address]
    return [*files, *downloads, *([_collection(layer, address, service)] if service else [])]


def page_of(layer: "Layer", address: str) -> str | None:
    """Return the page of the atlas that opens a layer; None without an address."""
    return f"{address}?layers={layer.id}" if address else None


def _file(path: "Path", source: "Source", layer: "Layer", address: str) -> Node:
    """Describe a data file of the atlas, with the hashes of the source files that it was compiled from."""
    ending, name = path.suffix.removeprefix("."), iri(address, path.name)
    return without_unknown(
        {
            "@id": name,
            "@type": "dcat:Distribution",
            "dct:title": path.name,
            "dct:description": words_in_languages("dcat.file"),
            "dcat:accessURL": reference(page_of(layer, address) or source.url or "", "rdfs:Resource"),
            **_format(ending, layer),
            "dcat:byteSize": typed(str(path.stat().st_size), "xsd:nonNegativeInteger") if path.is_file() else None,
            "spdx:checksum": _checksum(f"{name}-sha256", _digest(path)) if path.is_file() else None,
            "dct:license": licence(source.licence, iri(address, source.licence)),
            "dct:rights": {
                "@id": iri(address, f"rights-{source.legal_status}"),
                "@type": "dct:RightsStatement",
                "rdfs:label": words_in_languages(f"status.{source.legal_status}"),
            },
            "prov:wasDerivedFrom": [
                {
                    "@id": iri(address, f"{path.name}-from-{digest[:12]}"),
                    "@type": "prov:Entity",
                    "dct:identifier": extract,
                    "spdx:checksum": _checksum(iri(address, f"{path.name}-from-{digest[:12]}-sha256"), digest),
                }
                for extract, digest in source.sha256.items()
            ],
        }
    )


def _download(layer: "Layer", address: str, ending: str) -> Node:
    download = f"{address}atlas/export?layers={layer.id}&format={ending}"
    return {
        "@id": iri(address, f"{layer.id}-{ending}"),
        "@type": "dcat:Distribution",
        "dct:title": [{"@language": lang, "@value": f"{layer.title(lang)} ({ending.upper()})"} for lang in LANGUAGES],
        "dct:description": words_in_languages("dcat.download"),
        "dcat:accessURL": reference(download, "rdfs:Resource"),
        "dcat:downloadURL": reference(download, "rdfs:Resource"),
        **_format(ending, layer),
        "dct:license": _licence_of_all(layer, address),
        "dcatap:availability": available(),
    }


def _collection(layer: "Layer", address: str, service: Node) -> Node:
    """Describe the rows of a layer as a service has them."""
    return {
        "@id": iri(address, f"{layer.id}-ogc"),
        "@type": "dcat:Distribution",
        "dct:title": [{"@language": lang, "@value": f"{layer.title(lang)} (OGC API)"} for lang in LANGUAGES],
        "dct:description": words_in_languages("dcat.collection"),
        "dcat:accessURL": reference(f"{address}ogc/collections/{layer.id}", "rdfs:Resource"),
        "dcat:accessService": service,
        **_format("geojson", layer),
        "dct:license": _licence_of_all(layer, address),
        "dcatap:availability": available(),
    }


def _format(ending: str, layer: "Layer") -> Node:
    """Return format, media type, language and reference system of a file."""
    known = ending if ending in FORMATS else "geojson"
    placed = layer.geometry != "none"
    return without_unknown(
        {
            "dct:format": file_format(known),
            "dcat:mediaType": media_type(known),
            "dct:language": [language(lang) for lang in LANGUAGES],
            "dct:conformsTo": [specification(known), *([reference_system(4326)] if placed else [])],
            "adms:representationTechnique": vector() if placed else None,
        }
    )


def _licence_of_all(layer: "Layer", address: str) -> Node:
    """Return the licence of a file with the rows of all files of a layer: a distribution has one at most."""
    codes = dict.fromkeys(source.licence for _, source in layer.files)
    if len(codes) == 1:
        return licence(layer.source.licence, iri(address, layer.source.licence))
    return {
        "@id": iri(address, f"{layer.id}-licence"),
        "@type": "dct:LicenseDocument",
        "dct:identifier": " AND ".join(codes),
        "rdfs:label": [
            {
                "@language": lang,
                "@value": t("dcat.licences", lang, licences=", ".join(t(f"licence.{code}", lang) for code in codes)),
            }
            for lang in LANGUAGES
        ],
        "dct:references": [licence(code, iri(address, code)) for code in codes],
    }


def _checksum(name: str, digest: str) -> Node:
    return {
        "@id": name,
        "@type": "spdx:Checksum",
        "spdx:algorithm": reference(_SHA256, "spdx:ChecksumAlgorithm"),
        "spdx:checksumValue": typed(digest, "xsd:hexBinary"),
    }


def _digest(path: "Path") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
