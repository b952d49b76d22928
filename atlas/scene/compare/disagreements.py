"""The register of disagreements: figures on which sources differ, every version, and what depends on the choice."""

from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import REGISTRY
from atlas.scene.compare.measures import measure_title

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.scene.query.view import View


def register(view: "View", catalog: "Catalog") -> list[dict[str, Any]]:
    """Return every contested figure in the order of the tree.

    Returns
    -------
    list of dict
        ``id``, ``title``, ``layer`` (its title), ``chosen`` (id of a version, None for what the atlas measures),
        ``used_by`` (titles of the indicators that the choice changes, for the whole basin) and ``versions``: ``id``,
        ``value`` with its unit, ``definition``, ``source``, ``published``, ``url``.
    """
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
                    "value": f"{version.value}\u00a0{figure.unit}" if figure.unit else version.value,
                    "definition": version.definition(view.lang),
                    "source": version.source,
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
