"""Income and poverty, from the official statistics of the 250 communes. Confidential values stay blank.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.counting import plain
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.indicators.society import members
from atlas.analysis.spatial.overlay import Inside

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

_YEAR = 2021


@indicator("€", rules={"communes": "member"}, direction="higher", incomplete={"communes": "blank"})
def median_income(territories: "Territories", communes: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the median disposable income per unit of consumption in 2021, of a commune.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Published medians. Rule: ``member``, the commune itself.

    Returns
    -------
    IndicatorValues
        € per year; NaN for territories larger than a commune: medians are not averaged. Coverage: communes with a
        median of those it has.

    Notes
    -----
    .. math:: m_c = \mathrm{median}_{i \in c}(y_i)

    as published.

    References
    ----------
    INSEE, Fichier localisé social et fiscal (Filosofi) 2021.

    Examples
    --------
    >>> int(median_income(basin, frames["communes"]).valid.item())
    250
    """
    return _as_published(territories, communes, "median_income_2021")


@indicator("ratio", rules={"communes": "member"}, direction="lower", incomplete={"communes": "blank"})
def income_ratio(territories: "Territories", communes: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the ratio of the ninth to the first decile of disposable income in 2021, of a commune.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Published ratios; blank where confidential. Rule: ``member``, the commune itself.

    Returns
    -------
    IndicatorValues
        Ratio; NaN where confidential and for territories larger than a commune. Coverage: communes with a ratio of
        those it has.

    Notes
    -----
    .. math:: r_c = D9_c / D1_c

    as published.

    References
    ----------
    INSEE, Fichier localisé social et fiscal (Filosofi) 2021.

    Examples
    --------
    >>> int(income_ratio(basin, frames["communes"]).valid.item())
    144
    """
    return _as_published(territories, communes, "d9_d1_2021")


@indicator(
    "share",
    rules={"communes": {"": "member", "gap": "anywhere"}},
    direction="lower",
    parts={"gap": "percentage points"},
    incomplete={"communes": "listed"},
)
def poverty_gap(territories: "Territories", communes: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the poverty rate of 2021 and, as ``gap``, its distance to that of the published communes of the basin.

    The threshold is 60 % of the French median and does not compare across countries. For larger territories the rate is
    the mean of the published communes, weighted by their inhabitants; 108 small communes are confidential.

    Parameters
    ----------
    territories
        Territories to measure.
    communes
        Published rates and the legal populations of 2021. Rule: ``member``, the whole communes of the territory; of
        ``gap`` ``anywhere``, as it is the distance to the rate of all communes.

    Returns
    -------
    dict of IndicatorValues
        Share, 0..1, NaN where nothing is published; ``gap`` in percentage points. Coverage: communes with a rate of
        those it has.

    Notes
    -----
    .. math:: p_T = \frac{\sum_{c \in T} P_c \, p_c}{\sum_{c \in T} P_c}, \qquad g_T = 100 \, (p_T - p_{basin})

    over the communes with a published rate.

    References
    ----------
    INSEE, Fichier localisé social et fiscal (Filosofi) 2021; INSEE, legal populations 2021.

    Examples
    --------
    >>> found = poverty_gap(basin, frames["communes"])
    >>> [round(found[part].value.item(), 3) for part in found]
    [0.234, 0.0]
    """
    rate = communes["poverty_rate_2021_percent"] / 100
    people = communes[f"population_{_YEAR}"].astype("float64")
    every = members(territories, communes)
    inside = every.only((rate.notna() & people.notna()).to_numpy())
    weight = inside.total(np.nan_to_num(people))
    poor = inside.total(np.nan_to_num(rate * people))
    # Rounded, so that two communes with the same published rate stay equal after weighting.
    value = np.divide(poor, weight, out=np.full(len(territories), np.nan), where=weight > 0).round(12)
    coverage, rows = (inside.count(), territories.communes_expected), {"communes": inside}
    reference = (rate * people).sum() / people[rate.notna()].sum()
    every_rate = np.flatnonzero(rate.notna())
    of_all = Inside(
        np.repeat(np.arange(len(territories)), len(every_rate)),
        np.tile(every_rate, len(territories)),
        communes.index,
        len(territories),
    )
    found = _secret(plain(territories, value, coverage, rows))
    gap = _secret(plain(territories, 100 * (value - reference), coverage, {"communes": of_all}))
    return {"": found, "gap": gap}


def _as_published(territories: "Territories", communes: "gpd.GeoDataFrame", column: str) -> IndicatorValues:
    inside = members(territories, communes).only(communes[column].notna().to_numpy(dtype=bool))
    is_commune = territories.level == "commune"
    value = territories.series(inside.total(np.nan_to_num(communes[column]))).where(is_commune & (inside.count() == 1))
    coverage = (inside.count(), territories.communes_expected)
    measured = plain(territories, value, coverage, {"communes": inside})
    larger = pd.Series(np.where(is_commune, "", "not_averaged"), index=value.index)
    secret = is_commune & value.isna() & (territories.communes_expected > 0)
    return replace(measured, notes=larger.mask(secret, "secret"))


def _secret(measured: IndicatorValues) -> IndicatorValues:
    notes = np.where(measured.valid < measured.expected, "secret", "")
    return replace(measured, notes=pd.Series(notes, index=measured.value.index))
