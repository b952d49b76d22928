"""The atlas: declarations, rows, and the memo of what is computed from them."""

from collections import ChainMap
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from atlas.catalog import Catalog, open_catalog, shipped_layers
from atlas.errors import AtlasError
from atlas.io.memo import memoize
from atlas.io.read import Frames

if TYPE_CHECKING:
    import geopandas as gpd

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Atlas:
    """Declarations and rows of a folder of layers: the argument of every function of the scene.

    Nothing in an atlas changes once it is made; when a file of its layers changes, another atlas is opened.

    Attributes
    ----------
    catalog
        The declarations: layers by id, themes, basemaps.
    frames
        Layer id → rows, GeoDataFrame in EPSG:4326 indexed by ``id``. Shared: never change one.
    folder
        Folder of the shipped layers; None for an atlas made by hand.
    """

    catalog: Catalog
    frames: "Mapping[str, gpd.GeoDataFrame]"
    folder: Path | None = None

    @property
    def layers(self) -> Catalog:
        """The declarations of the layers, by id."""
        return self.catalog

    @property
    def problems(self) -> tuple[AtlasError, ...]:
        """The errors of declarations, and of the layers that were tried and cannot be read."""
        parts = self.frames.maps if isinstance(self.frames, ChainMap) else (self.frames,)
        unreadable = (problem for part in parts if isinstance(part, Frames) for problem in part.problems)
        return (*self.catalog.problems, *unreadable)

    def read(self, layer_id: str) -> "gpd.GeoDataFrame":
        """Return the rows of one layer.

        Returns
        -------
        GeoDataFrame
            EPSG:4326, indexed by ``id``; declared columns with nullable types, None where a row has no position.

        Raises
        ------
        LayerMissingError
            There is no such layer; the sentence names the nearest.
        LayerDataError
            A file of the layer is missing or is not what its declaration says.
        """
        return self.frames[self.catalog[layer_id].id]

    def has_read(self, layer_ids: Iterable[str]) -> bool:
        """Return whether the rows of layers are in memory already."""
        parts = self.frames.maps if isinstance(self.frames, ChainMap) else (self.frames,)
        return not any(
            layer_id in part and not part.has_read(layer_id)
            for part in parts
            if isinstance(part, Frames)
            for layer_id in layer_ids
        )

    def memoize(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return a value computed from this atlas: computed once, kept while the atlas lives (`atlas.io.memo`)."""
        return memoize(self, key, make)

    def with_catalog(self, catalog: Catalog) -> Self:
        """Return an atlas of the same rows under other declarations, fewer for example."""
        return self if catalog is self.catalog else replace(self, catalog=catalog)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the layers."""
        return iter(self.catalog)


def open_atlas(folder: Path | None = None, before: Atlas | None = None) -> Atlas:
    """Return the atlas of a folder of layers; each layer is read when it is first used.

    Parameters
    ----------
    folder
        Folder of an atlas; the shipped layers when not given.
    before
        The atlas of the same folder as it was: where layers were only added, its rows serve again.

    Raises
    ------
    CatalogError
        The folder holds no theme.
    """
    root = folder or shipped_layers()
    catalog = open_catalog(root)
    known = before.frames if before and before.folder == root and isinstance(before.frames, Frames) else None
    return Atlas(catalog, Frames(catalog, known), folder=root)
