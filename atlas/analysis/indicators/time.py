"""Time since the mines closed.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.measurement import where_surveyed
from atlas.analysis.indicators.registry import HEADLINE, IndicatorValues, indicator
from atlas.analysis.indicators.shafts import last_closing
from atlas.analysis.spatial.overlay import Inside

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories


@indicator(
    "years",
    rules={"mining_basins": {HEADLINE: "member"}, "mine_shafts": {"last_shaft": "inside"}},
    world=True,
    parts={"last_shaft": "years"},
    incomplete={"mining_basins": "none", "mine_shafts": {"last_shaft": "at_most"}},
)
def years_since_closure(
    territories: "Territories", mining_basins: "gpd.GeoDataFrame", mine_shafts: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the years since the last extraction of a basin and, apart, since the last shaft was closed.

    These are two definitions: a shaft can be filled after the last extraction of 21 December 1990. The last extraction
    is known for whole basins only, and NaN where the closure is planned, partial or has several dates.

    Parameters
    ----------
    territories
        Territories to measure.
    mining_basins
        Closure year, where it is a single past year. Rule: ``member``, the row of the basin itself.
    mine_shafts
        Year in which each shaft was closed. Rule: ``inside``, the points in the territory.

    Returns
    -------
    dict of IndicatorValues
        Years at ``territories.year`` since the last extraction, NaN where the year is unknown or in the future and
        within a basin; coverage: 1 of 1, or 0. ``last_shaft``: years since the last shaft inside was closed, NaN
        without one; years after the last extraction are not changed but noted; coverage: shafts with a year of those
        inside.

    Notes
    -----
    .. math:: a = t - t_0

    References
    ----------
    The page cited for each basin in ``basin_figures``; Mission Bassin Minier, Anciens puits de mines.

    Examples
    --------
    >>> found = years_since_closure(basin, frames["mining_basins"], frames["mine_shafts"])
    >>> [basin.year - int(found[part].value.item()) for part in ("", "last_shaft")]
    [1990, 2002]
    """
    return {
        HEADLINE: _since_extraction(territories, mining_basins),
        "last_shaft": _since_last_shaft(territories, mine_shafts),
    }


def _since_extraction(territories: "Territories", mining_basins: "gpd.GeoDataFrame") -> IndicatorValues:
    is_basin = (territories.level == "basin").to_numpy()
    closed = mining_basins["last_closure_year"].reindex(territories.ids).astype("float64").to_numpy()
    known = ~np.isnan(closed)
    row = mining_basins.index.get_indexer(territories.ids)
    own = np.flatnonzero(is_basin & known)
    kind = mining_basins["closure_kind"].reindex(territories.ids)
    reason = pd.Series(np.where(kind.notna(), "closure_" + kind.fillna("").astype(str), "closure_unknown"), kind.index)
    age = territories.series(np.where(is_basin, territories.year - closed, np.nan))
    return IndicatorValues(
        age.where(age >= 0),
        pd.Series((is_basin & known).astype(np.int64), index=territories.ids),
        pd.Series(is_basin.astype(np.int64), index=territories.ids),
        notes=reason.mask(known, "").where(is_basin, "extraction_of_basins"),
        rows={"mining_basins": Inside(own, row[own], mining_basins.index, len(territories))},
    )


def _since_last_shaft(territories: "Territories", mine_shafts: "gpd.GeoDataFrame") -> IndicatorValues:
    shafts = last_closing(territories, mine_shafts)
    age = territories.series(territories.year - shafts.value)
    return where_surveyed(replace(shafts, value=age.where(age >= 0)), territories)
