"""Binary encoding of a layer for the browser: a JSON head and flat arrays, about 160 times faster than GeoJSON.

Layout: a little-endian uint32 (length of the head), the head, then the arrays, each padded to 8 bytes. The head names
them in order as ``[name, type, length]``.
"""

import base64
import gzip
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import orjson
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.scene.map.scene import Mark

# The web-mercator world is 2^30 units wide: 4 cm at the equator, and a signed 32-bit integer holds two worlds.
WORLD = 2**30
# What a file rounds places to, in those units: 16 cm, nobody zooms in that far.
FINE = 4
# Outlines whose vertices lie far apart are known less exactly: places are rounded to this part of the usual distance.
PARTS = 200
# Where web mercator ends: its world is a square.
_POLE = 85.0511287798
# Of the arrays of a mark: how far back the number lies that a step leads from; the last two are places.
_STRIDES = {"rings": 1, "vertices": 1, "anchor": 2, "xy": 2}
_PLACES = ("anchor", "xy")


class MapSymbol(TypedDict):
    """How the rows of one class look; `color` on light and on dark ground, see `atlas.scene.map.scene.Symbol`."""

    code: str | None
    title: str
    kind: str
    color: tuple[str, str]
    shape: str
    pattern: str
    line: str
    bounds: tuple[float | None, float | None] | None


class LayerSheet(TypedDict):
    """How a layer is drawn, see `atlas.scene.map.scene.Mark`."""

    title: str
    geometry: str
    field: str | None
    width: float
    opacity: float
    symbol_below: float | None
    labels: tuple[float, float] | None
    ground: str | None
    symbols: list[MapSymbol]


def pack_mark(mark: "Mark") -> bytes:
    """Encode the rows of a mark, with shapes in web-mercator units, in the order of its features.

    A shape is a list of rings (for a polygon of any parts), of lines or of points; ``rings`` says where each row's
    rings start, ``vertices`` where each ring's vertices start. ``anchor`` is a point on the shape.
    """
    return frame_arrays(mark_head(mark), mark_arrays(mark))


def mark_head(mark: "Mark") -> dict[str, object]:
    """Return the look, the ids and the names of the rows of a mark."""
    return {"sheet": mark_sheet(mark), "ids": mark.features.index.tolist(), "names": mark.names}


def mark_arrays(mark: "Mark") -> dict[str, np.ndarray]:
    """Return the rows of a mark as named arrays, see `pack_mark`."""
    shapes = mark.features.to_numpy()
    rings, ring_owner = _rings(shapes)
    xy, vertex_owner = shapely.get_coordinates(rings, return_index=True)
    return {
        "kind": _kinds(shapes),
        "symbol": mark.symbol_of.astype(np.uint8),
        "hollow": mark.hollow.astype(np.uint8),
        "radius": mark.radius.astype(np.float32),
        "from_zoom": mark.from_zoom.astype(np.float32),
        "anchor": _mercator(_anchors(shapes)),
        "rings": _starts(ring_owner, len(shapes)),
        "vertices": _starts(vertex_owner, len(rings)),
        "xy": _mercator(xy),
    }


def pack_mark_for_file(mark: "Mark", *, at_once: bool = False, parts: int = PARTS) -> str:
    """Encode the rows of a mark for a page that holds them: in steps, compressed, as text.

    Parameters
    ----------
    mark
        The layer.
    at_once
        Not compressed: a browser decompresses while it does other things, and the first picture would wait for those.
    parts
        Of the usual distance between two vertices; places are rounded to one of them.
    """
    arrays = mark_arrays(mark)
    steps = pack_steps(mark, arrays, _grain(arrays, parts))
    return base64.b64encode(steps if at_once else gzip.compress(steps, mtime=0)).decode()


def _grain(arrays: "Mapping[str, np.ndarray]", parts: int) -> int:
    """Return the units that places are rounded to: a small part of the usual distance between two vertices."""
    lengths = np.abs(np.diff(arrays["xy"].reshape(-1, 2).astype(np.int64), axis=0)).max(axis=1, initial=0)
    # From the end of a ring to the start of the next one is no distance between neighbours.
    lengths[arrays["vertices"][1:-1].astype(np.int64) - 1] = 0
    drawn = lengths[lengths > 0]
    return max(FINE, 1 << int(np.log2(max(np.median(drawn) / parts, 1)))) if len(drawn) else FINE


def pack_steps(mark: "Mark", arrays: "Mapping[str, np.ndarray]", grain: int = FINE) -> bytes:
    """Encode the rows of a mark as `pack_mark` does, smaller: its numbers as steps of few bytes.

    A number is stored as its distance from the one before (``stride`` places back), in whole `grain` units, in groups
    of seven bits, the lowest first; the sign is the lowest bit (zigzag). ``map/geometry/steps.js`` reads it.

    Parameters
    ----------
    mark, arrays
        The layer, and its rows (`mark_arrays`).
    grain
        Units that coordinates are rounded to.
    """
    steps, packed = {}, dict(arrays)
    for name, stride in _STRIDES.items():
        step = grain if name in _PLACES else 1
        steps[name] = [stride, step, arrays[name].dtype.str[1:], arrays[name].size]
        packed[name] = in_steps(np.rint(arrays[name] / step).astype(np.int64), stride)
    return frame_arrays({**mark_head(mark), "steps": steps}, packed)


def in_steps(numbers: np.ndarray, stride: int) -> np.ndarray:
    """Return numbers as bytes: steps in groups of seven bits, the highest bit of a byte says that another follows."""
    before = np.concatenate([np.zeros(stride, dtype=np.int64), numbers[:-stride]])[: len(numbers)]
    steps = numbers - before
    left = ((steps << 1) ^ (steps >> 63)).astype(np.uint64)
    count = np.maximum((64 - _leading_zeros(left) + 6) // 7, 1)
    ends = np.cumsum(count)
    written = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - count
    for place in range(int(count.max(initial=0))):
        more = count > place
        last = count[more] == place + 1
        seven = ((left[more] >> np.uint64(7 * place)) & np.uint64(127)).astype(np.uint8)
        written[starts[more] + place] = np.where(last, seven, seven | 128)
    return written


def _leading_zeros(numbers: np.ndarray) -> np.ndarray:
    """Return how many of the 64 bits of each number are zero before the first that is not."""
    # Exact: the numbers are far below 2^53.
    return 64 - np.where(numbers > 0, np.floor(np.log2(np.maximum(numbers, 1).astype(float))) + 1, 0).astype(np.int64)


def mark_sheet(mark: "Mark") -> LayerSheet:
    """Return the style of a layer for the page: title, symbols, widths and zooms."""
    return {
        "title": mark.title,
        "geometry": mark.geometry,
        "field": mark.field,
        "width": mark.width,
        "opacity": mark.opacity,
        "symbol_below": mark.symbol_below,
        "labels": mark.labels,
        "ground": mark.ground,
        "symbols": [
            {
                "code": symbol.code,
                "title": symbol.title,
                "kind": symbol.kind,
                "color": (symbol.color, symbol.color_dark),
                "shape": symbol.shape,
                "pattern": symbol.pattern,
                "line": symbol.line,
                "bounds": symbol.bounds,
            }
            for symbol in mark.symbols
        ],
    }


def frame_arrays(head: "Mapping[str, object]", arrays: dict[str, np.ndarray]) -> bytes:
    """Put a JSON head and named arrays into one buffer."""
    text = orjson.dumps({**head, "arrays": [[name, array.dtype.str[1:], array.size] for name, array in arrays.items()]})
    text += b" " * (-(len(text) + 4) % 8)
    parts = [np.uint32(len(text)).tobytes(), text]
    for array in arrays.values():
        data = np.ascontiguousarray(array).tobytes()
        parts += [data, bytes(-len(data) % 8)]
    return b"".join(parts)


def _rings(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split shapes into rings, lines and points; return them with the position of their shape."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, of_polygon = shapely.get_rings(parts[polygon], return_index=True)
    flat = np.concatenate([parts[~polygon], rings])
    owners = np.concatenate([owner[~polygon], owner[polygon][of_polygon]])
    order = np.argsort(owners, kind="stable")
    return flat[order], owners[order]


def _kinds(shapes: np.ndarray) -> np.ndarray:
    """Return the kind of each shape: 0 without position, 1 point, 2 line, 3 polygon."""
    return (shapely.get_dimensions(shapes) + 1).clip(0).astype(np.uint8)


def _anchors(shapes: np.ndarray) -> np.ndarray:
    points = shapely.point_on_surface(shapes)
    return np.column_stack([np.nan_to_num(shapely.get_x(points)), np.nan_to_num(shapely.get_y(points))])


def web_mercator(lonlat: np.ndarray) -> np.ndarray:
    """Return degrees in web mercator, x and y from 0 to 1, y to the south."""
    lat = np.radians(np.clip(lonlat[:, 1], -_POLE, _POLE))
    return np.column_stack([(lonlat[:, 0] + 180) / 360, (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2])


def _mercator(lonlat: np.ndarray) -> np.ndarray:
    return np.rint(web_mercator(lonlat) * WORLD).astype(np.int32).ravel()


def _starts(owners: np.ndarray, count: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.uint32)
