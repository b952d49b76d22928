"""Repair geometries so that they can be measured and drawn; every change is counted and reported."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.antimeridian import split_at_meridian
from atlas.io.imports.source_file import SourceFile

SLICE = 20_000
_COLLECTION = 7
_GRID = 1e-9
_WHOLE, _POLE = 360.0, 90.0


@dataclass(slots=True)
class Shapes:
    """Repaired shapes of one slice of rows.

    Attributes
    ----------
    wkb
        In longitude and latitude (EPSG:4326), two-dimensional and valid; null where the row never had a position.
    kept
        False where the geometry of a row is unusable, or lies outside the Earth.
    bounds
        Of each row, NaN without position.
    kinds
        Type of each shape as GEOS numbers it, -1 without.
    """

    wkb: pa.Array
    kept: np.ndarray
    bounds: np.ndarray
    kinds: np.ndarray


def row_bounds(source: SourceFile, shapes: pa.ChunkedArray) -> np.ndarray:
    """Return the bounds of each row in the coordinates of the file, NaN without position or with a NaN coordinate."""
    parts = [shapely.bounds(_parse(source, shapes.slice(start, SLICE))) for start in range(0, len(shapes), SLICE)]
    bounds = np.concatenate(parts) if parts else np.empty((0, 4))
    if source.answers.axes == "yx":
        bounds = bounds[:, [1, 0, 3, 2]]
    return bounds


def repair_shapes(source: SourceFile, wkb: pa.ChunkedArray, to_degrees: pyproj.Transformer | None) -> Shapes:
    """Repair one slice of geometries and convert them to longitude and latitude.

    Parameters
    ----------
    source
        The file; counts of what is repaired go to its findings.
    wkb
        Geometries of the file, null without position.
    to_degrees
        Transformer to longitude and latitude; None when they are that already.
    """
    shapes, had = _parse(source, wkb), wkb.is_valid().to_numpy()
    source.findings.repair("unreadable", (had & shapely.is_missing(shapes)).sum())
    source.findings.repair("flattened", (shapely.has_z(shapes) | shapely.has_m(shapes)).sum())
    shapes = shapely.force_2d(shapes)
    shapes = _without(shapes, shapely.is_empty(shapes), "empty", source)
    shapes = _without(shapes, _not_finite(shapes), "not_finite", source)
    if source.answers.axes == "yx":
        shapes = shapely.transform(shapes, lambda pairs: pairs[:, ::-1])
    shapes = _plain(shapes, source)
    shapes = _in_degrees(shapes, to_degrees)
    shapes = _without(shapes, _not_finite(shapes) | _outside(shapes), "outside", source)
    shapes = split_at_meridian(shapes, source)
    shapes = _flattened(shapes, np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION))
    shapes = _valid(shapes, source)
    return Shapes(
        wkb=pa.array(shapely.to_wkb(shapes, byte_order=1), type=pa.binary()),
        kept=~had | shapely.is_geometry(shapes),
        bounds=shapely.bounds(shapes),
        kinds=shapely.get_type_id(shapes),
    )


def repair_degrees(shapes: np.ndarray, source: SourceFile) -> np.ndarray:
    """Repair geometries that a program holds, in longitude and latitude: collections and invalid ones.

    Parameters
    ----------
    shapes
        Array of geometries, None without position.
    source
        Counts of what is repaired go to its findings.
    """
    return _valid(_plain(shapes, source), source)


def _parse(source: SourceFile, wkb: pa.ChunkedArray) -> np.ndarray:
    try:
        # An open ring is closed here; other faults are repaired later, NaN coordinates are expected.
        with np.errstate(invalid="ignore"):
            return shapely.from_wkb(wkb.to_numpy(), on_invalid="fix")
    except (shapely.GEOSException, NotImplementedError, ValueError, TypeError) as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc


def _without(shapes: np.ndarray, bad: np.ndarray, kind: str, source: SourceFile) -> np.ndarray:
    """Drop unusable geometries and count them."""
    source.findings.repair(kind, bad.sum())
    left = shapes.copy()
    left[bad] = None
    return left


def _not_finite(shapes: np.ndarray) -> np.ndarray:
    pairs, rows = shapely.get_coordinates(shapes, return_index=True)
    bad = np.zeros(len(shapes), dtype=bool)
    bad[rows[~np.isfinite(pairs).all(axis=1)]] = True
    return bad


def _outside(shapes: np.ndarray) -> np.ndarray:
    bounds = shapely.bounds(shapes)
    lon, lat = np.abs(bounds[:, [0, 2]]).max(axis=1), np.abs(bounds[:, [1, 3]]).max(axis=1)
    return (lon > _WHOLE) | (lat > _POLE)


def _in_degrees(shapes: np.ndarray, turn: pyproj.Transformer | None) -> np.ndarray:
    if turn is None:
        return shapes
    return shapely.transform(shapes, lambda pairs: np.column_stack(turn.transform(pairs[:, 0], pairs[:, 1])))


def _plain(shapes: np.ndarray, source: SourceFile) -> np.ndarray:
    """Replace a collection by its parts of the highest dimension, as one multi-part geometry."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION)
    source.findings.repair("collections", len(mixed))
    return _flattened(shapes, mixed)


def _flattened(shapes: np.ndarray, rows: np.ndarray) -> np.ndarray:
    if not len(rows):
        return shapes
    shapes = shapes.copy()
    for row in rows:
        parts = shapely.get_parts(shapes[row])
        while (shapely.get_type_id(parts) >= 4).any():  # noqa: PLR2004 - multi-part shapes and collections
            parts = shapely.get_parts(parts)
        parts = parts[~shapely.is_empty(parts)]
        dimension = shapely.get_dimensions(parts)
        make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
        shapes[row] = make[dimension.max()](parts[dimension == dimension.max()]) if len(parts) else None
    return shapes


def _valid(shapes: np.ndarray, source: SourceFile) -> np.ndarray:
    """Repair invalid geometries; those that collapse are left out."""
    broken = np.flatnonzero(shapely.is_geometry(shapes) & ~shapely.is_valid(shapes))
    if not len(broken):
        return shapes
    shapes = shapes.copy()
    dimension = shapely.get_dimensions(shapes[broken])
    repaired = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    repaired = _flattened(repaired, np.flatnonzero(shapely.get_type_id(repaired) == _COLLECTION))
    # `make_valid` can fail on tiny differences: they vanish on a grid of a tenth of a millimetre.
    still = shapely.is_geometry(repaired) & ~shapely.is_valid(repaired)
    with np.errstate(all="ignore"):
        repaired[still] = shapely.set_precision(repaired[still], _GRID)
    gone = ~shapely.is_valid(repaired) | shapely.is_empty(repaired) | (shapely.get_dimensions(repaired) < dimension)
    source.findings.repair("collapsed", gone.sum())
    source.findings.repair("invalid", (~gone).sum())
    repaired[gone] = None
    shapes[broken] = repaired
    return shapes
