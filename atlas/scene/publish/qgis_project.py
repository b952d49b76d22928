"""A view as a project of QGIS: its layers by theme, where they are, how they are drawn, who made them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyproj import Transformer

from atlas.i18n import t
from atlas.io.exports.formats import FORMATS
from atlas.io.exports.tables import layer_tables, reference_system
from atlas.scene.map.compose import compose
from atlas.scene.map.extent import scene_extent
from atlas.scene.publish.caption import make_caption
from atlas.scene.publish.qgis_layer import ProjectLayer, project_layers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.io.provenance import Provenance
    from atlas.scene.map.scene import Scene, Tiles
    from atlas.scene.publish.caption import Caption
    from atlas.scene.query.view import Appearance, View

# As the map of the atlas is drawn.
WEB_MERCATOR = "EPSG:3857"
_DEGREES = "EPSG:4326"
# Where web mercator ends.
_POLE = 85.06


@dataclass(frozen=True, slots=True)
class Project:
    """A project of QGIS.

    Attributes
    ----------
    layers
        In drawing order, the highest first; tables last.
    groups
        Pairs of the id and title of a theme, in the order of the tree.
    lang, theme
        Language and appearance.
    crs
        Code of the reference system of the map.
    layer_crs
        Code of that of the tables.
    extent
        What the map shows, in `crs`.
    lat
        Latitude in its middle, degrees.
    tiles
        Online basemap, None without one.
    scene
        The map, with its ground and the outline of its territories.
    caption
        The words around the map.
    credits
        Citation and licence of every source.
    """

    layers: tuple[ProjectLayer, ...]
    groups: tuple[tuple[str, str], ...]
    lang: str
    theme: "Appearance"
    crs: str
    layer_crs: str
    extent: tuple[float, float, float, float]
    lat: float
    tiles: "Tiles | None"
    scene: "Scene"
    caption: "Caption"
    credits: str

    @property
    def made(self) -> "date":
        """Day of the project."""
        return self.caption.made

    @property
    def title(self) -> str:
        """What the map shows, in one line."""
        return self.caption.title


def describe_project(
    view: "View",
    atlas: "Atlas",
    rows: "Mapping[str, gpd.GeoDataFrame]",
    provenance: "Provenance",
    *,
    crs: str | None = None,
    address: str = "",
) -> Project:
    """Return the project of a view.

    Parameters
    ----------
    view, atlas
        A validated view, declarations and rows.
    rows
        What the view keeps, see `atlas.scene.query.row_masks.query_rows`.
    provenance
        Where they come from.
    crs
        Code of the reference system of the file; None is EPSG:4326, which the map shows in web mercator.
    address
        Where the atlas is served, before the ``?`` of a link; empty where that is not known.

    Raises
    ------
    LayerDataError
        There is no reference system of that code.
    """
    scene, system = compose(view, atlas), reference_system(crs)
    marks = {mark.layer: mark for mark in scene.marks}
    tables = {table.name: table for table in layer_tables(rows, provenance.layers, FORMATS["gpkg"])}
    order = [*reversed(marks), *(name for name in tables if name not in marks)]
    layers = tuple(
        own
        for name in order
        if name in tables
        for own in project_layers(tables[name], view, atlas, provenance, marks.get(name))
    )
    used = {layer.theme for layer in layers}
    shown = system.to_string() if system.is_projected else WEB_MERCATOR
    west, south, east, north = scene_extent(scene)
    corners = (west, max(south, -_POLE), east, min(north, _POLE))
    extent = Transformer.from_crs(_DEGREES, shown, always_xy=True).transform_bounds(*corners)
    return Project(
        layers=layers,
        groups=tuple((name, theme.title(view.lang)) for name, theme in atlas.catalog.themes.items() if name in used),
        lang=view.lang,
        theme=view.theme,
        crs=shown,
        layer_crs=system.to_string() if crs else _DEGREES,
        extent=extent,
        lat=(south + north) / 2,
        tiles=scene.tiles,
        scene=scene,
        caption=make_caption(view, atlas, address=address, made=provenance.made),
        credits=provenance.credits_ or t("app.title", view.lang),
    )
