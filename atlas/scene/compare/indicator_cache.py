"""The numbers of a process: each level is measured whole and once; another choice of territories is a look-up."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators import REGISTRY, Measured, Norm, measure
from atlas.scene.compare.territories import DRAWN, LEVELS, gather, ids_of, layer_of, perimeter_of
from atlas.scene.map.compose import HOME
from atlas.scene.query.view import View

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.territories import Territories
    from atlas.catalog import Catalog

# Perimeters, drawn outlines, years and versions that readers look at in turn.
_KEPT = 24
_BODIES = "intercommunality"


class Tally:
    """Measures what is asked of it and remembers it.

    Parameters
    ----------
    catalog, frames
        Declarations and rows; they do not change while the tally lives.
    """

    def __init__(self, catalog: "Catalog", frames: "Mapping[str, gpd.GeoDataFrame]") -> None:
        self.catalog = catalog
        self.frames = frames
        self._gathered = lru_cache(_KEPT)(self._gather)
        self._measured = lru_cache(_KEPT * len(REGISTRY))(self._measure)
        # Several routes of one page ask at once: what one of them measures, the others await.
        self._measuring = RLock()

    def territories(self, one: str, view: View) -> "Territories":
        """Give a territory among all those of its level, as the view sees them."""
        with self._measuring:
            return self._gathered(self._group(one), _asked(view))

    def measured(self, ids: Iterable[str], indicator: str, view: View, norm: Norm) -> dict[str, Measured]:
        """Give the numbers of one indicator for some territories, part by part, without the rows they come from."""
        wanted = pd.Index(list(ids))
        group_of = np.array([self._group(one) for one in wanted])
        groups = list(dict.fromkeys(group_of.tolist()))
        with self._measuring:
            found = [self._measured(group, indicator, _asked(view), norm) for group in groups]
        # Where each territory is asked, group after group, and how the groups' answers come back in order.
        own = [np.flatnonzero(group_of == group) for group in groups]
        order = np.argsort(np.concatenate(own))
        index_of = [next(iter(parts.values())).value.index for parts in found]
        rows = [index.get_indexer(wanted[mine]) for index, mine in zip(index_of, own, strict=True)]

        def together(columns: list[pd.Series]) -> pd.Series:
            taken = [column.to_numpy()[at] for column, at in zip(columns, rows, strict=True)]
            return pd.Series(np.concatenate(taken)[order], index=wanted, dtype=columns[0].dtype)

        return {
            part: Measured(
                value=together([one[part].value for one in found]),
                valid=together([one[part].valid for one in found]),
                expected=together([one[part].expected for one in found]),
                notes=together([_notes(one[part]) for one in found]),
            )
            for part in found[0]
        }

    def _group(self, one: str) -> str:
        """Give the level that a territory is measured with: the basin itself goes with its bodies, which lie in it."""
        if one == DRAWN:
            return DRAWN
        return _BODIES if one == HOME else str(layer_of(one, self.catalog, self.frames).level)

    def _gather(self, group: str, view: View) -> "Territories":
        if group == DRAWN:
            return gather([DRAWN], view, self.catalog, self.frames)
        level = next(level for level in LEVELS if level == group)
        ids = [one for one in ids_of(level, self.catalog, self.frames) if one != HOME]
        return gather([HOME, *ids] if group == _BODIES else ids, view, self.catalog, self.frames)

    def _measure(self, group: str, indicator: str, view: View, norm: Norm) -> dict[str, Measured]:
        return measure(REGISTRY[indicator], self._gathered(group, view), self.frames, norm)


def _asked(view: View) -> View:
    """Keep what the numbers of a view depend on."""
    return View(perimeter=perimeter_of(view), select=view.select, year=view.year, version=view.version)


def _notes(measured: Measured) -> pd.Series:
    return measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
