"""The view: the state of every mode as frozen data, as a permalink carries it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from atlas.catalog.filter import SHARE_DECIMALS, AreaRule, Filter
from atlas.i18n import LANGUAGES
from atlas.scene.notes.note import Note

Mode = Literal["explore", "compare", "network", "present", "data"]
Appearance = Literal["light", "dark", "room"]
Way = Literal[
    "table", "plots", "maps", "scatter", "clock", "ranks", "perimeters", "twins", "register", "moran", "typology"
]
MODES: tuple[Mode, ...] = get_args(Mode)
WAYS: tuple[Way, ...] = get_args(Way)
APPEARANCES: tuple[Appearance, ...] = get_args(Appearance)
LANG = LANGUAGES[0]
BASEMAP = "atlas"
# Numbers of classes that can be distinguished on a map.
LEAST_CLASSES, MOST_CLASSES = 2, 7
# Of the opacity of a layer: what is less cannot be seen.
LEAST_OPACITY, OPACITY_DECIMALS = 0.05, 2
# Greatest zoom level of the map: what a link says, the map can show.
MOST_ZOOM = 22


@dataclass(frozen=True, slots=True)
class Camera:
    """Camera of the map: centre in degrees with five decimals (about a metre), zoom level of a web map.

    Examples
    --------
    >>> import atlas
    >>> atlas.View(at=atlas.Camera(50.43, 2.83, 11)).to_link()
    '?at=50.43,2.83,11'
    """

    lat: float
    lon: float
    zoom: float

    def __post_init__(self) -> None:
        """Round to the decimals of a link, so that a view equals the view of its link."""
        object.__setattr__(self, "lat", round(self.lat, 5))
        object.__setattr__(self, "lon", round(self.lon, 5))
        object.__setattr__(self, "zoom", round(self.zoom, 2))


@dataclass(frozen=True, slots=True)
class Near:
    """Keep features of `layer` within `metres` of a feature of `other`; 0 keeps those that intersect one.

    Examples
    --------
    >>> import atlas
    >>> atlas.View(near=atlas.Near("slag_heaps", "green_corridors", 500)).to_link()
    '?near=slag_heaps:green_corridors:500'
    """

    layer: str
    other: str
    metres: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """Add to `layer` the distance to the nearest feature of `other`."""

    layer: str
    other: str


@dataclass(frozen=True, slots=True)
class Classes:
    """Classification of a numeric field: scheme and number of classes."""

    layer: str
    field: str
    scheme: str
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """The state of every mode, as the permalink carries it.

    Attributes
    ----------
    mode, lang, theme, basemap
        Which page, language, appearance and background.
    at
        Camera; None fits the map to the rows shown.
    layers
        Ids of the layers shown, in the order chosen; None means the default layers of the mode.
    filters
        Conditions, one for each field and operator, sorted by key.
    territory
        Ids of territories; features that lie in one of them, by the rule, are kept, and not cut.
    territory_rule
        How a feature lies in the territories, and in the drawn shape: ``meets``, ``within``, ``centre``, or at least
        a share of it (see `AreaRule`).
    select
        A drawn shape: an encoded polyline (its ring) or ``circle:lat,lon,m``.
    near, nearest
        Distances between layers.
    year
        Keep what existed in that year.
    classes
        Classifications of numeric fields.
    order
        Ids of layers from the top of the map to its bottom; a layer that is not named stands where it usually does.
    opacity
        Pairs of a layer and how much of its colour it keeps, 0 to 1; a layer that is not named keeps all of it.
    compare, ref, ind, perimeter, norm
        Compare mode: territories, reference, indicators, perimeter, normalisation.
    way, detail
        Compare mode: the way to show the comparison, and pairs of a setting and its value.
    version
        Pairs of a contested figure and its chosen version.
    story
        Slug of a story and the number of its scene, from 1.
    card
        Layer and id of the object whose card is open.
    layer
        Data mode: id of the layer whose sheet is shown; None shows the list of all.
    note
        Notes on the map, the first one lowest.
    """

    mode: Mode = MODES[0]
    lang: str = LANG
    theme: Appearance = APPEARANCES[0]
    basemap: str = BASEMAP
    at: Camera | None = None
    layers: tuple[str, ...] | None = None
    filters: tuple[Filter, ...] = ()
    territory: tuple[str, ...] = ()
    territory_rule: AreaRule = "meets"
    select: str | None = None
    near: tuple[Near, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    year: int | None = None
    classes: tuple[Classes, ...] = ()
    order: tuple[str, ...] = ()
    opacity: tuple[tuple[str, float], ...] = ()
    compare: tuple[str, ...] = ()
    ref: str | None = None
    ind: tuple[str, ...] = ()
    perimeter: str | None = None
    norm: str | None = None
    way: Way = WAYS[0]
    detail: tuple[tuple[str, str], ...] = ()
    version: tuple[tuple[str, str], ...] = ()
    story: tuple[str, int] | None = None
    card: tuple[str, str] | None = None
    layer: str | None = None
    note: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        """Sort the filters, so that equal conditions in any order are equal views; round the shares.

        No other mode has the sheet of a layer.
        """
        object.__setattr__(self, "filters", tuple(sorted(self.filters, key=lambda f: f.key)))
        rounded = ((layer, round(share, OPACITY_DECIMALS)) for layer, share in self.opacity)
        object.__setattr__(self, "opacity", tuple(pair for pair in rounded if pair[1] < 1))
        if self.mode != "data":
            object.__setattr__(self, "layer", None)
        if not isinstance(self.territory_rule, str):
            share = round(float(self.territory_rule), SHARE_DECIMALS)
            object.__setattr__(self, "territory_rule", "within" if share >= 1 else share)


def add_notes(view: View, notes: Sequence[Note]) -> View:
    """Return a view with further notes after its own, each once."""
    return replace(view, note=tuple(dict.fromkeys((*view.note, *notes)))) if notes else view
