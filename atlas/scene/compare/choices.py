"""The options of a comparison: territories, measures, references, perimeters, normalisations."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import NORMS, Direction, indicators_in
from atlas.i18n import t
from atlas.scene.compare.measures import definition_of, measure_title, unit_text
from atlas.scene.compare.territories import ids_of, names_of
from atlas.scene.query.compare_parameters import BASIN, LEVELS, MEDIAN, MOST_TERRITORIES, PERIMETERS, Level
from atlas.scene.query.territories import TerritoryLevel, TerritoryName

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas


class Option(TypedDict):
    """One value of a setting, with its title in one language."""

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
    """The options of every setting; `most` is the number of territories that can be compared at once."""

    territories: list[TerritoryLevel]
    indicators: list[IndicatorOption]
    perimeters: list[Option]
    norms: list[Option]
    references: list[Option]
    most: int


def list_choices(atlas: "Atlas", lang: str) -> Choices:
    """Return the options of every setting; the territories include those known only as a point."""
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
                "definition": definition_of(declared.id, atlas.catalog, lang),
                "world": declared.world,
                "measures": [
                    {
                        "id": measure.id,
                        "title": measure_title(measure, atlas.catalog, lang),
                        "unit": unit_text(measure.unit, lang),
                        "direction": measure.direction,
                    }
                    for measure in declared.measures
                ],
            }
            for declared in indicators_in(atlas.catalog).values()
        ],
        "perimeters": _options("perimeter", PERIMETERS, lang),
        "norms": _options("norm", NORMS, lang),
        "references": _options("reference", (BASIN, MEDIAN), lang),
        "most": MOST_TERRITORIES,
    }


def _options(setting: str, ids: tuple[str, ...], lang: str) -> list[Option]:
    return [{"id": option, "title": t(f"{setting}.{option}", lang)} for option in ids]


def _items(level: Level, atlas: "Atlas", lang: str) -> list[TerritoryName]:
    names = names_of(ids_of(level, atlas), atlas, lang, drawn="")
    ordered = sorted(names.items(), key=lambda item: item[1].casefold())
    return [{"id": territory, "name": name} for territory, name in ordered]
