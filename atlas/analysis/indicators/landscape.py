"""Slag heaps: density, area, form and state.

In the examples ``basin`` is the mining basin of Nord – Pas-de-Calais and ``frames`` are the shipped layers.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.indicators.counting import density, evenness, plain, share, table
from atlas.analysis.indicators.registry import IndicatorValues, indicator
from atlas.analysis.spatial.overlay import Inside, meeting_features, row_areas_m2, union_areas_m2

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories

FORMS = (
    "conical",
    "flat",
    "large_modern",
    "truncated",
    "terraces",
    "embankment",
    "settling_basin",
    "particular",
    "levelled",
    "levelled_built",
    "levelled_park",
    "levelled_farmland",
    "levelled_road",
)
STATES = (
    "remaining",
    "remaining_in_part",
    "levelled",
    "levelled_built",
    "levelled_park",
    "levelled_farmland",
    "levelled_road",
)


def heaps_inside(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> tuple[Inside, Inside, np.ndarray]:
    """Return the heaps with an outline that meet each territory, all listed ones, and how many are listed.

    The list is that of the whole basin: all its heaps count there, also the six without a position.
    """
    listed = meeting_features(territories, slag_heaps.geometry)
    outlined = listed.only(has_outline(slag_heaps))
    return outlined, listed, np.where(territories.is_home, len(slag_heaps), listed.count())


def has_outline(slag_heaps: "gpd.GeoDataFrame") -> np.ndarray:
    """Return which heaps have an outline; the others have an approximate point or no position."""
    return np.asarray(shapely.get_dimensions(slag_heaps.geometry.to_numpy()) == 2)  # noqa: PLR2004 - a surface


@indicator(
    "1/100 km²",
    rules={"slag_heaps": {"": "meets", "numbered": "member"}},
    figures=("slag_heap_count", "basin_area"),
    parts={"numbered": "1/100 km²"},
    incomplete={"slag_heaps.precision.exact": {"": "at_least"}, "slag_heaps": {"numbered": "at_least"}},
)
def heap_density(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the slag heaps per 100 km²: those with an outline and, for the whole basin, all numbered ones.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        The numbered list. Rule: ``meets``, a heap with an outline counts in every territory that it meets by more than
        100 m²; of ``numbered`` ``member``, the list is that of the whole basin, as the positions of the heaps without
        an outline are off by up to a kilometre.

    Returns
    -------
    dict of IndicatorValues
        1/100 km², NaN where heaps are listed but none has an outline; part ``numbered``, NaN except for the whole
        basin. Coverage: heaps with an outline of those listed.

    Notes
    -----
    .. math:: d = 100 \, N / A

    with :math:`N` the heaps and :math:`A` the area in km² (EPSG:6933). A heap across a border counts on both sides: the
    counts of neighbours add up to more than that of the whole.

    References
    ----------
    Mission Bassin Minier Nord – Pas-de-Calais, heaps of the property and its buffer zone (2012): the 161 outlines.

    Examples
    --------
    >>> found = heap_density(basin, frames["slag_heaps"])
    >>> {part or "outlined": round(found[part].value.item(), 1) for part in found}
    {'outlined': 9.0, 'numbered': 18.6}
    """
    outlined, listed, total = heaps_inside(territories, slag_heaps)
    count = territories.with_version("slag_heap_count", territories.series(outlined.count()))
    coverage = (outlined.count(), total)
    everywhere = np.where(territories.is_home, total, np.nan)
    return {
        "": _unless_unknown(density(territories, count, coverage, {"slag_heaps": outlined})),
        "numbered": density(territories, everywhere, (total, total), {"slag_heaps": _whole_list(listed, territories)}),
    }


@indicator(
    "share",
    rules={"slag_heaps": "inside"},
    figures=("slag_heap_area", "basin_area"),
    incomplete={"slag_heaps.precision.exact": "at_least"},
)
def heap_footprint_share(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> IndicatorValues:
    r"""Return the share of the area that slag heaps cover.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps; the 161 outlines overlap and are united first: their areas add up to 1,679 ha, their union has 1,617 ha.
        Rule: ``inside``, the part of each outline that is in the territory.

    Returns
    -------
    IndicatorValues
        Share, 0..1, NaN where heaps are listed but none has an outline. Coverage: heaps with an outline of those
        listed.

    Notes
    -----
    .. math:: s = \frac{\mathrm{area}(\bigcup_k h_k \cap T)}{\mathrm{area}(T)}

    Areas in EPSG:6933.

    References
    ----------
    EASE-Grid 2.0 (EPSG:6933), Brodzik et al. 2012, doi:10.3390/ijgi1010032.

    Examples
    --------
    >>> round(heap_footprint_share(basin, frames["slag_heaps"]).value.item(), 4)
    0.009
    """
    outlined, _, total = heaps_inside(territories, slag_heaps)
    ground = union_areas_m2(territories, slag_heaps.geometry, has_outline(slag_heaps))
    hectares = territories.series(ground / 1e4)
    covered = territories.with_version("slag_heap_area", hectares) / 100
    touching, _ = row_areas_m2(territories, slag_heaps.geometry)
    coverage = (outlined.count(), total)
    return _unless_unknown(share(territories, covered, territories.area_km2, coverage, {"slag_heaps": touching}))


@indicator(
    "evenness",
    rules={"slag_heaps": "meets"},
    parts=dict.fromkeys(FORMS, "share"),
    incomplete={"slag_heaps.precision.exact": "listed"},
)
def heap_form_profile(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of each form of slag heap, and their evenness.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        Heaps whose form is known: those with an outline. Rule: ``meets``, more than 100 m² of the outline.

    Returns
    -------
    dict of IndicatorValues
        Evenness, 0 (one form) to 1 (all 13 equally frequent), NaN without a heap; one share for each form.
        Coverage: heaps of known form of those listed.

    Notes
    -----
    .. math:: E = -\frac{1}{\ln S} \sum_{c=1}^{S} p_c \ln p_c, \qquad p_c = n_c / N

    :math:`S = 13`, the declared forms: the same for every territory.

    References
    ----------
    Pielou 1966, doi:10.1016/0022-5193(66)90013-0; Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x.

    Examples
    --------
    >>> found = heap_form_profile(basin, frames["slag_heaps"])
    >>> round(found["conical"].value.item() * 161)
    22
    """
    known = slag_heaps["form"].notna().to_numpy(dtype=bool)
    return _profile(territories, slag_heaps, "form", FORMS, known)


@indicator(
    "evenness",
    rules={"slag_heaps": "meets"},
    parts=dict.fromkeys((*STATES, "not_verified"), "share"),
    incomplete={"slag_heaps": "listed"},
)
def heap_state_profile(territories: "Territories", slag_heaps: "gpd.GeoDataFrame") -> dict[str, IndicatorValues]:
    r"""Return the share of each state among the verified slag heaps, and their evenness.

    Parameters
    ----------
    territories
        Territories to measure.
    slag_heaps
        The numbered list; a heap without an outline is not verified, which does not mean that it no longer exists.
        Rule: ``meets``, more than 100 m² of an outline, or the approximate point of a heap without one.

    Returns
    -------
    dict of IndicatorValues
        Evenness, 0 to 1, NaN without a verified heap; one share for each state, and ``not_verified``, the share of the
        listed heaps that are not verified. Coverage: verified heaps of those listed.

    Notes
    -----
    .. math:: E = -\frac{1}{\ln S} \sum_{c=1}^{S} p_c \ln p_c, \qquad p_c = n_c / N

    :math:`S = 7`, the declared states of verified heaps.

    References
    ----------
    Pielou 1966, doi:10.1016/0022-5193(66)90013-0; Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x.

    Examples
    --------
    >>> found = heap_state_profile(basin, frames["slag_heaps"])
    >>> [round(found[state].value.item(), 3) for state in ("remaining", "not_verified")]
    [0.317, 0.517]
    """
    verified = slag_heaps["state"].isin(STATES).to_numpy(dtype=bool)
    found = _profile(territories, slag_heaps, "state", STATES, verified)
    _, listed, total = heaps_inside(territories, slag_heaps)
    unverified = total - listed.only(verified).count()
    rows = {"slag_heaps": _whole_list(listed, territories)}
    return found | {"not_verified": share(territories, unverified, total, (total, total), rows)}


def _profile(
    territories: "Territories", slag_heaps: "gpd.GeoDataFrame", field: str, classes: tuple[str, ...], known: np.ndarray
) -> dict[str, IndicatorValues]:
    _, listed, total = heaps_inside(territories, slag_heaps)
    inside = listed.only(known)
    counts = table(inside, slag_heaps[field], classes)
    coverage, rows = (inside.count(), total), {"slag_heaps": inside}
    shares = {
        code: share(territories, counts[:, column], inside.count(), coverage, rows)
        for column, code in enumerate(classes)
    }
    return {"": plain(territories, evenness(counts), coverage, rows)} | shares


def _unless_unknown(measured: IndicatorValues) -> IndicatorValues:
    """Set values to NaN that are zero only because no listed heap has an outline."""
    unknown = (measured.valid == 0) & (measured.expected > 0)
    amount = None if measured.amount is None else measured.amount.mask(unknown)
    notes = pd.Series(np.where(unknown, "no_outline", ""), index=unknown.index)
    return replace(measured, value=measured.value.mask(unknown), amount=amount, notes=notes)


def _whole_list(listed: Inside, territories: "Territories") -> Inside:
    """Assign every row of the list to the whole basin, also those without a position."""
    home = np.flatnonzero(territories.is_home)
    others = ~np.isin(listed.territory, home)
    every = np.arange(len(listed.ids))
    return Inside(
        np.concatenate([listed.territory[others], np.repeat(home, len(every))]),
        np.concatenate([listed.row[others], np.tile(every, len(home))]),
        listed.ids,
        listed.territories,
    )
