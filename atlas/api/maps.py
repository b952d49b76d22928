"""The map of a view, and of rows of a program, as a `folium.Map`."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from atlas.api.lang import check_lang
from atlas.api.own_layer import make_layer
from atlas.api.own_style import OwnStyle, styled
from atlas.api.view import View
from atlas.catalog import Catalog
from atlas.i18n import t
from atlas.io.atlas import Atlas, open_atlas
from atlas.render.folium_map.map import AtlasMap
from atlas.render.folium_map.offline import check_options
from atlas.render.folium_map.plain import plain_map
from atlas.scene.explore.answers import list_answers
from atlas.scene.explore.cards import make_cards
from atlas.scene.map.compose import compose
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import View as AnyView

# Id of the layer that rows without one of their own become.
ROWS = "rows"


def map_view(view: "AnyView", atlas: Atlas, *, plain: bool, options: dict[str, Any]) -> "folium.Map":
    """Return the map of a validated view; see `atlas.api.atlas.Atlas.map`."""
    scene = compose(view, atlas)
    if plain:
        return plain_map(scene, options)
    return AtlasMap(scene, make_cards([scene], atlas), list_answers(view, atlas), options)


def map_rows(gdf: "gpd.GeoDataFrame", style: OwnStyle, *, lang: str, options: dict[str, Any]) -> "folium.Map":
    """Return rows of a program as a map; see `atlas.api.show.show`."""
    check_options(options, ("column", "scheme", "k", "color", "name", "lang"))
    view, atlas = rows_view(gdf, style, lang=lang)
    scene = rows_scene(view, atlas, style)
    return AtlasMap(scene, rows_cards(scene, atlas), {"groups": [], "gaps": []}, options)


def rows_scene(view: "AnyView", atlas: Atlas, style: OwnStyle) -> "Scene":
    """Return the scene of rows of a program: without a source, which nobody has stated."""
    scene, unstated = compose(view, atlas), t("gate.theme", view.lang)
    credit = ((licence, tuple(name for name in names if name != unstated)) for licence, names in scene.attribution)
    marks = tuple(replace(mark, variable=style.column) for mark in scene.marks)
    stated = tuple((licence, names) for licence, names in credit if names)
    return replace(scene, marks=marks, attribution=stated, home=scene.bounds)


def rows_cards(scene: "Scene", atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Return the cards of rows of a program."""
    return {
        layer: {row: {key: value for key, value in card.items() if key != "source"} for row, card in own.items()}
        for layer, own in make_cards([scene], atlas).items()
    }


def rows_view(gdf: "gpd.GeoDataFrame", style: OwnStyle, *, lang: str) -> "tuple[AnyView, Atlas]":
    """Return the view of a GeoDataFrame, and the atlas that holds its rows over the shipped ground.

    Raises
    ------
    LayerDataError
        The rows have no reference system; there is no such column.
    ViewError
        The classification or the language cannot be used.
    """
    layer, rows = make_layer(gdf, ROWS, title=rows_title(style, lang))
    return view_of_layer(layer, rows, gdf, style, lang=lang)


def rows_title(style: OwnStyle, lang: str) -> str:
    """Return the title of the layer that rows of a program become."""
    return str(style.name or t("gate.theme", check_lang(lang)))


def view_of_layer(
    layer: "Layer", rows: "gpd.GeoDataFrame", given: "gpd.GeoDataFrame", style: OwnStyle, *, lang: str
) -> "tuple[AnyView, Atlas]":
    """Return the view of rows of a program that are a layer already; see `rows_view`.

    Parameters
    ----------
    layer, rows
        As `atlas.api.own_layer.make_layer` returned them, or some of the rows.
    given
        The rows of the program, whose columns have names of their own.
    style, lang
        How they are coloured, and the language.
    """
    layer, classes = styled(layer, rows, given, style)
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
