"""Recipes of the ecology theme."""

import geopandas as gpd
import pandas as pd

from atlas.analysis.measure import areas_m2
from atlas.prepare.clean import joined, place_name, slugs, valid
from atlas.prepare.raw import Raw

MBM = "nord-pas-de-calais/mission-bassin-minier/"


def neonatural_spaces(raw: Raw) -> gpd.GeoDataFrame:
    """Subsidence ponds and parks: the five inscribed ones and the seven of the buffer zone."""
    inscribed = raw.geometries(MBM + "espace-neonaturel.geojson").assign(inscribed=True)
    buffer = raw.geometries(MBM + "zt-espaces-neonaturels.geojson").assign(inscribed=False)
    both = valid(pd.concat([inscribed, buffer], ignore_index=True))
    return gpd.GeoDataFrame(
        {
            "id": slugs(both["nom"]),
            "name": both["nom"],
            "inscribed": both["inscribed"],
            "element": both["id_unesco"],
            "communes": joined(*(place_name(both[f"commune_{i}"]) for i in (1, 2, 3))),
            "area_ha": areas_m2(both.geometry) / 1e4,
        },
        geometry=both.geometry,
        crs=both.crs,
    )
