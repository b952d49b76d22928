"""Extent of the kept places of the network."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    Frames = Mapping[str, gpd.GeoDataFrame]
    Kept = Mapping[str, np.ndarray]

# The seat of the mining-basin agency in `transition_sites`: every arc starts there.
SEAT = "s29"


def network_bounds(frames: "Frames", kept: "Kept") -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) of the kept places and of the seat of the agency; None without any.

    The narrowest window of longitudes; where it crosses the antimeridian, east is greater than 180.
    """
    places = frames["partner_cities"].geometry[kept["partner_cities"]]
    points = [point for point in (*places, frames["transition_sites"].geometry[SEAT]) if point is not None]
    if len(points) == 1:
        return None
    lon, lat = np.array([(point.x, point.y) for point in points]).T
    west, width = _window(lon)
    # Geodesics bend towards the poles, beyond the latitudes of their ends.
    bends = frames["partnerships"].geometry[kept["partnerships"]].bounds
    lows, highs = [lat.min(), bends["miny"].min()], [lat.max(), bends["maxy"].max()]
    return (west, float(np.nanmin(lows)), west + width, float(np.nanmax(highs)))


def _window(lon: np.ndarray) -> tuple[float, float]:
    """Return the west and the width of the narrowest window of longitudes: the complement of the widest gap."""
    ring = np.sort(lon)
    gaps = np.diff(ring, append=ring[0] + 360)
    widest = int(gaps.argmax())
    return float(ring[(widest + 1) % len(ring)]), float(360 - gaps[widest])
