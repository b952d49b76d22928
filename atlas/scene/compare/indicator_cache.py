"""Cache of indicator values by territory level: each level is measured whole and once, then looked up."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators import IndicatorValues, Measure, Norm, indicators_in, measure
from atlas.scene.compare.territories import build_territories, ids_of, perimeter_of
from atlas.scene.query.compare_parameters import DRAWN, LEVELS
from atlas.scene.query.formatting import spread_between
from atlas.scene.query.territories import HOME_BASIN, territory_layer
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from atlas.analysis.spatial.territories import Territories
    from atlas.io.atlas import Atlas

_BODIES = "intercommunality"


def level_territories(territory: str, view: View, atlas: "Atlas") -> "Territories":
    """Return all territories of the level of a territory, within the perimeter of the view."""
    return _territories(_group(territory, atlas), _key(view), atlas)


def indicator_values(
    ids: Iterable[str], indicator: str, view: View, norm: Norm, atlas: "Atlas"
) -> dict[str, IndicatorValues]:
    """Return the values of an indicator for some territories by part, without the rows they are computed from."""
    wanted = pd.Index(list(ids))
    group_of = np.array([_group(territory, atlas) for territory in wanted])
    groups = list(dict.fromkeys(group_of.tolist()))
    found = [_level_values(group, indicator, _key(view), norm, atlas) for group in groups]
    # Positions of the territories group after group, and the order that brings the values back to that of `ids`.
    own = [np.flatnonzero(group_of == group) for group in groups]
    order = np.argsort(np.concatenate(own))
    index_of = [next(iter(parts.values())).value.index for parts in found]
    rows = [index.get_indexer(wanted[positions]) for index, positions in zip(index_of, own, strict=True)]

    def join(columns: list[pd.Series]) -> pd.Series:
        taken = [column.to_numpy()[at] for column, at in zip(columns, rows, strict=True)]
        return pd.Series(np.concatenate(taken)[order], index=wanted, dtype=columns[0].dtype)

    return {
        part: IndicatorValues(
            value=join([parts[part].value for parts in found]),
            valid=join([parts[part].valid for parts in found]),
            expected=join([parts[part].expected for parts in found]),
            notes=join([_notes(parts[part]) for parts in found]),
        )
        for part in found[0]
    }


def spread_of_level(territory: str, measure: Measure, view: View, norm: Norm, atlas: "Atlas") -> float:
    """Return the distance between the values of a measure at the level of a territory.

    The digits of a value do not depend on what it is compared with.
    """
    group, key = _group(territory, atlas), _key(view)

    def make() -> float:
        return spread_between(_level_values(group, measure.indicator, key, norm, atlas)[measure.part].value)

    return atlas.memoize(("spread", group, measure.id, key, norm), make)


def _group(territory: str, atlas: "Atlas") -> str:
    """Return the level that a territory is measured with; the basin is measured with its inter-municipal bodies."""
    if territory == DRAWN:
        return DRAWN
    return _BODIES if territory == HOME_BASIN else str(territory_layer(territory, atlas).level)


def _territories(group: str, view: View, atlas: "Atlas") -> "Territories":
    def make() -> "Territories":
        if group == DRAWN:
            return build_territories([DRAWN], view, atlas)
        level = next(level for level in LEVELS if level == group)
        ids = [territory for territory in ids_of(level, atlas) if territory != HOME_BASIN]
        return build_territories([HOME_BASIN, *ids] if group == _BODIES else ids, view, atlas)

    return atlas.memoize(("territories", group, view), make)


def _level_values(group: str, indicator: str, view: View, norm: Norm, atlas: "Atlas") -> dict[str, IndicatorValues]:
    def make() -> dict[str, IndicatorValues]:
        return measure(indicators_in(atlas.catalog)[indicator], _territories(group, view, atlas), atlas.frames, norm)

    return atlas.memoize(("indicator", group, indicator, view, norm), make)


def _key(view: View) -> View:
    """Return a view with only the parts that indicator values depend on."""
    return View(perimeter=perimeter_of(view), select=view.select, year=view.year, version=view.version)


def _notes(measured: IndicatorValues) -> pd.Series:
    return measured.notes if measured.notes is not None else pd.Series("", index=measured.value.index)
