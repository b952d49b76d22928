"""Former mine railways and waterways: density, distance to slag heaps. Kinds of corridor are never pooled.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.indicators.counting import density, plain, share
from atlas.analysis.indicators.landscape import has_outline, heaps_inside
from atlas.analysis.indicators.railways import is_surface, measure_railways
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.measure import LAMBERT_93
from atlas.analysis.spatial.overlay import Inside, row_lengths_m

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.indicators.completeness import Effect
    from atlas.analysis.spatial.territories import Territories

KINDS = ("mine_railway", "waterway")
REACHES_M = (300, 1000)
_PARTS = (*KINDS, *(f"{kind}_{reach}_m" for kind in KINDS for reach in REACHES_M))


def _to_nearest(kind: str) -> "dict[str, Effect]":
    """Return what missing corridors of a kind do: the nearest may be one of them; those within reach can only rise."""
    return {kind: "blank", **{f"{kind}_{reach}_m": "at_least" for reach in REACHES_M}}


@indicator(
    "km/100 km²",
    rules={"green_corridors": {"": "share", "inscribed": "share", "lines": "inside"}},
    figures=("inscribed_length", "basin_area"),
    parts={"inscribed": "km/100 km²", "lines": "km/100 km²"},
    incomplete={
        "green_corridors.situation.buffer": {"": "at_least", "lines": "at_least"},
        "green_corridors.situation.property": {"inscribed": "at_least"},
    },
)
def mine_railway_density(territories: "Territories", green_corridors: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the kilometres of former mine railways per 100 km²: all of them, the inscribed ones, the listed lines.

    Parameters
    ----------
    territories
        Territories to measure.
    green_corridors
        Lines of the buffer zone, whose length is measured, and the 14 inscribed railways: areas with a length stated by
        the producer. A line inside one of these areas is not counted twice. Rule: ``share``, each length counts by the
        share of the line or of the area that is in the territory; of ``lines`` ``inside``, the part of each line.

    Returns
    -------
    dict of IndicatorValues
        km/100 km². ``inscribed``: :math:`L_i` alone. ``lines``: the length of all lines, also of those inside an
        inscribed railway. The headline is more than ``lines`` and less than the sum of both parts.

    Notes
    -----
    .. math:: d = \frac{100}{A} (L_i + L_o), \qquad
        L_i = \sum_k \ell_k \frac{\mathrm{area}(p_k \cap T)}{\mathrm{area}(p_k)}, \qquad
        L_o = \mathrm{length}((\bigcup_j l_j \setminus \bigcup_k p_k) \cap T)

    with :math:`\ell_k` the length of the inscribed railway :math:`p_k` by its producer, and :math:`l_j` the lines.
    Lengths geodesic, areas in EPSG:6933.

    References
    ----------
    Mission Bassin Minier, cavaliers of the property and the buffer zone (2012). Karney 2013, Algorithms for geodesics,
    doi:10.1007/s00190-012-0578-z.

    Examples
    --------
    >>> found = mine_railway_density(basin, frames["green_corridors"])
    >>> {part or "all": round(found[part].value.item(), 1) for part in found}
    {'all': 43.0, 'inscribed': 3.1, 'lines': 41.9}
    """
    inscribed, other, rows = measure_railways(territories, green_corridors)
    lines, metres = row_lengths_m(territories, green_corridors.geometry.where(~is_surface(green_corridors)))
    length = np.bincount(lines.territory, weights=metres, minlength=len(territories)) / 1000
    count = rows["green_corridors"].count()
    of_line = lines.count()
    surfaces = {"green_corridors": rows["green_corridors"].only(is_surface(green_corridors))}
    of_surface = surfaces["green_corridors"].count()
    return {
        "": density(territories, inscribed + other, (count, count), rows),
        "inscribed": density(territories, inscribed, (of_surface, of_surface), surfaces),
        "lines": density(territories, length, (of_line, of_line), {"green_corridors": lines}),
    }


@indicator(
    "share",
    rules={"green_corridors": "share"},
    direction="higher",
    figures=("inscribed_length",),
    incomplete={"green_corridors.situation.buffer": "at_most"},
)
def inscribed_railway_share(territories: "Territories", green_corridors: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the share of the length of the former mine railways that is inscribed as World Heritage.

    Parameters
    ----------
    territories
        Territories to measure.
    green_corridors
        As for `mine_railway_density`. Rule: ``share``.

    Returns
    -------
    IndicatorValues
        Share, 0..1, NaN without a railway.

    Notes
    -----
    .. math:: s = L_i / (L_i + L_o)

    with :math:`L_i` and :math:`L_o` the two terms of `mine_railway_density`.

    References
    ----------
    UNESCO World Heritage List, property 1360; Mission Bassin Minier, cavaliers (2012).

    Examples
    --------
    >>> round(inscribed_railway_share(basin, frames["green_corridors"]).value.item(), 3)
    0.071
    """
    inscribed, other, rows = measure_railways(territories, green_corridors)
    count = rows["green_corridors"].count()
    return share(territories, inscribed, inscribed + other, (count, count), rows)


@indicator(
    "km/100 km²", rules={"blue_corridors": "inside"}, figures=("basin_area",), incomplete={"blue_corridors": "at_least"}
)
def waterway_density(territories: "Territories", blue_corridors: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the kilometres of waterways per 100 km²; four canals and rivers are missing from the layer.

    Parameters
    ----------
    territories
        Territories to measure.
    blue_corridors
        Rivers and canals; the canals of Aire and Lens, the Souchez and the Sensée are not among them. Rule: ``inside``,
        the part of each line that is in the territory.

    Returns
    -------
    IndicatorValues
        km/100 km².

    Notes
    -----
    .. math:: d = \frac{100}{A} \sum_j \mathrm{length}(l_j \cap T)

    Lengths geodesic.

    References
    ----------
    OpenStreetMap contributors (ODbL); IGN BD TOPO by the nature park. Karney 2013, doi:10.1007/s00190-012-0578-z.

    Examples
    --------
    >>> round(waterway_density(basin, frames["blue_corridors"]).value.item(), 1)
    7.9
    """
    inside, metres = row_lengths_m(territories, blue_corridors.geometry)
    kilometres = np.bincount(inside.territory, weights=metres, minlength=len(territories)) / 1000
    return density(territories, kilometres, (inside.count(), inside.count()), {"blue_corridors": inside})


@indicator(
    None,
    rules={
        "slag_heaps": "meets",
        "green_corridors": {part: "anywhere" for part in _PARTS if part.startswith("mine_railway")},
        "blue_corridors": {part: "anywhere" for part in _PARTS if part.startswith("waterway")},
    },
    parts=dict.fromkeys(KINDS, "m") | {f"{kind}_{reach}_m": "share" for kind in KINDS for reach in REACHES_M},
    incomplete={
        "slag_heaps.precision.exact": "listed",
        "green_corridors.situation.buffer": _to_nearest("mine_railway"),
        "blue_corridors": _to_nearest("waterway"),
    },
)
def heap_to_network_m(
    territories: "Territories",
    slag_heaps: "gpd.GeoDataFrame",
    green_corridors: "gpd.GeoDataFrame",
    blue_corridors: "gpd.GeoDataFrame",
) -> dict[str, IndicatorValues]:
    r"""Return the median distance of slag heaps to the corridors, and the shares within 300 m and 1 km.

    Each kind of corridor separately. Heaps are near mine railways because the railways served them.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps with an outline. Rule: ``meets``, more than 100 m² of the outline.
    green_corridors
        Former mine railways, lines and areas. Rule: ``anywhere``, the nearest one also outside the territory.
    blue_corridors
        Waterways; four of them are missing from the layer. Rule: ``anywhere``.

    Returns
    -------
    dict of IndicatorValues
        ``mine_railway`` and ``waterway``: median distance in m; with ``_300_m`` and ``_1000_m``: share of the heaps
        within it. NaN without a heap. Coverage: heaps with an outline of those listed.

    Notes
    -----
    .. math:: m = \mathrm{median}_k \min_j \mathrm{dist}(h_k, l_j), \qquad
        s_r = \#\{k : \min_j \mathrm{dist}(h_k, l_j) \leq r\} / N

    Distances edge to edge in EPSG:2154, to the nearest corridor, inside the territory or not.

    References
    ----------
    Mission Bassin Minier, Trame verte et bleue du Bassin minier (2011), which names railways and waterways as links.

    Examples
    --------
    >>> found = heap_to_network_m(basin, *(frames[n] for n in ("slag_heaps", "green_corridors", "blue_corridors")))
    >>> [round(found[part].value.item(), 2) for part in ("mine_railway", "mine_railway_300_m", "waterway_1000_m")]
    [17.68, 0.94, 0.16]
    """
    outlined, _, total = heaps_inside(territories, slag_heaps)
    layers = {"mine_railway": ("green_corridors", green_corridors), "waterway": ("blue_corridors", blue_corridors)}
    found = {}
    for kind, (layer, corridors) in layers.items():
        nearest, metres = _nearest(slag_heaps, corridors)
        rows = {"slag_heaps": outlined, layer: _followed(outlined, nearest, corridors.index)}
        coverage = (outlined.count(), total)
        found[kind] = plain(territories, _medians(outlined, metres), coverage, rows)
        for reach in REACHES_M:
            near = outlined.only(metres <= reach).count()
            found[f"{kind}_{reach}_m"] = share(territories, near, outlined.count(), coverage, rows)
    return found


def _nearest(slag_heaps: "gpd.GeoDataFrame", corridors: "gpd.GeoDataFrame") -> tuple[np.ndarray, np.ndarray]:
    """Return for each heap with an outline the nearest corridor and the metres to it; -1 and NaN for the others."""
    outlined = np.flatnonzero(has_outline(slag_heaps))
    heaps = slag_heaps.geometry.iloc[outlined].to_crs(LAMBERT_93).to_numpy()
    placed = np.flatnonzero(corridors.geometry.notna())
    tree = shapely.STRtree(corridors.geometry.iloc[placed].to_crs(LAMBERT_93).to_numpy())
    (heap, corridor), metres = tree.query_nearest(heaps, return_distance=True, all_matches=False)
    nearest, distance = np.full(len(slag_heaps), -1), np.full(len(slag_heaps), np.nan)
    nearest[outlined[heap]], distance[outlined[heap]] = placed[corridor], metres
    return nearest, distance


def _followed(inside: Inside, to_row: np.ndarray, ids: pd.Index) -> Inside:
    """Replace each row by the row of another layer that it points to."""
    return Inside(inside.territory, to_row[inside.row], ids, inside.territories)


def _medians(inside: Inside, of_row: np.ndarray) -> np.ndarray:
    medians = np.full(inside.territories, np.nan)
    for position in np.unique(inside.territory):
        medians[position] = np.median(of_row[inside.row[inside.territory == position]])
    return medians
