"""Layers as schema.org describes data sets: for the head of the page, which search engines read."""

import json
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.scene.publish.dcat.authorities import FORMATS, licence
from atlas.scene.publish.dcat.datasets import extent_of
from atlas.scene.publish.dcat.distributions import DOWNLOADS, page_of
from atlas.scene.publish.dcat.nodes import Node, Value, without_unknown
from atlas.scene.publish.dcat.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas

# Search engines take no longer description, and none that is shorter than the least.
_LEAST, _LONGEST = 50, 5000


def describe_datasets(layers: "Sequence[str]", atlas: "Atlas", *, lang: str, address: str) -> Node:
    """Return layers as ``Dataset``.

    Parameters
    ----------
    layers
        Their ids.
    atlas
        Declarations and rows: those that may be passed on.
    lang
        Language of the words.
    address
        Where the atlas is served, with a slash at the end.
    """
    described: list[Value] = [_dataset(atlas.catalog[layer_id], atlas, lang, address) for layer_id in layers]
    return {"@context": "https://schema.org", "@graph": described}


def describe_data_catalog(atlas: "Atlas", *, lang: str, address: str) -> Node:
    """Return the atlas as ``DataCatalog``, with what a search engine needs to know of each of its layers."""
    datasets: list[Value] = [
        {
            "@type": "Dataset",
            "@id": f"{address}#{layer.id}",
            "name": layer.title(lang),
            "description": _description(layer, atlas, lang),
            "url": f"{address}?layers={layer.id}&lang={lang}",
            "license": _licences(layer, address),
        }
        for layer in atlas.catalog.values()
    ]
    return {"@context": "https://schema.org", **_catalog(lang, address), "dataset": datasets}


def script_of(node: Node) -> str:
    """Return a description as the script of a page that nothing runs; no text in it ends the script."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    for mark, written in {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}.items():
        text = text.replace(mark, written)
    return f'<script type="application/ld+json">{text}</script>'


def _catalog(lang: str, address: str) -> Node:
    return {
        "@type": "DataCatalog",
        "@id": f"{address}#catalog",
        "name": t("app.title", lang),
        "description": t("dcat.about", lang),
        "url": address,
        "inLanguage": lang,
    }


def _dataset(layer: "Layer", atlas: "Atlas", lang: str, address: str) -> Node:
    sources = [source for _, source in layer.files] or [layer.source]
    valid = [period for source in sources if (period := read_period(source.valid))]
    bounds = extent_of(layer, atlas)
    producers = dict.fromkeys(source.producer_names(lang) for source in sources if source.producers(lang))
    return without_unknown(
        {
            "@type": "Dataset",
            "@id": f"{address}#{layer.id}",
            "identifier": layer.id,
            "name": layer.title(lang),
            "description": _description(layer, atlas, lang),
            "url": f"{page_of(layer, address)}&lang={lang}",
            "inLanguage": lang,
            "isAccessibleForFree": not layer.private,
            "license": _licences(layer, address),
            "creator": [{"@type": "Organization", "name": name} for name in producers],
            "citation": list(dict.fromkeys(source.cited for source in sources)),
            "isBasedOn": list(dict.fromkeys(source.url for source in sources if source.url)),
            "dateModified": max(source.accessed for source in sources).isoformat(),
            "temporalCoverage": f"{min(first for first, _ in valid)}/{max(last for _, last in valid)}"
            if valid
            else None,
            "spatialCoverage": {
                "@type": "Place",
                "geo": {"@type": "GeoShape", "box": " ".join(f"{bounds[at]:.5f}" for at in (1, 0, 3, 2))},
            }
            if bounds
            else None,
            "keywords": [atlas.catalog.themes[layer.theme].title(lang), layer.title(lang)],
            "variableMeasured": [
                without_unknown(
                    {
                        "@type": "PropertyValue",
                        "name": field.title(lang),
                        "propertyID": name,
                        "unitText": field.unit,
                    }
                )
                for name, field in layer.fields.items()
                if not field.technical
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": FORMATS[ending][1],
                    "contentUrl": f"{address}atlas/export?layers={layer.id}&format={ending}&lang={lang}",
                }
                for ending in DOWNLOADS
            ],
            "includedInDataCatalog": _catalog(lang, address),
        }
    )


def _description(layer: "Layer", atlas: "Atlas", lang: str) -> str:
    own = layer.description(lang)
    text = own if len(own) >= _LEAST else f"{own} {atlas.catalog.themes[layer.theme].description(lang)}"
    return text[:_LONGEST]


def _licences(layer: "Layer", address: str) -> list[Value]:
    codes = dict.fromkeys(source.licence for _, source in layer.files)
    return [licence(code, f"{address}#{code}")["@id"] for code in codes]
