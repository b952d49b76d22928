"""The corridors that would improve the habitat network of a territory most: where, their length and their gain."""

from typing import TYPE_CHECKING, TypedDict

import geopandas as gpd
import shapely

from atlas.analysis.indicators.connectivity import REACHES, habitats, patches_of
from atlas.analysis.spatial.habitat_patches import Patches, make_patches, missing_links
from atlas.analysis.spatial.measure import LAMBERT_93
from atlas.scene.compare.indicator_cache import level_territories
from atlas.scene.compare.measures import write_value

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_COUNT = 10
_D50 = "1_km"


class MissingLink(TypedDict):
    """A corridor to build: the patches it links, its length and its gain of EC(PC) at d50 = 1 km, also in words.

    `line` holds its two ends as [lon, lat].
    """

    start: str
    end: str
    length_m: float
    length: str
    gain_ha: float
    gain: str
    line: list[list[float]]


def list_missing_links(territory: str, view: "View", atlas: "Atlas") -> list[MissingLink]:
    """Return up to ten missing links of a territory, the largest gain per metre first.

    Parameters
    ----------
    territory
        An id, or ``drawn``. A territory known as a point has no links.
    view
        Its language, perimeter and drawn shape.
    atlas
        Declarations and rows.
    """
    frames, territories = atlas.frames, level_territories(territory, view, atlas)
    layers = habitats(frames["slag_heaps"], frames["neonatural_spaces"], frames["protected_areas"])
    patches = make_patches(layers)
    inside = patches_of(territories, patches, territories.ids.get_loc(territory))
    found = missing_links(patches, inside, REACHES[_D50], _COUNT)
    lines = shapely.shortest_line(
        patches.local[[link.start for link in found]], patches.local[[link.end for link in found]]
    )
    ends = gpd.GeoSeries(lines, crs=LAMBERT_93).to_crs("EPSG:4326")
    return [
        {
            "start": _name(patches, link.start, atlas),
            "end": _name(patches, link.end, atlas),
            "length_m": link.length_m,
            "length": write_value(link.length_m, "m", view.lang),
            "gain_ha": link.gain_ha,
            "gain": write_value(link.gain_ha, "ha", view.lang),
            "line": shapely.get_coordinates(end).round(5).tolist(),
        }
        for link, end in zip(found, ends, strict=True)
    ]


def _name(patches: Patches, patch: int, atlas: "Atlas") -> str:
    """Return the names of the features that a patch consists of."""
    names: list[str] = []
    for layer, (of_patch, row, ids) in patches.rows.items():
        frame = atlas.frames[layer].loc[ids[row[of_patch == patch]]]
        column = atlas.catalog[layer].name
        names += [
            f"{number} {name}" if isinstance(number, str) else str(name)
            for number, name in zip(frame.get("number", [None] * len(frame)), frame[column], strict=True)
            if isinstance(name, str) or isinstance(number, str)
        ]
    return ", ".join(dict.fromkeys(names))
