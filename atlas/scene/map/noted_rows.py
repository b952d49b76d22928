"""The rows that a view keeps, and its notes as the rows of one more layer: what is taken away."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.scene.query.row_masks import query_rows, shown_layers

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def noted_rows(view: "View", atlas: "Atlas") -> "tuple[View, Atlas, dict[str, gpd.GeoDataFrame]]":
    """Return the rows that a view keeps, its notes the last layer; and the view and the atlas that show that layer.

    Parameters
    ----------
    view
        A validated view. Without notes it is returned as it is, and so is the atlas.
    atlas
        Declarations and rows.
    """
    rows = dict(query_rows(view, atlas))
    if not view.note:
        return view, atlas, rows
    from atlas.scene.notes.note_layer import with_notes  # noqa: PLC0415 - what drafts a layer is imported for notes

    layer_id, wider = with_notes(view.note, atlas)
    shown = (*shown_layers(view, atlas.catalog), layer_id)
    return replace(view, layers=shown), wider, {**rows, layer_id: wider.frames[layer_id]}
