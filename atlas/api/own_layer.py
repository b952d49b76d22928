"""Rows of a program as a layer of the atlas, in memory: declared as an import declares the rows of a file."""

from collections import ChainMap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from pydantic import ValidationError
from pyproj.exceptions import ProjError

from atlas.catalog import Catalog, Theme
from atlas.catalog.layer import Layer
from atlas.catalog.licences import LICENCES
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError, nearest
from atlas.i18n import LANGUAGES, t
from atlas.io.frames import conform, wgs84
from atlas.io.imports.draft_declaration import OWN_THEME, draft_layer, draft_theme
from atlas.io.imports.normalise.columns import Column, read_columns
from atlas.io.imports.normalise.repair import repair_degrees
from atlas.io.imports.report import Answers, Findings, NewLayer
from atlas.io.imports.source_file import SourceFile
from atlas.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.io.atlas import Atlas

_KINDS = {1: "point", 2: "line", 3: "polygon"}
# Degrees: some count longitudes from 0 to 360.
_FARTHEST = (360, 90)


def with_layer(
    gdf: gpd.GeoDataFrame, layer_id: str, *, title: str, licence: str | None, atlas: "Atlas"
) -> tuple[Catalog, "Mapping[str, gpd.GeoDataFrame]"]:
    """Return the declarations and rows of an atlas with one layer more.

    Raises
    ------
    LayerDataError
        The rows have no reference system or no column, the id is taken or cannot be used, the licence is not known.
    """
    if layer_id in atlas.catalog:
        raise LayerDataError("own_id_taken", key="id", value=layer_id)
    layer, rows = make_layer(gdf, layer_id, title=title, licence=licence)
    catalog = atlas.catalog
    themes = catalog.themes
    if OWN_THEME not in themes:
        themes = themes | {OWN_THEME: Theme.model_validate({**parse_toml(draft_theme(OWN_THEME)), "id": OWN_THEME})}
    wider = Catalog({**catalog, layer_id: layer}, themes, catalog.basemaps, catalog.problems)
    # A `ChainMap` of mappings that it only reads.
    others: Any = atlas.frames
    return wider, ChainMap({layer_id: rows}, others)


def make_layer(
    gdf: gpd.GeoDataFrame, layer_id: str, *, title: str = "", licence: str | None = None
) -> tuple[Layer, gpd.GeoDataFrame]:
    """Return the declaration and the rows of a layer that lies in memory.

    Parameters
    ----------
    gdf
        Rows with a known reference system.
    layer_id
        Its id.
    title
        Its title; the id without one.
    licence
        SPDX identifier; private without one.

    Raises
    ------
    LayerDataError
        See `with_layer`.
    """
    check_rows(gdf, layer_id)
    if licence is not None and licence not in LICENCES:
        raise LayerDataError("licence_unknown", key="licence", value=licence, nearest=nearest(licence, LICENCES))
    findings = Findings(file=layer_id, format="GeoDataFrame", crs=str(gdf.crs), rows=len(gdf), kept=len(gdf))
    source = SourceFile(Path(), "", Answers(), ImportLimits(), findings)
    shapes = repair_degrees(_in_degrees(gdf.geometry, layer_id), source)
    findings.geometry = _geometry(shapes)
    columns = _columns(gdf, source)
    text = draft_layer(NewLayer(layer_id, OWN_THEME, "", title=title or None, licence=licence), findings, columns)
    declared = parse_toml(text)
    # Nobody has stated a producer: the rows are those of who runs the program.
    own = {lang: t("gate.theme", lang) for lang in LANGUAGES}
    declared["source"] |= {"producer": own, "received_from": own}
    try:
        layer = Layer.model_validate({**declared, "id": layer_id, "theme": OWN_THEME, "folder": Path()})
    except ValidationError as exc:
        raise LayerDataError("own_id_wrong", key="id", value=layer_id) from exc
    frame = gpd.GeoDataFrame(
        {"id": _ids(gdf.index), **{column.id: column.cells.to_pandas().to_numpy() for column in columns}},
        geometry=gpd.GeoSeries(shapes, crs=wgs84()),
    )
    return layer, conform(frame, layer, path=layer_id)


def check_rows(gdf: object, layer_id: str) -> None:
    """Check that rows have places whose reference system is known.

    Raises
    ------
    LayerDataError
        They have not.
    """
    if not isinstance(gdf, gpd.GeoDataFrame) or gdf.active_geometry_name is None or gdf.crs is None:
        raise LayerDataError("own_rows_wrong", key=layer_id)


def column_name(name: object) -> str:
    """Return the name of a column as a text; that of a column of several levels is their names."""
    return " ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name)


def _in_degrees(given: gpd.GeoSeries, layer_id: str) -> np.ndarray:
    """Return geometries in EPSG:4326; None where there is no place.

    Raises
    ------
    LayerDataError
        Their numbers are no degrees.
    """
    try:
        shapes = given.to_crs(wgs84())
    except ProjError as exc:
        raise LayerDataError("own_crs_local", key=layer_id, value=given.crs.name) from exc
    # A geometry without coordinates, or whose coordinates are no numbers, lies nowhere.
    boxes = shapes.bounds.to_numpy()
    shapes = shapes.where(np.isfinite(boxes).all(axis=1))
    far = (np.abs(boxes) > np.tile(_FARTHEST, 2)).any(axis=1) & shapes.notna().to_numpy()
    if far.any():
        raise LayerDataError("own_degrees", key=layer_id, rows=int(far.sum()))
    return np.asarray(shapes.to_numpy())


def _geometry(shapes: np.ndarray) -> str:
    found = {_KINDS[kind] for kind in np.unique(shapely.get_dimensions(shapes) + 1) if kind > 0}
    return found.pop() if len(found) == 1 else "mixed"


def _columns(gdf: gpd.GeoDataFrame, source: SourceFile) -> list[Column]:
    """Return the columns as fields: those of a type that a layer can have, named as ids; others as texts."""
    cells: dict[str, pa.ChunkedArray] = {}
    for place, label in enumerate(gdf.columns):
        column = gdf.iloc[:, place]
        if column.dtype != "geometry":
            cells[_free(column_name(label), cells)] = _cells(column)
    found = read_columns(source, cells)
    if found:
        return found
    numbers = pa.chunked_array([pa.array(np.arange(1, len(gdf) + 1))])
    return [Column("number", "number", "integer", numbers, is_facet=False)]


def _free(name: str, taken: "Mapping[str, object]") -> str:
    """Return a name that no column before has: of two columns ``area`` the second is ``area (2)``."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _cells(column: "pd.Series[Any]") -> pa.ChunkedArray:
    """Return a column as Arrow holds it where a layer has its type, else as texts."""
    try:
        cells = pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        cells = pa.array([], type=pa.binary())
    if not _is_plain(cells.type):
        cells = pa.array(column.astype("object").map(str, na_action="ignore"), type=pa.string(), from_pandas=True)
    # A column that was put together of several is of several chunks.
    return cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])


def _is_plain(kind: Any) -> bool:
    """Return whether a layer has a type for cells of an Arrow type."""
    if pa.types.is_dictionary(kind) or pa.types.is_list(kind):
        return _is_plain(kind.value_type) and not pa.types.is_list(kind.value_type)
    tests = (
        *(pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_null),
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        *(pa.types.is_date, pa.types.is_timestamp, pa.types.is_time),
    )
    return any(test(kind) for test in tests)


def _ids(index: pd.Index) -> "pd.Series[str]":
    """Return the labels of an index as ids, each once."""
    ids = (
        pd.Series(index.astype("str"))
        if index.nlevels == 1
        else pd.Series(["-".join(map(str, each)) for each in index], dtype="str")
    )
    ids = ids.fillna("")
    while ids.duplicated().any():
        again = ids.groupby(ids).cumcount()
        ids = ids.where(again == 0, ids + "_" + (again + 1).astype("str"))
    return ids
