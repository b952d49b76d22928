"""Find the coordinate reference system of a file: read from it or from the user's answer, never guessed."""

import re
import warnings
from functools import cache
from typing import Any

import numpy as np
import pyproj
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from atlas.errors import LayerDataError
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import RawTable, SourceFile

WGS84 = "EPSG:4326"
LAMBERT_93 = "EPSG:2154"
_CODE = re.compile(r"[A-Za-z]{2,8}:[A-Za-z0-9_.]{1,30}")
# Where Lambert-93 is used, in its own metres.
_LAMBERT_93_BOX = (0, 6_000_000, 1_300_000, 7_200_000)
# Distance to a territory that counts as near, in degrees, and the share of near rows that raises the question.
_NEAR, _SHARE = 0.5, 0.1
_COARSE_METRES = 1.5
_WHOLE, _POLE, _HALF = 360, 90, 0.5


def determine_crs(source: SourceFile, table: RawTable, bounds: np.ndarray) -> pyproj.CRS:
    """Determine the reference system of a file's coordinates, two-dimensional.

    Parameters
    ----------
    source, table
        The file, and the table read from it.
    bounds
        Bounds of each row in the coordinates of the file, NaN without position.

    Raises
    ------
    OpenQuestion
        The file states no reference system, or one that its coordinates contradict.
    LayerDataError
        The answer is no reference system, or contradicts a plausible one of the file.
    """
    known = bounds[np.isfinite(bounds).all(axis=1)]
    stated = None if table.crs is None else _horizontal(source, table.crs)
    answer = source.answers.crs
    source.findings.crs_from = "answer" if answer else table.crs_from
    if answer:
        crs = _horizontal(source, _code(answer))
        if stated is not None and table.crs_from == "file" and not _same(stated, crs) and _fits(stated, known):
            raise LayerDataError("crs_contradicts", path=source.name, said=name_crs(stated), answer=name_crs(crs))
        if not _fits(crs, known):
            raise LayerDataError("crs_misfit", path=source.name, answer=name_crs(crs), extent=_numbers(known))
    elif stated is None:
        raise OpenQuestion("crs", options=_proposals(known), extent=_numbers(known))
    elif not _fits(stated, known):
        raise OpenQuestion(
            "crs", why="crs_misfit", options=_proposals(known), said=name_crs(stated), extent=_numbers(known)
        )
    else:
        crs = stated
    source.findings.crs = name_crs(crs)
    return crs


def check_axes(source: SourceFile, crs: pyproj.CRS, bounds: np.ndarray, territories: np.ndarray) -> None:
    """Detect swapped latitude and longitude: no row lies in a territory of the atlas, swapped rows would.

    Parameters
    ----------
    source, crs, bounds
        As for `determine_crs`.
    territories
        West, south, east, north of each territory, degrees.

    Raises
    ------
    OpenQuestion
        They seem swapped and the user has not answered.
    """
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if source.answers.axes or not len(known) or not len(territories):
        return
    x, y = (known[:, 0] + known[:, 2]) / 2, (known[:, 1] + known[:, 3]) / 2
    if crs.is_geographic and (np.abs(y) > _POLE).all() and (np.abs(x) <= _POLE).all():
        raise OpenQuestion("axes", options=("yx", "xy"), extent=_numbers(known))
    to_degrees = transformer(crs)
    here = _near_any(*to_degrees.transform(x, y), territories)
    there = _near_any(*to_degrees.transform(y, x), territories)
    if not here.any() and there.mean() >= _SHARE:
        raise OpenQuestion("axes", options=("yx", "xy"), extent=_numbers(known))


@cache
def transformer(crs: pyproj.CRS) -> pyproj.Transformer:
    """Return the transformer to longitude and latitude (EPSG:4326)."""
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)


def note_accuracy(source: SourceFile, crs: pyproj.CRS) -> None:
    """Note when a grid of the best transformation is not installed (it is never downloaded)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        group = TransformerGroup(crs, WGS84, always_xy=True)
    metres = group.transformers[0].accuracy if group.transformers else -1
    if not group.best_available and group.unavailable_operations:
        grids = [grid.short_name for grid in group.unavailable_operations[0].grids if not grid.available]
        source.findings.note("grid_missing", grid=", ".join(grids), metres=metres if metres >= 0 else "?")
    elif metres >= _COARSE_METRES:
        # Systems of another prime meridian, as the older French ones: PROJ does not name the missing grid.
        source.findings.note("accuracy", metres=metres)


def name_crs(crs: pyproj.CRS) -> str:
    """Return the code of a reference system, or its name when it has none."""
    known = crs.to_authority(min_confidence=70)
    if known:
        return WGS84 if known == ("OGC", "CRS84") else ":".join(known)
    return "".join(character for character in crs.name if character.isprintable())[:80]


def _code(answer: str) -> str:
    code = f"EPSG:{answer}" if answer.isdigit() else answer
    if not _CODE.fullmatch(code):
        raise LayerDataError("crs_unknown", key="crs", value=answer[:60])
    return code


def _horizontal(source: SourceFile, given: str) -> pyproj.CRS:
    """Read a reference system and keep its horizontal part."""
    try:
        crs = pyproj.CRS.from_user_input(given)
    except CRSError as exc:
        key, value = ("crs", given[:60]) if len(given) < 60 else (source.name, "…")  # noqa: PLR2004
        raise LayerDataError("crs_unknown", key=key, value=value) from exc
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    crs = crs.to_2d()
    if not (crs.is_geographic or crs.is_projected):
        raise LayerDataError("crs_unknown", key=source.name, value=crs.name[:60])
    return crs


def _same(a: pyproj.CRS, b: pyproj.CRS) -> bool:
    return a.equals(b, ignore_axis_order=True) or name_crs(a) == name_crs(b)


def _fits(crs: pyproj.CRS, known: np.ndarray) -> bool:
    """Return whether coordinates are plausible: degrees within their range, metres not all within that of degrees."""
    if not len(known):
        return True
    if crs.is_geographic:
        # A few wrong rows are left out, no reason to ask; a latitude of 95 is a mistake, one of 7,000,000 a system.
        return bool((np.abs(known) <= _WHOLE).all(axis=1).mean() >= _HALF)
    inside = (np.abs(known[:, [0, 2]]) <= _WHOLE).all(axis=1) & (np.abs(known[:, [1, 3]]) <= _POLE).all(axis=1)
    degrees = transformer(crs)
    west, south, east, north = np.min(known[:, 0]), np.min(known[:, 1]), np.max(known[:, 2]), np.max(known[:, 3])
    if not inside.all() or crs.area_of_use is None:
        return True
    lon, lat = degrees.transform((west + east) / 2, (south + north) / 2)
    use = crs.area_of_use
    return bool(use.west <= lon <= use.east and use.south <= lat <= use.north)


def _proposals(known: np.ndarray) -> tuple[str, ...]:
    """Return systems that the coordinates would fit, for the user to choose from."""
    if not len(known):
        return (WGS84, LAMBERT_93)
    west, south, east, north = _LAMBERT_93_BOX
    french = (known[:, 0] > west) & (known[:, 1] > south) & (known[:, 2] < east) & (known[:, 3] < north)
    if french.mean() >= _HALF or np.abs(known).max() > _WHOLE:
        return (LAMBERT_93,)
    return (WGS84, LAMBERT_93)


def _near_any(lon: Any, lat: Any, territories: np.ndarray) -> np.ndarray:
    west, south, east, north = (territories[:, column] for column in range(4))
    near = np.zeros(len(lon), dtype=bool)
    for box in zip(west, south, east, north, strict=True):
        near |= (lon >= box[0] - _NEAR) & (lat >= box[1] - _NEAR) & (lon <= box[2] + _NEAR) & (lat <= box[3] + _NEAR)
    return near


def _numbers(known: np.ndarray) -> str:
    """Write the extent as the file has it."""
    if not len(known):
        return "–"
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return f"x {low[0]:.6g} … {high[0]:.6g}, y {low[1]:.6g} … {high[1]:.6g}"
