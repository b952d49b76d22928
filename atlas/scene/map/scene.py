"""The scene: all that a renderer needs to draw a map, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import shapely

    from atlas.scene.notes.note import Note
    from atlas.scene.query.view import Appearance, Camera


@dataclass(frozen=True, slots=True)
class Symbol:
    """Symbol of the rows of one class.

    ``code`` is None for rows of no declared class; ``kind`` (point, line, polygon) is the geometry of most rows.
    ``bounds`` are those of a numeric class, both included, None where it is open.
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
    """One layer with the symbols of all its rows.

    Attributes
    ----------
    layer, title, geometry
        Id, title in the language of the scene, declared geometry.
    symbols, field
        Symbols in the order of the legend, and the field that they class (None: one symbol for all rows).
    features
        GeoSeries, EPSG:4326, indexed by id; None without position.
    names
        Name of each row, "" where it has none.
    symbol_of
        For each row, the index of its symbol.
    radius
        For each row, the radius of its symbol in pixels.
    hollow
        For each row, whether its position is approximate.
    from_zoom
        For each row, the zoom from which it is drawn.
    width, opacity
        Width of lines in pixels; opacity of fills, 0 to 1.
    symbol_below
        Zoom below which areas are drawn as symbols; None for never.
    labels
        Least and greatest zoom with labels on the map; None for no labels.
    variable
        What the classes stand for: the title of their field; of a number also its unit and years; None without classes.
    credit
        Pairs of producer and licence of its files.
    ground
        What its rows are as a part of the basemap (water, wetland, park); None for no part of it.
    large
        Whether the page loads only the part in its window (`atlas.scene.map.viewport`), not the whole layer.
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
    variable: str | None
    credit: tuple[tuple[str, str], ...]
    large: bool = False
    ground: str | None = None

    @property
    def classed(self) -> bool:
        """Whether its symbols are numeric classes chosen by the reader."""
        return any(symbol.bounds for symbol in self.symbols)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class of the legend: the rows that choosing it would show; ``chosen`` is None when no class is chosen.

    ``hollow`` says which of its rows are drawn hollow, because their position is approximate; ``unplaced`` counts the
    rows without position.
    """

    layer: str
    symbol: int
    count: int
    chosen: bool | None
    hollow: Literal["none", "some", "all"] = "none"
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Tiles:
    """An online basemap.

    Attributes
    ----------
    title
        In the language of the scene.
    url, layer, format
        URL template of tiles when `layer` is None, else a WMS 1.3.0 service and the name of its layer.
    min_zoom, max_zoom
        Range of its zoom levels.
    years
        First and last year of a historical basemap; None for a present one.
    names, relief
        Whether it bears names of places; whether it shades the ground of the atlas.
    against
        Basemap that a historical one is compared with; None for the backdrop of the atlas.
    """

    title: str
    url: str
    layer: str | None
    format: str
    min_zoom: int
    max_zoom: int
    years: tuple[int, int] | None
    against: "Tiles | None"
    names: bool = False
    relief: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers the question of a view.

    Attributes
    ----------
    sentence
        The question with its number of answers, as a headline.
    layers
        Ids of the layers whose rows kept are the answers.
    place
        Whether the question is about a place alone: all that lies there answers, and nothing is set apart.
    query
        Parameters of the link that select and list the answers.
    """

    sentence: str
    layers: tuple[str, ...]
    place: bool
    query: str


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the map shows for a view.

    Attributes
    ----------
    backdrop
        The basemap of the atlas; also drawn under an online basemap, which may fail to load.
    ground
        Layers that complete the basemap after the first picture: those of them that are not shown as layers.
    tiles
        Online basemap, None for the backdrop alone.
    marks
        Layers in drawing order, the lowest first.
    kept
        For each layer, the mask of the rows kept.
    uncertain
        For each layer with years, when the view has a year: the kept rows that may or may not have existed.
    legend
        Entries, the top layer first.
    bounds
        (west, south, east, north) of the rows kept, None when none has a position.
    camera
        Camera; None lets the renderer fit `bounds`.
    outline
        Territories and drawn shape of the view, EPSG:4326.
    area_query
        Parameters of the link that give `outline`; None without one.
    card
        Layer and id of the object whose card is open.
    home
        (west, south, east, north) of the home basin.
    lang, theme
        Language and appearance.
    attribution
        Pairs of a licence and the producers of the layers drawn under it.
    layer_queries
        For each large layer, the parameters of the link that select and class its rows.
    simplified
        For each large layer simplified for a file, the number of rows drawn and of all rows kept.
    opacity
        For each layer that the reader has made paler, how much of its colour it keeps.
    answer
        The question of the view and what answers it; None when it asks nothing.
    notes
        Notes of the reader, drawn above all else.
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
    ground: tuple[Mark, ...] = ()
    opacity: Mapping[str, float] = field(default_factory=dict)
    answer: Answer | None = None
    notes: "tuple[Note, ...]" = ()
