"""The shape of a layer in memory: declared columns, declared types, EPSG:4326."""

from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from geopandas.array import GeometryArray

from atlas.errors import LayerDataError

if TYPE_CHECKING:
    from atlas.catalog import Layer

CRS = "EPSG:4326"

# A missing number, year or flag stays missing: the nullable types of pandas never turn it into zero or False.
DTYPES = {
    "string": "str",
    "date": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
}

GEOMETRY_TYPES = {
    "point": {"Point", "MultiPoint"},
    "line": {"LineString", "MultiLineString"},
    "polygon": {"Polygon", "MultiPolygon"},
    "mixed": {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"},
    "none": set(),
}


@cache
def wgs84() -> pyproj.CRS:
    """Return the one reference system of all frames: PROJ takes up to 25 ms to make one, five times a frame."""
    return pyproj.CRS.from_user_input(CRS)


def conform(frame: pd.DataFrame, layer: "Layer", *, path: object) -> gpd.GeoDataFrame:
    """Return `frame` with the columns and types that `layer` declares, indexed by ``id``.

    Parameters
    ----------
    frame
        A column ``id`` and the declared columns, in any order; a GeoDataFrame in EPSG:4326 unless the layer is a table.
    layer
        The declaration.
    path
        Name of the file in errors.

    Returns
    -------
    GeoDataFrame
        Index ``id``, the declared columns in their order, ``geometry`` in EPSG:4326 (None where there is no position).

    Raises
    ------
    LayerDataError
        A column is missing, a value does not fit its type, the CRS is missing or another.
    """
    missing = [column for column in ("id", *layer.fields) if column not in frame.columns]
    if missing:
        raise LayerDataError("columns_missing", path=path, columns=", ".join(missing))
    columns = {}
    for name, field in layer.fields.items():
        try:
            columns[name] = _typed(frame[name], DTYPES[field.type])
        except (TypeError, ValueError) as exc:
            raise LayerDataError("column_type", path=path, column=name, type=field.type, problem=exc) from exc
    if layer.geometry == "none":
        geometry = gpd.GeoSeries([None] * len(frame), index=frame.index, crs=wgs84())
    elif isinstance(frame, gpd.GeoDataFrame) and frame.crs == wgs84():
        geometry = gpd.GeoSeries(_flat(frame.geometry), index=frame.index, crs=wgs84())
    else:
        raise LayerDataError("crs_wrong", path=path, crs=_name_crs(frame))
    result = gpd.GeoDataFrame(columns, index=frame.index, geometry=geometry, crs=wgs84())
    return result.set_index(pd.Index(frame["id"].astype("str"), name="id"))


def _flat(shapes: gpd.GeoSeries) -> GeometryArray:
    """Return shapes without heights: the same ones where none has any, since copies take their time and memory."""
    return GeometryArray(shapely.force_2d(shapes.to_numpy()), crs=wgs84()) if shapes.array.has_z.any() else shapes.array


def _name_crs(frame: pd.DataFrame) -> str:
    crs = getattr(frame, "crs", None)
    return "?" if crs is None else ":".join(crs.to_authority() or (crs.name,))


def _typed(column: pd.Series, dtype: str) -> pd.Series:
    if dtype == "str":
        texts = column.astype("str")
        return texts.mask(texts == "", None) if (texts == "").any() else texts
    if dtype in {"Int64", "float64"}:
        column = pd.to_numeric(column)
    if dtype == "float64":
        numbers = column.astype(dtype)
        # An infinite number is no measurement, and no file that leaves can hold it.
        return numbers.mask(np.isinf(numbers)) if np.isinf(numbers).any() else numbers
    return column.astype(dtype)
