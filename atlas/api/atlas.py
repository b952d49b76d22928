"""The atlas of a program: what it holds, what it answers, and how it is shown."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from atlas.api.statistics import Statistics
from atlas.api.view import View
from atlas.catalog import Catalog
from atlas.io import atlas as internal

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from atlas.api.story import OpenStory
    from atlas.scene.query import view as internal_view


class Atlas(Statistics):
    """The layers of an atlas and all that can be asked of them. `atlas.open` returns one.

    Nothing in it changes; `add` returns another atlas with one layer more. A question is a `View` or a link of the app.

    Attributes
    ----------
    layers
        The declarations by id; shown as a table.
    catalog, frames, folder
        Declarations, rows and folder, as the functions of `atlas.scene` take them.

    Examples
    --------
    >>> import atlas
    >>> basin = atlas.open()
    >>> found = basin.query("?layers=slag_heaps&slag_heaps.area_ha__gte=50")
    >>> bool(found["slag_heaps"]["area_ha"].min() >= 50)
    True
    """

    __slots__ = ()

    def map(
        self, question: "internal_view.View | str | None" = None, *, plain: bool = False, **options: Any
    ) -> "folium.Map":
        """Return the map of a question as a `folium.Map`, which shows itself in a notebook without network.

        Each layer of the atlas is a layer of folium of its own, with the atlas's symbols, tooltips, cards and legend.
        `folium.Marker`, the plugins, `folium.LayerControl` and ``save`` do what they do on any map of folium.

        Parameters
        ----------
        question
            A view, or a link of the app; without one the map that the app opens with.
        plain
            Draw plain `folium.GeoJson` groups instead, to be restyled by folium's own means.
        **options
            Of `folium.Map`, for example ``width`` and ``height``. ``assets``: a folder with scripts and styles of
            plugins that are not here (markers, clusters, heat maps and scales of colours are); they are taken by name.

        Examples
        --------
        >>> import atlas, folium
        >>> heaps = atlas.open().map(atlas.View(layers="slag_heaps", lang="en"))
        >>> _ = folium.LayerControl().add_to(heaps)
        >>> [child.layer_name for child in heaps._children.values() if getattr(child, "control", False)]
        ['Slag heaps']
        """
        from atlas.api.maps import map_view  # noqa: PLC0415 - folium is imported for a map

        return map_view(self.validated(View() if question is None else question), self, plain=plain, options=options)

    def sheet(
        self,
        question: "internal_view.View | str",
        path: str | Path,
        *,
        size: str = "A4",
        orientation: str = "landscape",
        private: bool = False,
    ) -> Path:
        """Write the map of a question on paper: PDF to true size, or PNG.

        Parameters
        ----------
        question
            A view, or a link of the app.
        path
            ``file.pdf`` or ``file.png``.
        size, orientation
            ``"A4"``, ``"A3"`` or ``"WxH"`` pixels; ``"landscape"`` or ``"portrait"``.
        private
            With layers that have no licence: such a sheet must not be passed on. Without, they are left out.

        Examples
        --------
        >>> import atlas, pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "heaps.png"
        >>> atlas.open().sheet(atlas.View(layers="slag_heaps"), path, size="400x400").exists()
        True
        """
        from atlas.api.files import write_sheet  # noqa: PLC0415 - matplotlib is imported for paper

        made = datetime.now(UTC).date()
        paper = (size, orientation)
        return write_sheet(self.validated(question), self, Path(path), paper=paper, made=made, private=private)

    def story(self, slug: str, *, lang: str = "en") -> "OpenStory":
        """Return a story of the atlas: its chapters, the views that they show, and the deck as one file.

        Examples
        --------
        >>> import atlas
        >>> story = atlas.open().story("trois-siecles-de-charbon")
        >>> story.lang, len(story.chapters) > 5
        ('en', True)
        """
        from atlas.api.story import open_story_of  # noqa: PLC0415 - the renderer is imported for a story

        return open_story_of(slug, lang, self)

    def add(self, gdf: "gpd.GeoDataFrame", id: str, *, title: str = "", licence: str | None = None) -> Self:  # noqa: A002 - as the field's word
        """Return an atlas with one more layer, in memory: rows of one's own, to be queried, mapped and compared.

        Parameters
        ----------
        gdf
            Rows with a known reference system; its index becomes the ids. It is not changed.
        id
            Id of the layer, in lower case.
        title
            Title; by default the id.
        licence
            Identifier of its licence (SPDX). Without one it is private: it stays out of files that are passed on.

        Raises
        ------
        LayerDataError
            The rows have no reference system, or the id cannot be used.

        Examples
        --------
        >>> import atlas
        >>> basin = atlas.open()
        >>> mine = basin.read("slag_heaps")[["name", "area_ha", "geometry"]].head(20)
        >>> wider = basin.add(mine, "my_heaps", title="My heaps", licence="CC-BY-4.0")
        >>> len(wider.query("?layers=my_heaps&my_heaps.area_ha__gte=1")["my_heaps"]) <= 20
        True
        """
        from atlas.api.own_layer import with_layer  # noqa: PLC0415 - the import is needed for rows of one's own

        catalog, frames = with_layer(gdf, id, title=title, licence=licence, atlas=self)
        return type(self)(catalog, frames, self.folder)


def open_atlas(folder: str | Path | None = None, layers: str | Iterable[str] | None = None) -> Atlas:
    """Return an atlas; each layer is read when it is first used.

    Parameters
    ----------
    folder
        Folder of an atlas; by default the shipped layers and the reader's own.
    layers
        Ids of the layers to keep beside the ground of the map and the territories; all of them by default.

    Raises
    ------
    CatalogError
        The folder holds no theme.
    ViewError
        There is no layer of an id; the sentence names the nearest.

    Examples
    --------
    >>> import atlas
    >>> few = atlas.open(layers=("slag_heaps", "mine_shafts"))
    >>> "mine_shafts" in few.layers, "projects" in few.layers
    (True, False)
    """
    opened = internal.open_atlas(None if folder is None else Path(folder))
    whole = Atlas(opened.catalog, opened.frames, opened.folder)
    if layers is None:
        return whole
    wanted = (layers,) if isinstance(layers, str) else tuple(layers)
    catalog = opened.catalog
    kept = {catalog.find(layer_id, key="layers").id for layer_id in wanted}
    fewer = {one: layer for one, layer in catalog.items() if one in kept or layer.backdrop or layer.level}
    return whole.with_catalog(Catalog(fewer, catalog.themes, catalog.basemaps, catalog.problems))
