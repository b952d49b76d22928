"""Indicators of many territories on many machines: each measures some territories by the very function of one machine.

A value of a territory depends on its own outline and on rows near it, never on the other territories: chunks of
neighbouring territories are independent tasks. Each worker reads what meets its chunk from partitioned GeoParquet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from atlas.analysis.indicators import REGISTRY, Measured, Norm, measure
from atlas.catalog import open_catalog
from atlas.io.frames import wgs84
from atlas.io.stores.conditions import Nowhere
from atlas.io.stores.store import open_store

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.territories import Territories
    from atlas.io.stores.store import Box, Store

# These read their layers whole. What they measure may lie anywhere (the nearest waterway, the income of the basin), or
# is a union: united in another company, overlapping outlines round off differently in the ninth digit.
BEYOND = frozenset(
    {
        "heap_footprint_share",
        "heap_to_network_m",
        "inscribed_estate_share",
        "inscribed_heap_share",
        "poverty_gap",
        "renewal_estate_share",
    }
)


@dataclass(frozen=True, slots=True)
class Data:
    """Where every worker finds the layers.

    Attributes
    ----------
    declarations
        Folder of an atlas, at the same place on every machine.
    store
        Address of the rows, as `atlas.io.stores.store.open_store` reads it.
    """

    declarations: Path
    store: str = "files:"


def measure_apart(
    names: Iterable[str],
    territories: "Territories",
    data: Data,
    client: Any,
    *,
    norm: Norm = "area",
    together: int = 50,
) -> dict[str, dict[str, Measured]]:
    """Measure indicators on the workers of a scheduler.

    Parameters
    ----------
    names
        Ids of the `REGISTRY`.
    territories
        What is compared.
    data
        Where the workers find the layers.
    client
        A `distributed.Client`: the library is needed by who has a scheduler alone.
    norm
        As `atlas.analysis.indicators.measure` takes it.
    together
        Territories of one task. A task whose worker dies is done again by another.

    Returns
    -------
    dict
        Indicator → part → `Measured`, in the order of the territories; without the rows that each number rests on.
    """
    wanted = tuple(names)
    chunks = [_some(territories, ids) for ids in chunked(territories, together)]
    done = client.map(measure_chunk, chunks, names=wanted, data=data, norm=norm, retries=3, pure=False)
    return _joined(client.gather(done), territories.ids)


def measure_chunk(
    territories: "Territories", *, names: tuple[str, ...], data: Data, norm: Norm
) -> dict[str, dict[str, Measured]]:
    """Measure indicators of some territories here, reading no more than they need; see `measure_apart`."""
    bounds, found = _bounds(territories), {}
    for name in names:
        declared = REGISTRY[name]
        frames = {layer: _near(data, layer, None if name in BEYOND else bounds) for layer in declared.layers}
        parts = measure(declared, territories, frames, norm)
        found[name] = {part: replace(one, rows={}) for part, one in parts.items()}
    return found


def chunked(territories: "Territories", together: int) -> list[pd.Index]:
    """Give the ids of territories in chunks of neighbours, along the Hilbert curve; those without outline come last."""
    placed = territories.outlines[territories.outlines.notna() & ~territories.outlines.is_empty]
    ordered = (
        placed.index[np.argsort(placed.hilbert_distance().to_numpy(), kind="stable")] if len(placed) else placed.index
    )
    every = ordered.append(territories.ids.difference(ordered, sort=False))
    return [every[start : start + together] for start in range(0, len(every), together)]


def _some(territories: "Territories", ids: pd.Index) -> "Territories":
    """Give some of the territories, as they are among the others."""
    return replace(
        territories,
        outlines=territories.outlines[ids],
        level=territories.level[ids],
        area_km2=territories.area_km2[ids],
        surveyed=territories.surveyed[ids],
        approximate=territories.approximate[ids],
        communes={one: territories.communes[one] for one in ids if one in territories.communes},
        communes_expected=territories.communes_expected[ids],
        population=territories.population[ids],
        figures=dict(territories.figures),
        _kept={},
    )


def _bounds(territories: "Territories") -> "Box | None":
    """Give the box of some territories; None where one has no outline, or is the basin whose lists name all rows."""
    shapes = territories.outlines.to_numpy()
    if shapely.is_missing(shapes).any() or territories.is_home.any():
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


@lru_cache(maxsize=4)
def _store(data: Data) -> "Store":
    """Open the layers once in each process."""
    return open_store(data.store, open_catalog(data.declarations))


@lru_cache(maxsize=64)
def _near(data: Data, layer: str, bounds: "Box | None") -> "gpd.GeoDataFrame":
    """Read the rows of a layer that may lie in a box, and those that lie nowhere: lists count them.

    Several indicators of a chunk read the same; whole layers are read once in each process.
    """
    store = _store(data)
    if bounds is None or store.layers()[layer].geometry == "none":
        return store.read(layer)
    inside, nowhere = store.read(layer, bbox=bounds), store.read(layer, where=[Nowhere()])
    return pd.concat([inside, nowhere]).set_crs(wgs84()) if len(nowhere) else inside


def _joined(chunks: "list[dict[str, dict[str, Measured]]]", ids: pd.Index) -> dict[str, dict[str, Measured]]:
    return {
        name: {part: _one([chunk[name][part] for chunk in chunks], ids) for part in parts}
        for name, parts in chunks[0].items()
    }


def _one(found: "list[Measured]", ids: pd.Index) -> Measured:
    """Put the numbers of all chunks together; a chunk that had nothing to note has empty notes."""
    noted = any(one.notes is not None for one in found)
    notes = [pd.Series("", index=one.value.index) if one.notes is None else one.notes for one in found]
    amounts = [one.amount for one in found if one.amount is not None]
    return Measured(
        pd.concat([one.value for one in found])[ids],
        pd.concat([one.valid for one in found])[ids],
        pd.concat([one.expected for one in found])[ids],
        amount=pd.concat(amounts)[ids] if amounts else None,
        notes=pd.concat(notes)[ids] if noted else None,
    )
