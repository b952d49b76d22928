"""The legend of what is drawn: what each class is, how many rows a click on it would show, whether it is chosen."""

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
    """Count each class as a facet does: what a click on it would show, under every condition but those on itself."""
    asked = [f for f in view.filters if f.layer == mark.layer and f.field == mark.field]
    rows = kept[mark.layer]
    if asked:
        others = tuple(f for f in view.filters if f not in asked)
        rows = row_mask(mark.layer, replace(view, filters=others), atlas)
    counts = np.bincount(mark.symbol_of[rows], minlength=len(mark.symbols))
    every = np.bincount(mark.symbol_of, minlength=len(mark.symbols))
    return [
        LegendEntry(mark.layer, position, int(counts[position]), _is_chosen(symbol, asked) if asked else None)
        for position, symbol in enumerate(mark.symbols)
        if every[position]
    ]


def _is_chosen(symbol: Symbol, asked: "list[Filter]") -> bool:
    """Return whether the conditions on the field of a symbol name it: its code, its bounds, or the lack of a value."""
    if symbol.bounds:
        bounds = {condition.operator: condition.bound for condition in asked}
        return (bounds.get("gte"), bounds.get("lte")) == symbol.bounds
    if symbol.code is None:
        return any(condition.operator == "missing" for condition in asked)
    return any(symbol.code in condition.values for condition in asked)
