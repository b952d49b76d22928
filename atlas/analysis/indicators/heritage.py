"""The World Heritage property: extent, completeness, overlap with protected nature.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.analysis.indicators.counting import density, evenness, plain, share, table, unless_sliver
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import locate_features, meeting_features, row_areas_m2, union_areas_m2

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

TYPES = (
    "pits",
    "headframes",
    "heaps",
    "railways",
    "railway_buildings",
    "estates",
    "schools",
    "religious",
    "health",
    "leisure",
)


@indicator(
    "1/100 km²",
    rules={
        "unesco_components": {"": "meets", "property_share": "inside", "buffer_ratio": "inside"},
        "unesco_buffer": {"buffer_ratio": "inside"},
    },
    figures=("component_count", "property_area", "buffer_area", "basin_area"),
    parts={"property_share": "share", "buffer_ratio": "ratio"},
    incomplete={
        "unesco_components": {"": "at_least", "property_share": "at_least", "buffer_ratio": "at_most"},
        "unesco_buffer": {"buffer_ratio": "at_least"},
    },
)
def world_heritage_intensity(
    territories: "Territories", unesco_components: "gpd.GeoDataFrame", unesco_buffer: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the components of the property per 100 km², its share of the area, and the ratio of buffer zone to it.

    Parameters
    ----------
    territories
        Territories to measure.
    unesco_components
        The 109 components. Rule: ``meets``, each counts in every territory that it meets by more than 100 m²; of
        ``property_share`` and ``buffer_ratio`` ``inside``, the part of each component that is in the territory.
    unesco_buffer
        The buffer zone, which does not include the property. Rule: ``inside``.

    Returns
    -------
    dict of IndicatorValues
        1/100 km²; ``property_share``, 0..1; ``buffer_ratio``, ha of buffer zone per ha of property, NaN where
        there is less than a hundredth of a hectare of property.

    Notes
    -----
    .. math:: d = 100 \, N / A, \qquad s = \mathrm{area}(P \cap T) / \mathrm{area}(T), \qquad
        r = \mathrm{area}(B \cap T) / \mathrm{area}(P \cap T)

    A component across a border counts on both sides: the counts of neighbours add up to more than that of the whole.
    Areas in EPSG:6933. The often quoted 18,804 ha of buffer zone seem to include the property.

    References
    ----------
    UNESCO World Heritage List, property 1360; outlines of Mission Bassin Minier (2012).

    Examples
    --------
    >>> found = world_heritage_intensity(basin, frames["unesco_components"], frames["unesco_buffer"])
    >>> {part or "components": round(found[part].value.item(), 3) for part in found}
    {'components': 6.091, 'property_share': 0.022, 'buffer_ratio': 3.773}
    """
    inside = meeting_features(territories, unesco_components.geometry)
    count = territories.with_version("component_count", territories.series(inside.count()))
    coverage = (inside.count(), inside.count())
    components, _ = row_areas_m2(territories, unesco_components.geometry)
    zones, _ = row_areas_m2(territories, unesco_buffer.geometry)
    ground = union_areas_m2(territories, unesco_components.geometry)
    inscribed = territories.with_version("property_area", territories.series(ground / 1e4))
    around = territories.series(union_areas_m2(territories, unesco_buffer.geometry) / 1e4)
    buffer = territories.with_version("buffer_area", around)
    rows = {"unesco_components": components}
    whole = territories.with_version("property_area", territories.series(unless_sliver(ground) / 1e4))
    return {
        "": density(territories, count, coverage, {"unesco_components": inside}),
        "property_share": share(territories, inscribed / 100, territories.area_km2, coverage, rows),
        "buffer_ratio": share(territories, buffer, whole, coverage, rows | {"unesco_buffer": zones}),
    }


@indicator(
    "properties",
    rules={"unesco_site_points": "inside"},
    world=True,
    parts={"points": "points"},
    amounts=("", "points"),
    incomplete={"unesco_site_points": "at_least"},
)
def listed_mining_sites(
    territories: "Territories", unesco_site_points: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Count the World Heritage properties of mining and industry in a territory, and their points.

    The only World Heritage indicator that compares countries: component outlines are known for this basin alone. An
    approximate outline may contain a property of a neighbouring territory.

    Parameters
    ----------
    territories
        Territories to measure.
    unesco_site_points
        Points of the World Heritage list of mining and industrial properties. Rule: ``inside``, the points in the
        territory.

    Returns
    -------
    dict of IndicatorValues
        Number of properties and, as ``points``, of points; NaN without outline.

    Notes
    -----
    .. math:: n = \#\{\mathrm{property}(p) : p \in T\}

    References
    ----------
    UNESCO World Heritage Centre, World Heritage List, July 2026.

    Examples
    --------
    >>> found = listed_mining_sites(basin, frames["unesco_site_points"])
    >>> [int(found[part].value.item()) for part in found]
    [1, 108]
    """
    inside = locate_features(territories, unesco_site_points.geometry)
    known = territories.area_km2.notna()
    pairs = set(zip(inside.territory.tolist(), unesco_site_points["property"].iloc[inside.row], strict=True))
    count = np.bincount([position for position, _ in pairs], minlength=len(territories))
    coverage, rows = (inside.count(), inside.count()), {"unesco_site_points": inside}
    found = {"": plain(territories, np.where(known, count, np.nan), coverage, rows)}
    return found | {"points": plain(territories, np.where(known, inside.count(), np.nan), coverage, rows)}


@indicator(
    "share",
    rules={"heritage_elements": "meets"},
    parts={"evenness": "evenness"},
    incomplete={"heritage_elements": {"": "at_least", "evenness": "listed"}},
)
def ouv_completeness(territories: "Territories", heritage_elements: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of the ten types of inscribed elements that a territory has, and the evenness of their numbers.

    Parameters
    ----------
    territories
        Territories to measure.
    heritage_elements
        The 353 inscribed elements; ``attribute_type`` groups 25 subtypes into 10 types. Rule: ``meets``, more than
        100 m² of an element, or a point on the surface of a smaller one.

    Returns
    -------
    dict of IndicatorValues
        Share of the ten types, 0..1, and ``evenness``, 0..1, NaN without an element. Coverage: elements of a declared
        type of those inside.

    Notes
    -----
    .. math:: c = S_T / 10, \qquad E = -\frac{1}{\ln 10} \sum_c p_c \ln p_c

    References
    ----------
    UNESCO World Heritage List, property 1360; Mission Bassin Minier, inscribed elements (2012); Pielou 1966,
    doi:10.1016/0022-5193(66)90013-0.

    Examples
    --------
    >>> found = ouv_completeness(basin, frames["heritage_elements"])
    >>> [round(found[part].value.item(), 2) for part in found]
    [1.0, 0.8]
    """
    inside = meeting_features(territories, heritage_elements.geometry)
    typed = inside.only(heritage_elements["attribute_type"].notna().to_numpy(dtype=bool))
    counts = table(typed, heritage_elements["attribute_type"], TYPES)
    coverage, rows = (typed.count(), inside.count()), {"heritage_elements": typed}
    return {
        "": plain(territories, (counts > 0).sum(axis=1) / len(TYPES), coverage, rows),
        "evenness": plain(territories, evenness(counts), coverage, rows),
    }


@indicator(
    "share", rules={"heritage_elements": "meets"}, direction="higher", incomplete={"heritage_elements": "listed"}
)
def monument_share(territories: "Territories", heritage_elements: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the share of the inscribed buildings that are historic monuments, classified or listed.

    Parameters
    ----------
    territories
        Territories to measure.
    heritage_elements
        The inscribed elements; the protection of the 159 buildings is known. Rule: ``meets``, more than 100 m² of a
        building, or a point on the surface of a smaller one.

    Returns
    -------
    IndicatorValues
        Share, 0..1, NaN without an inscribed building.

    Notes
    -----
    .. math:: s = (N_{classified} + N_{listed}) / N_{buildings}

    References
    ----------
    Code du patrimoine, articles L621-1 and L621-25; Mission Bassin Minier, inscribed elements (2012).

    Examples
    --------
    >>> round(monument_share(basin, frames["heritage_elements"]).value.item() * 159)
    75
    """
    buildings = (heritage_elements["kind"] == "building").to_numpy(dtype=bool)
    kinds = ("classified_mh", "listed_mh", "listed_mh_and_avap")
    monuments = heritage_elements["protection"].isin(kinds).to_numpy(dtype=bool)
    inside = meeting_features(territories, heritage_elements.geometry).only(buildings)
    known = inside.only(heritage_elements["protection"].notna().to_numpy(dtype=bool))
    coverage, rows = (known.count(), inside.count()), {"heritage_elements": known}
    return share(territories, inside.only(monuments).count(), known.count(), coverage, rows)


@indicator(
    None,
    rules={"unesco_components": "inside", "protected_areas": "inside"},
    direction="higher",
    parts={"natura_2000": "share", "regional_nature_park": "share"},
    incomplete={
        "unesco_components": "listed",
        "protected_areas.kind.natura_2000": {"natura_2000": "at_least"},
        "protected_areas.kind.regional_nature_park": {"regional_nature_park": "at_least"},
    },
)
def heritage_nature_overlap(
    territories: "Territories", unesco_components: "gpd.GeoDataFrame", protected_areas: "gpd.GeoDataFrame"
) -> dict[str, IndicatorValues]:
    r"""Return the share of the property that is also protected nature, by kind.

    Parameters
    ----------
    territories
        Territories to measure.
    unesco_components
        The World Heritage property. Rule: ``inside``, the part of each component that is in the territory.
    protected_areas
        Natura 2000 sites and the regional nature park. Rule: ``inside``.

    Returns
    -------
    dict of IndicatorValues
        One share for each kind, 0..1, NaN without property.

    Notes
    -----
    .. math:: s_k = \mathrm{area}(P \cap R_k \cap T) / \mathrm{area}(P \cap T)

    Areas in EPSG:6933.

    References
    ----------
    UNESCO World Heritage List, property 1360; INPN, sites FR3100506 and FR3100507; nature park Scarpe-Escaut.

    Examples
    --------
    >>> found = heritage_nature_overlap(basin, frames["unesco_components"], frames["protected_areas"])
    >>> round(found["natura_2000"].value.item(), 3)
    0.022
    """
    inscribed = shapely.disjoint_subset_union_all(unesco_components.geometry.to_numpy())
    whole = unless_sliver(union_areas_m2(territories, unesco_components.geometry))
    components, _ = row_areas_m2(territories, unesco_components.geometry)
    found, count = {}, components.count()
    for kind in ("natura_2000", "regional_nature_park"):
        both = protected_areas.geometry[protected_areas["kind"] == kind].intersection(inscribed)
        rows = {"unesco_components": components, "protected_areas": row_areas_m2(territories, both)[0]}
        found[kind] = share(territories, union_areas_m2(territories, both), whole, (count, count), rows)
    return found
