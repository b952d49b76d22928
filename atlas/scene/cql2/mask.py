"""The rows that a filter in CQL2 keeps, by the one filter engine of the atlas.

Conditions are true, false or unknown, as the standard has it: a comparison with a missing value is unknown, and so is
its negation. What is unknown in the end is not kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from atlas.errors import ViewError
from atlas.io.memo import memoize_rows
from atlas.scene.cql2.comparisons import COMPARISONS
from atlas.scene.cql2.operands import Rows, name_of
from atlas.scene.cql2.parse import Expression, canonical
from atlas.scene.cql2.spatial import SPATIAL, within_metres
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    from pyproj import CRS

    from atlas.io.atlas import Atlas

# Of each, what takes tens of milliseconds where a comparison takes one.
_MOST_COSTLY = 20
# A function of the atlas: the conditions of a link on the rows of a layer.
LINK = "link"


@dataclass(frozen=True, slots=True)
class _Filter:
    """What the conditions of a filter are evaluated on."""

    rows: Rows
    atlas: "Atlas"
    crs: "CRS | None"


def filter_mask(expression: Expression, layer_id: str, atlas: "Atlas", crs: "CRS | None" = None) -> np.ndarray:
    """Return which rows of a layer a filter keeps.

    Parameters
    ----------
    expression
        As `atlas.scene.cql2.parse.parse_filter` returns it.
    layer_id
        A layer of the catalogue.
    atlas
        Declarations and rows. The function ``link`` sees no other layers.
    crs
        Reference system of the geometries in the filter, with the order of axes that it has by its definition;
        None: longitude and latitude.

    Returns
    -------
    ndarray of bool
        In the order of the frame.

    Raises
    ------
    ViewError
        The filter names what the layer does not have, or compares what cannot be compared.
    """
    if _count_costly(expression) > _MOST_COSTLY:
        raise ViewError("cql_costly", key="filter", most=_MOST_COSTLY)
    gdf, layer = atlas.frames[layer_id], atlas.catalog[layer_id]

    def make() -> np.ndarray:
        made = _evaluate(expression, _Filter(Rows(layer, gdf), atlas, crs))
        kept = np.asarray(pc.fill_null(made, pa.scalar(False)), dtype=bool)  # noqa: FBT003 - a value
        # What literals alone decide is one value.
        return np.broadcast_to(kept, len(gdf))

    if LINK.encode() in (text := canonical(expression)):
        # It depends on rows of other layers, and on which of them may be seen; `row_mask` has a memo of its own.
        return make()
    return memoize_rows(gdf, ("cql2", text, crs.to_wkt() if crs else None), make)


def _evaluate(expression: Expression, on: _Filter) -> Any:
    """Return true, false or null for each row."""
    if isinstance(expression, bool):
        return pa.array(np.full(len(on.rows), expression))
    if isinstance(expression, dict) and "property" in expression:
        return on.rows.truth(expression["property"])
    operator = str(expression.get("op", "")) if isinstance(expression, dict) else ""
    if (evaluate := _OPERATORS.get(operator.lower())) is None:
        raise ViewError("cql_operator", key="filter", value=name_of(expression))
    return evaluate(operator.lower(), expression.get("args", []), on)


def _logical(operator: str, arguments: list[Expression], on: _Filter) -> Any:
    parts = [_evaluate(argument, on) for argument in arguments]
    if not parts:
        raise ViewError("cql_operator", key="filter", value=operator)
    return reduce(pc.and_kleene if operator == "and" else pc.or_kleene, parts)


def _negate(operator: str, arguments: list[Expression], on: _Filter) -> Any:
    if len(arguments) != 1:
        raise ViewError("cql_operator", key="filter", value=operator)
    return pc.invert(_evaluate(arguments[0], on))


def _compare(operator: str, arguments: list[Expression], on: _Filter) -> Any:
    # "link('…') = TRUE" is written by who takes a function for no condition.
    for first, second in (arguments, arguments[::-1]) if len(arguments) == 2 else ():  # noqa: PLR2004
        if operator in {"=", "<>"} and isinstance(second, bool) and isinstance(first, dict) and "op" in first:
            met = _evaluate(first, on)
            return met if second == (operator == "=") else pc.invert(met)
    return COMPARISONS[operator](arguments, on.rows)


def _spatial(operator: str, arguments: list[Expression], on: _Filter) -> Any:
    return SPATIAL[operator](arguments, on.rows, on.crs)


def _within_metres(_: str, arguments: list[Expression], on: _Filter) -> Any:
    return within_metres(arguments, on.rows, on.crs)


def _linked(_: str, arguments: list[Expression], on: _Filter) -> Any:
    """Return the rows that a link of the atlas keeps of this layer."""
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        raise ViewError("cql_link", key="filter")
    view, unread = parse_permalink(arguments[0])
    view, unfit = validate_view(view, on.atlas)
    for problem in (*unread, *unfit):
        raise problem
    return pa.array(row_mask(on.rows.layer.id, view, on.atlas))


def _count_costly(expression: Expression) -> int:
    if not isinstance(expression, dict):
        return sum(map(_count_costly, expression)) if isinstance(expression, list) else 0
    operator, arguments = str(expression.get("op", "")).lower(), expression.get("args", [])
    folds = operator in {"casei", "accenti"} and _names_column(arguments)
    own = _count_in_links(arguments) if operator == LINK else operator.startswith(("s_", "dwithin")) or folds
    return own + sum(map(_count_costly, arguments))


def _names_column(expression: Expression) -> bool:
    if isinstance(expression, list):
        return any(map(_names_column, expression))
    return isinstance(expression, dict) and ("property" in expression or _names_column(expression.get("args", [])))


def _count_in_links(arguments: list[Expression]) -> int:
    """Return what links cost: each distance of theirs takes as long as a spatial condition, or longer."""
    views = [parse_permalink(text)[0] for text in arguments if isinstance(text, str)]
    return sum(max(1, len(view.near) + len(view.nearest)) for view in views)


_OPERATORS: dict[str, Callable[[str, list[Expression], _Filter], Any]] = {
    "and": _logical,
    "or": _logical,
    "not": _negate,
    **dict.fromkeys(COMPARISONS, _compare),
    **dict.fromkeys(SPATIAL, _spatial),
    **dict.fromkeys(("s_dwithin", "dwithin"), _within_metres),
    LINK: _linked,
}
