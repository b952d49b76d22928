"""Row masks of a view: the rows that it keeps of each layer, for map, counts, table, charts and exports alike."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from atlas.analysis.filters import mask_rows
from atlas.analysis.network.joins import JOINED, join
from atlas.analysis.spatial.proximity import intersects, nearest_m, within_distance
from atlas.analysis.spatial.share_inside import centres_inside, ends_inside, shares_inside
from atlas.errors import AtlasError, ViewError, nearest
from atlas.io.memo import memoize, memoize_rows
from atlas.scene.query.drawn_shape import read_shape, shape_area
from atlas.scene.query.network_masks import spread_filters

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from atlas.catalog import Catalog, Layer
    from atlas.catalog.filter import AreaRule
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import Near, View

    Frames = Mapping[str, gpd.GeoDataFrame]

# Layers that network mode shows by default.
NETWORK_LAYERS = frozenset({"partnerships", "partner_cities", "partner_areas"})


def territory_outline(territory: str, atlas: "Atlas", *, key: str = "territory") -> shapely.Geometry:
    """Return the outline of a territory, EPSG:4326, from the layers that declare a level.

    Raises
    ------
    ViewError
        No territory has that id, or it has no outline.
    """
    for layer in readable_layers((layer for layer in atlas.catalog.values() if layer.level), atlas.frames):
        if territory in atlas.frames[layer.id].index:
            outline = atlas.frames[layer.id].geometry[territory]
            if outline is None or shapely.get_dimensions(outline) < 2:  # noqa: PLR2004
                raise ViewError("territory_without_outline", key=key, value=territory)
            return outline
    raise territory_unknown(territory, atlas, key=key)


def territory_unknown(territory: str, atlas: "Atlas", *, key: str) -> ViewError:
    """Return the error for an unknown territory, with the nearest ids and names."""
    layers = readable_layers((layer for layer in atlas.catalog.values() if layer.level), atlas.frames)
    names = {row: str(name) for layer in layers for row, name in atlas.read(layer.id)[layer.name].dropna().items()}
    near = nearest(territory, [row for layer in layers for row in atlas.read(layer.id).index], names=names)
    return ViewError("territory_unknown", key=key, value=territory, nearest=near)


def readable_layers(layers: "Iterable[Layer]", frames: "Frames") -> "list[Layer]":
    """Return the layers whose files can be read."""
    found = []
    for layer in layers:
        try:
            frames[layer.id]
        except AtlasError:
            continue
        found.append(layer)
    return found


def shown_layers(view: "View", catalog: "Catalog") -> tuple[str, ...]:
    """Return the ids of the layers that a view shows; the defaults of its mode when `view.layers` is None."""
    if view.layers is not None:
        return view.layers
    if view.mode == "network":
        return tuple(layer.id for layer in catalog.values() if layer.id in NETWORK_LAYERS)
    return catalog.shown


def row_mask(layer_id: str, view: "View", atlas: "Atlas") -> np.ndarray:
    """Return which rows of one layer meet every condition of a view: filters, year, territories, shape, distances.

    Tables are selected by filters and year only. A distance is measured to the features of the other layer that meet
    the filters on that layer, whatever the territories and the drawn shape.

    Parameters
    ----------
    layer_id
        A layer of the catalogue, shown or not.
    view
        A validated view, see `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.

    Returns
    -------
    ndarray of bool
        In the order of the frame.
    """
    if layer_id in JOINED and is_joined(view, atlas):
        return network_row_masks(view, atlas)[layer_id]
    gdf, layer = atlas.frames[layer_id], atlas.catalog[layer_id]
    kept = mask_rows(gdf, layer, view.filters) & _existed(gdf, layer, view.year)
    if layer.geometry == "none":
        return kept
    for key, compute in _spatial_conditions(layer_id, view, atlas):
        # A distance costs as much as the other layer has rows, however few this one has.
        kept &= (memoize if key[0] == "near" else memoize_rows)(gdf, key, compute)
    return kept


def _spatial_conditions(
    layer_id: str, view: "View", atlas: "Atlas"
) -> "Iterator[tuple[tuple[Hashable, ...], Callable[[], np.ndarray]]]":
    """Return the spatial conditions of a view on a layer: the key of each in the memo, and a function for its mask."""
    if not (view.territory or view.select or view.near):
        return
    shapes = atlas.frames[layer_id].geometry
    if view.territory:
        outline = shapely.union_all([territory_outline(territory, atlas) for territory in view.territory])
        yield ("territory", outline), lambda: intersects(shapes, outline)
    if view.select:
        shape, metres = read_shape(view.select)
        drawn = gpd.GeoSeries([shape], crs=shapes.crs)
        yield ("select", view.select), lambda: within_distance(shapes, drawn, metres)
    # In addition to the two conditions above: what lies inside by a stricter rule also meets both.
    if view.territory_rule != "meets" and (area := selected_outline(view, atlas)) is not None:
        key = ("territory_rule", area, view.territory_rule)
        yield key, lambda: _inside(layer_id, area, view.territory_rule, atlas)
    for near in view.near:
        if near.layer == layer_id:
            filters = tuple(condition for condition in view.filters if condition.layer == near.other)
            # Two readers may each have a layer of that name: the key identifies the frame itself.
            frame = memoize(atlas.frames[near.other], "itself", object)

            def compute(near: "Near" = near) -> np.ndarray:
                others = filtered_rows(near.other, view, atlas).geometry
                return within_distance(shapes, others, near.metres)

            yield ("near", frame, filters, near.metres), compute


def _inside(layer_id: str, area: shapely.Geometry, rule: "AreaRule", atlas: "Atlas") -> np.ndarray:
    """Return which rows of a layer lie in an area by a rule other than ``meets``."""
    if rule == "centre" and not _is_schematic(atlas.catalog[layer_id]):
        return centres_inside(atlas.frames[layer_id].geometry, area)
    least = 1.0 if isinstance(rule, str) else rule
    return _shares(layer_id, area, atlas) >= least


def _shares(layer_id: str, area: shapely.Geometry, atlas: "Atlas") -> np.ndarray:
    """Return the share of each row of a layer inside an area."""
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    return memoize_rows(gdf, ("inside_share", area), lambda: shares_in_area(layer, gdf, area))


def shares_in_area(layer: "Layer", gdf: "gpd.GeoDataFrame", area: shapely.Geometry) -> np.ndarray:
    """Return the share of each row inside an area; a schematic line is no route and lies where one of its ends does."""
    measure = ends_inside if _is_schematic(layer) else shares_inside
    return measure(gdf.geometry, area)


def _is_schematic(layer: "Layer") -> bool:
    return layer.style is not None and layer.style.line == "arc"


def selected_outline(view: "View", atlas: "Atlas") -> shapely.Geometry | None:
    """Return the area that a view selects: its territories, the drawn shape, or their intersection; else None.

    Returns
    -------
    Geometry
        EPSG:4326.
    """
    territories = [territory_outline(territory, atlas) for territory in view.territory]
    outline = shapely.union_all(territories) if territories else None
    if view.select is None:
        return outline
    drawn = shape_area(view.select)
    return drawn if outline is None else shapely.intersection(outline, drawn)


def share_column(layer: "Layer") -> str:
    """Return the name of the column with the share of each row inside the selected area; no field has it."""
    name = "inside_share"
    while name in layer.fields:
        name += "_"
    return name


def is_joined(view: "View", atlas: "Atlas") -> bool:
    """Return whether the network layers are filtered together: in network mode, when all of them can be read."""
    if view.mode != "network" or not set(JOINED) <= set(atlas.catalog):
        return False
    return len(readable_layers((atlas.catalog[layer_id] for layer_id in JOINED), atlas.frames)) == len(JOINED)


def network_row_masks(view: "View", atlas: "Atlas") -> dict[str, np.ndarray]:
    """Return the row masks of the network layers, filtered together.

    See `atlas.analysis.network.joins.join` and `atlas.scene.query.network_masks.spread_filters`.
    """
    conditions = spread_filters(view)
    alone = {layer_id: row_mask(layer_id, conditions.view, atlas) for layer_id in JOINED}
    alone["municipal_partners"] &= conditions.members
    return join(atlas.frames, alone, ties_required=conditions.ties, without_twinnings=not conditions.twinnings)


def query_rows(view: "View", atlas: "Atlas", *, shares: bool = True) -> dict[str, "gpd.GeoDataFrame"]:
    """Return the rows that a view keeps of each layer shown, with the distances and shares that it asks for.

    Parameters
    ----------
    view
        A validated view, see `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.
    shares
        Whether the rows have their share inside the selected area.

    Returns
    -------
    dict
        For each layer shown, a GeoDataFrame in EPSG:4326 indexed by id: the declared columns, and
        ``nearest_<layer>_m`` (m, missing where there is no position) for each ``nearest``, and ``inside_share`` (0
        to 1, missing where there is no position) when the view selects an area.
    """
    rows = {}
    area = selected_outline(view, atlas) if shares else None
    for layer_id in shown_layers(view, atlas.catalog):
        kept = row_mask(layer_id, view, atlas)
        gdf = atlas.frames[layer_id][kept]
        for pair in view.nearest:
            if pair.layer == layer_id:
                others = filtered_rows(pair.other, view, atlas).geometry
                gdf = gdf.assign(**{f"nearest_{pair.other}_m": nearest_m(gdf.geometry, others).round(1)})
        if area is not None and (layer := atlas.catalog[layer_id]).geometry != "none":
            gdf = gdf.assign(**{share_column(layer): _shares(layer_id, area, atlas)[kept]})
        rows[layer_id] = gdf
    return rows


def filtered_rows(layer_id: str, view: "View", atlas: "Atlas") -> "gpd.GeoDataFrame":
    """Return the rows of a layer that meet the filters on it alone: what a distance is measured to."""
    gdf = atlas.frames[layer_id]
    return gdf[mask_rows(gdf, atlas.catalog[layer_id], view.filters)]


def _existed(gdf: "gpd.GeoDataFrame", layer: "Layer", year: int | None) -> np.ndarray:
    """Return which rows existed in a year; a row with unknown years is kept, see `uncertain_rows`."""
    existed = np.ones(len(gdf), dtype=bool)
    if year is None or layer.period is None:
        return existed
    existed &= ~(gdf[layer.period.start] > year).fillna(value=False).to_numpy(dtype=bool)
    if layer.period.end:
        existed &= ~(gdf[layer.period.end] < year).fillna(value=False).to_numpy(dtype=bool)
    return existed


def uncertain_rows(gdf: "gpd.GeoDataFrame", layer: "Layer", year: int) -> np.ndarray:
    """Return which rows may or may not have existed in a year: their first or last year is unknown."""
    if layer.period is None:
        return np.zeros(len(gdf), dtype=bool)
    ends = [layer.period.end] if layer.period.end and not layer.period.open else []
    return gdf[[layer.period.start, *ends]].isna().to_numpy().any(axis=1) & _existed(gdf, layer, year)
