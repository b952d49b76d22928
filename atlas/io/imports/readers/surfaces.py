"""Shapes that GEOS does not know: surfaces in space as the ground they cover, arcs as short straight edges."""

import struct
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

if TYPE_CHECKING:
    from atlas.io.imports.source_file import SourceFile

# Types of WKB: polyhedral surface, triangulated surface, triangle, and what each is laid out like.
_LAID_OUT_LIKE = {15: 6, 16: 6, 17: 3}
SURFACES = tuple(_LAID_OUT_LIKE)
# CircularString, CompoundCurve, CurvePolygon, MultiCurve, MultiSurface.
_CURVES = tuple(range(8, 13))
_BATCH = 20_000
_COLLECTIONS = {4, 5, 6, 7}
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def footprint(wkb: bytes) -> bytes:
    """Return the ground that a surface covers, as WKB.

    Parameters
    ----------
    wkb
        A geometry that holds surfaces; with or without Z and M, ISO or extended.

    Returns
    -------
    bytes
        Polygon or multipolygon without Z, in the same coordinates; empty where every face is upright.

    Raises
    ------
    shapely.GEOSException, struct.error, IndexError
        The bytes are no geometry.
    """
    content = bytearray(wkb)
    end = _relabel(content, 0)
    faces = shapely.get_parts(shapely.force_2d(shapely.from_wkb(bytes(content[:end]))))
    faces = shapely.get_parts(faces)
    ground = shapely.union_all(shapely.make_valid(faces[shapely.area(faces) > 0]))
    return bytes(shapely.to_wkb(ground))


def _relabel(content: bytearray, at: int) -> int:
    """Write, from one geometry on, the types that GEOS knows over those laid out alike; return where it ends."""
    order = "<" if content[at] else ">"
    (code,) = struct.unpack_from(f"{order}I", content, at + 1)
    flags, plain = code & (_Z | _M | _SRID), code & 0x0FFFFFFF
    kind, dimensions = plain % 1000, 2 + bool(flags & _Z) + bool(flags & _M) + (0, 1, 1, 2)[plain // 1000]
    known = _LAID_OUT_LIKE.get(kind, kind)
    struct.pack_into(f"{order}I", content, at + 1, flags | (plain - kind + known))
    at += 9 if flags & _SRID else 5
    if known == 1:
        return at + 8 * dimensions
    (count,) = struct.unpack_from(f"{order}I", content, at)
    at += 4
    if known in _COLLECTIONS:
        for _ in range(count):
            at = _relabel(content, at)
        return at
    for _ in range(count if known == 3 else 1):  # noqa: PLR2004 - rings of a polygon
        (vertices,) = struct.unpack_from(f"{order}I", content, at) if known == 3 else (count,)  # noqa: PLR2004
        at += (4 if known == 3 else 0) + 8 * dimensions * vertices  # noqa: PLR2004
    return at


def flat(source: "SourceFile", shapes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return surfaces in space as the ground they cover; other geometries as they are."""
    if not any(_of_types(chunk, SURFACES).any() for chunk in shapes.chunks):
        return shapes
    chunks = []
    for chunk in shapes.chunks:
        cells, flattened = chunk.to_pylist(), np.flatnonzero(_of_types(chunk, SURFACES))
        for row in flattened:
            try:
                cells[row] = footprint(cells[row])
            except (shapely.errors.ShapelyError, struct.error, IndexError):
                continue
            source.findings.repair("surfaces", 1)
        chunks.append(pa.array(cells, type=pa.binary()))
    return pa.chunked_array(chunks, type=pa.binary())


def straight(source: "SourceFile", layer: str, shapes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Let GDAL convert arcs to short straight edges: its Arrow stream does not."""
    curved = sum(int(_of_types(chunk, _CURVES).sum()) for chunk in shapes.chunks)
    if not curved:
        return shapes
    source.findings.repair("curves", curved)
    chunks = []
    for skip in range(0, len(shapes), _BATCH):
        _, _, edges, _ = pyogrio.raw.read(
            source.path, layer=layer, columns=[], skip_features=skip, max_features=_BATCH, use_arrow=False
        )
        chunks.append(pa.array(edges, type=pa.binary()))
    return pa.chunked_array(chunks, type=pa.binary())


def _of_types(chunk: pa.Array, types: tuple[int, ...]) -> np.ndarray:
    """Return which geometries are of some types, by bytes 1 to 4 of WKB (plus 1000, 2000, 3000 with Z and M)."""
    found = np.zeros(len(chunk), dtype=bool)
    if not len(chunk):
        return found
    buffers = chunk.buffers()
    wide = pa.types.is_large_binary(chunk.type)
    offsets = np.frombuffer(buffers[1], dtype=np.int64 if wide else np.int32)[chunk.offset :][: len(chunk) + 1]
    content = np.frombuffer(buffers[2] or b"", dtype=np.uint8)
    typed = np.diff(offsets) >= 5  # noqa: PLR2004 - byte order and type
    begins = offsets[:-1][typed]
    kinds = content[begins + 1].astype(np.int64) + 256 * content[begins + 2].astype(np.int64)
    found[typed] = np.isin(kinds % 1000, types)
    return found
