"""Heights of heaps from a terrain model: a tile for each outline, measured in a confined process."""

import hashlib
import importlib.util
import json
import math
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd
import shapely

from atlas.errors import LayerDataError
from atlas.io.frames import conform
from atlas.io.imports.run_import import run_worker
from atlas.io.read import read_layer
from atlas.io.sources.fetch import DownloadLimits, fetch

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer
    from atlas.environment import ImportLimits
    from atlas.io.sources.connector import SourceDeclaration

HEAPS = "slag_heaps"
PLANE = "EPSG:2154"
# The foot is looked for between these distances of the outline: nearer is the slope, farther another ground.
RING_M = (10.0, 60.0)
# Of a tile: size of a cell where the heap allows it, and cells of a side at most.
_CELL_M, _MOST_CELLS = 1, 2_000
# Of two heights of the terrain model, 0.1 m each (IGN, LiDAR HD, accuracy in height).
_MODEL_M = 0.15
_TILE_MB = 50


def measure_heaps(
    declared: "SourceDeclaration",
    catalog: "Catalog",
    layer: "Layer | None",
    folder: Path,
    *,
    url: str | None,
    limits: "ImportLimits",
) -> tuple[gpd.GeoDataFrame, str]:
    """Measure the height of each heap that has an outline: its top minus the median of a ring around the outline.

    Parameters
    ----------
    declared
        The connector of a WMS that gives heights as GeoTIFF in EPSG:2154.
    catalog, layer
        The atlas, and the layer of heights in its present state.
    folder
        An empty scratch folder.
    url
        Another address of the same service.
    limits
        Limits of reading.

    Returns
    -------
    tuple of GeoDataFrame and str
        One row a heap, without geometry; blank where the terrain is not known. The hash of all tiles.

    Raises
    ------
    LayerDataError
        The extra is not installed, a tile is missing or is not what was asked for.
    """
    if importlib.util.find_spec("rasterio") is None:
        raise LayerDataError("extra_missing", key=declared.layer.id, extra="terrain")
    heaps = read_layer(catalog[HEAPS])
    heaps = heaps[heaps.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    outlines = heaps.geometry.to_crs(PLANE)
    tiles = [tile_of(outline, outlines.drop(index=heap)) for heap, outline in outlines.items()]
    address, digest = url or declared.connector.url, hashlib.sha256()
    for number, (heap, tile) in enumerate(zip(outlines.index, tiles, strict=True)):
        tile |= {"file": f"{number}.tif", "heap": heap}
        _download(declared, address, tile, folder)
        digest.update((folder / tile["file"]).read_bytes())
    job = {"parent": os.getpid(), "limits": asdict(limits), "url": address, "tiles": tiles}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    report = run_worker(folder, limits, declared.layer.id, "atlas.io.sources.terrain_worker")
    rows = _rows(report["heights"], tiles, heaps, declared.layer)
    return _with_dates(rows, layer), digest.hexdigest()


def tile_of(outline: shapely.Geometry, others: gpd.GeoSeries) -> dict[str, Any]:
    """Return the box, the size and the two areas of the tile of a heap; other heaps are no ground."""
    near, far = RING_M
    wide = shapely.buffer(outline, far)
    ground = shapely.difference(wide, shapely.buffer(outline, near))
    ring = shapely.difference(ground, others[others.intersects(wide)].union_all())
    bounds = wide.bounds
    cell = max(_CELL_M, math.ceil(max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / _MOST_CELLS))
    west, south = (math.floor(bound / cell) * cell for bound in bounds[:2])
    width, height = (math.ceil((bounds[at + 2] - start) / cell) for at, start in enumerate((west, south)))
    return {
        "bounds": [west, south, west + width * cell, south + height * cell],
        "width": width,
        "height": height,
        "cell": cell,
        "outline": shapely.to_wkb(outline, hex=True),
        "ring": shapely.to_wkb(ring, hex=True),
    }


def _download(declared: "SourceDeclaration", address: str, tile: dict[str, Any], folder: Path) -> None:
    box = ",".join(str(bound) for bound in tile["bounds"])
    size = {"CRS": PLANE, "BBOX": box, "WIDTH": tile["width"], "HEIGHT": tile["height"]}
    request = (
        {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetMap", "STYLES": ""} | declared.connector.query | size
    )
    try:
        limits = DownloadLimits(max_mb=_TILE_MB)
        fetch(f"{address}?{urlencode(request, safe=':,/')}", folder / tile["file"], limits=limits)
    except LayerDataError as error:
        raise LayerDataError(error.key, **(error.named | {"url": address})) from error


def _rows(
    heights: list[dict[str, Any]], tiles: list[dict[str, Any]], heaps: gpd.GeoDataFrame, layer: "Layer"
) -> gpd.GeoDataFrame:
    found = pd.DataFrame(heights, index=heaps.index)
    top, foot, spread = (found[name].astype("float64") for name in ("top", "foot", "spread"))
    rows = pd.DataFrame(
        {
            "id": heaps.index,
            "name": heaps["name"],
            "heap": heaps.index,
            "height_m": (top - foot).round(1),
            "uncertainty_m": ((spread**2 + _MODEL_M**2) ** 0.5).round(1),
            "top_m": top.round(1),
            "foot_m": foot.round(1),
            "cell_m": [tile["cell"] for tile in tiles],
            "method": "top_minus_ring",
            "terrain": layer.source.title,
            "measured": date.today().isoformat(),  # noqa: DTZ011 - the user's own day
        },
        index=heaps.index,
    )
    return conform(rows, layer, path=layer.id)


def _with_dates(rows: gpd.GeoDataFrame, layer: "Layer | None") -> gpd.GeoDataFrame:
    """Keep the date of a measure that has not changed."""
    if layer is None:
        return rows
    before = read_layer(layer).reindex(rows.index)
    others = [name for name in layer.fields if name != "measured"]
    pairs = [(rows[name].astype("object"), before[name].astype("object")) for name in others]
    same = pd.concat([(a == b) | (a.isna() & b.isna()) for a, b in pairs], axis=1).all(axis=1)
    return rows.assign(measured=rows["measured"].where(~same, before["measured"]))
