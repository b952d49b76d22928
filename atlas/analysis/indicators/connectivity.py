"""Connectivity of the habitats of a territory: equivalent connectivity EC(PC), and the gaps of the network.

Patches are slag heaps (161 outlines), neo-natural spaces (12) and Natura 2000 sites (2), linked by straight lines
without barriers. The effective mesh size is not computed: it needs roads, railways and built-up areas, which are not in
the atlas. In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.indicators.completeness import Effect
from atlas.analysis.indicators.counting import density, plain
from atlas.analysis.indicators.landscape import has_outline, heaps_inside
from atlas.analysis.indicators.registry import IndicatorValues, Rule, indicator
from atlas.analysis.spatial.cutting import pieces
from atlas.analysis.spatial.habitat_patches import (
    LEAST_M2,
    Patches,
    distances_within_m,
    equivalent_connectivity_of,
    make_patches,
    paths_m,
    rows_of,
    spanning_m,
)
from atlas.analysis.spatial.measure import LAMBERT_93, areas_m2
from atlas.analysis.spatial.overlay import CRS, Inside

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories

REACHES = {"250_m": 250, "1_km": 1000, "5_km": 5000}
_HEADLINE = "1_km"
_VARIANTS = ("", "without_natura_2000", "clipped")

_Networks = dict[int, tuple[np.ndarray, np.ndarray]]


def _part(reach: str, variant: str) -> str:
    return "_".join(part for part in ("" if reach == _HEADLINE else reach, variant) if part)


_PARTS = [_part(reach, variant) for variant in _VARIANTS for reach in ("1_km", "250_m", "5_km")]


# More patches can only raise the connectivity; what they do to its share of the habitat and to gaps is unknown.
_HABITATS = ("slag_heaps.precision.exact", "neonatural_spaces")
_NATURA = "protected_areas.kind.natura_2000"
_RAISED: dict[str, Effect] = {**dict.fromkeys((*_PARTS, "mesh"), "at_least"), "habitat_share": "listed"}
# Patches that reach into the territory count whole, unless a part cuts them at the border.
_ALL_PARTS = (*_PARTS, "habitat_share", "mesh")
_PATCHES: dict[str, Rule] = {
    part: "inside" if part.endswith("clipped") or part == "mesh" else "meets" for part in _ALL_PARTS
}
_SITES = {part: rule for part, rule in _PATCHES.items() if not part.endswith("without_natura_2000")}


@indicator(
    "ha",
    rules={"slag_heaps": _PATCHES, "neonatural_spaces": _PATCHES, "protected_areas": _SITES},
    direction="higher",
    parts={part: "ha" for part in _PARTS if part} | {"habitat_share": "share", "mesh": "ha"},
    amounts=tuple(_PARTS),
    instead="equivalent_connectivity_ha.mesh",
    incomplete=dict.fromkeys(_HABITATS, _RAISED)
    | {_NATURA: {part: effect for part, effect in _RAISED.items() if not part.endswith("without_natura_2000")}},
)
def equivalent_connectivity_ha(
    territories: "Territories",
    slag_heaps: "gpd.GeoDataFrame",
    neonatural_spaces: "gpd.GeoDataFrame",
    protected_areas: "gpd.GeoDataFrame",
) -> dict[str, IndicatorValues]:
    r"""Return the equivalent connectivity EC(PC) of the heap – pond – protected-site network.

    The headline is for a dispersal of d50 = 1 km; patches that reach into the territory count as a whole. Two Natura
    2000 sites dominate it, so there is also a part without them.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps with an outline. Rule, for the patches of all three layers: ``meets``, more than 100 m² of a patch, which
        counts whole; of the parts ``clipped`` and ``mesh`` ``inside``, the part of each patch that is in the territory.
    neonatural_spaces
        Ponds and parks created by mining. Rule: ``meets``; of the parts ``clipped`` and ``mesh`` ``inside``.
    protected_areas
        Of these the two Natura 2000 sites. Rule: ``meets``; of the parts ``clipped`` and ``mesh`` ``inside``.

    Returns
    -------
    dict of IndicatorValues
        ha, 0 without a patch; parts by d50 (``250_m``, ``5_km``), ``without_natura_2000`` and ``clipped`` (patches cut
        at the border); ``habitat_share``: of the habitat, 0..1, NaN without a patch: it falls as a territory grows;
        ``mesh``: habitat connected with a point of the territory on average, ha, of the patches cut at the border,
        which does not depend on the size of the territory. Coverage: heaps with an outline of those listed.

    Notes
    -----
    .. math:: EC = \sqrt{\sum_i \sum_j a_i a_j p^*_{ij}}, \qquad p_{ij} = e^{-d_{ij} \ln 2 / d_{50}}, \qquad
        m = EC_{clipped}^2 / A

    :math:`a` in ha (EPSG:6933); :math:`d` edge to edge in m (EPSG:2154); :math:`p^*` along the best path. The mean over
    a territory is the effective mesh size with the probability of connection in place of barriers.

    References
    ----------
    Saura et al. 2011, doi:10.1016/j.ecolind.2010.06.011; Saura and Pascual-Hortal 2007,
    doi:10.1016/j.landurbplan.2007.03.005; Jaeger 2000, doi:10.1023/A:1008129329289.

    Examples
    --------
    >>> layers = (frames[name] for name in ("slag_heaps", "neonatural_spaces", "protected_areas"))
    >>> found = equivalent_connectivity_ha(basin, *layers)
    >>> [round(found[part].value.item()) for part in ("250_m", "", "5_km", "without_natura_2000")]
    [1095, 1433, 2371, 569]
    """
    layers = habitats(slag_heaps, neonatural_spaces, protected_areas)
    patches = _patches(territories, layers)
    bare = _patches(territories, {layer: shapes for layer, shapes in layers.items() if layer != "protected_areas"})
    inside, cut = _patches_inside(territories, patches)
    alone, _ = _patches_inside(territories, bare)
    found: dict[str, np.ndarray] = {}
    for variant, networks in (
        ("", _networks(territories, inside, patches)),
        ("clipped", _clipped(inside, cut)),
        ("without_natura_2000", _networks(territories, alone, bare)),
    ):
        found |= _connectivity(networks, variant, len(territories))
    habitat = inside.total(patches.area_ha)
    found["mesh"] = found["clipped"] ** 2 / (100 * territories.area_km2.to_numpy(dtype=float))
    found["habitat_share"] = np.divide(found[""], habitat, out=np.full(len(territories), np.nan), where=habitat > 0)
    outlined, _, total = heaps_inside(territories, slag_heaps)
    coverage = (outlined.count(), total)
    rows = {layer: rows_of(patches, inside, layer) for layer in layers}
    read = {
        part: {layer: rows[layer] for layer in layers if layer != "protected_areas" or part in _SITES} for part in found
    }
    return {part: plain(territories, value, coverage, read[part]) for part, value in found.items()}


@indicator(
    "gaps",
    rules=dict.fromkeys(("slag_heaps", "neonatural_spaces", "protected_areas"), "meets"),
    direction=dict.fromkeys(("", "spanning_m", "density"), "lower"),
    parts={"spanning_m": "m"} | {f"groups_{reach}": "groups" for reach in REACHES} | {"density": "1/100 km²"},
    amounts=("", "spanning_m", *(f"groups_{reach}" for reach in REACHES)),
    instead="network_gaps.density",
    incomplete=dict.fromkeys((*_HABITATS, _NATURA), "listed"),
)
def network_gaps(
    territories: "Territories",
    slag_heaps: "gpd.GeoDataFrame",
    neonatural_spaces: "gpd.GeoDataFrame",
    protected_areas: "gpd.GeoDataFrame",
) -> dict[str, IndicatorValues]:
    r"""Count the gaps above 1 km in the network of heaps, ponds and protected sites, and the groups they separate.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps with an outline. Rule: ``meets``, patches of which more than 100 m² is in the territory, whole.
    neonatural_spaces
        Ponds and parks created by mining. Rule: ``meets``.
    protected_areas
        Of these the two Natura 2000 sites. Rule: ``meets``.

    Returns
    -------
    dict of IndicatorValues
        Number of gaps; ``spanning_m``: metres of the shortest links that would close them; ``groups_…``: groups of
        patches within 250 m, 1 km, 5 km of one another; ``density``: gaps per 100 km². NaN without a patch. Coverage:
        heaps with an outline of those listed.

    Notes
    -----
    .. math:: G_d = \mathrm{components}\{(i, j) : d_{ij} \leq d\}, \qquad g = G_{1 km} - 1

    Distances edge to edge in EPSG:2154; links of the minimum spanning tree.

    References
    ----------
    Kruskal 1956, doi:10.1090/S0002-9939-1956-0078686-7.

    Examples
    --------
    >>> found = network_gaps(basin, *(frames[n] for n in ("slag_heaps", "neonatural_spaces", "protected_areas")))
    >>> [int(found[f"groups_{reach}"].value.item()) for reach in ("250_m", "1_km", "5_km")]
    [95, 54, 2]
    """
    layers = habitats(slag_heaps, neonatural_spaces, protected_areas)
    patches = _patches(territories, layers)
    inside, _ = _patches_inside(territories, patches)
    values = {part: np.full(len(territories), np.nan) for part in ("", "spanning_m", *(f"groups_{r}" for r in REACHES))}
    for position, distance in _distances(territories, inside, patches).items():
        links = spanning_m(distance)
        gaps = links[links > REACHES[_HEADLINE]]
        values[""][position], values["spanning_m"][position] = len(gaps), gaps.sum()
        for reach, metres in REACHES.items():
            values[f"groups_{reach}"][position] = 1 + (links > metres).sum()
    outlined, _, total = heaps_inside(territories, slag_heaps)
    rows = {layer: rows_of(patches, inside, layer) for layer in layers}
    coverage = (outlined.count(), total)
    found = {part: plain(territories, value, coverage, rows) for part, value in values.items()}
    return found | {"density": density(territories, values[""], coverage, rows)}


def habitats(
    slag_heaps: "gpd.GeoDataFrame", neonatural_spaces: "gpd.GeoDataFrame", protected_areas: "gpd.GeoDataFrame"
) -> "dict[str, gpd.GeoSeries]":
    """Return the outlines of the patches of the network by layer."""
    return {
        "slag_heaps": slag_heaps.geometry[has_outline(slag_heaps)],
        "neonatural_spaces": neonatural_spaces.geometry,
        "protected_areas": protected_areas.geometry[protected_areas["kind"] == "natura_2000"],
    }


def patches_of(territories: "Territories", patches: Patches, position: int) -> np.ndarray:
    """Return the positions of the patches that reach into one territory."""
    inside, _ = _patches_inside(territories, patches)
    return inside.row[inside.territory == position]


def _patches(territories: "Territories", layers: "dict[str, gpd.GeoSeries]") -> Patches:
    shapes = np.concatenate([features.to_numpy() for features in layers.values()])
    return territories.memoize("patches", shapes, lambda: make_patches(layers))


def _patches_inside(territories: "Territories", patches: Patches) -> tuple[Inside, np.ndarray]:
    """Return the patches that reach into each territory by more than a sliver, and their parts inside it."""

    def make() -> tuple[Inside, np.ndarray]:
        owner, row, cut = pieces(territories, patches.shapes)
        kept = areas_m2(gpd.GeoSeries(cut, crs=CRS)).to_numpy() > LEAST_M2
        return Inside(owner[kept], row[kept], pd.RangeIndex(len(patches.shapes)), len(territories)), cut[kept]

    return territories.memoize("patches inside", patches.shapes, make)


def _members(territory: np.ndarray) -> dict[int, np.ndarray]:
    """Return each territory that has something, and the positions of what it has."""
    order = np.argsort(territory, kind="stable")
    own, starts = np.unique(territory[order], return_index=True)
    return dict(zip(own.tolist(), np.split(order, starts[1:]), strict=True)) if len(own) else {}


def _distances(territories: "Territories", inside: Inside, patches: Patches) -> dict[int, np.ndarray]:
    """Return the distances between the patches of each territory, m."""

    def make() -> dict[int, np.ndarray]:
        groups = {position: inside.row[own] for position, own in _members(inside.territory).items()}
        return _distances_within(patches.local, groups)

    return territories.memoize("distances", patches.shapes, make)


def _distances_within(local: np.ndarray, groups: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
    return dict(zip(groups, distances_within_m(local, list(groups.values())), strict=True)) if groups else {}


def _networks(territories: "Territories", inside: Inside, patches: Patches) -> _Networks:
    """Return the network of each territory: areas in ha, shortest paths in m; patches count as a whole."""
    distances = _distances(territories, inside, patches)
    members = _members(inside.territory)
    return {
        position: (patches.area_ha[inside.row[members[position]]], paths_m(distance))
        for position, distance in distances.items()
    }


def _clipped(inside: Inside, cut: np.ndarray) -> _Networks:
    """Return the network of each territory with its patches cut at the border."""
    parts, owner = shapely.get_parts(cut, return_index=True)
    shapes = gpd.GeoSeries(parts, crs=CRS)
    hectares = areas_m2(shapes).to_numpy() / 1e4
    sizeable = np.flatnonzero(hectares > LEAST_M2 / 1e4)
    local, hectares = shapes.iloc[sizeable].to_crs(LAMBERT_93).to_numpy(), hectares[sizeable]
    groups = _members(inside.territory[owner[sizeable]])
    distances = _distances_within(local, groups)
    return {position: (hectares[own], paths_m(distances[position])) for position, own in groups.items()}


def _connectivity(networks: _Networks, variant: str, count: int) -> dict[str, np.ndarray]:
    found = {}
    for reach, d50_m in REACHES.items():
        values = np.zeros(count)
        for position, (areas, paths) in networks.items():
            values[position] = equivalent_connectivity_of(areas, paths, d50_m)
        found[_part(reach, variant)] = values
    return found
