"""What can be ranked: amounts among territories of one size only, territories that overlap with a warning."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely
from babel.lists import format_list

from atlas.analysis.spatial.measure import areas_m2
from atlas.i18n import LOCALES, plural, t
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from atlas.analysis.indicators import Measure, Norm
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Areas that differ by less count as one size: outlines are simplified.
_ONE_SIZE = 1.05
# A smaller share of a territory inside another is the sliver between two borders that should coincide.
_LEAST_SHARE = 0.05
# From this share on a territory lies inside the other as a whole.
_WHOLE_SHARE = 0.95
# More territories are counted instead of named.
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two compared territories that share ground; `share` is the share of the smaller one inside the larger one."""

    inner: str
    outer: str
    share: float


def sizes_of(ids: Iterable[str], view: "View", atlas: "Atlas") -> pd.Series:
    """Return the areas of territories: Series of float, km², indexed by territory, NaN without an outline."""
    return pd.Series(
        {territory: level_territories(territory, view, atlas).area_km2[territory] for territory in ids}, dtype=float
    )


def is_of_one_size(sizes: pd.Series) -> bool:
    """Return whether all areas are known and differ by less than 5 %."""
    return bool(sizes.notna().all() and sizes.max() <= _ONE_SIZE * sizes.min())


def is_ranked(measure: "Measure", norm: "Norm", sizes: pd.Series) -> bool:
    """Return whether territories can be ranked by a measure: an amount ranks territories of one size only."""
    return not measure.is_amount(norm) or is_of_one_size(sizes)


def find_overlaps(ids: tuple[str, ...], view: "View", atlas: "Atlas") -> tuple[Overlap, ...]:
    """Return the pairs of territories of different levels that overlap, in the order of the territories.

    Territories of one level do not overlap by their definition.
    """
    known = {territory: level_territories(territory, view, atlas) for territory in ids}
    outlines = {territory: known[territory].outlines[territory] for territory in ids}
    sizes = sizes_of(ids, view, atlas)
    levels = {territory: known[territory].level[territory] for territory in ids}
    pairs = [
        tuple(sorted(pair, key=sizes.__getitem__))
        for pair in itertools.combinations(ids, 2)
        if levels[pair[0]] != levels[pair[1]]
        and all(outlines[territory] is not None for territory in pair)
        and shapely.intersects(outlines[pair[0]], outlines[pair[1]])
    ]
    shared = gpd.GeoSeries(
        [shapely.intersection(outlines[inner], outlines[outer]) for inner, outer in pairs], crs="EPSG:4326"
    )
    ground = areas_m2(shared) if pairs else pd.Series(dtype=float)
    inside = areas_m2(gpd.GeoSeries([outlines[inner] for inner, _ in pairs], crs="EPSG:4326")) if pairs else ground
    shares = (ground / inside).tolist()
    return tuple(
        Overlap(inner, outer, min(share, 1.0))
        for (inner, outer), share in zip(pairs, shares, strict=True)
        if share >= _LEAST_SHARE
    )


def describe_overlaps(overlaps: Iterable[Overlap], names: Mapping[str, str], lang: str) -> list[str]:
    """Return warnings that ranks are not independent, one for each territory that holds others."""
    inside: dict[tuple[str, bool], list[Overlap]] = {}
    for overlap in overlaps:
        inside.setdefault((overlap.outer, overlap.share >= _WHOLE_SHARE), []).append(overlap)
    warnings = []
    for (outer, whole), those in inside.items():
        named = {"names": list_names([one.inner for one in those], names, lang), "outer": names[outer]}
        nested, overlapping = (
            plural("compare.nested", lang, len(those), **named),
            plural("compare.overlapping", lang, len(those), **named),
        )
        warnings.append(nested if whole else overlapping)
    return warnings


def list_names(territories: list[str], names: Mapping[str, str], lang: str) -> str:
    """Return the names of territories, or how many they are."""
    if len(territories) > _MOST_NAMES:
        return plural("sentence.level", lang, len(territories), count=write_number(len(territories), lang))
    return format_list([names[territory] for territory in territories], locale=LOCALES[lang])


def order_text(measure: "Measure", lang: str) -> str:
    """Return which end of a measure has rank 1: the least where less is better, else the most."""
    return t("compare.rank_least", lang) if measure.direction == "lower" else t("compare.rank_most", lang)
