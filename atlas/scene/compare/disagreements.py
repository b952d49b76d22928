"""Figures on which sources disagree: every version, and the indicators that depend on the choice."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import REGISTRY
from atlas.catalog import in_language
from atlas.scene.compare.measures import measure_title
from atlas.scene.query.formatting import write_version

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.scene.query.view import View


class DisagreementVersion(TypedDict):
    """One version of a contested figure; `value` includes the unit."""

    id: str
    value: str
    definition: str
    source: str
    published: str | None
    url: str | None


class Disagreement(TypedDict):
    """A figure on which sources differ.

    `layer` is the title of a layer, `chosen` the id of a version (None for what the atlas measures), `used_by` the
    titles of the indicators that depend on the choice, for the whole basin.
    """

    id: str
    title: str
    layer: str
    chosen: str | None
    used_by: list[str]
    versions: list[DisagreementVersion]


def list_disagreements(view: "View", catalog: "Catalog") -> list[Disagreement]:
    """Return every figure on which sources disagree, in the order of the layer tree."""
    chosen = dict(view.version)
    return [
        {
            "id": key,
            "title": figure.title(view.lang),
            "layer": layer.title(view.lang),
            "chosen": chosen.get(key),
            "used_by": _used_by(key, catalog, view.lang),
            "versions": [
                {
                    "id": choice,
                    "value": write_version(version.value, figure.unit, view.lang),
                    "definition": version.definition(view.lang),
                    "source": in_language(version.source, view.lang),
                    "published": version.published,
                    "url": version.url,
                }
                for choice, version in figure.versions.items()
            ],
        }
        for layer in catalog.values()
        for key, figure in layer.figures.items()
    ]


def _used_by(figure: str, catalog: "Catalog", lang: str) -> list[str]:
    return [
        measure_title(declared.measures[0], catalog, lang)
        for declared in REGISTRY.values()
        if figure in declared.figures
    ]
