"""Legend of a scene: the classes of each layer, with counts and the chosen ones, and those that look the same."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from atlas.i18n import plural
from atlas.io.memo import memoize
from atlas.scene.map.scene import LegendEntry, Mark, Symbol
from atlas.scene.query.row_masks import row_mask

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from atlas.catalog.filter import Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Classes whose titles still fit on one line of the legend.
_NAMED = 2


def make_legend(mark: Mark, kept: "Mapping[str, np.ndarray]", view: "View", atlas: "Atlas") -> list[LegendEntry]:
    """Count the rows of each class that meet every condition except those on the classed field, as a facet does."""
    own = [f for f in view.filters if f.layer == mark.layer and f.field == mark.field]
    rows = kept[mark.layer]
    if own:
        others = tuple(f for f in view.filters if f not in own)
        rows = row_mask(mark.layer, replace(view, filters=others), atlas)
    placed = placed_rows(mark)
    counts = _count(mark, rows)
    drawn = counts if placed.all() else _count(mark, rows & placed)
    every, hollow, solid = memoize(
        mark.symbol_of,
        "looks",
        lambda: tuple(_count(mark, mask) for mask in (slice(None), placed & mark.hollow, placed & ~mark.hollow)),
    )
    # A class without a row in sight looks as all its rows do: the legend does not change under a filter.
    return [
        LegendEntry(
            mark.layer,
            position,
            int(counts[position]),
            _is_chosen(symbol, own) if own else None,
            "all" if hollow[position] and not solid[position] else "some" if hollow[position] else "none",
            int(counts[position] - drawn[position]),
        )
        for position, symbol in enumerate(mark.symbols)
        if every[position]
    ]


def _count(mark: Mark, rows: "np.ndarray | slice") -> np.ndarray:
    """Return the number of rows of each symbol."""
    return np.bincount(mark.symbol_of[rows], minlength=len(mark.symbols))


def placed_rows(mark: Mark) -> np.ndarray:
    """Return which rows of a mark have a position."""
    # Asked twice an act for every layer shown.
    return memoize(mark.features, "placed", lambda: ~mark.features.array.isna())


def alike(mark: Mark, entries: "Sequence[LegendEntry]", *, as_area: bool) -> list[list[LegendEntry]]:
    """Group the classes of a layer that the map draws alike.

    Parameters
    ----------
    mark
        The layer.
    entries
        Its entries.
    as_area
        Whether areas are drawn as areas: from the zoom `Mark.symbol_below` on; below it they are symbols.

    Returns
    -------
    list
        Groups in the order of their first entries.
    """
    groups: dict[Hashable, list[LegendEntry]] = {}
    for entry in entries:
        groups.setdefault(_look(mark, mark.symbols[entry.symbol], entry, as_area=as_area), []).append(entry)
    return list(groups.values())


def group_title(titles: "Sequence[str]", lang: str) -> str:
    """Return the title of classes that look the same: the one that the others begin with, both of two, or how many."""
    shortest = min(titles, key=len)
    if all(title == shortest or title.startswith((f"{shortest},", f"{shortest} ")) for title in titles):
        return shortest
    return " · ".join(titles) if len(titles) <= _NAMED else plural("classes.alike", lang, len(titles), n=len(titles))


def _look(mark: Mark, symbol: Symbol, entry: LegendEntry, *, as_area: bool) -> "Hashable":
    """Return all that decides how the map draws a class."""
    symbolic = symbol.kind == "point" or (mark.symbol_below is not None and not as_area)
    if symbolic:
        return ("symbol", symbol.color, symbol.color_dark, symbol.shape, entry.hollow)
    drawn = (symbol.pattern,) if symbol.kind == "polygon" else ()
    return (symbol.kind, symbol.color, symbol.color_dark, symbol.line, entry.hollow, *drawn)


def _is_chosen(symbol: Symbol, own: "list[Filter]") -> bool:
    """Return whether the conditions on the classed field include a symbol: its code, its bounds, or missing values."""
    if symbol.bounds:
        bounds = {condition.operator: condition.bound for condition in own}
        return (bounds.get("gte"), bounds.get("lte")) == symbol.bounds
    if symbol.code is None:
        return any(condition.operator == "missing" for condition in own)
    return any(symbol.code in condition.values for condition in own)
