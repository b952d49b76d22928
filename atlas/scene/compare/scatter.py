"""Scatter plot of two measures: one point per territory."""

import math
from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import Measure, complete_values, completeness_states
from atlas.i18n import t
from atlas.scene.compare.comparison import compared_ids
from atlas.scene.compare.indicator_cache import indicator_values, spread_of_level
from atlas.scene.compare.measures import measure_title, norm_of, unit_text, write_value
from atlas.scene.compare.territories import ids_of, names_of
from atlas.scene.query.compare_parameters import LEVELS
from atlas.scene.query.territories import TerritoryName

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


class Axis(TypedDict):
    """What an axis shows; `share`: its values are 0..1 and written as percent."""

    title: str
    unit: str
    share: bool


class Point(TerritoryName):
    """A territory with its two values, as numbers and in words; `compared`: it is one of the comparison."""

    x: float
    y: float
    text: tuple[str, str]
    compared: bool


class Scatter(TypedDict):
    """The points of two measures; `missing` territories lack one of the two and have no point.

    Neither have `partial` ones: a layer is not complete there.
    """

    axes: tuple[Axis, Axis]
    points: list[Point]
    missing: int
    partial: int


def scatter(x_measure: Measure, y_measure: Measure, level: str, view: "View", atlas: "Atlas") -> Scatter:
    """Return the points of two measures.

    Parameters
    ----------
    x_measure, y_measure
        Measures of the two axes.
    level
        Level whose territories are all shown behind those compared; any other text: only those compared.
    view
        Territories compared, language, perimeter, normalisation.
    atlas
        Declarations and rows.
    """
    compared, norm, lang = compared_ids(view, atlas), norm_of(view), view.lang
    behind = next((ids_of(name, atlas) for name in LEVELS if name == level), [])
    ids = list(dict.fromkeys([*behind, *compared]))
    names = names_of(ids, atlas, lang, drawn=t("compare.drawn_outline", lang))
    x_unit, y_unit = x_measure.unit_in(norm), y_measure.unit_in(norm)
    across = indicator_values(ids, x_measure.indicator, view, norm, atlas)[x_measure.part]
    up = indicator_values(ids, y_measure.indicator, view, norm, atlas)[y_measure.part]
    x, y = complete_values(across), complete_values(up)
    partial = ((completeness_states(across) != "complete") | (completeness_states(up) != "complete")).sum()

    def spread(territory: str, measure: Measure) -> float:
        return spread_of_level(territory, measure, view, norm, atlas)

    points: list[Point] = [
        {
            "id": territory,
            "name": names[territory],
            "x": float(x[territory]),
            "y": float(y[territory]),
            "text": (
                write_value(float(x[territory]), x_unit, lang, spread(territory, x_measure)),
                write_value(float(y[territory]), y_unit, lang, spread(territory, y_measure)),
            ),
            "compared": territory in compared,
        }
        for territory in ids
        if not (math.isnan(x[territory]) or math.isnan(y[territory]))
    ]
    return {
        "axes": (_axis(x_measure, x_unit, atlas, lang), _axis(y_measure, y_unit, atlas, lang)),
        "points": points,
        "missing": len(ids) - len(points) - int(partial),
        "partial": int(partial),
    }


def _axis(measure: Measure, unit: str, atlas: "Atlas", lang: str) -> Axis:
    title = measure_title(measure, atlas.catalog, lang)
    return {"title": title, "unit": unit_text(unit, lang), "share": unit == "share"}
