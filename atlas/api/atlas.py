"""The atlas of a program: what it holds, what it answers, and how it is shown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from atlas.api.view import View, with_others
from atlas.catalog import Catalog
from atlas.errors import ViewError
from atlas.io import atlas as internal
from atlas.scene.query import view as internal_view
from atlas.scene.query.row_masks import network_row_masks, query_rows
from atlas.scene.story.library import resolve_view

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import networkx as nx
    import pandas as pd

    from atlas.api.story import OpenStory
    from atlas.scene.compare.provenance import NumberProvenance


class Atlas(internal.Atlas):
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

    def query(self, question: "internal_view.View | str") -> "dict[str, gpd.GeoDataFrame]":
        """Return the rows that a question keeps of each layer that it shows.

        Parameters
        ----------
        question
            A view, or a link of the app.

        Returns
        -------
        dict
            Layer id → GeoDataFrame, EPSG:4326, indexed by ``id``.

        Raises
        ------
        ViewError
            A part of the question cannot be answered; the sentence names the nearest that can.

        Examples
        --------
        >>> import atlas
        >>> view = atlas.View(layers="slag_heaps", filters={"slag_heaps.form": "conical"}, territory="246200364")
        >>> len(atlas.open().query(view)["slag_heaps"])
        3
        """
        return query_rows(self._validated(question), self)

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
            Of `folium.Map`, for example ``width`` and ``height``.

        Examples
        --------
        >>> import atlas, folium
        >>> heaps = atlas.open().map(atlas.View(layers="slag_heaps", lang="en"))
        >>> _ = folium.LayerControl().add_to(heaps)
        >>> [child.layer_name for child in heaps._children.values() if getattr(child, "control", False)]
        ['Slag heaps']
        """
        from atlas.api.maps import map_view  # noqa: PLC0415 - folium is imported for a map

        return map_view(self._validated(View() if question is None else question), self, plain=plain, options=options)

    def indicators(
        self,
        level: str = "intercommunality",
        ids: str | Iterable[str] | None = None,
        *,
        perimeter: str | None = None,
        norm: str | None = None,
        lang: str = "en",
    ) -> "pd.DataFrame":
        """Return indicators of all territories of a level, one row a value.

        Parameters
        ----------
        level
            ``"basin"``, ``"intercommunality"`` or ``"commune"``.
        ids
            Ids of indicators; all of them by default.
        perimeter, norm
            As in a link: ``"mbm"``, ``"bodies"``, ``"property"``, ``"buffer"``; ``"area"``, ``"population"``,
            ``"absolute"``.
        lang
            Of the names and titles.

        Returns
        -------
        DataFrame
            ``territory``, ``name``, ``indicator``, ``part``, ``value`` (NaN where it is unknown), ``unit``, coverage
            (``valid`` of ``expected`` rows, ``completeness``), ``notes``, ``rules`` and ``sources``; in ``attrs`` the
            units and titles of the measures, the sources and the link.

        Examples
        --------
        >>> import atlas
        >>> table = atlas.open().indicators("intercommunality", "heap_density")
        >>> table.attrs["units"]["heap_density"]
        '1/100 km²'
        """
        from atlas.api.figures import indicator_table  # noqa: PLC0415 - all indicators are imported

        view = self._validated(View(perimeter=perimeter, norm=norm, lang=lang))
        return indicator_table(level, (ids,) if isinstance(ids, str) else ids, view, self)

    def compare(
        self, question: "internal_view.View | str | None" = None, /, *, lang: str = "en", **parts: Any
    ) -> "pd.DataFrame":
        """Compare territories: one row a territory and measure, with rank, gap and coverage.

        Parameters
        ----------
        question
            A view of the compare mode, or its link; or the parts of one as keywords:
        lang
            Of the names and titles.
        **parts
            ``compare``: ids of territories or a level; ``ind``: ids of measures; ``ref``, ``perimeter``, ``norm``.

        Examples
        --------
        >>> import atlas
        >>> table = atlas.open().compare(compare=("246200364", "200072460"), ind="inscribed_heap_share")
        >>> table[["territory", "unit"]].to_dict("list")
        {'territory': ['246200364', '200072460'], 'unit': ['share', 'share']}
        """
        from atlas.api.figures import comparison_table  # noqa: PLC0415 - all indicators are imported

        return comparison_table(self._compared(question, lang, parts), self)

    def ranks(
        self, question: "internal_view.View | str | None" = None, /, *, lang: str = "en", **parts: Any
    ) -> "pd.DataFrame":
        """Rank territories by a composite of measures, and tell how robust the ranks are; see `compare`.

        Returns
        -------
        DataFrame
            The best first: ``composite``, ``rank``, ``rank_by_ranks``, the share of random weightings that put it first
            (``first_share``) and the score of each measure; in ``attrs`` how often each is ahead of the next
            (``ahead``), what flips the pair, and what was left out.

        Examples
        --------
        >>> import atlas
        >>> ranks = atlas.open().ranks(ind=("inscribed_heap_share", "core_area_share"))
        >>> bool(ranks["rank"].is_monotonic_increasing)
        True
        """
        from atlas.api.figures import rank_table  # noqa: PLC0415 - all indicators are imported

        return rank_table(self._compared(question, lang, parts), self)

    def evidence(
        self,
        indicator: str,
        territory: str,
        *,
        perimeter: str | None = None,
        norm: str | None = None,
        lang: str = "en",
    ) -> "NumberProvenance":
        """Return where a number comes from.

        Parameters
        ----------
        indicator
            Id of a measure: ``"indicator"`` or ``"indicator.part"``.
        territory
            Id of a territory.
        perimeter, norm, lang
            As in `indicators`.

        Returns
        -------
        dict
            ``value``, ``unit``, ``definition``, ``formula`` (LaTeX), ``layers`` with the rows used and the files with
            their hashes, and ``command``, which computes the same number again.

        Examples
        --------
        >>> import atlas
        >>> atlas.open().evidence("inscribed_heap_share", "246200364")["layers"][0]["id"]
        'slag_heaps'
        """
        from atlas.api.figures import evidence_of  # noqa: PLC0415 - all indicators are imported

        view = self._validated(View(perimeter=perimeter, norm=norm, lang=lang))
        return evidence_of(indicator, territory, view, self)

    def network(self, question: "internal_view.View | str | None" = None) -> "nx.MultiDiGraph[str]":
        """Return the network of partners, projects and places that a question keeps, as a graph of networkx.

        Examples
        --------
        >>> import atlas
        >>> graph = atlas.open().network("?mode=network&projects.themes=soil_clean_up")
        >>> len([node for node, kind in graph.nodes(data="kind") if kind == "basin"])
        1
        """
        from atlas.analysis.network.graph import build_graph  # noqa: PLC0415 - networkx is imported for a graph

        view = replace(self._validated(View(mode="network") if question is None else question), mode="network")
        return build_graph(self.frames, network_row_masks(view, self))

    def search(self, text: str, *, lang: str = "en", limit: int = 24) -> "pd.DataFrame":
        """Find objects of any layer by name, number, commune or company, forgiving a slip; the best first.

        Examples
        --------
        >>> import atlas
        >>> "slag_heaps" in set(atlas.open().search("pinchonvalles")["layer"])
        True
        """
        from atlas.api.search import found_rows  # noqa: PLC0415 - the index is made for a search

        return found_rows(text, self, lang=lang, limit=limit)

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
        return write_sheet(self._validated(question), self, Path(path), paper=paper, made=made, private=private)

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

    def _validated(self, question: "internal_view.View | str") -> internal_view.View:
        """Return the view of a question; raise the first mistake, with the others as notes."""
        if isinstance(question, str):
            question = View.from_link(question)
        if not isinstance(question, internal_view.View):
            raise ViewError("view_wrong", value=question)
        view, problems = resolve_view(question, self)
        if problems:
            raise with_others(problems)
        return view

    def _compared(
        self, question: "internal_view.View | str | None", lang: str, parts: dict[str, Any]
    ) -> internal_view.View:
        view = View(mode="compare", lang=lang, **parts) if question is None else question
        return replace(self._validated(view), mode="compare")


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
