"""Time since the mines closed.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.indicators.shafts import last_closing
from atlas.analysis.spatial.overlay import Inside

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories


@indicator("years", world=True)
def years_since_closure(
    territories: "Territories", mining_basins: "gpd.GeoDataFrame", mine_shafts: "gpd.GeoDataFrame"
) -> IndicatorValues:
    r"""Return the years since the last extraction of a basin or, inside the basin, since its last shaft was closed.

    NaN where the closure is planned, partial or has several dates. A shaft can be filled after the last extraction of
    21 December 1990: such years are not changed but noted.

    Parameters
    ----------
    territories
        Territories to measure.
    mining_basins
        Closure year, where it is a single past year.
    mine_shafts
        Year in which each shaft was closed.

    Returns
    -------
    IndicatorValues
        Years at ``territories.year``, NaN where the year is unknown or in the future. Coverage: shafts with a year of
        those inside; for a basin 1 of 1, or 0.

    Notes
    -----
    .. math:: a = t - t_0

    References
    ----------
    The page cited for each basin in ``basin_figures``; Mission Bassin Minier, Anciens puits de mines.

    Examples
    --------
    >>> basin.year - int(years_since_closure(basin, frames["mining_basins"], frames["mine_shafts"]).value.item())
    1990
    """
    shafts = last_closing(territories, mine_shafts)
    is_basin = (territories.level == "basin").to_numpy()
    closed = mining_basins["last_closure_year"].reindex(territories.ids).astype("float64").to_numpy()
    year = np.where(is_basin, closed, shafts.value)
    known = ~np.isnan(closed)
    row = mining_basins.index.get_indexer(territories.ids)
    own = np.flatnonzero(is_basin & known)
    basins = Inside(own, row[own], mining_basins.index, len(territories))
    pits = shafts.rows["mine_shafts"]
    inner = ~is_basin[pits.territory]
    rows = {
        "mining_basins": basins,
        "mine_shafts": Inside(pits.territory[inner], pits.row[inner], pits.ids, len(territories)),
    }
    kind = mining_basins["closure_kind"].reindex(territories.ids)
    reason = pd.Series(np.where(kind.notna(), "closure_" + kind.fillna("").astype(str), "closure_unknown"), kind.index)
    late = pd.Series("", index=territories.ids) if shafts.notes is None else shafts.notes
    notes = late.mask(is_basin, reason.mask(known, ""))
    age = territories.series(territories.year - year)
    return IndicatorValues(
        age.where(age >= 0),
        shafts.valid.mask(is_basin, known.astype(int)),
        shafts.expected.mask(is_basin, 1),
        notes=notes,
        rows=rows,
    )
