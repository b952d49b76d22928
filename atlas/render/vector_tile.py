"""Write vector tiles: Mapbox Vector Tile 2.1, a message of protocol buffers.

The geometries of all features are written at once, by arrays; the library for it writes them one by one, in six
times the time (``tests/benchmarks/RESULTS.md``).

References
----------
https://github.com/mapbox/vector-tile-spec/tree/master/2.1
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from struct import pack

import numpy as np

MEDIA = "application/vnd.mapbox-vector-tile"
_MOVE, _LINE, _CLOSE = 1, 2, 7
_POLYGON = 3
Value = str | float | int | bool


@dataclass(frozen=True, slots=True, eq=False)
class TileLayer:
    """What a tile shows of a layer.

    Attributes
    ----------
    name, extent
        Of the layer, and the units of the tile.
    ids
        Number of each feature.
    kind
        1 for points, 2 for lines, 3 for polygons.
    parts, vertices, xy
        Where the lines or rings of each feature start, where the vertices of each of them do, and the vertices.
    columns
        Values of each property; None: a feature does not have it.
    """

    name: str
    extent: int
    ids: np.ndarray
    kind: np.ndarray
    parts: np.ndarray
    vertices: np.ndarray
    xy: np.ndarray
    columns: Mapping[str, Sequence[Value | None]]


def write_tile(layers: Sequence[TileLayer]) -> bytes:
    """Return a tile of layers; one without features is left out."""
    return b"".join(_field(3, _layer(layer)) for layer in layers if len(layer.ids))


def _layer(layer: TileLayer) -> bytes:
    values: dict[tuple[type, Value], int] = {}
    tags = _tags(layer, values)
    geometry = _geometry(layer)
    features = []
    for number, kind, tag, shape in zip(layer.ids.tolist(), layer.kind.tolist(), tags, geometry, strict=True):
        feature = b"\x08" + _varint(number) + _field(2, tag) + b"\x18" + _varint(kind) + _field(4, shape)
        features.append(_field(2, feature))
    return b"".join(
        (
            _field(1, layer.name.encode()),
            *features,
            *(_field(3, name.encode()) for name in layer.columns),
            *(_field(4, _value(value)) for _, value in values),
            b"\x28",
            _varint(layer.extent),
            b"\x78\x02",
        )
    )


def _tags(layer: TileLayer, values: dict[tuple[type, Value], int]) -> list[bytes]:
    """Return the properties of each feature as numbers of keys and values; collect the values."""
    tags: list[list[int]] = [[] for _ in layer.ids]
    for key, column in enumerate(layer.columns.values()):
        for tag, value in zip(tags, column, strict=True):
            if value is not None:
                tag.extend((key, values.setdefault((type(value), value), len(values))))
    flat = np.fromiter((number for tag in tags for number in tag), dtype=np.uint32)
    return _split(flat, np.cumsum([0, *map(len, tags)]))


def _geometry(layer: TileLayer) -> list[bytes]:
    """Return the commands that draw each feature."""
    counts = np.diff(layer.vertices)
    owner = np.repeat(np.arange(len(layer.ids)), np.diff(layer.parts))
    closed = layer.kind[owner] == _POLYGON
    lines = counts > 1
    sizes = 1 + 2 * counts + lines + closed
    starts = np.cumsum(sizes) - sizes
    commands = np.zeros(int(sizes.sum()), dtype=np.uint32)
    commands[starts] = _MOVE | 1 << 3
    commands[(starts + 3)[lines]] = _LINE | (counts[lines] - 1) << 3
    commands[(starts + sizes - 1)[closed]] = _CLOSE | 1 << 3
    # The first vertex follows its command; the others stand behind the second command.
    part = np.repeat(np.arange(len(counts)), counts)
    order = np.arange(len(layer.xy)) - layer.vertices[:-1][part]
    at = starts[part] + 1 + 2 * order + (order > 0)
    steps = np.diff(layer.xy, axis=0, prepend=np.zeros((1, 2), dtype=layer.xy.dtype))
    first = layer.vertices[layer.parts[:-1]]
    steps[first] = layer.xy[first]
    zigzag = (steps << 1) ^ (steps >> 63)
    commands[at], commands[at + 1] = zigzag[:, 0], zigzag[:, 1]
    return _split(commands, np.append(starts, len(commands))[layer.parts])


def _split(numbers: np.ndarray, starts: np.ndarray) -> list[bytes]:
    """Write whole numbers in as few bytes as each needs, and cut them where `starts` says."""
    length = np.ones(len(numbers), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        length += numbers >> np.uint32(bits) > 0
    ends = np.concatenate([[0], np.cumsum(length)])
    written = np.zeros(int(ends[-1]), dtype=np.uint8)
    for k in range(5):
        there = length > k
        more = np.where(length[there] > k + 1, 0x80, 0)
        written[ends[:-1][there] + k] = (numbers[there] >> np.uint32(7 * k) & 0x7F) | more
    content, cuts = written.tobytes(), ends[starts].tolist()
    return [content[begin:end] for begin, end in pairwise(cuts)]


def _field(number: int, content: bytes) -> bytes:
    return bytes((number << 3 | 2,)) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return b"\x38" + _varint(int(value))
    if isinstance(value, int):
        return b"\x30" + _varint((value << 1) ^ (value >> 63))
    return b"\x19" + pack("<d", value) if isinstance(value, float) else _field(1, value.encode())
