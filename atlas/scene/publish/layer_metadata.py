"""Metadata of a layer: description, contested figures, provenance of its files."""

from typing import TYPE_CHECKING, TypedDict

from atlas.catalog import in_language
from atlas.i18n import t
from atlas.scene.query.formatting import write_version
from atlas.scene.query.row_values import SourceLine, source_lines

if TYPE_CHECKING:
    from atlas.catalog import Figure, Layer


class LayerFigureVersion(TypedDict):
    """One version of a contested figure, with its unit."""

    value: str
    definition: str
    source: str
    url: str | None


class CatalogFigure(TypedDict):
    """A figure that sources state differently."""

    title: str
    versions: list[LayerFigureVersion]


class CatalogFile(TypedDict):
    """A data file and the lines of its provenance."""

    name: str
    rows: list[SourceLine]


class CatalogExtent(TypedDict):
    """Where a layer, or a kind of it, is complete: in words, with what is missing and who says so."""

    kind: str
    area: str
    sentence: str
    source: str
    url: str | None


class LayerMetadata(TypedDict):
    """Description, completeness, contested figures and provenance of a layer, see `make_layer_metadata`."""

    description: str
    completeness: list[CatalogExtent]
    figures: list[CatalogFigure]
    files: list[CatalogFile]


def make_layer_metadata(layer: "Layer", lang: str) -> LayerMetadata:
    """Return the metadata of a layer as plain text in one language.

    Returns
    -------
    dict
        ``description``; ``completeness``, where the layer and its declared kinds are complete; ``figures``, the
        contested figures with each version, its definition and source; ``files``, the lines of provenance of each file.
    """
    return {
        "description": layer.description(lang),
        "completeness": _completeness(layer, lang),
        "figures": [_figure(figure, lang) for figure in layer.figures.values()],
        "files": [{"name": path.name, "rows": source_lines(source, lang)} for path, source in layer.files],
    }


def _completeness(layer: "Layer", lang: str) -> list[CatalogExtent]:
    if layer.completeness is None:
        return []
    kinds = [
        (layer.fields[field].codes[code](lang), extent)
        for field, declared in layer.completeness.by.items()
        for code, extent in declared.items()
    ]
    return [
        {
            "kind": kind,
            "area": t(f"extent.{extent.area if isinstance(extent.area, str) else 'part'}", lang),
            "sentence": extent.sentence(lang),
            "source": in_language(extent.source, lang),
            "url": extent.url,
        }
        for kind, extent in (("", layer.completeness), *kinds)
    ]


def _figure(figure: "Figure", lang: str) -> CatalogFigure:
    return {
        "title": figure.title(lang),
        "versions": [
            {
                "value": write_version(version.value, figure.unit, lang),
                "definition": version.definition(lang),
                "source": ", ".join(part for part in (in_language(version.source, lang), version.published) if part),
                "url": version.url,
            }
            for version in figure.versions.values()
        ],
    }
