"""Full-text search in the rows of every layer: names in all languages, numbers, communes, companies."""

from collections import Counter
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from atlas.analysis.spatial.generalise import LARGE_ROWS
from atlas.analysis.statistics.text_index import Index, find, make_index
from atlas.i18n import LANGUAGES
from atlas.scene.query.names import RowPlace, row_about, row_place
from atlas.scene.query.row_masks import readable_layers
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas

    Frames = Mapping[str, gpd.GeoDataFrame]

# Rank of a match, best first: the main name, another name, a name without a position on the map, a place or company,
# the title of the layer.
_NAME, _OTHER_NAME, _IN_TABLE, _ABOUT, _KIND = 0, 1, 2, 4, 6
# Results of one layer: a place name matches rows of many layers, and each shows a few.
_A_LAYER = 8
# Texts that are indexed without a pause: some hundredths of a second.
_STEP = 1_000
# Whether a reader has searched: the index is then made without a pause.
_searched = Event()


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """The search index of an atlas: built once, read at every key stroke.

    Attributes
    ----------
    index
        Words of all rows.
    layers, rows
        For each row of the index, the id of its layer and its own id.
    lengths
        Letters of its name.
    """

    index: Index
    layers: tuple[str, ...]
    rows: tuple[str, ...]
    lengths: np.ndarray


class FoundRow(RowPlace):
    """A row that a search found: `title` of its layer, `about` its other names, communes, company."""

    layer: str
    title: str
    id: str
    name: str
    about: str | None


class SearchResults(TypedDict):
    """How many rows a search found, and the best of them."""

    query: str
    count: int
    found: list[FoundRow]


def finder_of(atlas: "Atlas") -> Finder:
    """Return the search index of an atlas, built once."""
    # Where it is being prepared, it no longer pauses.
    _searched.set()
    return atlas.memoize("finder", lambda: make_finder(atlas))


def prepare_finder(atlas: "Atlas", pause: "Callable[[], None]") -> None:
    """Build the search index of an atlas before the first search, with a pause between its steps until there is one.

    Parameters
    ----------
    atlas
        Declarations and rows.
    pause
        Waits while others use the interpreter.
    """

    def step() -> None:
        if not _searched.is_set():
            pause()

    atlas.memoize("finder", lambda: make_finder(atlas, step))


def make_finder(atlas: "Atlas", step: "Callable[[], None]" = lambda: None) -> Finder:
    """Index every row of every layer that can be read; the ground of the map comes last.

    Parameters
    ----------
    atlas
        Declarations and rows.
    step
        Is called after some texts each.
    """
    layers = sorted(readable_layers(atlas.catalog.values(), atlas.frames), key=_is_ground)
    owners = [(layer.id, row_id) for layer in layers for row_id in atlas.frames[layer.id].index]
    names = [atlas.frames[layer.id][layer.name].astype("object") for layer in layers]
    return Finder(
        index=make_index(_in_steps(_texts(layers, atlas.frames), step), len(owners)),
        layers=tuple(layer_id for layer_id, _ in owners),
        rows=tuple(row_id for _, row_id in owners),
        lengths=np.array([len(name) if isinstance(name, str) else 0 for column in names for name in column], dtype=int),
    )


def search(finder: Finder, query: str, lang: str, atlas: "Atlas", *, limit: int = 24) -> SearchResults:
    """Find the rows that match what a reader types, at most `limit` of them and a few of each layer."""
    positions, cost = find(finder.index, query)
    # Of two equal matches the shorter name is closer to the query; then the order of the layers decides.
    order = np.lexsort((finder.lengths[positions], cost))
    taken: Counter[str] = Counter()
    found: dict[tuple[str, str, str | None], FoundRow] = {}
    for position in positions[order].tolist():
        layer_id = finder.layers[position]
        if taken[layer_id] < _A_LAYER:
            row = _describe(atlas.catalog[layer_id], atlas.frames[layer_id], finder.rows[position], lang)
            # The sections of one line have the same name and description: they are listed once.
            found.setdefault((layer_id, row["name"], row["about"]), row)
            taken[layer_id] = sum(layer == layer_id for layer, _, _ in found)
        if len(found) == limit:
            break
    return {"query": query, "count": len(positions), "found": list(found.values())}


def _in_steps(texts: "Iterator[tuple[int, int, str]]", step: "Callable[[], None]") -> "Iterator[tuple[int, int, str]]":
    for number, text in enumerate(texts):
        if number % _STEP == 0:
            step()
        yield text


def _is_ground(layer: "Layer") -> bool:
    return layer.backdrop and layer.level is None


def _texts(layers: "Sequence[Layer]", frames: "Frames") -> "Iterator[tuple[int, int, str]]":
    """Return position, rank and text of everything that a row can be found by."""
    first = 0
    for layer in layers:
        gdf = frames[layer.id]
        ranks = {layer.name: _NAME if layer.geometry != "none" else _IN_TABLE} | dict.fromkeys(
            layer.search.about, _ABOUT
        )
        ranks |= dict.fromkeys((*layer.search.names, *([layer.name_codes] if layer.name_codes else [])), _OTHER_NAME)
        places = {row_id: k for k, row_id in enumerate(gdf.index, start=first)} if _named_apart(layer) else {}
        if layer.level:
            # Offices know a territory by its number.
            yield from ((k, _OTHER_NAME, row) for k, row in enumerate(gdf.index, start=first) if row.isdigit())
        for row_id, names in _other_names(layer):
            yield from ((places[row_id], _OTHER_NAME, name) for name in names if row_id in places)
        for column, rank in ranks.items():
            translate = _in_all_languages(layer.fields[column])
            for k, cell in enumerate(gdf[column].astype("object"), start=first):
                if isinstance(cell, str):
                    yield k, rank, translate(cell)
        # The title of a large layer would match all its rows: they are found by their own names only.
        if not _is_ground(layer) and len(gdf) <= LARGE_ROWS:
            kind = " ".join(layer.title(lang) for lang in LANGUAGES)
            yield from ((k, _KIND, kind) for k in range(first, first + len(gdf)))
        first += len(gdf)


def _named_apart(layer: "Layer") -> bool:
    return bool(layer.search.aliases or layer.exonyms)


def _other_names(layer: "Layer") -> "Iterator[tuple[str, tuple[str, ...]]]":
    """Return the names of rows that stand in the declaration: in common use, and in other languages."""
    yield from layer.search.aliases.items()
    yield from ((row_id, tuple(dict.fromkeys(map(text, LANGUAGES)))) for row_id, text in layer.exonyms.items())


def _in_all_languages(field: "Field") -> "Callable[[str], str]":
    """Return a function that replaces the codes in a cell by their titles in every language."""
    if not field.codes:
        return str
    titles = {code: " ".join(dict.fromkeys(text(lang) for lang in LANGUAGES)) for code, text in field.codes.items()}
    return lambda cell: " ".join(titles.get(part.strip(), part) for part in cell.split(field.separator or ";"))


def _describe(layer: "Layer", gdf: "gpd.GeoDataFrame", row_id: str, lang: str) -> FoundRow:
    row = gdf.loc[row_id]
    return {
        "layer": layer.id,
        "title": layer.title(lang),
        "id": row_id,
        "name": row_name(layer, row, lang),
        "about": row_about(layer, row, lang),
        **row_place(gdf, row_id),
    }
