"""Mine shafts: density, working life, depth, closure of the last shaft.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.counting import density, plain
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import Inside, locate_features

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories


@indicator(
    "1/100 km²", rules={"mine_shafts": "inside"}, figures=("basin_area",), incomplete={"mine_shafts": "at_least"}
)
def shaft_density(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the former mine shafts per 100 km².

    Parameters
    ----------
    territories
        Territories to measure.
    mine_shafts
        The 636 shafts, all of known position; 13 lie outside the perimeter of 250 communes. Rule: ``inside``,
        the points in the territory.

    Returns
    -------
    IndicatorValues
        1/100 km².

    Notes
    -----
    .. math:: d = 100 \, N / A

    References
    ----------
    Mission Bassin Minier, Anciens puits de mines dans le Bassin minier du Nord-Pas-de-Calais.

    Examples
    --------
    >>> round(shaft_density(basin, frames["mine_shafts"]).value.item(), 1)
    34.8
    """
    inside = locate_features(territories, mine_shafts.geometry)
    return density(territories, inside.count(), (inside.count(), inside.count()), {"mine_shafts": inside})


@indicator("years", rules={"mine_shafts": "inside"}, incomplete={"mine_shafts": "listed"})
def mean_shaft_life_years(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the mean number of years from the sinking of a shaft to its closure.

    A shaft can be closed or filled long after its last extraction: closures after the last extraction of 1990 are not
    changed but noted.

    Parameters
    ----------
    territories
        Territories to measure.
    mine_shafts
        Shafts whose two years are known. Rule: ``inside``, the points in the territory.

    Returns
    -------
    IndicatorValues
        Years, NaN without such a shaft. Coverage: shafts with both years of those inside.

    Notes
    -----
    .. math:: \bar{l} = \frac{1}{N} \sum_k (t^{closed}_k - t^{sunk}_k)

    References
    ----------
    Mission Bassin Minier, Anciens puits de mines dans le Bassin minier du Nord-Pas-de-Calais.

    Examples
    --------
    >>> round(mean_shaft_life_years(basin, frames["mine_shafts"]).value.item())
    52
    """
    life = (mine_shafts["closed_year"] - mine_shafts["sunk_year"]).astype("float64").to_numpy()
    every = locate_features(territories, mine_shafts.geometry)
    inside = every.only(~np.isnan(life))
    count = inside.count()
    total = inside.total(np.nan_to_num(life))
    mean = np.divide(total, count, out=np.full(len(territories), np.nan), where=count > 0)
    return _marked(plain(territories, mean, (count, every.count()), {"mine_shafts": inside}), inside, mine_shafts)


@indicator("decade", rules={"mine_shafts": "inside"}, incomplete={"mine_shafts": "at_least"})
def last_closing_decade(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the decade in which the last shaft of a territory was closed.

    Parameters
    ----------
    territories
        Territories to measure.
    mine_shafts
        Shafts whose closure year is known. Rule: ``inside``, the points in the territory.

    Returns
    -------
    IndicatorValues
        First year of the decade, NaN without such a shaft. Coverage: shafts with a year of those inside.

    Notes
    -----
    .. math:: d = 10 \, \lfloor \max_k t^{closed}_k / 10 \rfloor

    References
    ----------
    Mission Bassin Minier, Anciens puits de mines dans le Bassin minier du Nord-Pas-de-Calais.

    Examples
    --------
    >>> int(last_closing_decade(basin, frames["mine_shafts"]).value.item())
    2000
    """
    found = last_closing(territories, mine_shafts)
    return replace(found, value=10 * (found.value // 10))


@indicator("m", rules={"mine_shafts": "inside"}, incomplete={"mine_shafts": "at_least"})
def deepest_shaft_m(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the depth of the deepest shaft of a territory.

    Parameters
    ----------
    territories
        Territories to measure.
    mine_shafts
        Shafts of known depth; the producer's zeros mean unknown and are blank here. Rule: ``inside``, the
        points in the territory.

    Returns
    -------
    IndicatorValues
        m, NaN without a shaft of known depth. Coverage: shafts of known depth of those inside.

    Notes
    -----
    .. math:: D = \max_k d_k

    References
    ----------
    Mission Bassin Minier, Anciens puits de mines dans le Bassin minier du Nord-Pas-de-Calais.

    Examples
    --------
    >>> int(deepest_shaft_m(basin, frames["mine_shafts"]).value.item())
    1190
    """
    every = locate_features(territories, mine_shafts.geometry)
    inside = every.only(mine_shafts["depth_m"].notna().to_numpy(dtype=bool))
    depth = greatest(inside, mine_shafts["depth_m"])
    return plain(territories, depth, (inside.count(), every.count()), {"mine_shafts": inside})


def last_closing(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    """Return the closure year of the last shaft of each territory, with a note if after the last extraction."""
    every = locate_features(territories, mine_shafts.geometry)
    inside = every.only(mine_shafts["closed_year"].notna().to_numpy(dtype=bool))
    year = greatest(inside, mine_shafts["closed_year"])
    measured = plain(territories, year, (inside.count(), every.count()), {"mine_shafts": inside})
    return _marked(measured, inside, mine_shafts)


def greatest(inside: Inside, column: pd.Series) -> np.ndarray:
    """Return the greatest value of the rows of each territory, NaN without one."""
    most = np.full(inside.territories, -np.inf)
    np.maximum.at(most, inside.territory, column.astype("float64").to_numpy()[inside.row])
    return np.where(np.isfinite(most), most, np.nan)


def _marked(measured: IndicatorValues, inside: Inside, mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    late = inside.only(mine_shafts["closed_after_last_extraction"].fillna(value=False).to_numpy(dtype=bool))
    notes = pd.Series(np.where(late.count() > 0, "after_last_extraction", ""), index=measured.value.index)
    return replace(measured, notes=notes)
