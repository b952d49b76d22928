"""What is to be drawn, as plain values: a renderer knows a Scene and nothing of where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import shapely

    from atlas.scene.query.view import Appearance, Camera


@dataclass(frozen=True, slots=True)
class Symbol:
    """How the rows of one class look.

    ``code`` is None for the rows of no declared class; ``kind`` (point, line, polygon) is what most of its rows are.
    ``bounds`` are those of a class of numbers, both included and None where it is open.
    """

    code: str | None
    title: str
    kind: str
    color: str
    color_dark: str
    shape: str
    pattern: str
    line: str
    bounds: tuple[float | None, float | None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One layer ready to be drawn, every row of it.

    Attributes
    ----------
    layer, title, geometry
        Id, title in the language of the scene, declared geometry.
    symbols, field
        Classes in the order of the legend, and the field that they class (None: one symbol for all).
    features
        GeoSeries, EPSG:4326, indexed by id; None without position.
    names
        What a row is called, "" where it has no name.
    symbol_of
        For each row, the position of its symbol.
    radius
        For each row, the radius of its symbol in pixels.
    hollow
        For each row, whether its position is approximate.
    from_zoom
        For each row, the zoom from which it is drawn.
    width, opacity
        Of lines, in pixels; of fills, 0 to 1.
    symbol_below
        Zoom below which areas are drawn as symbols; None for never.
    labels
        Zooms between which names are written on the map; None for never.
    credit
        Pairs of producer and licence of its files.
    large
        Whether a page gets what is in sight of it only (`atlas.scene.map.viewport`), never the whole.
    """

    layer: str
    title: str
    geometry: str
    symbols: tuple[Symbol, ...]
    field: str | None
    features: "gpd.GeoSeries"
    names: tuple[str, ...]
    symbol_of: "np.ndarray"
    radius: "np.ndarray"
    hollow: "np.ndarray"
    from_zoom: "np.ndarray"
    width: float
    opacity: float
    symbol_below: float | None
    labels: tuple[float, float] | None
    credit: tuple[tuple[str, str], ...]
    large: bool = False

    @property
    def classed(self) -> bool:
        """Whether its symbols are classes of numbers that the reader has chosen."""
        return any(symbol.bounds for symbol in self.symbols)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class of the legend: how many rows a click on it would show; whether it is chosen, None without a choice."""

    layer: str
    symbol: int
    count: int
    chosen: bool | None


@dataclass(frozen=True, slots=True)
class Tiles:
    """An online background.

    Attributes
    ----------
    title
        In the language of the scene.
    url, layer, format
        A template of addresses when `layer` is None, else a map service (WMS 1.3.0) with the name of its layer.
    min_zoom, max_zoom
        The zooms it has pictures for.
    years
        First and last year of what it shows of the past; None for today.
    against
        What the past is compared with, None for the atlas's own ground.
    """

    title: str
    url: str
    layer: str | None
    format: str
    min_zoom: int
    max_zoom: int
    years: tuple[int, int] | None
    against: "Tiles | None"


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a view shows.

    Attributes
    ----------
    backdrop
        The atlas's own basemap, every row of it: also under an online one, which may not come.
    tiles
        Online background, None for the atlas's own.
    marks
        Layers in the order of drawing, the lowest first.
    kept
        For each layer, which rows are kept: map, counts, table and exports read this one mask.
    uncertain
        For each layer with years, when the view asks for one: the kept rows of which nobody knows whether they stood.
    legend
        Entries in the order of the legend: the top layer first.
    bounds
        (west, south, east, north) of what is kept, None when nothing has a position.
    camera
        Where the reader looks; None lets the renderer fit `bounds`.
    outline
        Areas that the view asks about, EPSG:4326: its territories and its drawn shape, one by one.
    area_query
        The part of the link that gives `outline`; None when it asks about no area.
    card
        Layer and id of the object whose card is open.
    home
        (west, south, east, north) of the heart of the atlas.
    lang, theme
        Language and appearance.
    attribution
        Credits of what is drawn: a licence and its producers, each once.
    layer_queries
        For each large layer, the part of the link that decides what is seen of it.
    simplified
        For each large layer that was made small for a file, the kept rows that are drawn and all of them.
    """

    backdrop: tuple[Mark, ...]
    tiles: Tiles | None
    marks: tuple[Mark, ...]
    kept: Mapping[str, "np.ndarray"]
    uncertain: Mapping[str, "np.ndarray"]
    legend: tuple[LegendEntry, ...]
    bounds: tuple[float, float, float, float] | None
    camera: "Camera | None"
    outline: "tuple[shapely.Geometry, ...]"
    area_query: str | None
    card: tuple[str, str] | None
    home: tuple[float, float, float, float] | None
    lang: str
    theme: "Appearance"
    attribution: tuple[tuple[str, tuple[str, ...]], ...]
    layer_queries: Mapping[str, str] = field(default_factory=dict)
    simplified: Mapping[str, tuple[int, int]] = field(default_factory=dict)
