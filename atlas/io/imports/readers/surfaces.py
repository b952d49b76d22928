"""Polyhedral surfaces, triangulated surfaces and multipatches, which GEOS does not know, as the ground they cover."""

import struct

import shapely

# Types of WKB: polyhedral surface, triangulated surface, triangle, and what each is laid out like.
_LAID_OUT_LIKE = {15: 6, 16: 6, 17: 3}
SURFACES = tuple(_LAID_OUT_LIKE)
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
