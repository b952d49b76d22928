"""The network as a graph, for network tools: projects, partners, places and the ties between them."""

from collections.abc import Iterator
from typing import TypeAlias

import networkx as nx
import pandas as pd

from atlas.analysis.network.joins import Frames, Kept, themes_by_project, ties

# The territory that every project is a cooperation of.
BASIN = "nord_pas_de_calais"

Attributes = dict[str, str | int | float]
Graph: TypeAlias = "nx.MultiDiGraph[str]"


def build_graph(frames: Frames, kept: Kept) -> Graph:
    """Return the kept rows of the network as nodes and edges.

    Nodes carry ``kind``: ``basin``, ``project``, ``theme``, ``partner``, ``place``, ``commune``; and, where known,
    ``label``, ``label_en``, ``country``, ``lon``, ``lat``, ``start``, ``end``, ``licence``, ``url``. Edges carry
    ``kind``: ``cooperation`` (project to basin, with the ``role`` of the Mission Bassin Minier), ``theme``,
    ``part_of``, ``partner`` (project to partner, with the ``id`` of the row), ``lies_at`` (partner to place),
    ``twinning`` (commune to place, with ``year``, ``status``, ``source``, ``url``). Missing values are left out.

    Parameters
    ----------
    frames, kept
        The layers of the network and the rows kept of each.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes and edges in an order that depends on the rows only.
    """
    graph: Graph = nx.MultiDiGraph()
    _add_projects(graph, frames, kept)
    _add_partners(graph, frames, kept)
    _add_twinnings(graph, frames, kept)
    return graph


def _add_projects(graph: Graph, frames: Frames, kept: Kept) -> None:
    projects = frames["projects"][kept["projects"]].sort_index()
    if len(projects):
        basin = frames["mining_basins"].loc[BASIN]
        graph.add_node(
            f"basin:{BASIN}", kind="basin", **_without_missing(label=basin["name"], country=basin["country"])
        )
    names, of = frames["cooperation_themes"], themes_by_project(projects)
    for i, row in projects.iterrows():
        attributes = {key: row[key] for key in ("start", "end", "programme", "funder", "family")}
        label = {"label": row["name"], "label_en": row["name_en"], "project_kind": row["kind"]}
        graph.add_node(f"project:{i}", kind="project", **_without_missing(**label, **attributes))
        graph.add_edge(f"project:{i}", f"basin:{BASIN}", kind="cooperation", **_without_missing(role=row["role"]))
        for theme in of[i]:
            words = _without_missing(
                label=names["name"][theme], label_en=names["name_en"][theme], family=names["family"][theme]
            )
            graph.add_node(f"theme:{theme}", kind="theme", **words)
            graph.add_edge(f"project:{i}", f"theme:{theme}", kind="theme")
    for i, whole in projects["part_of"].dropna().items():
        if whole in projects.index:
            graph.add_edge(f"project:{i}", f"project:{whole}", kind="part_of")


def _add_partners(graph: Graph, frames: Frames, kept: Kept) -> None:
    """Add each partner once, identified by name and country, however many projects it is in."""
    nodes: dict[tuple[str, str], str] = {}
    for i, row in ties(frames, kept).iterrows():
        node = nodes.setdefault((row["partner"], row["country"]), f"partner:{i}")
        partner = _without_missing(
            label=row["partner"], country=row["country"], city=row["city"], partner_kind=row["kind"]
        )
        graph.add_node(node, kind="partner", **partner)
        when = _without_missing(id=i, start=row["start_year"], end=row["end_year"], doubt=row["doubt"])
        graph.add_edge(f"project:{row['project']}", node, kind="partner", **when)
        if isinstance(row["place"], str):
            _add_place(graph, frames, row["place"])
            if not graph.has_edge(node, f"place:{row['place']}"):
                graph.add_edge(node, f"place:{row['place']}", kind="lies_at")


def _add_twinnings(graph: Graph, frames: Frames, kept: Kept) -> None:
    for i, row in frames["twinnings"][kept["twinnings"]].sort_index().iterrows():
        commune = f"commune:{row['commune']}"
        graph.add_node(commune, kind="commune", label=row["commune_name"], country="FRA")
        _add_place(graph, frames, row["place"])
        attributes = _without_missing(
            year=row["year"], status=row["status"], doubt=row["doubt"], licence=row["licence"]
        )
        source = _without_missing(source=row["source_title"], url=row["source_url"])
        graph.add_edge(commune, f"place:{row['place']}", kind="twinning", id=i, **attributes, **source)


def _add_place(graph: Graph, frames: Frames, place: str) -> None:
    row = frames["partner_cities"].loc[place]
    words = {"label": row["name"], "country": row["country"], "place_kind": row["kind"], "licence": row["licence"]}
    at = {} if row["geometry"] is None else {"lon": row["geometry"].x, "lat": row["geometry"].y}
    graph.add_node(f"place:{place}", kind="place", **_without_missing(**words, precision=row["precision"]), **at)


def _without_missing(**values: object) -> Attributes:
    """Drop missing values; years become plain integers."""
    return dict(_plain(values))


def _plain(values: dict[str, object]) -> Iterator[tuple[str, str | int | float]]:
    for key, value in values.items():
        if not pd.isna(value):
            yield key, value if isinstance(value, str) else int(value)  # type: ignore[call-overload]
