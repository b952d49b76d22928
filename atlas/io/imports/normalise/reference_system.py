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
from atlas.io.imports.report import Ask
from atlas.io.imports.source_file import RawTable, SourceFile

WGS84 = "EPSG:4326"
LAMBERT_93 = "EPSG:2154"
_CODE = re.compile(r"[A-Za-z]{2,8}:[A-Za-z0-9_.]{1,30}")
# Where Lambert-93 is used, in its own metres.
_LAMBERT_93_BOX = (0, 6_000_000, 1_300_000, 7_200_000)
# How near a known territory a row must lie, in degrees, and how many of them make a case.
_NEAR, _SHARE = 0.5, 0.1
_COARSE_METRES = 1.5
_WHOLE, _POLE, _HALF = 360, 90, 0.5


def settle_crs(source: SourceFile, read: RawTable, bounds: np.ndarray) -> pyproj.CRS:
    """Return the reference system of a file's numbers, two-dimensional.

    Parameters
    ----------
    source, read
        The file, and the table read from it.
    bounds
        Bounds of each row as the file has them, NaN where there is no position.

    Raises
    ------
    Ask
        The file does not say, or says what its numbers deny.
    LayerDataError
        The answer is no reference system, or contradicts a file that is right.
    """
    known = bounds[np.isfinite(bounds).all(axis=1)]
    said = None if read.crs is None else _horizontal(source, read.crs)
    answer = source.answers.crs
    source.findings.crs_from = "answer" if answer else read.crs_from
    if answer:
        crs = _horizontal(source, _code(answer))
        if said is not None and read.crs_from == "file" and not _same(said, crs) and _fits(said, known):
            raise LayerDataError("crs_contradicts", path=source.name, said=name_crs(said), answer=name_crs(crs))
        if not _fits(crs, known):
            raise LayerDataError("crs_misfit", path=source.name, answer=name_crs(crs), extent=_numbers(known))
    elif said is None:
        raise Ask("crs", options=_proposals(known), extent=_numbers(known))
    elif not _fits(said, known):
        raise Ask("crs", why="crs_misfit", options=_proposals(known), said=name_crs(said), extent=_numbers(known))
    else:
        crs = said
    source.findings.crs = name_crs(crs)
    return crs


def check_axes(source: SourceFile, crs: pyproj.CRS, bounds: np.ndarray, territories: np.ndarray) -> None:
    """Detect latitude and longitude in each other's place: no row lies in a known territory, swapped ones would.

    Parameters
    ----------
    source, crs, bounds
        As for `settle_crs`.
    territories
        West, south, east, north of each territory, degrees.

    Raises
    ------
    Ask
        They seem swapped and the reader has not said.
    """
    known = bounds[np.isfinite(bounds).all(axis=1)]
    if source.answers.axes or not len(known) or not len(territories):
        return
    x, y = (known[:, 0] + known[:, 2]) / 2, (known[:, 1] + known[:, 3]) / 2
    if crs.is_geographic and (np.abs(y) > _POLE).all() and (np.abs(x) <= _POLE).all():
        raise Ask("axes", options=("yx", "xy"), extent=_numbers(known))
    to_degrees = transformer(crs)
    here = _near_any(*to_degrees.transform(x, y), territories)
    there = _near_any(*to_degrees.transform(y, x), territories)
    if not here.any() and there.mean() >= _SHARE:
        raise Ask("axes", options=("yx", "xy"), extent=_numbers(known))


@cache
def transformer(crs: pyproj.CRS) -> pyproj.Transformer:
    """Return what turns x and y into longitude and latitude (EPSG:4326)."""
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)


def note_accuracy(source: SourceFile, crs: pyproj.CRS) -> None:
    """Report when a grid that the best transformation needs is not on this machine (it is never fetched)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        group = TransformerGroup(crs, WGS84, always_xy=True)
    metres = group.transformers[0].accuracy if group.transformers else -1
    if not group.best_available and group.unavailable_operations:
        grids = [grid.short_name for grid in group.unavailable_operations[0].grids if not grid.available]
        source.findings.note("grid_missing", grid=", ".join(grids), metres=metres if metres >= 0 else "?")
    elif metres >= _COARSE_METRES:
        # Systems of another prime meridian, as the older French ones: PROJ does not name the grid that it goes without.
        source.findings.note("accuracy", metres=metres)


def name_crs(crs: pyproj.CRS) -> str:
    """Return the code of a reference system, or its name when no authority has it."""
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


def _same(one: pyproj.CRS, other: pyproj.CRS) -> bool:
    return one.equals(other, ignore_axis_order=True) or name_crs(one) == name_crs(other)


def _fits(crs: pyproj.CRS, known: np.ndarray) -> bool:
    """Return whether numbers can be coordinates of a system: degrees within their range, metres not all within it."""
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
    """Name systems that the numbers would fit, to be chosen from: a proposal is no answer."""
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
