"""Legend of a scene: the classes of each layer, with counts and the chosen ones."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from atlas.scene.map.scene import LegendEntry, Mark, Symbol
from atlas.scene.query.row_masks import row_mask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.catalog.filter import Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def make_legend(mark: Mark, kept: "Mapping[str, np.ndarray]", view: "View", atlas: "Atlas") -> list[LegendEntry]:
    """Count the rows of each class that meet every condition except those on the classed field, as a facet does."""
    own = [f for f in view.filters if f.layer == mark.layer and f.field == mark.field]
    rows = kept[mark.layer]
    if own:
        others = tuple(f for f in view.filters if f not in own)
        rows = row_mask(mark.layer, replace(view, filters=others), atlas)
    counts = np.bincount(mark.symbol_of[rows], minlength=len(mark.symbols))
    every = np.bincount(mark.symbol_of, minlength=len(mark.symbols))
    return [
        LegendEntry(mark.layer, position, int(counts[position]), _is_chosen(symbol, own) if own else None)
        for position, symbol in enumerate(mark.symbols)
        if every[position]
    ]


def _is_chosen(symbol: Symbol, own: "list[Filter]") -> bool:
    """Return whether the conditions on the classed field include a symbol: its code, its bounds, or missing values."""
    if symbol.bounds:
        bounds = {condition.operator: condition.bound for condition in own}
        return (bounds.get("gte"), bounds.get("lte")) == symbol.bounds
    if symbol.code is None:
        return any(condition.operator == "missing" for condition in own)
    return any(symbol.code in condition.values for condition in own)
