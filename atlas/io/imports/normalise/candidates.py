"""Rank reference systems by where the coordinates of a file would lie under each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError

WGS84 = "EPSG:4326"
# In the order in which they are met: systems of the whole territory, of France, then of its neighbours and partners.
_SYSTEMS = (
    *(4326, 2154, 3857),
    # NTF: Lambert II étendu, the four zones "carto" (millions of metres) and "centre".
    *(27572, 27571, 27573, 27574, 27561, 27562, 27563, 27564),
    # Conformal conics of nine zones, CC42 to CC50.
    *range(3942, 3951),
    # UTM and ED50 of France and its neighbours; Europe.
    *(25831, 25832, 25830, 32631, 32632, 32630, 23031, 23032, 23030, 3035),
    # Belgium, Netherlands, Luxembourg; Germany; Poland; Czechia and Slovakia; Great Britain.
    *(31370, 3812, 28992, 2169, 31466, 31467, 31468, 31469, 25833, 32633, 2180, 2176, 2177, 2178, 2179),
    *(5514, 8353, 27700),
    # Slovenia, Romania, Greece, Sweden, Spain and Portugal, Morocco.
    *(3794, 3844, 31700, 2100, 32634, 3006, 25829, 32629, 3763, 26191),
    # Brazil; Japan; China; French overseas territories.
    *(31983, 31982, 29193, 32723, 32722, 6670, 2444, 32652, 32649, 32650, 5490, 2972, 2975, 3163),
)
# Metropolitan France without its neighbours, roughly.
_MAINLAND = (
    *((-5.3, 48.6), (-1.9, 49.9), (1.4, 50.3), (1.5, 51.0), (2.6, 51.2), (4.3, 50.2), (6.0, 49.6), (8.3, 49.1)),
    *((7.6, 47.4), (6.9, 46.3), (7.9, 43.7), (6.0, 42.9), (3.2, 42.2), (-1.9, 43.2), (-1.6, 46.0), (-5.3, 47.7)),
)
_FRANCE = shapely.MultiPolygon([shapely.Polygon(_MAINLAND), shapely.box(8.4, 41.2, 9.8, 43.2)])
# Degrees: how far from a territory is near; how far beyond the area of use a system is still used.
_NEAR, _MARGIN, _BEYOND = 0.5, 1.0, 8.0
_SAMPLE, _DOTS, _MOST, _OTHERS = 400, 120, 8, 2
# Where the rows lie: 0 in a territory in France, 1 in another, 2 elsewhere in France.
_ELSEWHERE = 3
_MOSTLY = 0.5
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_NO_BOXES = np.empty((0, 4))
# Ranges of degrees, longitudes of 0 to 360 included.
_WHOLE, _POLE = 360, 90


def rank_candidates(
    known: np.ndarray,
    territories: np.ndarray,
    *,
    strict: bool = False,
    neighbours: np.ndarray = _NO_BOXES,
) -> list[dict[str, Any]]:
    """Return the systems under which the coordinates lie where the system is used, most probable first.

    Parameters
    ----------
    known
        Finite bounds of the rows, in the coordinates of the file.
    territories
        West, south, east, north of each territory of the atlas, degrees.
    strict
        Only systems within their area of use, with the axes as they are.
    neighbours
        As `territories`, of the layers that the reader already has: a new one most often lies beside them.

    Returns
    -------
    list
        ``crs``, ``name``, ``axes`` (``yx`` where they must be swapped), ``lon`` and ``lat`` of the middle, ``extent``
        and ``dots`` of a sample. Places beside the reader's layers come first; then territories of the atlas, in
        France before elsewhere; then France, then any other place where the system is used.
    """
    if not len(known):
        return []
    middles = _middles(known)
    at_home = territories[_are_french(territories)] if len(territories) else territories
    found = []
    for position, code in enumerate(f"EPSG:{number}" for number in _SYSTEMS):
        for swapped in (False,) if strict else (False, True):
            pairs = middles[:, ::-1] if swapped else middles
            placed = _place(code, pairs)
            # Zones of the south are used in the north too: at home a system reaches beyond its area of use.
            beyond = placed is None and not strict
            if beyond:
                placed = _place(code, pairs, margin=_BEYOND)
            if placed is None:
                continue
            tier, inside = _tier(placed, territories)
            beside = _share(placed, neighbours)
            tier = 0 if beside >= _MOSTLY else tier
            home = beside + _share(placed, at_home)
            if beyond and (tier or inside < _MOSTLY):
                continue
            # Swapped axes are proposed only where they reach a territory: elsewhere they are a guess too many.
            if not swapped or tier <= 1:
                order = (tier, swapped, -home, beyond, -inside, position)
                found.append((*order, _describe(code, placed, swapped=swapped)))
    found.sort(key=lambda row: row[:-1])
    best = [row for row in found if row[0] < _ELSEWHERE]
    others = [row for row in found if row[0] == _ELSEWHERE][: _OTHERS if best else _MOST]
    return [row[-1] for row in (best[:_MOST] + others)[:_MOST]]


def describe_system(code: str, known: np.ndarray) -> list[dict[str, Any]]:
    """Return where one system places the rows, as `rank_candidates` does; empty when that is outside its area."""
    placed = _place(code, _middles(known))
    return [] if placed is None else [_describe(code, placed, swapped=False)]


def lies_inside(crs: pyproj.CRS, known: np.ndarray) -> bool:
    """Return whether most rows lie in the area where a projected system is used, or near it."""
    lon, lat = transformer(crs).transform(*_middles(known).T)
    good = np.isfinite(lon) & np.isfinite(lat)
    good[good] &= _in_area(lon[good], lat[good], area_of_use(crs) or _WORLD)
    return bool(good.mean() >= _MOSTLY)


def lies_near_territory(crs: pyproj.CRS, known: np.ndarray, territories: np.ndarray, *, margin: float = _NEAR) -> bool:
    """Return whether any row lies within `margin` degrees of a territory of the atlas."""
    lon, lat = transformer(crs).transform(*_middles(known).T)
    return bool(near_any(lon, lat, territories, margin).any())


def area_of_use(crs: pyproj.CRS) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the area where a system is used; of its EPSG twin when it has no own."""
    area = crs.area_of_use
    if area is None and (code := crs.to_authority(min_confidence=70)):
        area = pyproj.CRS.from_authority(*code).area_of_use
    return None if area is None else area.bounds


def near_any(lon: Any, lat: Any, territories: np.ndarray, margin: float = _NEAR) -> np.ndarray:
    """Return which positions lie within `margin` degrees of a territory."""
    near = np.zeros(len(lon), dtype=bool)
    for west, south, east, north in territories:
        near |= (lon >= west - margin) & (lat >= south - margin) & (lon <= east + margin) & (lat <= north + margin)
    return near


def in_france(lon: Any, lat: Any) -> np.ndarray:
    """Return which positions lie in metropolitan France."""
    return np.asarray(shapely.contains_xy(_FRANCE, lon, lat))


@cache
def transformer(crs: pyproj.CRS) -> pyproj.Transformer:
    """Return the transformer to longitude and latitude (EPSG:4326)."""
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)


def _middles(known: np.ndarray) -> np.ndarray:
    some = known[:: max(1, len(known) // _SAMPLE)]
    return np.column_stack([(some[:, 0] + some[:, 2]) / 2, (some[:, 1] + some[:, 3]) / 2])


def _place(code: str, middles: np.ndarray, margin: float = 0.0) -> np.ndarray | None:
    """Return longitudes and latitudes; None unless most lie within `margin` degrees of the area of use."""
    try:
        crs = pyproj.CRS(code)
    except CRSError:
        return None
    if crs.is_geographic and (np.abs(middles) > _WHOLE).any(axis=1).mean() > _MOSTLY:
        return None
    # Metres within the range of degrees lie at the origin of the system: that is no place.
    if crs.is_projected and ((np.abs(middles[:, 0]) <= _WHOLE) & (np.abs(middles[:, 1]) <= _POLE)).all():
        return None
    lon, lat = transformer(crs).transform(*middles.T)
    area = area_of_use(crs)
    good = np.isfinite(lon) & np.isfinite(lat)
    good[good] &= _in_area(lon[good], lat[good], area or _WORLD, margin=margin)
    return np.column_stack([lon, lat])[good] if good.mean() >= _MOSTLY else None


def _in_area(lon: np.ndarray, lat: np.ndarray, area: Sequence[float], *, margin: float = _MARGIN) -> np.ndarray:
    west, south, east, north = area
    # An area may reach across the 180th meridian, where its west is greater than its east.
    wide = (east - west) % _WHOLE or _WHOLE
    across = (lon - west + margin) % _WHOLE <= wide + 2 * margin
    return np.asarray(across & (lat >= south - margin) & (lat <= north + margin))


def _share(placed: np.ndarray, boxes: np.ndarray) -> float:
    """Return the share of positions in some boxes, in tenths."""
    lon, lat = placed.T
    return round(float(near_any(lon, lat, boxes, margin=0.0).mean()), 1)


def _are_french(boxes: np.ndarray) -> np.ndarray:
    """Return which boxes have their middle in France."""
    return in_france((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)


def _tier(placed: np.ndarray, territories: np.ndarray) -> tuple[int, float]:
    lon, lat = placed.T
    near = near_any(lon, lat, territories).mean()
    inside = float(near_any(lon, lat, territories, margin=0.0).mean())
    french = in_france(lon, lat).mean() >= _MOSTLY
    if near >= _MOSTLY:
        return (0 if french else 1), round(inside, 1)
    return (2 if french else _ELSEWHERE), 0.0


def _describe(code: str, placed: np.ndarray, *, swapped: bool) -> dict[str, Any]:
    lon, lat = np.median(placed, axis=0)
    low, high = placed.min(axis=0), placed.max(axis=0)
    some = placed[:: max(1, len(placed) // _DOTS)][:_DOTS]
    return {
        "crs": code,
        "name": pyproj.CRS(code).name,
        "axes": "yx" if swapped else "",
        "lon": round(float(lon), 5),
        "lat": round(float(lat), 5),
        "extent": [round(float(value), 5) for value in (*low, *high)],
        "dots": some.round(5).tolist(),
    }
