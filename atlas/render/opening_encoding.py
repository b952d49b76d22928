"""The first view as one message for the browser: a JSON head and flat arrays of whole numbers.

Places stand on a grid as wide as the basin: a step is about six metres, half a pixel of the largest screen. A list of
lines has its vertices as steps from the one before (``<name>``, x and y in turn) and the number of vertices of each
line (``<name>_sizes``); that is what compresses best.
"""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.i18n import section_words
from atlas.render.mark_encoding import frame_arrays, web_mercator

if TYPE_CHECKING:
    from atlas.scene.explore.opening import Opening

# Steps across the basin, and how far what surrounds it may reach.
WIDE = 16_384
_FAR = 16_000
# Steps that a line may leave its course by.
_COMMUNES, _WATER, _PROPERTY = 50, 24, 10
# Steps of the grid that closes gaps between communes.
_GAP = 4
# Steps around the basin that waterways are drawn in.
_NEAR = 420
# What is smaller is not seen.
_LEAST_AREA = 60.0


def pack_opening(opening: "Opening") -> bytes:
    """Encode the first view with its words; `web/opening/message.js` reads it."""
    grid = _Grid(opening.communes)
    communes = shapely.coverage_simplify(grid.place(opening.communes), _COMMUNES)
    # Where two communes of the source do not quite meet, the grid closes the gap.
    parts = shapely.get_parts(shapely.union_all(communes, grid_size=_GAP))
    outline = np.array(
        [shapely.linestrings(shapely.get_coordinates(ring)) for ring in shapely.get_exterior_ring(parts)]
    )
    # What is shared by two communes is drawn once; the outline is drawn apart.
    borders = shapely.union_all(shapely.boundary(communes), grid_size=_GAP)
    inner = shapely.difference(borders, shapely.buffer(shapely.union_all(outline), _GAP))
    arrays: dict[str, np.ndarray] = {}
    arrays |= _lines("communes", inner)
    arrays |= _lines("outline", outline)
    near = shapely.buffer(shapely.union_all(parts), _NEAR)
    water = shapely.intersection(_merged(grid.place(opening.water)), near)
    arrays |= _lines("water", shapely.simplify(water, _WATER))
    properties = shapely.simplify(grid.place(opening.property), _PROPERTY)
    arrays |= _lines("property", shapely.boundary(properties[shapely.area(properties) > _LEAST_AREA]))
    arrays |= _lines("question", shapely.boundary(shapely.simplify(grid.place(np.array([opening.question])), _WATER)))
    for name in ("shafts", "heaps", "towns"):
        arrays[name] = _whole(shapely.get_coordinates(grid.place(getattr(opening, name))))
    arrays |= {
        "sunk": opening.sunk.astype(np.uint16),
        "closed": opening.closed.astype(np.uint16),
        "kinds": opening.kinds.astype(np.uint8),
        # Tenths of a hectare.
        "areas": np.rint(10 * opening.areas).astype(np.uint16),
        # Hundredths of a degree: longitude, latitude.
        "partners": np.rint(100 * shapely.get_coordinates(opening.partners)).astype(np.int16).ravel(),
        # Longitude of the west and of the east end of the grid, latitude of its north end, in micro-degrees.
        "place": grid.corner,
    }
    head = {**opening.message, "words": section_words("opening", opening.message["lang"])}
    return frame_arrays(head, arrays)


class _Grid:
    """The grid that the communes span: x to the east, y to the south."""

    def __init__(self, communes: np.ndarray) -> None:
        west, south, east, north = shapely.total_bounds(communes)
        self.corner = np.rint(1e6 * np.array([west, east, north])).astype(np.int32)
        ends = web_mercator(np.array([[west, north], [east, south]]))
        self._start, self._step = ends[0], (ends[1, 0] - ends[0, 0]) / WIDE

    def place(self, shapes: np.ndarray) -> np.ndarray:
        """Return shapes in EPSG:4326 on the grid."""
        return shapely.transform(shapes, lambda lonlat: (web_mercator(lonlat) - self._start) / self._step)


def _merged(lines: np.ndarray) -> np.ndarray:
    """Return lines joined where they meet end to end."""
    return shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))


def _lines(name: str, shapes: "np.ndarray | shapely.Geometry") -> dict[str, np.ndarray]:
    """Encode lines and rings."""
    parts = shapely.get_parts(shapes)
    merged = shapely.line_merge(shapely.multilinestrings(parts[shapely.get_type_id(parts) == 1]))
    found = shapely.get_parts(merged)
    xy, owner = shapely.get_coordinates(found, return_index=True)
    steps = np.diff(np.clip(np.rint(xy), -_FAR, WIDE + _FAR), axis=0, prepend=0)
    sizes = np.bincount(owner, minlength=len(found))
    return {name: steps.astype(np.int16).ravel(), f"{name}_sizes": sizes.astype(np.uint16)}


def _whole(xy: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(xy), -_FAR, WIDE + _FAR).astype(np.int16).ravel()
