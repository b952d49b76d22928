"""What lies below the layers of a project, as on a sheet, and the outline of its territories above them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import shapely

from atlas.i18n import t
from atlas.render.print.colours import look_of
from atlas.render.print.map.ground import DRAWN, ground_kinds, ground_style, grounds
from atlas.render.qgis.map_layer import add_system, attached
from atlas.render.qgis.symbols import FILL, LINE
from atlas.render.qgis.units import millimetres, rgba, zoom_expression
from atlas.render.qgis.xml import SymbolLayer, add, add_options, add_symbol
from atlas.render.symbol_paths import symbol_values
from atlas.scene.map.extent import scene_extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.render.print.colours import Look
    from atlas.scene.publish.qgis_project import Project

# Degrees around the map within which countries lie: who moves it far still sees land.
_COUNTRIES = 15
# The zoom whose widths lines have.
_ZOOM = 10.0
# A row is drawn a little before the zoom that it is for.
_EARLY = 1.5
_TERRITORY = "territory"
_GEOMETRIES = {LINE: ("Line", "MultiLineString"), FILL: ("Polygon", "MultiPolygon")}
_CRS = "EPSG:4326"


@dataclass(frozen=True, slots=True, eq=False)
class GroundLayer:
    """A table of the ground, of one kind of geometry.

    Attributes
    ----------
    table, title
        Name of its table and title.
    symbol
        ``fill`` or ``line``.
    rows
        EPSG:4326, the lowest first: what each is (``kind``), its name, the zoom from which it is drawn.
    classes
        Pairs of kind and layers of its symbol.
    credit
        Who made it, under which licences.
    """

    table: str
    title: str
    symbol: str
    rows: gpd.GeoDataFrame
    classes: tuple[tuple[str, tuple[SymbolLayer, ...]], ...]
    credit: str = ""

    @property
    def id(self) -> str:
        """Id of the layer in the project."""
        return f"atlas_ground_{self.table}"

    @property
    def geometry(self) -> str:
        """Type of its geometries."""
        return _GEOMETRIES[self.symbol][1]


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies above the layers of a project, and what lies below them; the highest first."""

    above: tuple[GroundLayer, ...]
    below: tuple[GroundLayer, ...]

    @property
    def layers(self) -> tuple[GroundLayer, ...]:
        """All of them."""
        return (*self.above, *self.below)

    @property
    def credit(self) -> str:
        """Who made what lies below, under which licences."""
        return next((layer.credit for layer in self.below), "")


def project_ground(project: "Project") -> Ground:
    """Return the ground of a project, and the outline of its territories."""
    look = look_of(project.theme)
    territory = _territory(project, look)
    return Ground((territory,) if territory else (), _ground(project, look))


def _territory(project: "Project", look: "Look") -> GroundLayer | None:
    """Return the outline of the territories and the drawn shape of a view; None where it has none."""
    shapes = list(project.scene.outline)
    if not shapes:
        return None
    rows = gpd.GeoDataFrame(
        {"kind": _TERRITORY, "name": "", "from_zoom": 0.0}, index=range(len(shapes)), geometry=shapes, crs=_CRS
    )
    strokes = (_stroke(rgba(look.halo, 0.6), 6), _stroke(rgba(look.ink), 2 * look.bold))
    return GroundLayer(_TERRITORY, t("qgis.territory", project.lang), FILL, rows, ((_TERRITORY, strokes),))


def _ground(project: "Project", look: "Look") -> tuple[GroundLayer, ...]:
    """Return the ground of a project, the highest first; none where an online basemap lies below its layers."""
    if project.tiles is not None:
        return ()
    parts = list(_parts(project))
    if not parts:
        return ()
    rows = gpd.GeoDataFrame(
        {name: np.concatenate([part.rows[name] for part in parts]) for name in ("kind", "name", "from_zoom")},
        geometry=np.concatenate([part.rows["geometry"] for part in parts]),
        crs=_CRS,
    )
    dimensions = shapely.get_dimensions(rows.geometry.to_numpy())
    credit = "; ".join(dict.fromkeys(f"{name} [{licence}]" for part in parts for name, licence in part.credit))
    found = []
    for name, symbol, dimension in (("ground_lines", LINE, 1), ("ground_areas", FILL, 2)):
        own = rows[dimensions == dimension].reset_index(drop=True)
        if len(own):
            named = ((kind, _symbol(kind, symbol, look, project.lat)) for kind in dict.fromkeys(own["kind"]))
            classes = tuple((kind, layers) for kind, layers in named if layers)
            found.append(GroundLayer(name, t(f"qgis.{name}", project.lang), symbol, own, classes, credit))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Rows of one kind of a layer of the ground, by column, and who made the layer, under which licences."""

    rows: dict[str, np.ndarray]
    credit: tuple[tuple[str, str], ...]


def _parts(project: "Project") -> "Iterator[_Part]":
    """Yield the rows of each layer of the ground that lie around the extent, by kind, the lowest first."""
    around, far = _window(project, 0), _window(project, _COUNTRIES)
    for mark in grounds(project.scene):
        shapes, kinds = mark.features.to_numpy(), ground_kinds(mark)
        boxes = shapely.box(*shapely.bounds(shapes).T)
        for kind in DRAWN:
            near = shapely.intersects(boxes, far if kind == "country" else around)
            rows = np.flatnonzero(near & (kinds == kind))
            if len(rows):
                columns = {"kind": kinds, "name": np.array(mark.names, dtype=object), "from_zoom": mark.from_zoom}
                own = {name: values[rows] for name, values in (columns | {"geometry": shapes}).items()}
                yield _Part(own, mark.credit)


def _window(project: "Project", least: float) -> shapely.Geometry:
    """Return the extent of the map and as much around it, at least some degrees."""
    west, south, east, north = scene_extent(project.scene)
    wide, high = max(east - west, least), max(north - south, least)
    return shapely.box(west - wide, south - high, east + wide, north + high)


def _symbol(kind: str, symbol: str, look: "Look", lat: float) -> tuple[SymbolLayer, ...]:
    fill, opacity, color, width = ground_style(kind, look, _ZOOM)
    zoom = zoom_expression(lat)
    when = f'coalesce("from_zoom" <= {zoom} + {_EARLY:g}, true)'
    if kind == "commune":
        when = f"coalesce({zoom} >= {symbol_values('ground')['communes_from']:g}, true)"
    layers = []
    if fill and symbol == FILL:
        options = {"style": "solid", "outline_style": "no", "color": rgba(fill, opacity)}
        layers.append(SymbolLayer("SimpleFill", options, when=when))
    if width:
        layers.append(_stroke(rgba(color), width, when))
    return tuple(layers)


def _stroke(colour: str, width: float, when: str = "") -> SymbolLayer:
    options = {
        "line_color": colour,
        "line_width": millimetres(width),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }
    return SymbolLayer("SimpleLine", options, when=when)


def add_ground(parent: Element, layer: GroundLayer, lang: str) -> None:
    """Add a layer of the ground to the layers of a project: it is drawn, and in no way of the rows."""
    geometry, wkb = _GEOMETRIES[layer.symbol]
    element = add(
        parent, "maplayer", geometry=geometry, wkbType=wkb, type="vector", styleCategories="AllStyleCategories"
    )
    for name, value in (("labelsEnabled", "0"), ("simplifyDrawingHints", "1"), ("simplifyLocal", "1")):
        element.set(name, value)
    add(element, "id", layer.id)
    add(element, "datasource", attached(layer.table))
    add(element, "layername", layer.title)
    add_system(add(element, "srs"), _CRS)
    metadata = add(element, "resourceMetadata")
    for tag, text in (("language", lang), ("type", "dataset"), ("title", layer.title), ("rights", layer.credit)):
        if text:
            add(metadata, tag, text)
    add(element, "provider", "ogr", encoding="UTF-8")
    flags = add(element, "flags")
    for name, value in (("Identifiable", "0"), ("Removable", "1"), ("Searchable", "0"), ("Private", "0")):
        add(flags, name, value)
    renderer = add(element, "renderer-v2", type="categorizedSymbol", attr="kind", symbollevels="0")
    categories, symbols = add(renderer, "categories"), add(renderer, "symbols")
    for position, (kind, layers) in enumerate(layer.classes):
        add(categories, "category", symbol=position, value=kind, type="string", label=kind, render="true")
        add_symbol(symbols, str(position), layer.symbol, layers)
    add(element, "blendMode", "0")
    add(element, "layerOpacity", "1")


def hide_in_legends(node: Element, *, group: bool = False) -> None:
    """Have no legend of a layout show a node of the layer tree."""
    hidden = {"legend/title-style": "hidden"} | ({} if group else {"legend/node-order": "empty"})
    add_options(add(node, "customproperties"), hidden)
