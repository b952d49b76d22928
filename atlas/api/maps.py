"""The map of a view, and of rows of a program, as a `folium.Map`."""

from functools import cache
from typing import TYPE_CHECKING, Any

from atlas.api.own_layer import make_layer
from atlas.api.own_style import OwnStyle, styled
from atlas.api.view import View
from atlas.catalog import Catalog
from atlas.io.atlas import Atlas, open_atlas
from atlas.render.folium_map.plain import plain_map
from atlas.render.folium_map.plain import plain_map as atlas_map
from atlas.scene.map.compose import compose
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from atlas.scene.query.view import View as AnyView

# Id of the layer that rows without one of their own become.
ROWS = "rows"


def map_view(view: "AnyView", atlas: Atlas, *, plain: bool, options: dict[str, Any]) -> "folium.Map":
    """Return the map of a validated view; see `atlas.api.atlas.Atlas.map`."""
    draw = plain_map if plain else atlas_map
    return draw(compose(view, atlas), options)


def map_rows(gdf: "gpd.GeoDataFrame", style: OwnStyle, *, lang: str, options: dict[str, Any]) -> "folium.Map":
    """Return rows of a program as a map; see `atlas.api.show.show`."""
    view, atlas = rows_view(gdf, style, lang=lang)
    return map_view(view, atlas, plain=False, options=options)


def rows_view(gdf: "gpd.GeoDataFrame", style: OwnStyle, *, lang: str) -> "tuple[AnyView, Atlas]":
    """Return the view of a GeoDataFrame, and the atlas that holds its rows over the shipped ground.

    Raises
    ------
    LayerDataError
        The rows have no reference system; there is no such column.
    ViewError
        The classification or the language cannot be used.
    """
    layer, rows = make_layer(gdf, ROWS, title=style.name or ROWS)
    layer, classes = styled(layer, rows, gdf, style)
    ground = _ground()
    catalog = Catalog({**ground.catalog, ROWS: layer}, ground.catalog.themes, {})
    atlas = Atlas(catalog, {**{one: ground.frames[one] for one in ground.catalog}, ROWS: rows})
    view, problems = validate_view(View(layers=ROWS, classes=classes, lang=lang), atlas)
    for problem in problems:
        raise problem
    return view, atlas


@cache
def _ground() -> Atlas:
    """Return the ground of the map alone: what every map of rows lies on."""
    atlas = open_atlas()
    ground = {one: layer for one, layer in atlas.catalog.items() if layer.backdrop}
    return atlas.with_catalog(Catalog(ground, atlas.catalog.themes, {}))
