"""Features as GeoJSON: as values, and as bytes that are kept for the pages that follow."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import shapely

from atlas.io.memo import Memo
from atlas.serve.ogc.reference_systems import to_system

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# Consecutive rows are written and kept together; fewer than `_FEW` of them are written alone.
_BLOCK_ROWS, _FEW = 500, 50
_BLOCK_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class _Block:
    """Features of consecutive rows, each with a comma behind it.

    Attributes
    ----------
    text
        All of them.
    ends
        Where each ends, after a 0.
    digest
        Of the text.
    """

    text: bytes
    ends: np.ndarray
    digest: bytes


# Of its own: whoever reads a large layer through leaves the maps of readers in the memo of the process.
_blocks = Memo(limit_bytes=_BLOCK_BYTES)


def encode_features(
    gdf: "gpd.GeoDataFrame", rows: np.ndarray, columns: tuple[str, ...], crs: str | None
) -> tuple[bytes, bytes]:
    """Return rows as GeoJSON features with commas between them, and a digest of that text.

    Parameters
    ----------
    gdf, rows, columns, crs
        As `features` takes them.
    """
    if len(rows) < _FEW or not _follow(rows):
        text = b",".join(map(orjson.dumps, features(gdf, rows, columns, crs)))
        return text, hashlib.sha256(text).digest()
    first, end = int(rows[0]), int(rows[-1]) + 1
    parts, digest = [], hashlib.sha256()
    for start in range(first - first % _BLOCK_ROWS, end, _BLOCK_ROWS):
        block = _blocks.get(gdf, (columns, crs, start), partial(_encode_block, gdf, start, columns, crs))
        low, high = max(first - start, 0), min(end - start, _BLOCK_ROWS)
        parts.append(block.text[block.ends[low] : block.ends[high] - 1])
        digest.update(b"%b %d %d" % (block.digest, low, high))
    return b",".join(parts), digest.digest()


def _encode_block(gdf: "gpd.GeoDataFrame", start: int, columns: tuple[str, ...], crs: str | None) -> _Block:
    rows = np.arange(start, min(start + _BLOCK_ROWS, len(gdf)))
    texts = list(map(orjson.dumps, features(gdf, rows, columns, crs)))
    ends = np.cumsum([0, *(len(text) + 1 for text in texts)])
    text = b",".join([*texts, b""])
    return _Block(text, ends, hashlib.sha256(text).digest())


def features(
    gdf: "gpd.GeoDataFrame", rows: np.ndarray, columns: tuple[str, ...], crs: str | None
) -> list[dict[str, Any]]:
    """Return rows as GeoJSON features; the geometries are written already.

    Parameters
    ----------
    gdf
        Rows of a layer, EPSG:4326.
    rows
        Positions of those wanted.
    columns
        Their properties.
    crs
        Reference system of the geometries; None leaves them out.
    """
    # Rows that follow one another are not copied.
    taken = slice(int(rows[0]), int(rows[-1]) + 1) if _follow(rows) else rows
    ids = gdf.index[taken].tolist()
    shapes: list[Any] = write_shapes(gdf.geometry.array[taken], crs) if crs else [None] * len(ids)
    cells = [_cells(gdf[name].array[taken]) for name in columns]
    properties = zip(*cells, strict=True) if cells else iter([()] * len(ids))
    return [
        {"type": "Feature", "id": row, "geometry": shape, "properties": dict(zip(columns, values, strict=True))}
        for row, shape, values in zip(ids, shapes, properties, strict=True)
    ]


def write_shapes(shapes: np.ndarray, crs: str) -> list[Any]:
    """Return geometries as GeoJSON; outer rings run counterclockwise, as RFC 7946 asks."""
    changed = to_system(np.asarray(shapes), crs)
    kinds = shapely.get_type_id(changed)
    if (kinds == shapely.GeometryType.POINT).all() and not shapely.is_empty(changed).any():
        # A third of the time.
        return [{"type": "Point", "coordinates": place} for place in shapely.get_coordinates(changed).tolist()]
    if (shapely.get_dimensions(changed) > 1).any():
        changed = shapely.orient_polygons(changed)
    return [None if text is None else orjson.Fragment(text) for text in shapely.to_geojson(changed)]


def _follow(rows: np.ndarray) -> bool:
    """Return whether positions follow one another."""
    return len(rows) > 0 and rows[-1] - rows[0] == len(rows) - 1 and bool((np.diff(rows) == 1).all())


def _cells(column: "pd.api.extensions.ExtensionArray") -> list[Any]:
    """Return the values of a column; None where it has none."""
    if column.dtype == np.float64:
        numbers: list[float] = np.asarray(column).tolist()
        return [None if number != number else number for number in numbers]  # noqa: PLR0124 - not a number
    cells = pa.array(column, from_pandas=True)
    return list(cells.to_pylist())
