"""Territories split into chunks of neighbours, and the numbers of the chunks joined again."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators import IndicatorValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.analysis.spatial.territories import Territories


def split_territories(territories: "Territories", size: int) -> list[pd.Index]:
    """Split the ids of territories into chunks of neighbours along the Hilbert curve; those without outline come last.

    Parameters
    ----------
    territories
        What is compared.
    size
        Territories of one chunk at most.
    """
    placed = territories.outlines[territories.outlines.notna() & ~territories.outlines.is_empty]
    ordered = (
        placed.index[np.argsort(placed.hilbert_distance().to_numpy(), kind="stable")] if len(placed) else placed.index
    )
    every = ordered.append(territories.ids.difference(ordered, sort=False))
    return [every[start : start + size] for start in range(0, len(every), size)]


def select_territories(territories: "Territories", ids: pd.Index) -> "Territories":
    """Select territories, with all their attributes."""
    return replace(
        territories,
        outlines=territories.outlines[ids],
        level=territories.level[ids],
        area_km2=territories.area_km2[ids],
        surveyed=territories.surveyed[ids],
        approximate=territories.approximate[ids],
        communes={territory: territories.communes[territory] for territory in ids if territory in territories.communes},
        communes_expected=territories.communes_expected[ids],
        population=territories.population[ids],
        figures=dict(territories.figures),
        complete={key: share[ids] for key, share in territories.complete.items()},
        _kept={},
    )


def join_chunks(
    chunks: "Sequence[dict[str, dict[str, IndicatorValues]]]", ids: pd.Index
) -> dict[str, dict[str, IndicatorValues]]:
    """Join the numbers of all chunks, in the order of `ids`: indicator → part → `IndicatorValues`."""
    return {
        name: {part: _join([chunk[name][part] for chunk in chunks], ids) for part in parts}
        for name, parts in chunks[0].items()
    }


def _join(found: "Sequence[IndicatorValues]", ids: pd.Index) -> IndicatorValues:
    """Join the numbers of one measure; a chunk without notes gets empty ones."""
    noted = any(values.notes is not None for values in found)
    notes = [pd.Series("", index=values.value.index) if values.notes is None else values.notes for values in found]
    amounts = [values.amount for values in found if values.amount is not None]
    return IndicatorValues(
        pd.concat([values.value for values in found])[ids],
        pd.concat([values.valid for values in found])[ids],
        pd.concat([values.expected for values in found])[ids],
        amount=pd.concat(amounts)[ids] if amounts else None,
        notes=pd.concat(notes)[ids] if noted else None,
    )
