"""After the mine: installations that the State watches, tailings dams and their decommissioning.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np

from atlas.analysis.indicators.counting import density, share
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import Inside, locate_features
from atlas.analysis.spatial.territories import WHOLLY_SURVEYED

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

_NATURES = ("piezometers", "surface_water_points", "confinements")


@indicator(
    "1/100 km²",
    rules={"after_mine_sites": "inside"},
    parts=dict.fromkeys(_NATURES, "1/100 km²"),
    figures=("basin_area",),
    incomplete={"after_mine_sites": "at_least"},
)
def watched_installation_density(
    territories: "Territories", after_mine_sites: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the installations that the State watched after the mine in 2014, per 100 km².

    A watched place is not a polluted one: the value says where somebody looks, not what is found.

    Parameters
    ----------
    territories
        Territories to measure.
    after_mine_sites
        Sites by commune with their number of installations; 155 are in the Nord basin, 17 of them at Chocques, outside
        the 250 communes. Rule: ``inside``, the points in the territory: a site is at its heap or at its commune.

    Returns
    -------
    dict of IndicatorValues
        1/100 km², all and by nature: ``piezometers``, ``surface_water_points``, ``confinements``. Coverage: sites.

    Notes
    -----
    .. math:: d = 100 \, \sum_k n_k / A

    References
    ----------
    Order of 25 April 2006, NOR INDI0607334A, annex of 1 January 2014.

    Examples
    --------
    >>> found = watched_installation_density(basin, frames["after_mine_sites"])
    >>> [int(found[part].amount.item()) for part in found]
    [138, 119, 7, 12]
    """
    inside = locate_features(territories, after_mine_sites.geometry)
    columns = {"": "installations"} | {nature: nature for nature in _NATURES}
    coverage = (inside.count(), inside.count())
    return {
        part: density(
            territories,
            inside.total(after_mine_sites[column].to_numpy(dtype=float)),
            coverage,
            {"after_mine_sites": inside},
        )
        for part, column in columns.items()
    }


@indicator("1/100 km²", rules={"tailings_dams": "inside"}, world=True, incomplete={"tailings_dams": "at_least"})
def dam_density(territories: "Territories", tailings_dams: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the tailings dams in the register of early 2026, per 100 km².

    Parameters
    ----------
    territories
        Territories to measure.
    tailings_dams
        Dams of the register of Minas Gerais; those that left it before 2026 are not counted. Rule: ``inside``, the
        points in the territory.

    Returns
    -------
    IndicatorValues
        1/100 km², NaN where the register has no dam, unless the layer is complete there.

    Notes
    -----
    .. math:: d = 100 \, N / A

    References
    ----------
    Agência Nacional de Mineração, SIGBM Público, March 2026.

    Examples
    --------
    >>> dam_density(basin, frames["tailings_dams"]).value.isna().item()
    True
    """
    inside = _listed(territories, tailings_dams)
    count = inside.count()
    complete = territories.complete.get("tailings_dams")
    whole = np.zeros(len(territories), dtype=bool)
    if complete is not None:
        whole = (complete.reindex(territories.ids) >= WHOLLY_SURVEYED).to_numpy()
    known = np.where((count > 0) | whole, count, np.nan)
    return density(territories, known, (count, count), {"tailings_dams": inside})


@indicator(
    "share",
    rules={"tailings_dams": "inside"},
    parts={"works_ended": "share"},
    world=True,
    incomplete={"tailings_dams": "listed"},
)
def decommissioning_dam_share(
    territories: "Territories", tailings_dams: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the share of the tailings dams that are being decommissioned, and of those whose works have ended.

    Parameters
    ----------
    territories
        Territories to measure.
    tailings_dams
        Dams in the register of early 2026. Rule: ``inside``, the points in the territory.

    Returns
    -------
    dict of IndicatorValues
        Share of the dams in the state “em descaracterização” and, as ``works_ended``, of those for which the register
        has an end of the decommissioning works; NaN without a dam.

    Notes
    -----
    .. math:: s = N_d / N

    References
    ----------
    Agência Nacional de Mineração, SIGBM Público, March 2026; Brazilian Law 14.066 of 30 September 2020.

    Examples
    --------
    >>> found = decommissioning_dam_share(basin, frames["tailings_dams"])
    >>> [found[part].value.isna().item() for part in found]
    [True, True]
    """
    inside = _listed(territories, tailings_dams)
    chosen = {
        "": tailings_dams["state_2026"] == "decommissioning",
        "works_ended": tailings_dams["works_end"].notna(),
    }
    every = inside.count()
    return {
        part: share(
            territories,
            inside.only(rows.to_numpy(dtype=bool)).count(),
            every,
            (every, every),
            {"tailings_dams": inside},
        )
        for part, rows in chosen.items()
    }


@indicator("share", rules={"tailings_dams": "inside"}, world=True, incomplete={"tailings_dams": "listed"})
def upstream_dam_share(territories: "Territories", tailings_dams: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the share of the tailings dams that were raised upstream, on their own tailings.

    Parameters
    ----------
    territories
        Territories to measure.
    tailings_dams
        Dams in the register of early 2026 whose method is known; the register of 2022 put “upstream” and “unknown”
        together and is not used. Rule: ``inside``, the points in the territory.

    Returns
    -------
    IndicatorValues
        Share, NaN without such a dam. Coverage: dams of known method of those inside.

    Notes
    -----
    .. math:: s = N_u / N_{known}

    References
    ----------
    Agência Nacional de Mineração, SIGBM Público, March 2026; Resolution ANM 95/2022.

    Examples
    --------
    >>> upstream_dam_share(basin, frames["tailings_dams"]).value.isna().item()
    True
    """
    inside = _listed(territories, tailings_dams)
    known = inside.only(tailings_dams["method_2026"].notna().to_numpy(dtype=bool))
    upstream = known.only((tailings_dams["method_2026"] == "upstream").to_numpy(dtype=bool))
    return share(
        territories, upstream.count(), known.count(), (known.count(), inside.count()), {"tailings_dams": inside}
    )


def _listed(territories: "Territories", tailings_dams: "gpd.GeoDataFrame") -> Inside:
    """Return the dams in each territory that the register of early 2026 holds."""
    listed = (tailings_dams["state_2026"] != "not_listed").to_numpy(dtype=bool)
    return locate_features(territories, tailings_dams.geometry).only(listed)
