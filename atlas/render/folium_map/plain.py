"""A scene as plain groups of folium, to be restyled by folium's own means."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import shapely

from atlas.render.folium_map.offline import OfflineMap

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark, Scene

_GROUND = {"fillColor": "#F6F3EC", "fillOpacity": 1.0, "color": "#C9C3B6", "weight": 0.6}


def plain_map(scene: "Scene", options: Mapping[str, Any]) -> folium.Map:
    """Return a scene as one `folium.GeoJson` a layer, over the basemap of the atlas.

    Parameters
    ----------
    scene
        What to draw; online backgrounds are left out.
    options
        Of `folium.Map`.
    """
    made = OfflineMap(scene.bounds, scene.camera, options)
    for mark in scene.backdrop:
        rows = np.flatnonzero(shapely.get_dimensions(mark.features.to_numpy()) == 2)  # noqa: PLR2004 - areas
        ground = gpd.GeoDataFrame(geometry=mark.features.iloc[rows].reset_index(drop=True))
        folium.GeoJson(
            ground.__geo_interface__,
            name=mark.title,
            control=False,
            style_function=lambda _: _GROUND,
            interactive=False,
        ).add_to(made)
    for mark in scene.marks:
        _group(mark, scene.kept[mark.layer]).add_to(made)
    return made


def _group(mark: "Mark", kept: np.ndarray) -> folium.GeoJson:
    """Return the kept rows of a layer with a position, styled by the properties of each."""
    rows = np.flatnonzero(kept & (shapely.get_dimensions(mark.features.to_numpy()) >= 0))
    symbols = [mark.symbols[position] for position in mark.symbol_of[rows]]
    gdf = gpd.GeoDataFrame(
        {
            "id": mark.features.index[rows].astype("str"),
            "name": [mark.names[row] for row in rows],
            "class": [symbol.title for symbol in symbols],
            "color": [symbol.color for symbol in symbols],
            "radius": mark.radius[rows].astype(float),
        },
        geometry=mark.features.iloc[rows].to_numpy(),
        crs=mark.features.crs,
    )
    opacity, width = mark.opacity, mark.width

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        own = feature["properties"]
        colour = {"color": own["color"], "fillColor": own["color"], "fillOpacity": opacity, "weight": width}
        return colour | {"radius": own["radius"]}

    return folium.GeoJson(
        gdf,
        name=mark.title,
        style_function=style,
        marker=folium.CircleMarker(fill=True),
        tooltip=folium.GeoJsonTooltip(["name", "class"], labels=False) if len(rows) else None,
    )
