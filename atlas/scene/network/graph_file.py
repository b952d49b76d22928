"""The network of a view as a graph file, for network tools."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.analysis.network.graph import build_graph
from atlas.analysis.network.joins import JOINED
from atlas.errors import ViewError
from atlas.io.graph import format_graph
from atlas.io.provenance import trace
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import network_row_masks, query_rows

if TYPE_CHECKING:
    from datetime import date

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def graph_text(ending: str, view: "View", atlas: "Atlas", *, made: "date") -> str:
    """Return the network that a view keeps as text: GraphML or JSON-LD.

    Parameters
    ----------
    ending
        One of `atlas.io.graph.GRAPHS`.
    view
        A view of mode ``network`` that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    made
        Day of the export.

    Raises
    ------
    ViewError
        The view keeps nothing: the graph would be empty.
    """
    graph = build_graph(atlas.frames, network_row_masks(view, atlas))
    if not len(graph):
        raise ViewError("network_empty")
    rows = query_rows(replace(view, layers=JOINED), atlas, shares=False)
    provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=made)
    return format_graph(graph, ending, credits_=f"{provenance.link} ({made.isoformat()}); {provenance.credits_}")
