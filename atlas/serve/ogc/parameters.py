"""Parameters of a query for items: which rows, of them which page, and what of each."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from atlas.analysis.filters import mask_rows
from atlas.analysis.spatial.proximity import intersects
from atlas.catalog.filter import Filter, check_filter
from atlas.errors import ViewError, nearest
from atlas.io.memo import memoize_rows
from atlas.scene.cql2.mask import filter_mask
from atlas.scene.cql2.operands import GEOMETRY, ID, Rows
from atlas.scene.cql2.parse import LANGUAGES, parse_filter
from atlas.scene.cql2.spatial import box_shape, to_degrees
from atlas.scene.query.drawn_shape import on_earth
from atlas.serve.ogc.reference_systems import CRS84, LATITUDE_FIRST, read_crs, system
from atlas.serve.ogc.times import read_years

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.serve.ogc.call import Call

OWN = (
    *("limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"),
    *("properties", "sortby", "skipGeometry"),
)
USUAL_LIMIT, LIMIT = 100, 10_000
_DIGITS = 9
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_BOX, _BOX_3D = 4, 6
_HALF_TURN = 180


@dataclass(frozen=True, slots=True)
class ItemsQuery:
    """What a query asks of each row that it keeps.

    Attributes
    ----------
    rows
        Positions of all rows kept, in their order.
    limit, offset
        The page.
    columns
        Names of the columns.
    crs
        Address of the reference system; None: without geometry.
    """

    rows: np.ndarray
    limit: int
    offset: int
    columns: tuple[str, ...]
    crs: str | None

    @property
    def page(self) -> np.ndarray:
        """Positions of the rows of the page."""
        return self.rows[self.offset : self.offset + self.limit]


def read_items_query(call: "Call", layer: "Layer") -> ItemsQuery:
    """Read the parameters of a query for the items of a layer.

    Raises
    ------
    ViewError
        One of them does not exist, or cannot be used.
    """
    fields = [name for name in (ID, *layer.fields) if name not in OWN]
    call.check_parameters((*OWN, *fields))
    given = call.request.query_params
    gdf = call.atlas.frames[layer.id]
    kept = np.ones(len(gdf), dtype=bool)
    for name in fields:
        if name in given:
            kept &= _equals(name, given[name], layer, gdf)
    if "bbox" in given:
        kept &= _in_box(given["bbox"], read_crs(given.get("bbox-crs"), "bbox-crs"), layer, gdf)
    if "datetime" in given:
        kept &= _at_time(given["datetime"], layer, gdf)
    kept &= _filtered(call, layer)
    limit = _whole(given.get("limit"), "limit", USUAL_LIMIT)
    if limit < 1:
        raise ViewError("number_wrong", key="limit", value=given["limit"])
    rows = _in_order(given.get("sortby"), kept, layer, gdf)
    crs = read_crs(given.get("crs"), "crs")
    offset = _whole(given.get("offset"), "offset", 0)
    shown = None if _flag(given.get("skipGeometry", "false"), "skipGeometry") else crs
    return ItemsQuery(rows, min(limit, LIMIT), offset, read_columns(given.get("properties"), layer), shown)


def read_columns(text: str | None, layer: "Layer") -> tuple[str, ...]:
    """Return the columns that ``properties`` names; all without it."""
    if text is None:
        return tuple(layer.fields)
    # The id, and the geometry, stand beside the properties of a feature.
    names = [name for name in text.split(",") if name and name not in {ID, GEOMETRY}]
    for name in names:
        if name not in layer.fields:
            raise _unknown("properties", name, layer)
    return tuple(dict.fromkeys(names))


def read_box(text: str, address: str) -> "tuple[tuple[float, float, float, float], str]":
    """Return a box and the address of its reference system; latitude and longitude become longitude and latitude.

    Raises
    ------
    ViewError
        It is not four numbers, or six of which the heights are passed over.
    """
    wrong = ViewError("form_wrong", key="bbox", value=text[:80], form="1.5,50,3.5,51")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {_BOX, _BOX_3D} or not all(_NUMBER.fullmatch(part) for part in parts):
        raise wrong
    numbers = [float(part) for part in parts]
    if not np.isfinite(numbers).all():
        raise wrong
    if len(numbers) == _BOX_3D:
        numbers = [*numbers[:2], *numbers[3:5]]
    first, second, last_first, last_second = numbers
    if address == LATITUDE_FIRST:
        address, first, second, last_first, last_second = CRS84, second, first, last_second, last_first
    # Only a box in longitude and latitude may reach across the antimeridian.
    wide = address == CRS84 and max(abs(first), abs(last_first)) <= _HALF_TURN
    if second > last_second or (first > last_first and not wide):
        raise wrong
    return (first, second, last_first, last_second), address


def _in_box(text: str, given: str, layer: "Layer", gdf: "gpd.GeoDataFrame") -> np.ndarray:
    """Return which rows meet a box; all of a table, as a time keeps all rows of a layer without years."""
    numbers, address = read_box(text, given)
    if layer.geometry == "none":
        return np.ones(len(gdf), dtype=bool)

    def make() -> np.ndarray:
        shape = box_shape(*numbers)
        # Some count longitudes from 0 to 360, or go on beyond 180.
        return intersects(gdf.geometry, on_earth(shape) if address == CRS84 else to_degrees(shape, system(address)))

    return memoize_rows(gdf, ("bbox", numbers, address), make)


def _at_time(text: str, layer: "Layer", gdf: "gpd.GeoDataFrame") -> np.ndarray:
    """Return which rows existed at a time or in an interval, by their years; an unknown year is no bound."""
    first, last = read_years(text)
    existed = np.ones(len(gdf), dtype=bool)
    if layer.period is None:
        return existed
    if last is not None:
        existed &= ~(gdf[layer.period.start] > last).fillna(value=False).to_numpy(dtype=bool)
    if first is not None and layer.period.end:
        existed &= ~(gdf[layer.period.end] < first).fillna(value=False).to_numpy(dtype=bool)
    return existed


def _filtered(call: "Call", layer: "Layer") -> np.ndarray | bool:
    given = call.request.query_params
    language = given.get("filter-lang", LANGUAGES[0])
    chosen = next((known for known in LANGUAGES if known == language), None)
    if chosen is None:
        raise ViewError("value_unknown", key="filter-lang", value=language[:40], valid=", ".join(LANGUAGES))
    address = read_crs(given.get("filter-crs"), "filter-crs")
    if "filter" not in given:
        return True
    crs = None if address == CRS84 else system(address)
    return filter_mask(parse_filter(given["filter"], chosen), layer.id, call.atlas, crs)


def _equals(name: str, text: str, layer: "Layer", gdf: "gpd.GeoDataFrame") -> np.ndarray:
    if name == ID:
        return np.asarray(gdf.index == text)
    if layer.fields[name].type == "boolean":
        # GDAL, whose yes and no are numbers, writes 1 and 0.
        text = {"1": "true", "0": "false"}.get(text, text.lower())
    condition = Filter(layer.id, name, "in", (text,))
    check_filter(condition, layer)
    return mask_rows(gdf, layer, (condition,))


def _in_order(text: str | None, kept: np.ndarray, layer: "Layer", gdf: "gpd.GeoDataFrame") -> np.ndarray:
    """Return the positions of the rows kept, by the columns of ``sortby``; rows without a value come last."""
    if not text:
        return np.flatnonzero(kept)
    # A column that is named again orders nothing more.
    keys: dict[str, bool] = {}
    for part in text.split(","):
        # A plus sign in an address is a blank.
        name = part.strip().lstrip("+-").strip()
        if name != ID and name not in layer.fields:
            raise _unknown("sortby", name, layer)
        keys.setdefault(name, part.strip().startswith("-"))

    def make() -> np.ndarray:
        order = np.arange(len(gdf))
        for name, descending in reversed(keys.items()):
            order = order[np.argsort(_ranks(Rows(layer, gdf).column(name).value, descending)[order], kind="stable")]
        return order

    order = memoize_rows(gdf, ("sortby", tuple(keys.items())), make)
    return np.asarray(order[kept[order]])


def _ranks(column: Any, descending: bool) -> np.ndarray:  # noqa: FBT001 - private
    """Return the place of each value among all values of a column; the last one where there is none."""
    ranks, values = pd.factorize(column.to_pandas(), sort=True)
    return np.where(ranks < 0, len(values), len(values) - 1 - ranks if descending else ranks)


def _whole(text: str | None, key: str, default: int) -> int:
    """Return a whole number; one of more digits than any layer has rows counts as large."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ViewError("number_wrong", key=key, value=text[:80])
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS


def _flag(text: str, key: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ViewError("value_unknown", key=key, value=text[:40], valid="true, false")
    return text.lower() == "true"


def _unknown(key: str, name: str, layer: "Layer") -> ViewError:
    near = nearest(name[:80], layer.fields)
    return ViewError("field_unknown", key=key, layer=layer.id, value=name[:80], nearest=near)
