"""Preview of a join of an uploaded table: which columns name objects of which layers, and what was found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from atlas.io.imports.join.place_kinds import KINDS

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.imports.join.join_table import JoinedTable
    from atlas.io.imports.join.place_columns import PlaceColumn

# Values without an object that the page lists.
_LISTED = 100
_PROPOSED = 6


class ProposedJoin(TypedDict):
    """A column that names objects of a layer: different values, and how many name one."""

    layer: str
    column: str
    found: int
    values: int


class LostValue(TypedDict):
    """A value without an object, the number of its rows, and ids and names of objects that it may name."""

    value: str
    rows: int
    suggestions: list[tuple[str, str]]


class ChosenJoin(TypedDict):
    """The join as it was made; `rules` are to be chosen from where `rule` is empty."""

    layer: str
    column: str
    rule: str
    rules: list[str]
    year: str | None
    # Names of places with several rows, with their number.
    repeated: list[tuple[str, int]]
    lost: list[LostValue]
    lost_rows: int
    # Title and kind of each column of figures.
    figures: list[tuple[str, str]]


class JoinMessage(TypedDict):
    """What a table without positions can be joined to, and how it was joined."""

    # Ids and titles.
    layers: list[tuple[str, str]]
    columns: list[str]
    proposed: list[ProposedJoin]
    chosen: ChosenJoin | None


def join_message(
    columns: Sequence[str],
    proposed: "Sequence[PlaceColumn]",
    joined: "JoinedTable | None",
    catalog: "Catalog",
    lang: str,
) -> JoinMessage:
    """Return the preview of a join.

    Parameters
    ----------
    columns
        Columns of the table.
    proposed
        Columns that name objects, the best first.
    joined
        The join as it was made; None before it is chosen.
    catalog
        Layers.
    lang
        Language of the titles.
    """
    known = [kind.layer for kind in KINDS if kind.layer in catalog]
    others = [layer.id for layer in catalog.values() if layer.geometry != "none" and layer.join is None]
    return {
        "layers": [(layer, catalog[layer].title(lang)) for layer in dict.fromkeys([*known, *others])],
        "columns": list(columns),
        "proposed": [
            {"layer": one.layer, "column": one.column, "found": one.found, "values": one.values}
            for one in proposed[:_PROPOSED]
        ],
        "chosen": _chosen(joined) if joined else None,
    }


def _chosen(joined: "JoinedTable") -> ChosenJoin:
    report = joined.report
    lost = [one for one in report.not_found if one.why in {"unknown", "ambiguous"}][:_LISTED]
    return {
        "layer": report.layer,
        "column": report.on,
        "rule": report.rule,
        "rules": list(report.rules),
        "year": report.year,
        "repeated": list(report.repeated),
        "lost": [{"value": one.value, "rows": one.rows, "suggestions": list(one.suggestions)} for one in lost],
        "lost_rows": joined.lost.num_rows,
        "figures": [*joined.kinds.items()],
    }
