"""Convert the columns of a source to rows of its layer by declared names; unknown codes are reported, not guessed."""

import fnmatch
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyproj

from atlas.errors import LayerDataError
from atlas.io.frames import conform
from atlas.io.imports.normalise.columns import field_id

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.io.sources.connector import Connector

_LISTED = 40
_EQUAL_AREA, _SQUARE_METRES, _METRES = "EPSG:6933", 10_000, 1_000
_FLAGS = MappingProxyType({"1": True, "0": False, "True": True, "False": False, "true": True, "false": False})


def source_rows(rows: Path, names: Mapping[str, str], connector: "Connector", layer: "Layer") -> gpd.GeoDataFrame:
    """Convert the rows of a source to rows of a layer.

    Parameters
    ----------
    rows
        GeoParquet as the import writes it without a new layer: columns ``c0``, ``c1``…
    names
        Name of each column in the source.
    connector, layer
        Expected columns, and the layer to make.

    Returns
    -------
    GeoDataFrame
        As `atlas.io.frames.conform` returns it.

    Raises
    ------
    LayerDataError
        An expected column is missing, or holds a value without a code.
    """
    source = gpd.read_parquet(rows)
    found = _columns(names, connector, layer)
    source = gpd.GeoDataFrame(source[_kept(source, found, connector)]).reset_index(drop=True)
    made: dict[str, Any] = {field: _cells(source, found[field], field, connector, layer) for field in connector.columns}
    made |= {field: pd.Series(value, index=source.index) for field, value in connector.constants.items()}
    made |= {field: _measured(source.geometry, measure) for field, measure in connector.measures.items()}
    made["id"] = _ids([source[found[alias]] for alias in connector.id], source)
    return conform(gpd.GeoDataFrame(made, geometry=source.geometry), layer, path=layer.id)


def _columns(names: Mapping[str, str], connector: "Connector", layer: "Layer") -> dict[str, str | None]:
    """Return the column of each field and of each part of the id."""
    by_name = {_plain(name): column for column, name in names.items()}
    expected = dict(connector.columns) | {alias: (alias,) for alias in connector.id}
    expected |= {_filtered(column): (column,) for column in connector.keep}
    found = {
        key: next((by_name[_plain(alias)] for alias in aliases if _plain(alias) in by_name), None)
        for key, aliases in expected.items()
    }
    missing = [expected[key][0] for key, column in found.items() if column is None and key not in connector.optional]
    if missing:
        listed = ", ".join(list(names.values())[:_LISTED])
        raise LayerDataError("source_schema", path=layer.id, missing=", ".join(missing), found=listed)
    return found


def _filtered(column: str) -> str:
    """Return the key of a column of the source that rows are chosen by; no field has it."""
    return f"keep {column}"


def _kept(source: gpd.GeoDataFrame, found: "Mapping[str, str | None]", connector: "Connector") -> pd.Series:
    """Return which rows of the source the layer takes."""
    kept = pd.Series(data=True, index=source.index)
    for name, values in connector.keep.items():
        cells = source[found[_filtered(name)]].astype("object")
        one = re.compile("|".join(fnmatch.translate(value.lower()) for value in values))
        kept &= cells.map(lambda cell, one=one: bool(one.match(str(cell).lower())), na_action="ignore").eq(other=True)
    for field in connector.required:
        if column := found[field]:
            cells = source[column]
            kept &= cells.notna() & (cells.astype("str").str.strip() != "") & ~cells.isin(connector.blanks)
    return kept


def _measured(shapes: gpd.GeoSeries, measure: str) -> pd.Series:
    """Measure lengths along the ellipsoid, or areas in an equal-area projection; nothing without geometry."""
    if measure == "area_ha":
        return shapes.to_crs(_EQUAL_AREA).area.where(shapes.notna()) / _SQUARE_METRES
    geod = pyproj.Geod(ellps="WGS84")
    return shapes.map(lambda shape: geod.geometry_length(shape) / _METRES, na_action="ignore").astype("float64")


def _cells(
    source: gpd.GeoDataFrame, column: str | None, field: str, connector: "Connector", layer: "Layer"
) -> pd.Series:
    """Return the cells of a field: blanks of the source as missing values, its words as codes."""
    if column is None:
        return pd.Series([None] * len(source), index=source.index, dtype="object")
    cells = source[column].astype("object")
    cells = cells.where(cells.notna() & ~cells.isin(connector.blanks), None)
    codes: Mapping[str, object] | None = connector.codes.get(field)
    if codes is None and layer.fields[field].type == "boolean":
        codes = _FLAGS
    if codes is None:
        return cells
    unknown = sorted({str(cell) for cell in cells.dropna()} - set(codes))
    if unknown:
        raise LayerDataError("value_uncoded", where=f"{layer.id}.{field}", values=", ".join(map(repr, unknown[:10])))
    return cells.map(lambda cell: codes[str(cell)], na_action="ignore").astype("object")


def _ids(parts: Sequence[pd.Series], source: gpd.GeoDataFrame) -> pd.Series:
    """Join the parts of the id; a repeated one, as of the phases of a mine, gets a number.

    Without id columns the id is a hash of the geometry, whatever the order of the file.
    """
    if not parts:
        shapes = source.geometry.normalize().to_wkb()
        parts = [shapes.map(lambda shape: hashlib.sha256(shape).hexdigest()[:16], na_action="ignore")]
    texts = [part.map(_part, na_action="ignore").astype("object").fillna("") for part in parts]
    ids = pd.Series(["_".join(filter(None, row)) for row in zip(*texts, strict=True)], index=source.index)
    ids = ids.where(ids != "", "row_" + source["id"])
    again = ids.groupby(ids).cumcount()
    return ids.where(again == 0, ids + "_" + (again + 1).astype("str"))


def _part(value: object) -> str:
    """Format a part of an id; whole numbers without decimals, whatever the type of the column."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().lower()
    return text if text.isascii() and "/" in text else field_id(text).removeprefix("field_")


def _plain(name: str) -> str:
    """Normalise a name for comparison: case, spaces and line breaks."""
    return " ".join(name.lower().split())
