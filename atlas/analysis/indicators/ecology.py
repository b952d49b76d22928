"""Protected nature: share of the area that is protected, share that is a core area of the ecological network.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from atlas.analysis.indicators.counting import share
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import row_areas_m2, union_areas_m2

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories


@indicator(
    "share",
    rules={"protected_areas": "inside"},
    direction="higher",
    parts={"natura_2000": "share", "regional_nature_park": "share"},
    incomplete={
        "protected_areas": {"": "at_least"},
        "protected_areas.kind.natura_2000": {"natura_2000": "at_least"},
        "protected_areas.kind.regional_nature_park": {"regional_nature_park": "at_least"},
    },
)
def protected_area_share(territories: "Territories", protected_areas: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of the area that is protected: all kinds united, and each kind.

    Parameters
    ----------
    territories
        Territories to measure.
    protected_areas
        Two Natura 2000 sites and the regional nature park; other protections have no outline here. Rule: ``inside``,
        the part of each area that is in the territory.

    Returns
    -------
    dict of IndicatorValues
        Share, 0..1; parts for ``natura_2000`` and ``regional_nature_park``.

    Notes
    -----
    .. math:: s = \mathrm{area}(\bigcup_k R_k \cap T) / \mathrm{area}(T)

    Areas in EPSG:6933.

    References
    ----------
    INPN, sites FR3100506 and FR3100507; decree of 30 August 2010 on the regional nature park Scarpe-Escaut.

    Examples
    --------
    >>> found = protected_area_share(basin, frames["protected_areas"])
    >>> [round(found[part].value.item(), 3) for part in found]
    [0.259, 0.009, 0.258]
    """
    kinds = ("", "natura_2000", "regional_nature_park")
    return {kind: _kind_share(territories, protected_areas, kind) for kind in kinds}


@indicator(
    "share",
    rules={
        "protected_areas": {"": "inside", "natura_2000": "inside"},
        "neonatural_spaces": {"": "inside", "neonatural": "inside"},
    },
    direction="higher",
    parts={"natura_2000": "share", "neonatural": "share"},
    incomplete={
        "protected_areas.kind.natura_2000": {"": "at_least", "natura_2000": "at_least"},
        "neonatural_spaces": {"": "at_least", "neonatural": "at_least"},
    },
)
def core_area_share(
    territories: "Territories", protected_areas: "gpd.GeoDataFrame", neonatural_spaces: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the share of the area in a core area: Natura 2000 sites and neo-natural spaces, united.

    These are not the core areas of the regional scheme of 2014, which was annulled in 2017 and is not in the atlas.

    Parameters
    ----------
    territories
        Territories to measure.
    protected_areas
        Of these the two Natura 2000 sites, both in the east of the basin. Rule: ``inside``, the part of each area that
        is in the territory.
    neonatural_spaces
        The 12 ponds and parks created by mining. Rule: ``inside``.

    Returns
    -------
    dict of IndicatorValues
        Share, 0..1; parts for ``natura_2000`` and ``neonatural``.

    Notes
    -----
    .. math:: s = \mathrm{area}(\bigcup_k R_k \cap T) / \mathrm{area}(T)

    Areas in EPSG:6933.

    References
    ----------
    INPN, sites FR3100506 and FR3100507; Mission Bassin Minier, neo-natural spaces (2012).

    Examples
    --------
    >>> found = core_area_share(basin, frames["protected_areas"], frames["neonatural_spaces"])
    >>> [round(found[part].value.item(), 4) for part in found]
    [0.0134, 0.0094, 0.0044]
    """
    sites = {"protected_areas": protected_areas[protected_areas["kind"] == "natura_2000"]}
    spaces = {"neonatural_spaces": neonatural_spaces}
    return {
        "": _united_share(territories, sites | spaces),
        "natura_2000": _kind_share(territories, protected_areas, "natura_2000"),
        "neonatural": _united_share(territories, spaces),
    }


def _kind_share(territories: "Territories", protected_areas: "gpd.GeoDataFrame", kind: str) -> IndicatorValues:
    """Return the share of the area in the protected areas of a kind; of all kinds if the kind is empty."""
    own = (protected_areas["kind"] == kind).to_numpy(dtype=bool) | (kind == "")
    rows = row_areas_m2(territories, protected_areas.geometry)[0].only(own)
    covered = union_areas_m2(territories, protected_areas.geometry, own) / 1e6
    coverage = (rows.count(), rows.count())
    return share(territories, covered, territories.area_km2, coverage, {"protected_areas": rows})


def _united_share(territories: "Territories", layers: "dict[str, gpd.GeoDataFrame]") -> IndicatorValues:
    rows = {layer: row_areas_m2(territories, gdf.geometry)[0] for layer, gdf in layers.items()}
    count = sum(inside.count() for inside in rows.values())
    shapes = gpd.GeoSeries(pd.concat([gdf.geometry for gdf in layers.values()]))
    covered = union_areas_m2(territories, shapes) / 1e6
    return share(territories, covered, territories.area_km2, (count, count), rows)
