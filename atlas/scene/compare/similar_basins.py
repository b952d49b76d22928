"""Twin basins: which territories resemble one and are further ahead, with reasons that add up to the distance."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypedDict

from atlas.analysis.indicators.cooperation import links_inside
from atlas.analysis.statistics.similarity import Attribute, Likeness, Value, likenesses, without
from atlas.i18n import t
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.compare.territories import latest_year, names_of
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import TerritoryName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

ATTRIBUTES = (
    Attribute("mineral", "set"),
    Attribute("status", "choice"),
    Attribute("closing_year", "number"),
    Attribute("heritage", "choice"),
    Attribute("themes", "set"),
)
_SEPARATOR = ";"
# Distances are told in thousandths; the parts told add up to the whole told.
_PARTS = 1000


class SimilarityReason(TypedDict):
    """What an attribute adds to a distance: its share, the same in thousandths, the rank if it did not count."""

    attribute: str
    one: str
    other: str
    share: float
    thousandths: int
    rank_without: int | None


class SimilarBasin(TerritoryName):
    """A basin and its distance to the basin it is compared with.

    `ahead`: it closed earlier (None where a year is not known); `unknown` are attributes that one of the two lacks.
    """

    distance: float
    thousandths: int
    ahead: bool | None
    rank: int
    unknown: list[str]
    reasons: list[SimilarityReason]


class SimilarBasins(TypedDict):
    """A basin and the others, the most similar first."""

    asked: str
    name: str
    twins: list[SimilarBasin]


def find_twins(asked: str, view: "View", atlas: "Atlas") -> SimilarBasins:
    """Return the basins that resemble one, the most alike first.

    Parameters
    ----------
    asked
        Id of a basin.
    view
        Its language and year.
    atlas
        Declarations and rows.
    """
    values = basin_values(view, atlas)
    names = names_of(values, atlas, view.lang, drawn="")
    found = likenesses(asked, ATTRIBUTES, values)
    year = view.year or latest_year(atlas.catalog)
    twins: list[SimilarBasin] = []
    for rank, one in enumerate(found, start=1):
        thousandths, reasons = _reasons(one, found, atlas.catalog, view.lang)
        twins.append(
            {
                "id": one.territory,
                "name": names[one.territory],
                "distance": float(one.distance),
                "thousandths": thousandths,
                "ahead": _is_ahead(values[asked]["closing_year"], values[one.territory]["closing_year"], year),
                "rank": rank,
                "unknown": [t(f"attribute.{name}", view.lang) for name in one.unknown],
                "reasons": reasons,
            }
        )
    return {"asked": asked, "name": names[asked], "twins": twins}


def basin_values(view: "View", atlas: "Atlas") -> dict[str, dict[str, Value]]:
    """Return the attributes of every basin; None where one is not known."""
    basins = atlas.frames["mining_basins"]
    values: dict[str, dict[str, Value]] = {}
    for one, row in basins.iterrows():
        closed = row["last_closure_year"]
        values[str(one)] = {
            "mineral": frozenset(_parts(row["mineral"])) or None,
            "status": row["status"] if isinstance(row["status"], str) else None,
            "closing_year": None if _is_missing(closed) else int(closed),
            # The World Heritage list is complete: no number means not listed.
            "heritage": "listed" if isinstance(row["unesco_id"], str) else "not_listed",
            "themes": _themes(str(one), view, atlas),
        }
    return values


def tell_parts(shares: "Iterable[Fraction]", parts: int = _PARTS) -> tuple[int, list[int]]:
    """Return a sum of shares in whole thousandths, and each share so that they add up to it."""
    given = list(shares)
    total = round(sum(given, Fraction(0)) * parts)
    told = [math.floor(share * parts) for share in given]
    rests = sorted(range(len(given)), key=lambda k: (told[k] - given[k] * parts, k))
    for k in rests[: total - sum(told)]:
        told[k] += 1
    return total, told


def _themes(one: str, view: "View", atlas: "Atlas") -> frozenset[str] | None:
    links, territories = atlas.frames["partnerships"], level_territories(one, view, atlas)
    inside = links_inside(territories, links, atlas.frames["partner_cities"])
    cells = links.loc[inside.of(territories.ids.get_loc(one)), "themes"]
    return frozenset(theme for cell in cells for theme in _parts(cell)) or None


def _reasons(one: Likeness, found: list[Likeness], catalog: "Catalog", lang: str) -> tuple[int, list[SimilarityReason]]:
    """Return the distance in thousandths, and what adds up to it."""
    total, parts = tell_parts(reason.share for reason in one.reasons)
    return total, [
        {
            "attribute": t(f"attribute.{reason.attribute}", lang),
            "one": _say(reason.attribute, reason.one, catalog, lang),
            "other": _say(reason.attribute, reason.other, catalog, lang),
            "share": float(reason.share),
            "thousandths": part,
            "rank_without": _rank_without(one, reason.attribute, found),
        }
        for reason, part in zip(one.reasons, parts, strict=True)
    ]


def _rank_without(one: Likeness, attribute: str, found: list[Likeness]) -> int | None:
    """Return the rank of a territory if an attribute did not count for any of them."""
    own = without(one, attribute)
    if own is None:
        return None
    others = [distance for other in found if other is not one and (distance := without(other, attribute)) is not None]
    return 1 + sum(distance < own for distance in others)


def _say(attribute: str, value: Value, catalog: "Catalog", lang: str) -> str:
    if isinstance(value, int):
        return str(value)
    if attribute == "heritage":
        return t(f"attribute.heritage_{value}", lang)
    layer, field = ("partnerships", "themes") if attribute == "themes" else ("mining_basins", attribute)
    codes = catalog[layer].fields[field].codes
    parts = sorted(value) if isinstance(value, frozenset) else [str(value)]
    if attribute == "themes":
        return t("attribute.themes_count", lang, count=write_number(len(parts), lang))
    return ", ".join(codes[part](lang) if part in codes else part for part in parts)


def _is_ahead(own: Value, other: Value, year: int) -> bool | None:
    """Return whether the other closed earlier, and has closed at all."""
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
