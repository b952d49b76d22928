"""What an atlas answers: rows, figures, comparisons, ranks, the network, objects by name."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.api.view import View, with_others
from atlas.errors import ViewError, in_short
from atlas.io import atlas as internal
from atlas.scene.query import view as internal_view
from atlas.scene.query.row_masks import network_row_masks, query_rows
from atlas.scene.story.library import resolve_view

if TYPE_CHECKING:
    import geopandas as gpd
    import networkx as nx
    import pandas as pd

    from atlas.scene.compare.provenance import NumberProvenance


class Queries(internal.Atlas):
    """An atlas that answers; see `atlas.api.atlas.Atlas`. A question is a view, or a link of the app."""

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
        return query_rows(self.validated(question), self)

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

        view = self.validated(View(perimeter=perimeter, norm=norm, lang=lang))
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

        view = self.validated(View(perimeter=perimeter, norm=norm, lang=lang))
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

        view = replace(self.validated(View(mode="network") if question is None else question), mode="network")
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

    def validated(self, question: "internal_view.View | str") -> internal_view.View:
        """Return the view of a question; raise the first mistake, with the others as notes."""
        if isinstance(question, str):
            question = View.from_link(question)
        if not isinstance(question, internal_view.View):
            raise ViewError("view_wrong", value=in_short(question))
        view, problems = resolve_view(question, self)
        if problems:
            raise with_others(problems)
        return view

    def _compared(
        self, question: "internal_view.View | str | None", lang: str, parts: dict[str, Any]
    ) -> internal_view.View:
        view = View(mode="compare", lang=lang, **parts) if question is None else question
        return replace(self.validated(view), mode="compare")
