"""The clock of the after-mine: basins aligned on the year in which their last pit closed."""

import math
from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators.cooperation import links_inside
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.compare.territories import latest_year, names_of
from atlas.scene.map.compose import HOME

if TYPE_CHECKING:
    import pandas as pd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# What is known of a basin with a year, in the order in which it usually comes.
_EVENTS = {
    "first_extraction": "first_extraction_year",
    "peak_production": "peak_production_year",
    "closure": "last_closure_year",
    "world_heritage": "unesco_year",
}


def align(view: "View", atlas: "Atlas") -> dict[str, Any]:
    """Lay the years of each basin on one axis, 0 being its last closing.

    Returns
    -------
    dict
        ``year``: the present one; ``aligned``: basins of known closing, earliest first, with ``closed``, ``age`` and
        ``events`` (``kind``, ``year``, ``at``: years since closing); ``apart``: the others, each with the ``reason``
        code why it has no zero (planned, partial, several, not_yet, unknown). No year is interpolated.
    """
    basins, year = atlas.frames["mining_basins"], view.year or latest_year(atlas.catalog)
    names = names_of(basins.index, atlas, view.lang, drawn="")
    linked = _first_links(view, atlas)
    aligned, apart = [], []
    for one, row in basins.iterrows():
        closed = row["last_closure_year"]
        basin = {"id": str(one), "name": names[str(one)], "country": row["country"], "status": row["status"]}
        if _is_number(closed) and closed <= year:
            events = [
                *_events(row),
                *({"kind": "cooperation", "year": first} for first in linked.get(str(one), [])[:1]),
            ]
            since = [event | {"at": event["year"] - int(closed)} for event in events]
            aligned.append(basin | {"closed": int(closed), "age": year - int(closed), "events": since})
        else:
            apart.append(
                basin | {"reason": _reason(row), "said": row["last_closure"] if _is_text(row["last_closure"]) else None}
            )
    aligned.sort(key=lambda basin: (-basin["age"], basin["name"]))
    return {"year": year, "aligned": aligned, "apart": apart}


def _reason(row: "pd.Series[Any]") -> str:
    """Explain why a basin has no zero on the clock."""
    if _is_number(row["last_closure_year"]):
        return "not_yet"
    return str(row["closure_kind"]) if _is_text(row["closure_kind"]) else "unknown"


def _events(row: "pd.Series[Any]") -> list[dict[str, Any]]:
    return [{"kind": kind, "year": int(row[column])} for kind, column in _EVENTS.items() if _is_number(row[column])]


def _first_links(view: "View", atlas: "Atlas") -> dict[str, list[int]]:
    """Return the years in which the dated links of each basin with the Nord – Pas-de-Calais began, in order."""
    links, places = atlas.frames["partnerships"], atlas.frames["partner_cities"]
    years: dict[str, list[int]] = {}
    for group in {HOME, *(str(one) for one in atlas.frames["mining_basins"].index if one != HOME)}:
        territories = level_territories(group, view, atlas)
        inside = links_inside(territories, links, places)
        own = inside.of(territories.ids.get_loc(group))
        years[group] = sorted(int(year) for year in links.loc[own, "start_year"].dropna())
    return years


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_number(value: Any) -> bool:
    try:
        return not math.isnan(float(value))
    except (TypeError, ValueError):
        return False
