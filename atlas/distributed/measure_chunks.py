"""Indicators measured by chunks of territories, each chunk by the same function as on one machine.

The value of a territory depends on its own outline and on rows near it, never on the other territories: chunks of
neighbouring territories are independent tasks. Each task reads what meets its chunk from partitioned GeoParquet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from atlas.analysis.indicators import REGISTRY, IndicatorValues, Norm, measure
from atlas.catalog import open_catalog
from atlas.distributed.chunks import join_chunks, select_territories, split_territories
from atlas.io.frames import wgs84
from atlas.io.stores.open import open_store
from atlas.io.stores.protocol import without_position

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories
    from atlas.io.stores.protocol import Box, Store

# Dissolved with others, overlapping outlines are rounded differently in the ninth digit.
_DISSOLVES = frozenset(
    {"heap_footprint_share", "inscribed_estate_share", "inscribed_heap_share", "renewal_estate_share"}
)
# Indicators that need whole layers: those that dissolve them, and those that read rows outside the territory (the
# nearest waterway, the income of the basin).
READS_WHOLE_LAYERS = _DISSOLVES | {
    item.indicator
    for declared in REGISTRY.values()
    for item in declared.measures
    if any(rule == "anywhere" for _, rule in item.rules)
}


@dataclass(frozen=True, slots=True)
class SharedLayers:
    """Location of the layers, the same for every worker.

    Attributes
    ----------
    declarations
        Folder of layers, at the same place on every machine.
    store
        Address of the rows, as `atlas.io.stores.open.open_store` reads it.
    """

    declarations: Path
    store: str = "files:"


def measure_in_chunks(
    names: Iterable[str],
    territories: "Territories",
    layers: SharedLayers,
    *,
    norm: Norm = "area",
    size: int = 50,
    client: Any = None,
) -> dict[str, dict[str, IndicatorValues]]:
    """Measure indicators chunk by chunk, on the workers of a scheduler or here.

    Parameters
    ----------
    names
        Ids of the `REGISTRY`.
    territories
        Territories to measure.
    layers
        Location of the layers.
    norm
        As for `atlas.analysis.indicators.measure`.
    size
        Territories of one chunk. A chunk whose worker dies is measured again by another worker.
    client
        A `distributed.Client`; without it the chunks are measured in this process, one after the other.

    Returns
    -------
    dict
        Indicator → part → `IndicatorValues`, in the order of the territories, without the rows used.
    """
    wanted = tuple(names)
    chunks = [select_territories(territories, ids) for ids in split_territories(territories, size)]
    options: dict[str, Any] = {"names": wanted, "layers": layers, "norm": norm}
    if client is None:
        measured = [measure_chunk(chunk, **options) for chunk in chunks]
    else:
        measured = client.gather(client.map(measure_chunk, chunks, **options, retries=3, pure=False))
    return join_chunks(measured, territories.ids)


def measure_chunk(
    territories: "Territories", *, names: tuple[str, ...], layers: SharedLayers, norm: Norm
) -> dict[str, dict[str, IndicatorValues]]:
    """Measure indicators of some territories in this process, reading only rows near them; see `measure_in_chunks`."""
    bounds, found = bounds_of(territories), {}
    # Several indicators read the same rows. Those of the next chunk are others: these are let go with this one.
    near: dict[str, gpd.GeoDataFrame] = {}
    for name in names:
        declared = REGISTRY[name]
        if bounds is None or name in READS_WHOLE_LAYERS:
            frames = {layer: _read_whole(layers, layer) for layer in declared.layers}
        else:
            near |= {layer: _read_near(layers, layer, bounds) for layer in declared.layers if layer not in near}
            frames = {layer: near[layer] for layer in declared.layers}
        parts = measure(declared, territories, frames, norm)
        found[name] = {part: replace(values, rows={}) for part, values in parts.items()}
    return found


def bounds_of(territories: "Territories") -> "Box | None":
    """Return the bounds of territories; None when one has no outline, or is the basin, which needs all rows."""
    shapes = territories.outlines.to_numpy()
    if shapely.is_missing(shapes).any() or territories.is_home.any():
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


@lru_cache(maxsize=4)
def _open_store(layers: SharedLayers) -> "Store":
    """Open the layers once in each process."""
    return open_store(layers.store, open_catalog(layers.declarations))


@lru_cache(maxsize=64)
def _read_whole(layers: SharedLayers, layer: str) -> "gpd.GeoDataFrame":
    """Read a whole layer, once in each process."""
    return _open_store(layers).read(layer)


def _read_near(layers: SharedLayers, layer: str, bounds: "Box") -> "gpd.GeoDataFrame":
    """Read the rows of a layer that may intersect a box, and those without position, which lists count."""
    store = _open_store(layers)
    if store.layers()[layer].geometry == "none":
        return _read_whole(layers, layer)
    inside, nowhere = store.read(layer, bbox=bounds), store.read(layer, where=[without_position(layer)])
    return pd.concat([inside, nowhere]).set_crs(wgs84()) if len(nowhere) else inside
