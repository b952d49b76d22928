"""Miners' estates: density, shares inscribed and under renewal, heritage interest.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np

from atlas.analysis.indicators.counting import density, share
from atlas.analysis.indicators.registry import IndicatorValues, Rule, indicator
from atlas.analysis.spatial.overlay import meeting_features, row_areas_m2, union_areas_m2

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

# Estates count where they meet a territory; their area is that of the part inside.
_ESTATES: dict[str, Rule] = {"": "meets", "area": "inside"}
INTERESTS = ("exceptional", "remarkable", "witness")


@indicator(
    "1/100 km²", rules={"mining_estates": "meets"}, figures=("basin_area",), incomplete={"mining_estates": "at_least"}
)
def estate_density(territories: "Territories", mining_estates: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the miners' estates per 100 km².

    Parameters
    ----------
    territories
        Territories to measure.
    mining_estates
        Estates. Rule: ``meets``, each counts in every territory that it meets by more than 100 m².

    Returns
    -------
    IndicatorValues
        1/100 km².

    Notes
    -----
    .. math:: d = 100 \, N / A

    An estate across a border counts on both sides: the counts of neighbours add up to more than that of the whole.

    References
    ----------
    Mission Bassin Minier, estates of the property, the buffer zone and the renewal programme.

    Examples
    --------
    >>> round(estate_density(basin, frames["mining_estates"]).value.item(), 1)
    16.9
    """
    inside = meeting_features(territories, mining_estates.geometry)
    return density(territories, inside.count(), (inside.count(), inside.count()), {"mining_estates": inside})


@indicator(
    "share",
    rules={"mining_estates": _ESTATES},
    direction="higher",
    parts={"area": "share"},
    incomplete={"mining_estates": "at_most"},
)
def inscribed_estate_share(
    territories: "Territories", mining_estates: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the share of the miners' estates that lie in the World Heritage property.

    Parameters
    ----------
    territories
        Territories to measure.
    mining_estates
        Estates; ``situation`` tells which are inscribed. Rule: ``meets``, more than 100 m² of an estate; of ``area``
        ``inside``, the part of each estate that is in the territory.

    Returns
    -------
    dict of IndicatorValues
        Share of their number and, as ``area``, of their area, 0..1; NaN without an estate.

    Notes
    -----
    .. math:: s = N_i / N, \qquad
        s_a = \frac{\mathrm{area}(\bigcup_{k \in i} c_k \cap T)}{\mathrm{area}(\bigcup_k c_k \cap T)}

    References
    ----------
    UNESCO World Heritage List, property 1360; Mission Bassin Minier (2012): 124 inscribed estates.

    Examples
    --------
    >>> round(inscribed_estate_share(basin, frames["mining_estates"])[""].value.item() * 302)
    124
    """
    inscribed = (mining_estates["situation"] == "property").to_numpy(dtype=bool)
    return _number_and_ground(territories, mining_estates, inscribed)


@indicator(
    "share", rules={"mining_estates": _ESTATES}, parts={"area": "share"}, incomplete={"mining_estates": "listed"}
)
def renewal_estate_share(territories: "Territories", mining_estates: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of the miners' estates that are in the renewal programme of the basin (ERBM).

    Parameters
    ----------
    territories
        Territories to measure.
    mining_estates
        Estates; ``renewal_programme`` marks those of the programme. Its 59 estates are 64 rows: some are partly in the
        property. Rule: ``meets``, more than 100 m² of an estate; of ``area`` ``inside``, the part of each estate that
        is in the territory.

    Returns
    -------
    dict of IndicatorValues
        Share of their number and, as ``area``, of their area, 0..1; NaN without an estate.

    Notes
    -----
    .. math:: s = N_r / N, \qquad
        s_a = \frac{\mathrm{area}(\bigcup_{k \in r} c_k \cap T)}{\mathrm{area}(\bigcup_k c_k \cap T)}

    References
    ----------
    Engagement pour le renouveau du bassin minier (2017); Mission Bassin Minier, estates of the programme.

    Examples
    --------
    >>> round(renewal_estate_share(basin, frames["mining_estates"])[""].value.item() * 302)
    64
    """
    renewed = mining_estates["renewal_programme"].fillna(value=False).to_numpy(dtype=bool)
    return _number_and_ground(territories, mining_estates, renewed)


@indicator(
    None,
    rules={"mining_estates": "meets"},
    parts=dict.fromkeys(INTERESTS, "share"),
    incomplete={"mining_estates": "listed"},
)
def estate_interest_profile(
    territories: "Territories", mining_estates: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the share of the miners' estates of each heritage interest.

    Parameters
    ----------
    territories
        Territories to measure.
    mining_estates
        Estates whose interest was assessed. Rule: ``meets``, more than 100 m² of an estate.

    Returns
    -------
    dict of IndicatorValues
        One share for each class, 0..1; NaN without an assessed estate. Coverage: assessed estates of those inside.

    Notes
    -----
    .. math:: p_c = n_c / N

    References
    ----------
    Mission Bassin Minier, assessment of the miners' estates.

    Examples
    --------
    >>> found = estate_interest_profile(basin, frames["mining_estates"])
    >>> round(sum(measured.value.item() for measured in found.values()), 6)
    1.0
    """
    inside = meeting_features(territories, mining_estates.geometry)
    known = inside.only(mining_estates["interest"].notna().to_numpy(dtype=bool))
    coverage, rows = (known.count(), inside.count()), {"mining_estates": known}
    of_class = {code: (mining_estates["interest"] == code).to_numpy(dtype=bool) for code in INTERESTS}
    return {
        code: share(territories, known.only(own).count(), known.count(), coverage, rows)
        for code, own in of_class.items()
    }


def _number_and_ground(
    territories: "Territories", mining_estates: "gpd.GeoDataFrame", chosen: np.ndarray
) -> dict[str, IndicatorValues]:
    inside = meeting_features(territories, mining_estates.geometry)
    touching, _ = row_areas_m2(territories, mining_estates.geometry)
    coverage = (inside.count(), inside.count())
    ground = union_areas_m2(territories, mining_estates.geometry)
    part = union_areas_m2(territories, mining_estates.geometry, chosen)
    return {
        "": share(territories, inside.only(chosen).count(), inside.count(), coverage, {"mining_estates": inside}),
        "area": share(territories, part, ground, coverage, {"mining_estates": touching}),
    }
