"""Recipe of the basemap."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.prepare.clean import slugs, valid
from atlas.prepare.raw import Raw

FOLDER = "natural-earth/"
COUNTRY_TOLERANCE = 0.01
WATER_TOLERANCE = 0.005
GRID = 0.0001
# Countries whose ISO code is -99 in the file because of their overseas territories.
WITHOUT_ISO = ("FRA", "NOR")

Shapes = np.ndarray


def basemap(raw: Raw) -> gpd.GeoDataFrame:
    """Countries, lakes, rivers and towns of Natural Earth, generalised for display."""
    rivers = pd.concat(
        [raw.geometries(FOLDER + f"ne_{name}.json") for name in ("50m_rivers_lake_centerlines", "10m_rivers_europe")],
        ignore_index=True,
    )
    parts = [
        _countries(raw.geometries(FOLDER + "ne_50m_admin_0_countries.json")),
        _water("lake", raw.geometries(FOLDER + "ne_50m_lakes.json")),
        _water("river", rivers),
        _places(raw.geometries(FOLDER + "ne_10m_populated_places_simple.json")),
    ]
    return pd.concat(parts, ignore_index=True)


def _countries(source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    rows = _rows("country", source["ADM0_A3"], source)
    iso3 = source["ISO_A3_EH"].where(~source["ADM0_A3"].isin(WITHOUT_ISO), source["ADM0_A3"])
    return rows.assign(
        name=source["NAME"],
        name_en=source["NAME_LONG"],
        iso3=iso3.where(iso3 != "-99", None),
        min_zoom=source["MIN_ZOOM"],
        geometry=_generalised(source, lambda shapes: shapely.coverage_simplify(shapes, COUNTRY_TOLERANCE)),
    )


def _water(kind: str, source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    drawn = source[source.geometry.notna()]
    rows = _rows(kind, drawn["name"].fillna("unnamed"), drawn)
    return rows.assign(
        name=drawn["name"],
        name_en=drawn["name_en"] if "name_en" in drawn.columns else None,
        min_zoom=drawn["min_zoom"],
        geometry=_generalised(drawn, lambda shapes: shapely.simplify(shapes, WATER_TOLERANCE)),
    )


def _places(source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    rows = _rows("place", source["name"] + " " + source["adm0_a3"], source)
    return rows.assign(
        name=source["name"],
        min_zoom=source["min_zoom"],
        population=source["pop_max"].where(source["pop_max"] > 0),
        capital=source["adm0cap"] == 1,
        geometry=_generalised(source, lambda shapes: shapes),
    )


def _rows(kind: str, names: pd.Series, source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Start the rows of one kind; what only other kinds have is blank."""
    blank = dict.fromkeys(("name", "name_en", "iso3", "min_zoom", "population", "capital"))
    rows = pd.DataFrame({"id": slugs(kind + " " + names), "kind": kind, "rank": source["scalerank"], **blank})
    return gpd.GeoDataFrame(rows, geometry=source.geometry)


def _generalised(source: gpd.GeoDataFrame, simplify: Callable[[Shapes], Shapes]) -> gpd.GeoSeries:
    """Simplify, then round to a grid of about ten metres where the shape stays valid."""
    shapes = simplify(valid(source).geometry.to_numpy())
    rounded = shapely.set_precision(shapes, GRID, mode="pointwise")
    kept = np.where(shapely.is_valid(rounded) & ~shapely.is_empty(rounded), rounded, shapes)
    return gpd.GeoSeries(kept, index=source.index, crs=source.crs)
