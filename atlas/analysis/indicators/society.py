"""Inhabitants, from the legal populations of the 250 communes.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.counting import plain
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import Inside

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

FIRST, LAST = 2016, 2023


@indicator(
    "inhabitants",
    rules={"communes": "member"},
    figures=("basin_population",),
    amounts=("",),
    instead="population_density",
    incomplete={"communes": "blank"},
)
def population(territories: "Territories", communes: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the inhabitants of a territory that consists of whole communes.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Legal populations of 2023. Rule: ``member``, the whole communes of the territory.

    Returns
    -------
    IndicatorValues
        Inhabitants, NaN where the outline cuts communes. Coverage: whole communes of those it has.

    Notes
    -----
    .. math:: P = \sum_{c \in T} P_c

    References
    ----------
    INSEE, legal populations in force on 1 January 2026 (year of reference 2023).

    Examples
    --------
    >>> int(population(basin, frames["communes"]).value.item())
    1184821
    """
    inside = members(territories, communes)
    total = territories.with_version("basin_population", _total(territories, communes, f"population_{LAST}"))
    return _of_communes(territories, total, inside)


@indicator(
    "1/km²", rules={"communes": "member"}, figures=("basin_population", "basin_area"), incomplete={"communes": "blank"}
)
def population_density(territories: "Territories", communes: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the inhabitants per km².

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Legal populations of 2023. Rule: ``member``, the whole communes of the territory.

    Returns
    -------
    IndicatorValues
        Inhabitants/km², NaN where the outline cuts communes. Coverage: whole communes of those it has.

    Notes
    -----
    .. math:: d = P / A

    with :math:`A` the area in km² (EPSG:6933).

    References
    ----------
    INSEE, legal populations (year of reference 2023). INSEE Flash Hauts-de-France 74 (2019) gives 538 for another
    perimeter (336 communes, 2016).

    Examples
    --------
    >>> round(population_density(basin, frames["communes"]).value.item())
    662
    """
    counted = population(territories, communes)
    return replace(counted, value=counted.value / territories.area_km2)


@indicator("share/year", rules={"communes": "member"}, incomplete={"communes": "blank"})
def population_trend(territories: "Territories", communes: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the mean yearly change of the population from 2016 to 2023.

    Not the change since the mines closed: the atlas has no earlier census.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Legal populations of 2016 and 2023. Rule: ``member``, the whole communes of the territory.

    Returns
    -------
    IndicatorValues
        Share a year, NaN where the outline cuts communes. Coverage: whole communes of those it has.

    Notes
    -----
    .. math:: r = (P_{2023} / P_{2016})^{1/7} - 1

    References
    ----------
    INSEE, legal populations (years of reference 2016 and 2023).

    Examples
    --------
    >>> round(100 * population_trend(basin, frames["communes"]).value.item(), 2)
    -0.02
    """
    inside = members(territories, communes)
    first, last = (_total(territories, communes, f"population_{year}") for year in (FIRST, LAST))
    return _of_communes(territories, (last / first) ** (1 / (LAST - FIRST)) - 1, inside)


def members(territories: "Territories", communes: "gpd.GeoDataFrame") -> Inside:
    """Return the whole communes of each territory."""
    own = [territories.communes.get(territory, ()) for territory in territories.ids]
    rows = communes.index.get_indexer([commune for those in own for commune in those])
    owner = np.repeat(np.arange(len(territories)), [len(those) for those in own])
    return Inside(owner[rows >= 0], rows[rows >= 0], communes.index, len(territories))


def _total(territories: "Territories", communes: "gpd.GeoDataFrame", column: str) -> pd.Series:
    """Return the sum of a column over whole communes; NaN unless every commune has a value."""
    known = communes[column].notna().to_numpy(dtype=bool)
    inside = members(territories, communes).only(known)
    total = inside.total(communes[column].astype("float64").fillna(0).to_numpy())
    whole = (inside.count() == territories.communes_expected) & (territories.communes_expected > 0)
    return territories.series(total).where(whole)


def _of_communes(territories: "Territories", value: pd.Series, inside: Inside) -> IndicatorValues:
    measured = plain(territories, value, (inside.count(), territories.communes_expected), {"communes": inside})
    cut = np.where(value.isna() & (territories.communes_expected > 0), "communes_cut", "")
    return replace(measured, notes=pd.Series(cut, index=value.index))
