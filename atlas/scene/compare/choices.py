"""What a reader of a comparison can choose from: territories, measures, references, perimeters, ways to tell."""

from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import NORMS, REGISTRY
from atlas.i18n import t
from atlas.scene.compare.comparison import BASIN, MEDIAN, MOST
from atlas.scene.compare.measures import measure_title, unit_words
from atlas.scene.compare.territories import LEVELS, PERIMETERS, ids_of, names_of

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas


def list_choices(atlas: "Atlas", lang: str) -> dict[str, Any]:
    """Return every choice in one language.

    Returns
    -------
    dict
        ``territories``: level, title and items (``id``, ``name``), also those known as a point; ``indicators``:
        ``id``, ``definition``, ``world`` and ``measures`` (``id``, ``title``, ``unit``, ``direction``); ``perimeters``,
        ``norms`` and ``references``: ``id`` and ``title``; ``most``: how many territories stand side by side.
    """
    titles = {layer.level: layer.title(lang) for layer in atlas.catalog.values() if layer.level}
    return {
        "territories": [
            {"level": level, "title": titles[level], "items": _items(level, atlas, lang)}
            for level in LEVELS
            if level in titles
        ],
        "indicators": [
            {
                "id": declared.id,
                "theme": declared.theme,
                "definition": t(f"definition.{declared.id}", lang),
                "world": declared.world,
                "measures": [
                    {
                        "id": one.id,
                        "title": measure_title(one, atlas.catalog, lang),
                        "unit": unit_words(one.unit, lang),
                        "direction": one.direction,
                    }
                    for one in declared.measures
                ],
            }
            for declared in REGISTRY.values()
        ],
        "perimeters": [{"id": one, "title": t(f"perimeter.{one}", lang)} for one in PERIMETERS],
        "norms": [{"id": one, "title": t(f"norm.{one}", lang)} for one in NORMS],
        "references": [{"id": one, "title": t(f"reference.{one}", lang)} for one in (BASIN, MEDIAN)],
        "most": MOST,
    }


def _items(level: Any, atlas: "Atlas", lang: str) -> list[dict[str, str]]:
    names = names_of(ids_of(level, atlas), atlas, lang, drawn="")
    return [{"id": one, "name": name} for one, name in sorted(names.items(), key=lambda item: item[1].casefold())]
