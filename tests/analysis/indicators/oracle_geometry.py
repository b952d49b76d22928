"""Areas, lengths, counts and shares in outlines, the slow and obvious way, for the oracle of indicators."""

import math

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def geodesic_m2(shape):
    """Area of one shape whose edges are straight in longitude and latitude."""
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.002))[0])


def inside_areas(outlines, shapes):
    """Area of shapes in each outline, m², by `gpd.overlay`."""
    left = gpd.GeoDataFrame({"territory": outlines.index}, geometry=outlines.to_numpy(), crs=4326)
    right = gpd.GeoDataFrame(geometry=list(shapes), crs=4326)
    cut = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    areas = pd.Series([geodesic_m2(shape) for shape in cut.geometry], index=cut.index, dtype=float)
    return areas.groupby(cut["territory"]).sum().reindex(outlines.index, fill_value=0.0)


def ground(outlines, shapes):
    """Area that shapes cover in each outline: `gpd.overlay`, then the pieces of each outline dissolved."""
    left = gpd.GeoDataFrame({"territory": outlines.index}, geometry=outlines.to_numpy(), crs=4326)
    right = gpd.GeoDataFrame(geometry=[shape for shape in shapes if shape is not None], crs=4326)
    cut = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    if cut.empty:
        return pd.Series(0.0, index=outlines.index)
    whole = cut.dissolve(by="territory").geometry
    return whole.map(geodesic_m2).reindex(outlines.index, fill_value=0.0)


def inside_km(outlines, lines):
    """Geodesic length of lines in each outline, km."""
    left = gpd.GeoDataFrame({"territory": outlines.index}, geometry=outlines.to_numpy(), crs=4326)
    right = gpd.GeoDataFrame(geometry=[line for line in lines if line is not None and not line.is_empty], crs=4326)
    cut = gpd.overlay(right, left, how="intersection", keep_geom_type=True)
    metres = pd.Series([GEOD.geometry_length(line) for line in cut.geometry], index=cut.index, dtype=float)
    return metres.groupby(cut["territory"]).sum().reindex(outlines.index, fill_value=0.0) / 1000


def rows_in(outlines, gdf):
    """Pairs of a territory and a row whose point on the surface lies in it."""
    points = gdf[gdf.geometry.notna()].copy()
    points["geometry"] = points.geometry.representative_point()
    left = gpd.GeoDataFrame({"territory": outlines.index}, geometry=outlines.to_numpy(), crs=4326)
    return points.sjoin(left, predicate="covered_by")


def met(outlines, gdf):
    """Pairs of a territory and a row that it meets: by more than 100 m² or 10 m of it, or by a point on its surface.

    A row across a border is in each of the territories, once.
    """
    placed = gdf[gdf.geometry.notna()]
    pairs = [(row["territory"], label) for label, row in rows_in(outlines, placed).iterrows()]
    for label, shape in placed.geometry.items():
        for territory, outline in outlines[outlines.intersects(shape)].items():
            inside = outline.intersection(shape)
            parts = shapely.get_parts(inside)
            ground = sum(geodesic_m2(part) for part in parts if part.geom_type == "Polygon")
            length = sum(GEOD.geometry_length(part) for part in parts if part.geom_type == "LineString")
            if ground > 100 or (length > 10 and "Line" in shape.geom_type):
                pairs.append((territory, label))
    pairs = list(dict.fromkeys(pairs))
    found = placed.loc[[label for _, label in pairs]].copy()
    found["territory"] = [territory for territory, _ in pairs]
    return found


def counted(outlines, gdf):
    return met(outlines, gdf).groupby("territory").size().reindex(outlines.index, fill_value=0)


def ratio(part, whole):
    return part / whole.where(whole > 0)


def shannon(counts):
    """Evenness of one row of counts."""
    total = sum(counts)
    if total == 0:
        return math.nan
    return -sum(n / total * math.log(n / total) for n in counts if n) / math.log(len(counts))
