"""Where layers are complete: the share of outlines in which a layer, or a kind of its objects, is."""

from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.analysis.spatial.measure import EQUAL_AREA
from atlas.analysis.spatial.prepared_geometry import prepared_copy
from atlas.analysis.spatial.territories import WHOLLY_SURVEYED
from atlas.scene.query.row_masks import territory_outline

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Extent, Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

CRS = "EPSG:4326"
Area: TypeAlias = str | tuple[str, ...]


def extent_of(key: str, catalog: "Catalog") -> "Extent | None":
    """Return where a layer, or a kind of it (``layer.field.code``), is complete; None if that is not declared."""
    layer, _, kind = key.partition(".")
    field, _, code = kind.partition(".")
    return catalog[layer].extent(field or None, code or None) if layer in catalog else None


def area_of(key: str, catalog: "Catalog") -> Area:
    """Return the declared area of a layer or kind; ``unknown`` if none is declared."""
    extent = extent_of(key, catalog)
    return "unknown" if extent is None else extent.area


def gaps_of(layer: "Layer", view: "View", outline: shapely.Geometry | None, atlas: "Atlas") -> tuple[str, ...]:
    """Return what is missing in the layers that a count of a view depends on, so that it is at least that.

    Parameters
    ----------
    layer
        The layer whose rows are counted; one without a declaration, such as the reader's own, has no gap.
    view
        Its filters may keep kinds that are complete; it may count what is near another layer.
    outline
        The area that is counted in, EPSG:4326; without one the rows of the layer are counted as a list.
    atlas
        Declarations and rows.
    """
    keys = () if outline is None else _kinds(layer, view)
    others = tuple(near.other for near in view.near if near.layer == layer.id)
    extents = [extent for key in (*keys, *others) if (extent := extent_of(key, atlas.catalog))]
    lacking = [extent for extent in extents if not _covers(extent.area, outline, atlas)]
    return tuple(dict.fromkeys(extent.sentence(view.lang) for extent in lacking))


def _kinds(layer: "Layer", view: "View") -> tuple[str, ...]:
    """Return the kinds that the filters of a view keep, where one is on a field with declared kinds."""
    declared = layer.completeness.by if layer.completeness else {}
    for condition in view.filters:
        if condition.layer == layer.id and condition.operator == "in" and condition.field in declared:
            return tuple(f"{layer.id}.{condition.field}.{code}" for code in condition.values)  # noqa: PD011 - of a filter
    return (layer.id,)


def _covers(area: Area, outline: shapely.Geometry | None, atlas: "Atlas") -> bool:
    if outline is None:
        return area == "everywhere"
    return bool(complete_share(area, gpd.GeoSeries([outline], crs=CRS), atlas).item() >= WHOLLY_SURVEYED)


def complete_share(area: Area, outlines: gpd.GeoSeries, atlas: "Atlas") -> pd.Series:
    """Return the share of each outline in an area where a layer is complete.

    Parameters
    ----------
    area
        See `atlas.catalog.declarations.Extent`.
    outlines
        Polygons, EPSG:4326; None where a territory is known as a point.
    atlas
        Declarations and rows.

    Returns
    -------
    Series of float
        0..1. Without an outline nothing is covered or left out: NaN, unless the area is everywhere or nowhere.
    """
    if isinstance(area, str):
        return pd.Series(1.0 if area == "everywhere" else 0.0, index=outlines.index)
    share = covered_share(outlines, atlas.memoize(("complete", area), lambda: _union(area, atlas)))
    return share.where(outlines.notna())


def covered_share(outlines: gpd.GeoSeries, ground: shapely.Geometry) -> pd.Series:
    """Return the share of each outline that an area covers; 0 without an outline."""
    ground = prepared_copy(ground)
    shapes = outlines.to_numpy()
    covered = shapely.covers(ground, shapes)
    share = np.where(covered, 1.0, 0.0)
    partly = np.flatnonzero(shapely.intersects(ground, shapes) & ~covered)
    if len(partly):
        local = gpd.GeoSeries(shapes[partly], crs=CRS).to_crs(EQUAL_AREA)
        plane = gpd.GeoSeries([ground], crs=CRS).to_crs(EQUAL_AREA).iloc[0]
        share[partly] = (local.intersection(plane).area / local.area).to_numpy()
    return pd.Series(share, index=outlines.index)


def _union(area: tuple[str, ...], atlas: "Atlas") -> shapely.Geometry:
    shapes = [
        shapely.union_all(atlas.frames[place].geometry.to_numpy())
        if place in atlas.catalog
        else territory_outline(place, atlas)
        for place in area
    ]
    return shapely.union_all(shapes)
