"""Find the coordinate reference system of a file: read from it or from the user's answer, never guessed."""

import re
from typing import Any

import numpy as np
import pyproj

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.candidates import (
    WGS84,
    area_of_use,
    describe_system,
    in_france,
    lies_inside,
    lies_near_territory,
    near_any,
    rank_candidates,
    transformer,
)
from atlas.io.imports.normalise.datum_names import name_datum
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import RawTable, SourceFile
from atlas.io.reference_systems import closed_system, is_code

# How a file says that it has no reference system, in words.
_UNDEFINED = re.compile(r"undefined|unspecified|no crs|sans projection", re.IGNORECASE)
# An example where no system places the rows.
_EXAMPLE = ("EPSG:2154",)
# Share of near rows that raises the question of the axes.
_SHARE = 0.1
_WHOLE, _HALF_TURN, _POLE, _HALF = 360, 180, 90, 0.5


def determine_crs(source: SourceFile, table: RawTable, bounds: np.ndarray, territories: np.ndarray) -> pyproj.CRS:
    """Determine the reference system of a file's coordinates, two-dimensional.

    The user's answer always wins; a note says when the rows lie outside its area of use.

    Parameters
    ----------
    source, table
        The file, and the table read from it.
    bounds
        Bounds of each row in the coordinates of the file, NaN without position.
    territories
        West, south, east, north of each territory of the atlas, degrees.

    Raises
    ------
    OpenQuestion
        The file states no reference system, one that nobody knows, or one that its coordinates contradict.
    LayerDataError
        The answer is no reference system, or one in which the coordinates are no place on Earth.
    """
    known = bounds[np.isfinite(bounds).all(axis=1)]
    stated, unknown = _stated(table)
    source.findings.crs_from = "answer" if source.answers.crs else table.crs_from
    if source.answers.crs:
        crs = _answered(source, table, stated, known)
    elif stated is None and not len(known):
        # Every shape is empty: there is nothing to place.
        crs = pyproj.CRS(WGS84)
    elif stated is None:
        why, said = ("crs_unreadable", {"said": unknown}) if unknown else ("crs", {})
        raise _question(why, source, known, territories, **said)
    elif not _fits(stated, known):
        raise _question("crs_misfit", source, known, territories, said=name_crs(stated))
    else:
        _check_place(source, stated, known, territories)
        crs = stated
    source.findings.crs = name_crs(crs)
    return crs


def check_axes(source: SourceFile, crs: pyproj.CRS, bounds: np.ndarray, territories: np.ndarray) -> None:
    """Detect swapped latitude and longitude: no row lies in a territory of the atlas, swapped rows would.

    Parameters
    ----------
    source, crs, bounds, territories
        As for `determine_crs`.

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
    here = near_any(*to_degrees.transform(x, y), territories)
    there = near_any(*to_degrees.transform(y, x), territories)
    if not here.any() and there.mean() >= _SHARE:
        raise OpenQuestion("axes", options=("yx", "xy"), extent=_numbers(known))


def name_crs(crs: pyproj.CRS) -> str:
    """Return the code of a reference system, or its name when it has none."""
    known = crs.to_authority(min_confidence=70)
    if known:
        return WGS84 if known == ("OGC", "CRS84") else ":".join(known)
    return "".join(character for character in crs.name if character.isprintable())[:80]


def _stated(table: RawTable) -> tuple[pyproj.CRS | None, str]:
    """Return the reference system that a file states, or the words of one that nobody knows."""
    if table.crs is None or not table.crs.strip():
        return None, table.crs_words
    crs = closed_system(table.crs)
    if crs is None:
        words = "".join(character for character in table.crs if character.isprintable())
        return None, words[:60]
    if _UNDEFINED.search(crs.name):
        return None, ""
    flat = _horizontal(name_datum(crs))
    return flat, "" if flat is not None else crs.name[:60]


def _answered(source: SourceFile, table: RawTable, stated: pyproj.CRS | None, known: np.ndarray) -> pyproj.CRS:
    answer = str(source.answers.crs)
    code = f"EPSG:{answer}" if answer.isdigit() else answer
    given = closed_system(code) if is_code(code) else None
    crs = None if given is None else _horizontal(given)
    if crs is None:
        # Geocentric and vertical systems are named: they exist, and place nothing on a map.
        raise LayerDataError("crs_unknown", key="crs", value=(answer if given is None else given.name)[:60])
    if not _is_possible(crs, known):
        raise LayerDataError("crs_misfit", path=source.name, answer=name_crs(crs), extent=_numbers(known))
    if stated is not None and table.crs_from == "file" and not _same(stated, crs):
        source.findings.note("crs_overruled", said=name_crs(stated), answer=name_crs(crs))
    if not _fits(crs, known):
        source.findings.note("crs_outside", answer=name_crs(crs), extent=_numbers(known))
    return crs


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS | None:
    """Return the horizontal part of a reference system; None where it has none."""
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    crs = crs.to_2d()
    return crs if crs.is_geographic or crs.is_projected else None


def _question(
    why: str, source: SourceFile, known: np.ndarray, territories: np.ndarray, **values: object
) -> OpenQuestion:
    return _ask(why, known, rank_candidates(known, territories, neighbours=source.neighbours), **values)


def _ask(why: str, known: np.ndarray, candidates: list[dict[str, Any]], **values: object) -> OpenQuestion:
    codes = tuple(dict.fromkeys(str(candidate["crs"]) for candidate in candidates)) or _EXAMPLE
    return OpenQuestion("crs", why=why, options=codes, candidates=candidates, extent=_numbers(known), rows=(), **values)


def _check_place(source: SourceFile, stated: pyproj.CRS, known: np.ndarray, territories: np.ndarray) -> None:
    """Ask when a projected system places no row near a territory of the atlas, and another does, in France.

    Metres of one system are often within the area of use of another: Lambert-93 read as Web Mercator is in Friesland.
    """
    if not len(known) or not len(territories) or not stated.is_projected:
        return
    if lies_near_territory(stated, known, territories) or lies_near_territory(stated, known, source.neighbours):
        return
    ranked = rank_candidates(known, territories, strict=True, neighbours=source.neighbours)
    if any(_is_at_home(candidate, territories) for candidate in ranked):
        own = describe_system(name_crs(stated), known) if stated.to_authority(min_confidence=70) else []
        raise _ask("crs_doubt", known, [*ranked, *own], said=name_crs(stated))


def _is_at_home(candidate: dict[str, Any], territories: np.ndarray) -> bool:
    """Return whether most rows lie in a territory of the atlas in France."""
    lon, lat = np.array(candidate["dots"]).T
    inside = near_any(lon, lat, territories, margin=0.0) & in_france(lon, lat)
    return bool(inside.mean() >= _HALF)


def _same(a: pyproj.CRS, b: pyproj.CRS) -> bool:
    return a.equals(b, ignore_axis_order=True) or name_crs(a) == name_crs(b)


def _is_possible(crs: pyproj.CRS, known: np.ndarray) -> bool:
    """Return whether coordinates are a place on Earth in a system at all."""
    if not len(known):
        return True
    if crs.is_geographic:
        # A few wrong rows are left out, no reason to ask; a latitude of 95 is a mistake, one of 7,000,000 a system.
        return bool((np.abs(known) <= _WHOLE).all(axis=1).mean() >= _HALF)
    lon, lat = transformer(crs).transform((known[:, 0] + known[:, 2]) / 2, (known[:, 1] + known[:, 3]) / 2)
    return bool((np.isfinite(lon) & np.isfinite(lat)).any())


def _fits(crs: pyproj.CRS, known: np.ndarray) -> bool:
    """Return whether coordinates are plausible: degrees in their range, metres in the area of use of the system."""
    if not len(known):
        return True
    if not _is_possible(crs, known):
        return False
    if crs.is_geographic:
        # A latitude of 95 in a system of the whole Earth is a row to leave out.
        west, _, east, _ = area_of_use(crs) or (-_HALF_TURN, -_POLE, _HALF_TURN, _POLE)
        return east - west >= _WHOLE or lies_inside(crs, known) or lies_inside(crs, known[:, [1, 0, 3, 2]])
    # Metres that are all in the range of degrees are degrees.
    inside = (np.abs(known[:, [0, 2]]) <= _WHOLE).all(axis=1) & (np.abs(known[:, [1, 3]]) <= _POLE).all(axis=1)
    return not inside.all() and (lies_inside(crs, known) or lies_inside(crs, known[:, [1, 0, 3, 2]]))


def _numbers(known: np.ndarray) -> str:
    """Write the extent as the file has it."""
    if not len(known):
        return "–"
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return f"x {low[0]:.6g} … {high[0]:.6g}, y {low[1]:.6g} … {high[1]:.6g}"
