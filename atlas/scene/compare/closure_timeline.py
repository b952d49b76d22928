"""Timeline of basins, aligned on the year in which the last mine of each closed."""

import math
from typing import TYPE_CHECKING, Any, TypedDict

from atlas.analysis.indicators.cooperation import links_inside
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.compare.territories import latest_year, names_of
from atlas.scene.query.territories import HOME_BASIN, TerritoryName

if TYPE_CHECKING:
    import pandas as pd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Dated events of a basin, in their usual order, and the columns of their years.
_EVENTS = {
    "first_extraction": "first_extraction_year",
    "peak_production": "peak_production_year",
    "closure": "last_closure_year",
    "world_heritage": "unesco_year",
}


class ClosureEvent(TypedDict):
    """An event of a basin; `at` is the number of years since its closure, negative before it."""

    kind: str
    year: int
    at: int


class AlignedBasin(TerritoryName):
    """A basin whose closure year is known: that year, the years since, and its events."""

    country: str
    status: str
    closed: int
    age: int
    events: list[ClosureEvent]


class UnalignedBasin(TerritoryName):
    """A basin without a closure year: `reason` is a code, `said` the text of the source, if any."""

    country: str
    status: str
    reason: str
    said: str | None


class ClosureTimeline(TypedDict):
    """Basins on one axis, earliest closure first, those that have no place on it, and the current year."""

    year: int
    aligned: list[AlignedBasin]
    apart: list[UnalignedBasin]


def align_closures(view: "View", atlas: "Atlas") -> ClosureTimeline:
    """Place the events of each basin on one axis of years, 0 being the year in which its last mine closed.

    A basin has no zero where its closure is planned, partial, spread over several years (``several``), later than the
    current year (``not_yet``) or unknown. No year is interpolated.
    """
    basins, year = atlas.frames["mining_basins"], view.year or latest_year(atlas.catalog)
    names = names_of(basins.index, atlas, view.lang, drawn="")
    linked = _first_links(view, atlas)
    aligned: list[AlignedBasin] = []
    apart: list[UnalignedBasin] = []
    for label, row in basins.iterrows():
        basin = str(label)
        if _is_number(row["last_closure_year"]) and row["last_closure_year"] <= year:
            closed = int(row["last_closure_year"])
            events = [*_events(row), *(("cooperation", first) for first in linked.get(basin, [])[:1])]
            aligned.append(
                {
                    "id": basin,
                    "name": names[basin],
                    "country": row["country"],
                    "status": row["status"],
                    "closed": closed,
                    "age": year - closed,
                    "events": [{"kind": kind, "year": of, "at": of - closed} for kind, of in events],
                }
            )
        else:
            apart.append(
                {
                    "id": basin,
                    "name": names[basin],
                    "country": row["country"],
                    "status": row["status"],
                    "reason": _reason(row),
                    "said": row["last_closure"] if _is_text(row["last_closure"]) else None,
                }
            )
    aligned.sort(key=lambda basin: (-basin["age"], basin["name"]))
    return {"year": year, "aligned": aligned, "apart": apart}


def _reason(row: "pd.Series[Any]") -> str:
    """Return the code of why a basin has no closure year."""
    if _is_number(row["last_closure_year"]):
        return "not_yet"
    return str(row["closure_kind"]) if _is_text(row["closure_kind"]) else "unknown"


def _events(row: "pd.Series[Any]") -> list[tuple[str, int]]:
    return [(kind, int(row[column])) for kind, column in _EVENTS.items() if _is_number(row[column])]


def _first_links(view: "View", atlas: "Atlas") -> dict[str, list[int]]:
    """Return the years in which the dated links of each basin with the Nord – Pas-de-Calais began, in order."""
    links, places = atlas.frames["partnerships"], atlas.frames["partner_cities"]
    years: dict[str, list[int]] = {}
    for basin in {HOME_BASIN, *atlas.frames["mining_basins"].index.astype(str)}:
        territories = level_territories(basin, view, atlas)
        inside = links_inside(territories, links, places)
        own = inside.of(territories.ids.get_loc(basin))
        years[basin] = sorted(int(year) for year in links.loc[own, "start_year"].dropna())
    return years


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_number(value: Any) -> bool:
    try:
        return not math.isnan(float(value))
    except (TypeError, ValueError):
        return False
