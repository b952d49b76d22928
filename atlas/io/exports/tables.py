"""The tables of a file: one a layer, or all layers in one, with the names that its columns have there."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from atlas.errors import LayerDataError
from atlas.io.exports.formats import Format
from atlas.io.exports.names import column_names
from atlas.io.frames import CRS, wgs84
from atlas.io.reference_systems import closed_system

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from atlas.catalog import Layer

ID, LAYER = "id", "layer"
_EPSG = re.compile(r"(?:EPSG:)?([0-9]{4,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows as they are written.

    Attributes
    ----------
    name
        The id of the layer, ``layers`` where there are several.
    layers
        Their declarations; empty where none is known.
    frame
        ``id`` first, ``layer`` second when there are several, then the columns; the columns have their own names.
    shapes
        Geometry of each row, None without position.
    names
        Column → name in the file.
    """

    name: str
    layers: "tuple[Layer, ...]"
    frame: pd.DataFrame
    shapes: gpd.GeoSeries
    names: dict[str, str]

    @property
    def placed(self) -> np.ndarray:
        """Return which rows have a position."""
        return (self.shapes.notna() & ~self.shapes.is_empty).to_numpy(dtype=bool)

    @property
    def has_positions(self) -> bool:
        """Return whether a row has a position."""
        return bool(self.placed.any())

    @property
    def has_points_only(self) -> bool:
        """Return whether all positions are single points."""
        kinds = shapely.get_type_id(self.shapes.to_numpy())
        return self.has_positions and bool((kinds[self.placed] == shapely.GeometryType.POINT).all())

    def renamed_frame(self) -> pd.DataFrame:
        """Return the columns under their names in the file."""
        return self.frame.set_axis([self.names[column] for column in self.frame.columns], axis=1)

    def renamed_layer(self) -> gpd.GeoDataFrame:
        """Return columns and geometry as one frame, under their names in the file."""
        return gpd.GeoDataFrame(self.renamed_frame(), geometry=self.shapes.rename("geometry"), crs=self.shapes.crs)

    def with_names(self, known: Format, *, taken: "Collection[str]" = ()) -> "Table":
        """Return the table with names for another format, or beside further columns."""
        return replace(self, names=column_names(self.frame.columns, known, taken=taken))


def layer_tables(
    rows: "Mapping[str, gpd.GeoDataFrame]", layers: "tuple[Layer, ...]", known: Format
) -> tuple[Table, ...]:
    """Return one table for each layer, with the names that the format allows.

    Parameters
    ----------
    rows
        Layer id → GeoDataFrame indexed by id.
    layers
        Their declarations.
    known
        The format.
    """
    declared = {layer.id: layer for layer in layers}
    tables = []
    for layer_id, gdf in rows.items():
        shapes = gdf.geometry.reset_index(drop=True)
        values = pd.DataFrame(gdf.drop(columns=gdf.geometry.name)).reset_index(drop=True)
        own = _without(values, ID)
        own.insert(0, ID, gdf.index.astype("str"))
        found = (declared[layer_id],) if layer_id in declared else ()
        tables.append(Table(layer_id, found, own, shapes, column_names(own.columns, known)))
    return tuple(tables)


def joined_table(tables: tuple[Table, ...], known: Format) -> Table:
    """Return the rows of all tables as one; a column of one name and several types becomes text."""
    if len(tables) == 1:
        return tables[0]
    frames = [_without(table.frame, LAYER) for table in tables]
    for table, frame in zip(tables, frames, strict=True):
        frame.insert(1, LAYER, table.name)
    for column in {column for frame in frames for column in frame.columns}:
        holders = [frame for frame in frames if column in frame.columns]
        if len({str(frame[column].dtype) for frame in holders}) > 1:
            for frame in holders:
                frame[column] = frame[column].astype("object").map(str, na_action="ignore").astype("str")
    joined = pd.concat(frames, ignore_index=True)
    shapes = gpd.GeoSeries(pd.concat([table.shapes for table in tables], ignore_index=True), crs=tables[0].shapes.crs)
    layers = tuple(layer for table in tables for layer in table.layers)
    return Table("layers", layers, joined, shapes, column_names(joined.columns, known))


def _without(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a copy in which no column has the name of one of ours."""
    free = name
    while free in frame.columns:
        free += "_field"
    return frame.rename(columns={name: free})


def reference_system(code: str | None) -> pyproj.CRS:
    """Return the reference system of a code such as ``EPSG:2154`` or ``2154``; None is EPSG:4326.

    Raises
    ------
    LayerDataError
        There is none of that code, or it is none of longitude and latitude or of a map.
    """
    if code is None:
        return wgs84()
    number = _EPSG.fullmatch(code.strip())
    crs = closed_system(f"EPSG:{number[1]}") if number else None
    if crs is None:
        raise LayerDataError("crs_unknown", key="crs", value=code[:60])
    if not (crs.is_projected or crs.is_geographic) or len(crs.axis_info) != 2:  # noqa: PLR2004 - a plane
        raise LayerDataError("crs_unknown", key="crs", value=code)
    return wgs84() if crs == wgs84() else crs


def project(table: Table, crs: pyproj.CRS) -> Table:
    """Return a table with its geometries in another reference system.

    Raises
    ------
    LayerDataError
        Some lie where it cannot be computed.
    """
    if crs == table.shapes.crs:
        return table
    shapes = table.shapes.to_crs(crs)
    outside = table.placed & ~np.isfinite(shapes.bounds.to_numpy()).all(axis=1)
    if outside.any():
        raise LayerDataError("crs_outside", path=table.name, rows=int(outside.sum()), crs=crs.to_string())
    return replace(table, shapes=shapes)


def rows_outside(table: Table, crs: pyproj.CRS) -> int:
    """Count the rows, in longitude and latitude, outside the area that a reference system is made for."""
    return int((table.placed & ~_inside(points_on(table.shapes), crs)).sum())


def points_on(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return a point of each shape: itself, or one on the line or within the area; None without position."""
    return gpd.GeoSeries(shapely.point_on_surface(shapes.to_numpy()), index=shapes.index, crs=shapes.crs)


def coordinates(points: gpd.GeoSeries, crs: pyproj.CRS) -> np.ndarray:
    """Return x and y of points in a reference system, NaN where it is not made for them."""
    pairs = np.full((len(points), 2), np.nan)
    used = _inside(points, crs) if crs != wgs84() else points.notna().to_numpy() & ~points.is_empty.to_numpy()
    moved = points[used].to_crs(crs) if crs != points.crs else points[used]
    pairs[used] = np.column_stack([moved.x, moved.y])
    pairs[~np.isfinite(pairs).all(axis=1)] = np.nan
    return pairs


def _inside(points: gpd.GeoSeries, crs: pyproj.CRS) -> np.ndarray:
    placed = (points.notna() & ~points.is_empty).to_numpy(dtype=bool)
    use = crs.area_of_use
    if use is None or points.crs != CRS:
        return placed
    lon, lat = points.x.to_numpy(), points.y.to_numpy()
    # An area of use across the antimeridian has its west in the east.
    along = (lon >= use.west) & (lon <= use.east) if use.west <= use.east else (lon >= use.west) | (lon <= use.east)
    return placed & along & (lat >= use.south) & (lat <= use.north)
