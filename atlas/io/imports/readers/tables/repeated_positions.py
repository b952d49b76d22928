"""Columns that repeat the positions of a table, as the atlas's own tables have them: they are no fields."""

import re

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from pyproj.exceptions import CRSError

from atlas.io.imports.normalise.column_types import numbers
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.source_file import RawTable, SourceFile

_EASTING = re.compile(r"x \((lambert-93|[a-z]{2,8}:\w{1,12})\)", re.IGNORECASE)
_LAMBERT_93 = "EPSG:2154"
_PAIRS = (("lon", "lat"), ("longitude", "latitude"))
_METRE, _DEGREES = 1.0, 1e-5


def drop_repeated_positions(source: SourceFile, table: RawTable) -> None:
    """Remove columns of coordinates that say no more than the shapes of the table, and note it.

    Parameters
    ----------
    source
        Takes the note.
    table
        With shapes in longitude and latitude. ``X (Lambert-93)`` and ``Y (Lambert-93)`` go where they are its points
        in that system, ``lon`` and ``lat`` where they lie within the bounds of its shapes.
    """
    if table.shapes is None:
        return
    names = {name.strip().casefold(): name for name in table.columns}
    bounds = shapely.bounds(shapely.from_wkb(table.shapes.to_numpy()))
    dropped = []
    for x, y in [*_pairs_in_metres(names), *(pair for pair in _PAIRS if all(name in names for name in pair))]:
        pair = np.column_stack([_floats(table.columns[names[name]]) for name in (x, y)])
        system = _EASTING.fullmatch(x)
        agrees = _is_same(pair, bounds, system[1]) if system else _lies_within(pair, bounds, _DEGREES)
        dropped += [names[x], names[y]] if agrees else []
    for name in dropped:
        del table.columns[name]
    if dropped:
        source.findings.note("positions_repeated", columns=", ".join(map(printable, dropped)))


def _pairs_in_metres(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, f"y{name[1:]}") for name in names if _EASTING.fullmatch(name) and f"y{name[1:]}" in names]


def _floats(cells: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(numbers(cells).to_numpy(), dtype=float)


def _is_same(pair: np.ndarray, bounds: np.ndarray, name: str) -> bool:
    """Return whether a pair is the points in another system; a blank row is outside its area of use."""
    try:
        code = _LAMBERT_93 if name.casefold() == "lambert-93" else name.upper()
        forward = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)
    except CRSError:
        return False
    if not (bounds[:, :2] == bounds[:, 2:])[np.isfinite(bounds[:, 0])].all():
        return False
    moved = np.column_stack(forward.transform(bounds[:, 0], bounds[:, 1]))
    return _lies_within(pair, np.hstack([moved, moved]), _METRE)


def _lies_within(pair: np.ndarray, bounds: np.ndarray, margin: float) -> bool:
    given = np.isfinite(pair).all(axis=1)
    if not given.any() or np.isfinite(pair[~given]).any():
        return False
    low, high = bounds[given, :2] - margin, bounds[given, 2:] + margin
    return bool(((pair[given] >= low) & (pair[given] <= high)).all())
