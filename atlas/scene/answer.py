"""Answers a view: which rows of each layer it keeps. The one path of map, counts, table, charts and exports."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.filters import mask_rows
from atlas.analysis.spatial import intersects, nearest_m, within_distance
from atlas.errors import AtlasError, ViewError
from atlas.scene.shapes import read_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.catalog import Catalog, Layer
    from atlas.scene.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]


def outline_of(territory: str, catalog: "Catalog", frames: "Frames", *, key: str = "territory") -> shapely.Geometry:
    """Give the outline of a territory, EPSG:4326, by its id in one of the layers that declare a level.

    Raises
    ------
    ViewError
        No territory has that id, or it is known as a point only.
    """
    for layer in readable((layer for layer in catalog.values() if layer.level), frames):
        if territory in frames[layer.id].index:
            outline = frames[layer.id].geometry[territory]
            if outline is None or shapely.get_dimensions(outline) < 2:  # noqa: PLR2004
                raise ViewError("territory_without_outline", key=key, value=territory)
            return outline
    raise ViewError("territory_unknown", key=key, value=territory)


def readable(layers: "Iterable[Layer]", frames: "Frames") -> "list[Layer]":
    """Give the layers whose files can be read: a damaged one does not close the others."""
    found = []
    for layer in layers:
        try:
            frames[layer.id]
        except AtlasError:
            continue
        found.append(layer)
    return found


def shown_layers(view: "View", catalog: "Catalog") -> tuple[str, ...]:
    """Give the ids of the layers that a view shows."""
    return catalog.shown if view.layers is None else view.layers


def keep(layer_id: str, view: "View", catalog: "Catalog", frames: "Frames") -> np.ndarray:
    """Say which rows of one layer a view keeps: filters, year, territories, drawn shape and distances together.

    A table lies nowhere: only its filters and the year choose among its rows. A distance is asked to the features of
    the other layer that its own filters keep, wherever they lie.

    Parameters
    ----------
    layer_id
        A layer of the catalogue, shown or not.
    view
        One that `fit` has passed.
    catalog, frames
        Declarations and rows.

    Returns
    -------
    ndarray of bool
        One for each row of the frame, in its order.
    """
    gdf, layer = frames[layer_id], catalog[layer_id]
    kept = mask_rows(gdf, layer, view.filters) & _existed(gdf, layer, view.year)
    if layer.geometry == "none":
        return kept
    if view.territory:
        outlines = [outline_of(territory, catalog, frames) for territory in view.territory]
        kept &= intersects(gdf.geometry, shapely.union_all(outlines))
    if view.select:
        shape, metres = read_shape(view.select)
        kept &= within_distance(gdf.geometry, gpd.GeoSeries([shape], crs=gdf.crs), metres)
    for question in view.near:
        if question.layer == layer_id:
            others = _filtered(question.other, view, catalog, frames).geometry
            kept &= within_distance(gdf.geometry, others, question.metres)
    return kept


def answer(view: "View", catalog: "Catalog", frames: "Frames") -> dict[str, "gpd.GeoDataFrame"]:
    """Give the rows that a view keeps, layer by layer, with the distances it asks for.

    Returns
    -------
    dict
        For each layer shown, a GeoDataFrame in EPSG:4326 indexed by id: the declared columns, and
        ``nearest_<layer>_m`` (m, missing where there is no position) for each ``nearest``.
    """
    rows = {}
    for layer_id in shown_layers(view, catalog):
        gdf = frames[layer_id][keep(layer_id, view, catalog, frames)]
        for question in view.nearest:
            if question.layer == layer_id:
                others = _filtered(question.other, view, catalog, frames).geometry
                gdf = gdf.assign(**{f"nearest_{question.other}_m": nearest_m(gdf.geometry, others).round(1)})
        rows[layer_id] = gdf
    return rows


def _filtered(layer_id: str, view: "View", catalog: "Catalog", frames: "Frames") -> "gpd.GeoDataFrame":
    gdf = frames[layer_id]
    return gdf[mask_rows(gdf, catalog[layer_id], view.filters)]


def _existed(gdf: "gpd.GeoDataFrame", layer: "Layer", year: int | None) -> np.ndarray:
    """Keep what existed in a year, and what may have: a row whose years are unknown is never dropped in silence."""
    existed = np.ones(len(gdf), dtype=bool)
    if year is None or layer.period is None:
        return existed
    existed &= ~(gdf[layer.period.start] > year).fillna(value=False).to_numpy(dtype=bool)
    if layer.period.end:
        existed &= ~(gdf[layer.period.end] < year).fillna(value=False).to_numpy(dtype=bool)
    return existed
