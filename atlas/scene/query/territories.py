"""The territories that a reader can choose, level by level."""

from typing import TYPE_CHECKING, Any

import shapely

from atlas.scene.query.names import row_name
from atlas.scene.query.row_masks import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.catalog import Catalog


def list_territories(catalog: "Catalog", frames: "Mapping[str, gpd.GeoDataFrame]", lang: str) -> list[dict[str, Any]]:
    """Give each level with its territories that have an outline, sorted by name: ``id`` and ``name``."""
    levels = []
    for layer in readable((layer for layer in catalog.values() if layer.level), frames):
        gdf = frames[layer.id]
        rows = gdf[shapely.get_dimensions(gdf.geometry.to_numpy()) == 2]  # noqa: PLR2004 - an area
        items = [{"id": row_id, "name": row_name(layer, row, lang)} for row_id, row in rows.iterrows()]
        levels.append({"level": layer.level, "title": layer.title(lang), "items": sorted(items, key=_by_name)})
    return levels


def _by_name(item: dict[str, Any]) -> str:
    return str(item["name"]).casefold()
