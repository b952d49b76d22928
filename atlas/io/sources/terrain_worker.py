"""Worker process of heights: reads GeoTIFF tiles, confined to their folder, and writes ``report.json``.

``python -m atlas.io.sources.terrain_worker FOLDER`` reads ``job.json`` there. Nothing that reads rasters is imported
before the limits are set.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas.errors import LayerDataError
from atlas.io.imports.worker import main

if TYPE_CHECKING:
    import numpy as np

_EPSG = 2154
# A height is blank where less of the outline is known, or fewer cells of the ring.
_KNOWN_SHARE, _RING_CELLS = 0.95, 100
# Heights of France in metres; services write other numbers where they know nothing.
_LOWEST, _HIGHEST = -50.0, 5_000.0
# Half of the distance between these percentiles is the standard deviation of a normal distribution.
_LOW, _HIGH = 15.9, 84.1


def do_tiles(folder: Path) -> None:
    """Measure the tiles of a job; a tile that cannot be used is one error for all."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    report: dict[str, Any] = {"heights": []}
    for tile in job["tiles"]:
        try:
            report["heights"].append(_measure(folder / tile["file"], tile))
        except Exception as exc:  # noqa: BLE001 - whatever a file provokes is one sentence, not a traceback
            problem = " ".join(str(exc).replace(f"{folder}/", "").split())[:200]
            error = LayerDataError("source_terrain", url=job["url"], heap=tile["heap"], problem=problem)
            report = {"error": {"key": error.key, "values": error.named}}
            break
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


def _measure(path: Path, tile: dict[str, Any]) -> dict[str, float | None]:
    import numpy as np  # noqa: PLC0415
    import rasterio  # noqa: PLC0415

    # Not the extension decides which library of GDAL reads a file.
    with rasterio.open(path, driver="GTiff") as terrain:
        _check(terrain, tile)
        heights = terrain.read(1).astype("float64")
        if terrain.nodata is not None:
            heights[heights == terrain.nodata] = np.nan
        inside, around = (_cells(tile[name], heights.shape, terrain.transform) for name in ("outline", "ring"))
    heights[~((heights > _LOWEST) & (heights < _HIGHEST))] = np.nan
    return height_of(heights, inside, around)


def height_of(heights: "np.ndarray", inside: "np.ndarray", around: "np.ndarray") -> dict[str, float | None]:
    """Return the top of a heap, its foot and the spread of the ground, in metres.

    Parameters
    ----------
    heights
        Terrain in metres, NaN where it is not known.
    inside, around
        Cells of the outline and of the ring around it.

    Returns
    -------
    dict
        ``top`` the highest cell of the outline, ``foot`` the median of the ring, ``spread`` half of the distance
        between the 15.9th and 84.1st percentile of the ring; None where too little of the terrain is known.
    """
    import numpy as np  # noqa: PLC0415

    heap, ground = heights[inside], heights[around]
    ground = ground[~np.isnan(ground)]
    if not heap.size or np.mean(~np.isnan(heap)) < _KNOWN_SHARE or ground.size < _RING_CELLS:
        return {"top": None, "foot": None, "spread": None}
    low, foot, high = np.percentile(ground, [_LOW, 50, _HIGH])
    return {"top": float(np.nanmax(heap)), "foot": float(foot), "spread": float(high - low) / 2}


def _check(terrain: Any, tile: dict[str, Any]) -> None:
    """Reject a tile of another place, size or reference system than was asked for."""
    if terrain.crs is None or terrain.crs.to_epsg() != _EPSG:
        msg = f"reference system {terrain.crs}, not EPSG:{_EPSG}"
        raise ValueError(msg)
    if terrain.shape != (tile["height"], tile["width"]):
        msg = f"{terrain.width} by {terrain.height} cells, not {tile['width']} by {tile['height']}"
        raise ValueError(msg)
    if max(abs(a - b) for a, b in zip(terrain.bounds, tile["bounds"], strict=True)) > tile["cell"]:
        msg = f"another place, {', '.join(f'{bound:.0f}' for bound in terrain.bounds)}"
        raise ValueError(msg)


def _cells(wkb: str, shape: tuple[int, int], transform: Any) -> "np.ndarray":
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    from rasterio.features import geometry_mask  # noqa: PLC0415

    area = shapely.from_wkb(wkb)
    if area.is_empty:
        return np.zeros(shape, dtype=bool)
    return geometry_mask([area], shape, transform, invert=True, all_touched=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), do_tiles)
