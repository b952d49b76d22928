"""Name, description and position of a row in a list."""

from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd
import shapely

from atlas.analysis.spatial.meridian import narrow_bounds
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from atlas.catalog import Layer

# Values in the description of a row, at most.
_BESIDE = 3


class RowPlace(TypedDict):
    """Position of a row; None where it has none."""

    # Latitude and longitude of a point on the row.
    at: tuple[float, float] | None
    # West, south, east, north; across the 180th meridian east exceeds 180.
    bounds: tuple[float, float, float, float] | None


def row_about(layer: "Layer", row: "pd.Series[Any]", lang: str) -> str:
    """Return the description that distinguishes rows of the same name: the fields of `layer.search`."""
    known = [key for key in (*layer.search.names, *layer.search.about) if not pd.isna(row[key])]
    texts = (write_value(layer.fields[key], row[key], lang) for key in known[:_BESIDE])
    return " · ".join(text for text in dict.fromkeys(texts) if text != row[layer.name])


def row_place(gdf: "gpd.GeoDataFrame", row_id: str) -> RowPlace:
    """Return the position of a row, in degrees with five decimals."""
    return shape_place(gdf.geometry[row_id])


def shape_place(shape: "BaseGeometry | None") -> RowPlace:
    """Return the position of a geometry (EPSG:4326), in degrees with five decimals."""
    if shape is None or shapely.is_empty(shape):
        return {"at": None, "bounds": None}
    point = shapely.point_on_surface(shape)
    [bounds] = narrow_bounds(shapely.bounds([shape]).reshape(1, 4), lambda _: shape)
    west, south, east, north = (round(float(edge), 5) for edge in bounds)
    return {"at": (round(point.y, 5), round(point.x, 5)), "bounds": (west, south, east, north)}
