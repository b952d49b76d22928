"""What a reader of a comparison can choose from: territories, measures, references, perimeters, ways to tell."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import NORMS, REGISTRY, Direction
from atlas.i18n import t
from atlas.scene.compare.measures import measure_title, unit_words
from atlas.scene.compare.territories import ids_of, names_of
from atlas.scene.query.compare_parameters import BASIN, LEVELS, MEDIAN, MOST_TERRITORIES, PERIMETERS, Level
from atlas.scene.query.territories import TerritoryLevel, TerritoryName

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas


class Option(TypedDict):
    """One of several values of a setting, with its title in the language of the reader."""

    id: str
    title: str


class MeasureOption(TypedDict):
    """A measure that can be shown; `unit` is in words."""

    id: str
    title: str
    unit: str
    direction: Direction


class IndicatorOption(TypedDict):
    """An indicator and its measures; `world` tells whether it can be compared across countries."""

    id: str
    theme: str
    definition: str
    world: bool
    measures: list[MeasureOption]


class Choices(TypedDict):
    """All settings of a comparison; `most` is the number of territories that can be compared at once."""

    territories: list[TerritoryLevel]
    indicators: list[IndicatorOption]
    perimeters: list[Option]
    norms: list[Option]
    references: list[Option]
    most: int


def list_choices(atlas: "Atlas", lang: str) -> Choices:
    """Return every choice in one language; territories known as a point are among them."""
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
        "most": MOST_TERRITORIES,
    }


def _items(level: Level, atlas: "Atlas", lang: str) -> list[TerritoryName]:
    names = names_of(ids_of(level, atlas), atlas, lang, drawn="")
    return [{"id": one, "name": name} for one, name in sorted(names.items(), key=lambda item: item[1].casefold())]
