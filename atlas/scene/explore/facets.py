"""Facets of a layer: the values that it can be filtered by, each with the count that a click would give."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.analysis.filters import mask_rows
from atlas.analysis.statistics.facets import Facet, Values, count_values, read_values
from atlas.io.memo import memoize
from atlas.scene.query.row_masks import row_mask

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def count_facets(layer_id: str, view: "View", atlas: "Atlas") -> dict[str, Facet]:
    """Count every facet of a layer under all conditions of a view but those on the facet itself.

    Parameters
    ----------
    layer_id
        A layer of the catalogue.
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    dict
        Field → facet, for the fields declared with ``filter = true``, in their order.
    """
    gdf, layer = atlas.frames[layer_id], atlas.catalog[layer_id]
    own = [condition for condition in view.filters if condition.layer == layer_id]
    others = tuple(condition for condition in view.filters if condition.layer != layer_id)
    # Place, year and distance do not depend on the layer's own filters, unless a condition is about its own neighbours.
    itself = any(question.layer == question.other == layer_id for question in view.near)
    around = row_mask(layer_id, replace(view, filters=others), atlas)
    facets = {}
    for name, field in layer.fields.items():
        if not field.filter:
            continue
        rest = [condition for condition in own if condition.field != name]
        if itself:
            kept = row_mask(layer_id, replace(view, filters=(*others, *rest)), atlas)
        else:
            kept = around & mask_rows(gdf, layer, rest)
        facets[name] = count_values(field_values(layer_id, name, atlas), kept)
    return facets


def field_values(layer_id: str, field_id: str, atlas: "Atlas") -> Values:
    """Return the values of a field of a layer, read once."""
    gdf, field = atlas.frames[layer_id], atlas.catalog[layer_id].fields[field_id]
    return memoize(gdf, ("values", field_id), lambda: read_values(gdf[field_id], field))
