"""Cache of indicator values by territory level: each level is measured whole and once, then looked up."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators import REGISTRY, IndicatorValues, Norm, measure
from atlas.scene.compare.territories import gather, ids_of, perimeter_of
from atlas.scene.query.compare_parameters import DRAWN, LEVELS
from atlas.scene.query.territories import HOME_BASIN, layer_of
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories
    from atlas.io.atlas import Atlas

_BODIES = "intercommunality"


def level_territories(one: str, view: View, atlas: "Atlas") -> "Territories":
    """Return a territory among all those of its level, as the view sees them."""
    return _territories(_group(one, atlas), _key(view), atlas)


def indicator_values(
    ids: Iterable[str], indicator: str, view: View, norm: Norm, atlas: "Atlas"
) -> dict[str, IndicatorValues]:
    """Return the values of one indicator for some territories, part by part, without the rows they come from."""
    wanted = pd.Index(list(ids))
    group_of = np.array([_group(one, atlas) for one in wanted])
    groups = list(dict.fromkeys(group_of.tolist()))
    found = [_level_values(group, indicator, _key(view), norm, atlas) for group in groups]
    # Where each territory is asked, group after group, and how the groups' answers come back in order.
    own = [np.flatnonzero(group_of == group) for group in groups]
    order = np.argsort(np.concatenate(own))
    index_of = [next(iter(parts.values())).value.index for parts in found]
    rows = [index.get_indexer(wanted[mine]) for index, mine in zip(index_of, own, strict=True)]

    def together(columns: list[pd.Series]) -> pd.Series:
        taken = [column.to_numpy()[at] for column, at in zip(columns, rows, strict=True)]
        return pd.Series(np.concatenate(taken)[order], index=wanted, dtype=columns[0].dtype)

    return {
        part: IndicatorValues(
            value=together([one[part].value for one in found]),
            valid=together([one[part].valid for one in found]),
            expected=together([one[part].expected for one in found]),
            notes=together([_notes(one[part]) for one in found]),
        )
        for part in found[0]
    }


def _group(one: str, atlas: "Atlas") -> str:
    """Return the level that a territory is measured with: the basin goes with its bodies, which lie in it."""
    if one == DRAWN:
        return DRAWN
    return _BODIES if one == HOME_BASIN else str(layer_of(one, atlas).level)


def _territories(group: str, view: View, atlas: "Atlas") -> "Territories":
    def make() -> "Territories":
        if group == DRAWN:
            return gather([DRAWN], view, atlas)
        level = next(level for level in LEVELS if level == group)
        ids = [one for one in ids_of(level, atlas) if one != HOME_BASIN]
        return gather([HOME_BASIN, *ids] if group == _BODIES else ids, view, atlas)

    return atlas.memoize(("territories", group, view), make)


def _level_values(group: str, indicator: str, view: View, norm: Norm, atlas: "Atlas") -> dict[str, IndicatorValues]:
    def make() -> dict[str, IndicatorValues]:
        return measure(REGISTRY[indicator], _territories(group, view, atlas), atlas.frames, norm)

    return atlas.memoize(("indicator", group, indicator, view, norm), make)


def _key(view: View) -> View:
    """Keep of a view what its indicator values depend on."""
    return View(perimeter=perimeter_of(view), select=view.select, year=view.year, version=view.version)


def _notes(measured: IndicatorValues) -> pd.Series:
    return measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
