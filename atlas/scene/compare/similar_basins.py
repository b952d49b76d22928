"""Similar basins: a likeness by attributes, the mineral first, and reasons that add up to the likeness."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypedDict, get_args

from atlas.analysis.indicators.cooperation import links_inside
from atlas.analysis.statistics.similarity import Attribute, Similarity, Value, likeness_without, rank_by_similarity
from atlas.i18n import plural, t
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.compare.territories import latest_year, names_of
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import TerritoryName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

Group = Literal["same", "unknown", "other"]
ATTRIBUTES = (
    Attribute("mineral", "set"),
    Attribute("status", "choice"),
    Attribute("closing_year", "number"),
    Attribute("heritage", "choice"),
    Attribute("themes", "set"),
)
# Minerals that count as one when basins of the same mineral come first.
_FAMILY = dict.fromkeys(("hard_coal", "brown_coal", "lignite"), "coal")
# In the order in which they are listed: of the same mineral, of a mineral that is not known, of another one.
GROUPS: tuple[Group, ...] = get_args(Group)
_SEPARATOR = ";"
# Likeness is shown in thousandths; the shares shown add up to the likeness shown.
_PARTS = 1000


class SimilarityReason(TypedDict):
    """What an attribute adds to a likeness: its share, the same in thousandths, the rank if it did not count."""

    attribute: str
    own: str
    other: str
    share: float
    thousandths: int
    rank_without: int | None


class SimilarBasin(TerritoryName):
    """A basin and its likeness to the basin it is compared with.

    `group`: whether the two share a mineral; `ahead`: it closed earlier (None where a year is not known); `known` is
    the number of attributes known of both, of the `attributes` that there are, and `unknown` names the others.
    """

    group: Group
    likeness: float
    thousandths: int
    ahead: bool | None
    rank: int
    known: int
    attributes: int
    unknown: list[str]
    reasons: list[SimilarityReason]


class SimilarBasins(TerritoryName):
    """A basin and the others, the most similar first.

    `mineral_first`: those of the same mineral before the others.
    """

    mineral_first: bool
    twins: list[SimilarBasin]


def find_similar_basins(basin: str, view: "View", atlas: "Atlas") -> SimilarBasins:
    """Return the basins that are similar to a basin: those of the same mineral first, the most similar first.

    Parameters
    ----------
    basin
        Id of a basin.
    view
        Its language, year and details: ``twins.mineral:0`` orders by likeness alone.
    atlas
        Declarations and rows.
    """
    values = basin_values(view, atlas)
    names = names_of(values, atlas, view.lang, drawn="")
    mineral_first = ("twins.mineral", "0") not in view.detail
    groups = {other: _group(values[basin]["mineral"], own["mineral"]) for other, own in values.items()}
    order = {other: GROUPS.index(group) if mineral_first else 0 for other, group in groups.items()}
    found = sorted(rank_by_similarity(basin, ATTRIBUTES, values), key=lambda other: order[other.territory])
    year = view.year or latest_year(atlas.catalog)
    twins: list[SimilarBasin] = []
    for other in found:
        thousandths, reasons = _reasons(other, found, order, atlas.catalog, view.lang)
        twins.append(
            {
                "id": other.territory,
                "name": names[other.territory],
                "group": groups[other.territory],
                "likeness": float(other.likeness),
                "thousandths": thousandths,
                "ahead": _is_ahead(values[basin]["closing_year"], values[other.territory]["closing_year"], year),
                "rank": 1 + sum(_key(one, order) < _key(other, order) for one in found),
                "known": len(other.reasons),
                "attributes": len(ATTRIBUTES),
                "unknown": [t(f"attribute.{name}", view.lang) for name in other.unknown],
                "reasons": reasons,
            }
        )
    return {"id": basin, "name": names[basin], "mineral_first": mineral_first, "twins": twins}


def basin_values(view: "View", atlas: "Atlas") -> dict[str, dict[str, Value]]:
    """Return the attributes of every basin; None where an attribute is not known."""
    basins = atlas.frames["mining_basins"]
    values: dict[str, dict[str, Value]] = {}
    for label, row in basins.iterrows():
        closed = row["last_closure_year"]
        values[str(label)] = {
            "mineral": frozenset(_parts(row["mineral"])) or None,
            "status": row["status"] if isinstance(row["status"], str) else None,
            "closing_year": None if _is_missing(closed) else int(closed),
            # The World Heritage list is complete: no number means not listed.
            "heritage": "listed" if isinstance(row["unesco_id"], str) else "not_listed",
            "themes": _themes(str(label), view, atlas),
        }
    return values


def split_thousandths(shares: "Iterable[Fraction]", parts: int = _PARTS) -> tuple[int, list[int]]:
    """Return a sum of shares in whole thousandths, and each share rounded so that they add up to it."""
    exact = list(shares)
    total = round(sum(exact, Fraction(0)) * parts)
    rounded = [math.floor(share * parts) for share in exact]
    largest_remainders = sorted(range(len(exact)), key=lambda k: (rounded[k] - exact[k] * parts, k))
    for k in largest_remainders[: total - sum(rounded)]:
        rounded[k] += 1
    return total, rounded


def _themes(basin: str, view: "View", atlas: "Atlas") -> frozenset[str] | None:
    links, territories = atlas.frames["partnerships"], level_territories(basin, view, atlas)
    inside = links_inside(territories, links, atlas.frames["partner_cities"])
    cells = links.loc[inside.of(territories.ids.get_loc(basin)), "themes"]
    return frozenset(theme for cell in cells for theme in _parts(cell)) or None


def _group(own: Value, other: Value) -> Group:
    """Return whether two basins share a mineral; all coals are one."""
    if not isinstance(own, frozenset) or not isinstance(other, frozenset):
        return "unknown"
    families = [{_FAMILY.get(mineral, mineral) for mineral in minerals} for minerals in (own, other)]
    return "same" if families[0] & families[1] else "other"


def _key(similar: Similarity, order: "Mapping[str, int]") -> tuple[int, Fraction]:
    """Return what a basin is ordered by: its group, then its likeness."""
    return order[similar.territory], -similar.likeness


def _reasons(
    similar: Similarity, found: list[Similarity], order: "Mapping[str, int]", catalog: "Catalog", lang: str
) -> tuple[int, list[SimilarityReason]]:
    """Return the likeness in thousandths, and the reasons that add up to it."""
    total, parts = split_thousandths(reason.share for reason in similar.reasons)
    return total, [
        {
            "attribute": t(f"attribute.{reason.attribute}", lang),
            "own": _attribute_text(reason.attribute, reason.own, catalog, lang),
            "other": _attribute_text(reason.attribute, reason.other, catalog, lang),
            "share": float(reason.share),
            "thousandths": part,
            "rank_without": _rank_without(similar, reason.attribute, found, order),
        }
        for reason, part in zip(similar.reasons, parts, strict=True)
    ]


def _rank_without(
    similar: Similarity, attribute: str, found: list[Similarity], order: "Mapping[str, int]"
) -> int | None:
    """Return the rank of a territory if an attribute did not count for any of them; the mineral then orders nothing."""

    def key(other: Similarity) -> tuple[int, Fraction] | None:
        likeness = likeness_without(other, attribute)
        return None if likeness is None else (0 if attribute == "mineral" else order[other.territory], -likeness)

    own = key(similar)
    if own is None:
        return None
    return 1 + sum(one is not None and one < own for one in map(key, found))


def _attribute_text(attribute: str, value: Value, catalog: "Catalog", lang: str) -> str:
    if isinstance(value, int):
        return str(value)
    if attribute == "heritage":
        return t(f"attribute.heritage_{value}", lang)
    layer, field = ("partnerships", "themes") if attribute == "themes" else ("mining_basins", attribute)
    codes = catalog[layer].fields[field].codes
    parts = sorted(value) if isinstance(value, frozenset) else [str(value)]
    if attribute == "themes":
        return plural("attribute.themes_count", lang, len(parts), count=write_number(len(parts), lang))
    return ", ".join(codes[part](lang) if part in codes else part for part in parts)


def _is_ahead(own: Value, other: Value, year: int) -> bool | None:
    """Return whether the other basin closed earlier, and not in the future."""
    if not isinstance(own, int) or not isinstance(other, int):
        return None
    return other < own and other <= year


def _parts(cell: object) -> list[str]:
    return [part.strip() for part in cell.split(_SEPARATOR)] if isinstance(cell, str) else []


def _is_missing(value: Any) -> bool:
    try:
        return math.isnan(float(value))
    except (TypeError, ValueError):
        return True
