"""Reference systems of the answers: their addresses, and the order of axes that each has by its definition."""

from functools import cache

import numpy as np
import pyproj
import shapely

from atlas.errors import ViewError

_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
LATITUDE_FIRST = f"{_EPSG}4326"
# Longitude and latitude first; then what the tools of France and Europe work in.
SYSTEMS = {CRS84: "OGC:CRS84", **{f"{_EPSG}{code}": f"EPSG:{code}" for code in (4326, 2154, 3857, 3035)}}
_DEGREE_DECIMALS, _METRE_DECIMALS = 7, 3


def read_crs(text: str | None, key: str) -> str:
    """Return the address of a reference system; its short name does too (``EPSG:2154``).

    Raises
    ------
    ViewError
        It is none of ours.
    """
    if text is None:
        return CRS84
    given = text.strip().removeprefix("<").removesuffix(">").strip("[]")
    for address, code in SYSTEMS.items():
        if given in {address, code}:
            return address
    raise ViewError("value_unknown", key=key, value=text[:80], valid=", ".join(SYSTEMS))


@cache
def system(address: str) -> pyproj.CRS:
    """Return a reference system by its address."""
    return pyproj.CRS(SYSTEMS[address])


def to_system(shapes: np.ndarray, address: str) -> np.ndarray:
    """Return geometries (EPSG:4326) in a reference system, with its own order of axes, rounded.

    A geometry that lies where the system is not defined becomes None.
    """
    changed = np.asarray(shapely.transform(shapes, lambda xy: change_places(xy, address)))
    if address != CRS84:
        outside = ~np.isfinite(shapely.bounds(changed)).all(axis=1)
        changed[outside] = None
    return changed


def change_places(xy: np.ndarray, address: str) -> np.ndarray:
    """Return longitudes and latitudes in a reference system, with its own order of axes, rounded."""
    decimals = _DEGREE_DECIMALS if system(address).is_geographic else _METRE_DECIMALS
    if address == CRS84:
        return np.round(xy, decimals)
    return np.round(np.column_stack(_transformer(address).transform(xy[:, 0], xy[:, 1])), decimals)


@cache
def _transformer(address: str) -> pyproj.Transformer:
    """Return the change from longitude and latitude; its result has the axes in the order of the definition."""
    return pyproj.Transformer.from_crs("OGC:CRS84", system(address), always_xy=False)
