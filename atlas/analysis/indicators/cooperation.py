"""Cooperation: links named in five public documents, and twin towns of the communes. Counts are those of a sample.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.counting import plain
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.indicators.society import members
from atlas.analysis.spatial.overlay import Inside, locate_features

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

# A partner known as a country is in no basin.
_PLACED = ("city", "site", "official_point", "region", "region_box")
_LARGE = ("basin", "drawn")


@indicator(
    "links",
    rules={"partnerships": "member", "partner_cities": "inside"},
    world=True,
    parts={"projects": "projects", "countries": "countries", "themes": "themes", "years": "years"},
    amounts=("", "projects", "countries", "themes"),
    incomplete={"partnerships": "at_least", "partner_cities": "none"},
)
def cooperation_links(
    territories: "Territories", partnerships: "gpd.GeoDataFrame", partner_cities: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the cooperation links of a basin, with their projects, partner countries, themes and years.

    For the basin of Nord – Pas-de-Calais these are all links of the documents; for a partner basin, those whose partner
    is in it. A partner known only by country is in no basin.

    Parameters
    ----------
    territories
        What is compared; the links are those of whole basins, a commune has none of its own.
    partnerships
        The 153 links named in five public documents. Rule: ``member``, all start from the basin of the documents and
        each names its partner.
    partner_cities
        Positions of the partners. Rule: ``inside``, the points in the territory.

    Returns
    -------
    dict of IndicatorValues
        Number of links; ``projects``, ``countries``, ``themes``: number of distinct values; ``years``: from the first
        to the last year of a dated link, NaN without a date. NaN for smaller territories. Coverage of ``years``: dated
        links.

    Notes
    -----
    .. math:: n = \#\{l : \mathrm{partner}(l) \in T\}, \qquad y = \max t - \min t + 1

    References
    ----------
    The documents listed in the layer ``partnerships`` (Mission Bassin Minier, Lianes coopération and others).

    Examples
    --------
    >>> found = cooperation_links(basin, frames["partnerships"], frames["partner_cities"])
    >>> int(found[""].value.item()) == len(frames["partnerships"])
    True
    """
    inside = links_inside(territories, partnerships, partner_cities)
    dated = inside.only(partnerships["start_year"].notna().to_numpy(dtype=bool))
    whole = (inside.count(), inside.count())
    rows = {"partnerships": inside}
    numbers = {
        "": inside.count(),
        "projects": _different(inside, partnerships["project"]),
        "countries": _different(inside, partnerships["country"]),
        "themes": _different(inside, partnerships["themes"]),
    }
    found = {part: plain(territories, number, whole, rows) for part, number in numbers.items()}
    found["years"] = plain(territories, _span(dated, partnerships), (dated.count(), inside.count()), rows)
    return {part: _of_basins(territories, measured) for part, measured in found.items()}


@indicator(
    "twin towns",
    rules={"communes": "member", "twinnings": "member"},
    parts={"countries": "countries"},
    amounts=("", "countries"),
    incomplete={"communes": "at_least", "twinnings": "at_least"},
)
def twinning_links(
    territories: "Territories", communes: "gpd.GeoDataFrame", twinnings: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the active twin towns of the communes of a territory, and the countries they are in.

    No twinning found does not mean that there is none: a commune without a row is blank, not zero.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        The 250 communes. Rule: ``member``, the whole communes of the territory.
    twinnings
        Twin towns; only the active ones count. Rule: ``member``, those of the communes.

    Returns
    -------
    dict of IndicatorValues
        Number of twinnings and, as ``countries``, of countries; NaN where none was found. Coverage: communes with an
        active twinning of those it has.

    Notes
    -----
    .. math:: n = \#\{w : \mathrm{commune}(w) \subset T\}

    References
    ----------
    Pages of the towns and of their twins, Wikipedia and Wikidata, cited row by row in the layer ``twinnings``.

    Examples
    --------
    >>> found = twinning_links(basin, frames["communes"], frames["twinnings"])
    >>> int(found[""].value.item()) == frames["twinnings"]["status"].tolist().count("active")
    True
    """
    own = members(territories, communes)
    active = (twinnings["status"] == "active").to_numpy(dtype=bool)
    commune = communes.index.get_indexer(twinnings["commune"])
    inside = own.joined(commune[active], np.flatnonzero(active), twinnings.index)
    twinned = own.only(np.isin(np.arange(len(communes)), commune[active]))
    some = inside.count() > 0
    coverage, rows = (twinned.count(), territories.communes_expected), {"twinnings": inside}
    notes = pd.Series(np.where(some, "", "none_found"), index=territories.ids)
    numbers = {"": inside.count(), "countries": _different(inside, twinnings["country"])}
    found = {}
    for part, number in numbers.items():
        measured = plain(territories, np.where(some, number, np.nan), coverage, rows)
        found[part] = replace(measured, notes=notes)
    return found


def links_inside(
    territories: "Territories", partnerships: "gpd.GeoDataFrame", partner_cities: "gpd.GeoDataFrame"
) -> Inside:
    """Return the links of each territory: all for the basin they start from, elsewhere those that end in it."""
    precise = partnerships["precision"].isin(_PLACED)
    places = partner_cities.geometry.reindex(partnerships["place"].where(precise))
    ending = locate_features(territories, places.set_axis(partnerships.index))
    home = np.flatnonzero(territories.ids == territories.home)
    others = ~np.isin(ending.territory, home)
    every = np.arange(len(partnerships))
    return Inside(
        np.concatenate([ending.territory[others], np.repeat(home, len(every))]),
        np.concatenate([ending.row[others], np.tile(every, len(home))]),
        partnerships.index,
        len(territories),
    )


def _different(inside: Inside, column: pd.Series) -> np.ndarray:
    """Count the different values of a column, whose cells may hold several, in each territory."""
    cells = [set(cell.split("; ")) if isinstance(cell, str) else set() for cell in column]
    values = [set[str]() for _ in range(inside.territories)]
    for territory, row in zip(inside.territory.tolist(), inside.row.tolist(), strict=True):
        values[territory] |= cells[row]
    return np.array([len(found) for found in values], dtype=int)


def _span(dated: Inside, partnerships: "gpd.GeoDataFrame") -> np.ndarray:
    start = partnerships["start_year"].astype("float64").to_numpy()
    end = partnerships["end_year"].fillna(partnerships["start_year"]).astype("float64").to_numpy()
    spans = np.full(dated.territories, np.nan)
    for position in np.unique(dated.territory):
        rows = dated.row[dated.territory == position]
        spans[position] = np.nanmax(end[rows]) - np.nanmin(start[rows]) + 1
    return spans


def _of_basins(territories: "Territories", measured: IndicatorValues) -> IndicatorValues:
    large = territories.level.isin(_LARGE) & territories.outlines.notna()
    notes = pd.Series(np.where(large, "sample", "basins_only"), index=territories.ids)
    return replace(
        measured,
        value=measured.value.where(large),
        valid=measured.valid.where(large, 0),
        expected=measured.expected.where(large, 0),
        notes=notes,
    )
