"""Two measures of many territories against one another."""

import math
from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import Measure
from atlas.i18n import t
from atlas.scene.compare.comparison import compared_ids
from atlas.scene.compare.indicator_cache import indicator_values
from atlas.scene.compare.measures import measure_title, norm_of, unit_words, write_value
from atlas.scene.compare.territories import LEVELS, ids_of, names_of

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def scatter(across: Measure, up: Measure, level: str, view: "View", atlas: "Atlas") -> dict[str, Any]:
    """Return the points of two measures.

    Parameters
    ----------
    across, up
        What the axes show.
    level
        One whose territories are all shown behind those compared; any other word shows those compared alone.
    view
        Territories compared, language, perimeter, normalisation.
    atlas
        Declarations and rows.

    Returns
    -------
    dict
        ``axes``: title and unit of each; ``points``: ``id``, ``name``, ``x``, ``y``, both in words, ``compared``;
        ``missing``: how many territories lack one of the two, and have no point.
    """
    compared, norm, lang = compared_ids(view, atlas), norm_of(view), view.lang
    behind = next((ids_of(one, atlas) for one in LEVELS if one == level), [])
    ids = list(dict.fromkeys([*behind, *compared]))
    names = names_of(ids, atlas, lang, drawn=t("compare.drawn_outline", lang))
    units = [one.unit_in(norm) for one in (across, up)]
    found = [indicator_values(ids, one.indicator, view, norm, atlas)[one.part].value for one in (across, up)]
    points = [
        {
            "id": one,
            "name": names[one],
            "x": float(found[0][one]),
            "y": float(found[1][one]),
            "text": [write_value(float(values[one]), unit, lang) for values, unit in zip(found, units, strict=True)],
            "compared": one in compared,
        }
        for one in ids
        if not any(math.isnan(values[one]) for values in found)
    ]
    return {
        "axes": [
            {"title": measure_title(one, atlas.catalog, lang), "unit": unit_words(unit, lang), "share": unit == "share"}
            for one, unit in zip((across, up), units, strict=True)
        ],
        "points": points,
        "missing": len(ids) - len(points),
    }
