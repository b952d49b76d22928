"""Protected slag heaps: in the World Heritage property, in its buffer zone, in protected nature.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np

from atlas.analysis.indicators.counting import share
from atlas.analysis.indicators.landscape import has_outline, heaps_inside
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.cutting import intersecting_pairs
from atlas.analysis.spatial.overlay import row_areas_m2, union_areas_m2

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

_PROTECTIONS = ("property", "buffer", "natura_2000", "regional_nature_park")


@indicator(
    "share",
    rules={"slag_heaps": {"": "meets", "area": "inside"}},
    direction="higher",
    parts={"area": "share"},
    incomplete={"slag_heaps.precision.exact": "at_most"},
)
def inscribed_heap_share(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of the slag heaps that are elements of the World Heritage property.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps with an outline; 51 of the 161 are inscribed. Rule: ``meets``, more than 100 m² of the outline; of
        ``area`` ``inside``, the part of each outline that is in the territory.

    Returns
    -------
    dict of IndicatorValues
        Share of their number and, as ``area``, of their area; NaN without a heap. Coverage: heaps with
        an outline of those listed.

    Notes
    -----
    .. math:: s = N_i / N, \qquad
        s_a = \frac{\mathrm{area}(\bigcup_{k \in i} h_k \cap T)}{\mathrm{area}(\bigcup_k h_k \cap T)}

    References
    ----------
    UNESCO World Heritage List, property 1360, Nord-Pas de Calais Mining Basin (2012).

    Examples
    --------
    >>> found = inscribed_heap_share(basin, frames["slag_heaps"])
    >>> [round(found[part].value.item(), 3) for part in ("", "area")]
    [0.317, 0.562]
    """
    outlined, _, total = heaps_inside(territories, slag_heaps)
    inscribed = (slag_heaps["unesco"] == "inscribed").to_numpy(dtype=bool)
    coverage = (outlined.count(), total)
    touching, _ = row_areas_m2(territories, slag_heaps.geometry)
    return {
        "": share(territories, outlined.only(inscribed).count(), outlined.count(), coverage, {"slag_heaps": outlined}),
        "area": share(
            territories,
            union_areas_m2(territories, slag_heaps.geometry, inscribed),
            union_areas_m2(territories, slag_heaps.geometry, has_outline(slag_heaps)),
            coverage,
            {"slag_heaps": touching},
        ),
    }


@indicator(
    None,
    rules={
        "slag_heaps": "meets",
        "unesco_components": {"property": "anywhere"},
        "unesco_buffer": {"buffer": "anywhere"},
        "protected_areas": dict.fromkeys(_PROTECTIONS[2:], "anywhere"),
    },
    direction="higher",
    parts=dict.fromkeys(_PROTECTIONS, "share"),
    incomplete={
        "slag_heaps.precision.exact": "listed",
        "unesco_components": {"property": "at_least"},
        "unesco_buffer": {"buffer": "at_least"},
        "protected_areas.kind.natura_2000": {"natura_2000": "at_least"},
        "protected_areas.kind.regional_nature_park": {"regional_nature_park": "at_least"},
    },
)
def protected_heap_share(
    territories: "Territories",
    slag_heaps: "gpd.GeoDataFrame",
    unesco_components: "gpd.GeoDataFrame",
    unesco_buffer: "gpd.GeoDataFrame",
    protected_areas: "gpd.GeoDataFrame",
) -> dict[str, IndicatorValues]:
    r"""Return the share of the slag heaps that touch a protected area, by kind; kinds are never pooled.

    The classified site of the heaps has no outline in the atlas, only a column of the communes: it is not counted.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps with an outline. Rule: ``meets``, more than 100 m² of the outline.
    unesco_components, unesco_buffer
        The World Heritage property and its buffer zone. Rule: ``anywhere``, what a heap touches also outside the
        territory.
    protected_areas
        Natura 2000 sites and the regional nature park. Rule: ``anywhere``.

    Returns
    -------
    dict of IndicatorValues
        One share for each kind, NaN without a heap. Coverage: heaps with an outline of those listed.

    Notes
    -----
    .. math:: s_p = \#\{k : h_k \cap P_p \neq \emptyset\} / N

    References
    ----------
    UNESCO World Heritage List, property 1360; INPN, sites FR3100506 and FR3100507; decree of 30 August 2010 on the
    regional nature park Scarpe-Escaut.

    Examples
    --------
    >>> layers = (frames[name] for name in ("slag_heaps", "unesco_components", "unesco_buffer", "protected_areas"))
    >>> found = protected_heap_share(basin, *layers)
    >>> {kind: round(measured.value.item() * 161) for kind, measured in found.items()}
    {'property': 69, 'buffer': 135, 'natura_2000': 1, 'regional_nature_park': 31}
    """
    outlined, _, total = heaps_inside(territories, slag_heaps)
    shapes = slag_heaps.geometry.to_numpy()
    of_kind = {kind: protected_areas[protected_areas["kind"] == kind] for kind in _PROTECTIONS[2:]}
    areas = {"property": ("unesco_components", unesco_components), "buffer": ("unesco_buffer", unesco_buffer)}
    areas |= {kind: ("protected_areas", of_kind[kind]) for kind in of_kind}
    found = {}
    for kind, (layer, protections) in areas.items():
        heap, protection = intersecting_pairs(shapes, protections.geometry.to_numpy())
        touching = np.isin(np.arange(len(shapes)), heap)
        own = outlined.only(touching)
        # The provenance of the value lists the protected areas that its heaps touch.
        of_heap = own.joined(heap, protection, protections.index)
        rows = {"slag_heaps": outlined, layer: of_heap}
        found[kind] = share(territories, own.count(), outlined.count(), (outlined.count(), total), rows)
    return found
