"""The cards of everything a scene keeps, for files that must open without the app."""

from typing import TYPE_CHECKING, Any

from atlas.scene.card import make_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.catalog import Catalog
    from atlas.scene.scene import Scene


def make_cards(
    scene: "Scene", catalog: "Catalog", frames: "Mapping[str, gpd.GeoDataFrame]"
) -> dict[str, dict[str, dict[str, Any]]]:
    """Give layer id → row id → card for every row that a scene keeps."""
    return {
        mark.layer: {
            row: make_card(catalog[mark.layer], frames[mark.layer], row, scene.lang)
            for row in frames[mark.layer].index[scene.kept[mark.layer]]
        }
        for mark in scene.marks
    }
