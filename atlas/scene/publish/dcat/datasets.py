"""A layer as a data set: what it is, who made it, where and when, under which licence, and its files."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.catalog import in_language
from atlas.errors import AtlasError
from atlas.scene.publish.dcat.authorities import (
    access_right,
    data_theme,
    dataset_type,
    frequency,
    language,
    reference_system,
    role,
    topic,
)
from atlas.scene.publish.dcat.distributions import distributions, page_of
from atlas.scene.publish.dcat.nodes import (
    Node,
    Value,
    agent,
    in_languages,
    iri,
    reference,
    typed,
    without_unknown,
)
from atlas.scene.publish.dcat.periods import read_period

if TYPE_CHECKING:
    from datetime import date

    from atlas.catalog import Field, Layer, Source
    from atlas.catalog.declarations import Text
    from atlas.io.atlas import Atlas


def describe_dataset(layer: "Layer", atlas: "Atlas", address: str, contact: Node, service: Node | None = None) -> Node:
    """Return a layer as ``dcat:Dataset``.

    Parameters
    ----------
    layer
        What is described.
    atlas
        Declarations and rows.
    address
        Where the atlas is served, with a slash at the end; empty where it is not.
    contact
        Who is asked about it.
    service
        The OGC API, which has its rows unless it is private; None where there is none.
    """
    source, theme = layer.source, atlas.catalog.themes[layer.theme]
    sources = [source for _, source in layer.files] or [source]
    # What its owner has still to complete is no name of an organisation.
    named = (_producer(each) for each in sources)
    producers = {str(made["@id"]): made for made in (agent(name, address) for name in named if name)}
    page = page_of(layer, address)
    texts = {"fr", "en", *(["pt"] if layer.title.pt and layer.description.pt else [])}
    return without_unknown(
        {
            "@id": iri(address, layer.id),
            "@type": "dcat:Dataset",
            "dct:identifier": layer.id,
            "dct:title": in_languages(layer.title),
            "dct:description": in_languages(layer.description),
            "dct:publisher": next(iter(producers.values()), None),
            "dct:creator": list(producers.values()),
            "dcat:contactPoint": contact,
            "dcat:keyword": [*in_languages(theme.title), *in_languages(layer.title)],
            "dcat:theme": data_theme(layer.theme),
            "dct:subject": topic(layer.theme),
            "dct:type": dataset_type(),
            "dct:language": [language(lang) for lang in sorted(texts)],
            "dcat:landingPage": reference(page or source.url or "", "foaf:Document") if page or source.url else None,
            "foaf:page": [reference(url, "foaf:Document") for url in dict.fromkeys(s.url for s in sources) if url],
            "dct:bibliographicCitation": list(dict.fromkeys(each.cited for each in sources)),
            "dct:provenance": [_provenance(each, layer, number, address) for number, each in enumerate(sources)],
            "prov:qualifiedAttribution": [
                {
                    "@id": f"{made}-{layer.id}" if address else iri(address, f"{made}-{layer.id}"),
                    "@type": "prov:Attribution",
                    "prov:agent": {"@id": made},
                    "dcat:hadRole": role("originator"),
                }
                for made in producers
            ],
            **_dates(sources, iri(address, f"{layer.id}-period")),
            "dct:accrualPeriodicity": frequency("IRREG" if layer.connector else "UNKNOWN"),
            "dct:accessRights": access_right(private=layer.private),
            "dct:conformsTo": reference_system(4326) if layer.geometry != "none" else None,
            "dct:spatial": _extent(layer, atlas, address),
            "schema:variableMeasured": [_variable(name, field, layer, address) for name, field in layer.fields.items()],
            "dcat:distribution": distributions(layer, address, None if layer.private else service),
        }
    )


def _provenance(source: "Source", layer: "Layer", number: int, address: str) -> Node:
    """Return how the rows were made of what was received."""
    return {
        "@id": iri(address, f"{layer.id}-provenance-{number}"),
        "@type": "dct:ProvenanceStatement",
        "rdfs:label": in_languages(source.processing),
    }


def _dates(sources: "list[Source]", name: str) -> Node:
    """Return when a data set was published and changed, its version, and the time that it is about."""
    published = [period for each in sources if (period := read_period(each.published))]
    valid = [period for each in sources if (period := read_period(each.valid))]
    accessed = max(each.accessed for each in sources)
    return {
        "dct:issued": _day(min(first for first, _ in published)) if published else None,
        "dct:modified": _day(accessed),
        "dcat:version": sources[0].published or accessed.isoformat(),
        "dct:temporal": {
            "@id": name,
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(min(first for first, _ in valid)),
            "dcat:endDate": _day(max(last for _, last in valid)),
        }
        if valid
        else None,
    }


def _day(day: "date") -> Value:
    return typed(day.isoformat(), "xsd:date")


def _variable(name: str, field: "Field", layer: "Layer", address: str) -> Node:
    return without_unknown(
        {
            "@id": iri(address, f"{layer.id}.{name}"),
            "@type": "schema:PropertyValue",
            "schema:propertyID": name,
            "schema:name": in_languages(field.title),
            "schema:description": in_languages(field.description) if field.description else None,
            "schema:unitText": field.unit,
        }
    )


def extent_of(layer: "Layer", atlas: "Atlas") -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of the rows of a layer; None where none has a position, or none is read."""
    try:
        bounds = atlas.frames[layer.id].geometry.array.total_bounds
    except AtlasError:
        return None
    if not np.isfinite(bounds).all():
        return None
    west, south, east, north = (float(edge) for edge in np.round(bounds, 5))
    return west, south, east, north


def _extent(layer: "Layer", atlas: "Atlas", address: str) -> Node | None:
    bounds = extent_of(layer, atlas)
    if bounds is None:
        return None
    west, south, east, north = (f"{edge:.5f}" for edge in bounds)
    corners = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    middle = shapely.box(*bounds).centroid
    return {
        "@id": iri(address, f"{layer.id}-extent"),
        "@type": "dct:Location",
        "dcat:bbox": typed(f"POLYGON(({corners}))", "geosparql:wktLiteral"),
        "dcat:centroid": typed(f"POINT({middle.x:.5f} {middle.y:.5f})", "geosparql:wktLiteral"),
    }


def _producer(source: "Source") -> "str | Text":
    """Return the producer of a file, empty where nobody has named it."""
    names = source.producer_names("en")
    return source.producer if names == in_language(source.producer, "en") else names
