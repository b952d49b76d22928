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

from atlas.catalog import Catalog, Theme
from atlas.catalog.layer import Layer
from atlas.catalog.licences import LICENCES
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError, nearest
from atlas.i18n import LANGUAGES, t
from atlas.io.frames import conform, wgs84
from atlas.io.imports.draft_declaration import OWN_THEME, draft_layer, draft_theme
from atlas.io.imports.normalise.columns import Column, read_columns
from atlas.io.imports.report import Answers, Findings, NewLayer
from atlas.io.imports.source_file import SourceFile
from atlas.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.io.atlas import Atlas

_KINDS = {1: "point", 2: "line", 3: "polygon"}


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
    if not isinstance(gdf, gpd.GeoDataFrame) or gdf.active_geometry_name is None or gdf.crs is None:
        raise LayerDataError("own_rows_wrong", key=layer_id)
    if licence is not None and licence not in LICENCES:
        raise LayerDataError("licence_unknown", key="licence", value=licence, nearest=nearest(licence, LICENCES))
    shapes = gdf.geometry.to_crs(wgs84())
    findings = Findings(file=layer_id, format="GeoDataFrame", crs=str(gdf.crs), rows=len(gdf), kept=len(gdf))
    findings.geometry = _geometry(shapes)
    columns = _columns(gdf, findings)
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
        geometry=gpd.GeoSeries(shapes.to_numpy(), crs=wgs84()),
    )
    return layer, conform(frame, layer, path=layer_id)


def _geometry(shapes: gpd.GeoSeries) -> str:
    found = {_KINDS[kind] for kind in np.unique(shapely.get_dimensions(shapes.to_numpy()) + 1) if kind > 0}
    return found.pop() if len(found) == 1 else "mixed"


def _columns(gdf: gpd.GeoDataFrame, findings: Findings) -> list[Column]:
    """Return the columns as fields: those of a type that a layer can have, named as ids."""
    plain = pd.DataFrame(gdf.drop(columns=[name for name in gdf.columns if gdf[name].dtype == "geometry"]))
    cells = {}
    for name in plain.columns:
        try:
            cells[str(name)] = pa.chunked_array([pa.Array.from_pandas(plain[name])])
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            cells[str(name)] = pa.chunked_array([pa.array(plain[name].astype("str"))])
    source = SourceFile(Path(), "", Answers(), ImportLimits(), findings)
    found = read_columns(source, cells)
    if found:
        return found
    numbers = pa.chunked_array([pa.array(np.arange(1, len(gdf) + 1))])
    return [Column("number", "number", "integer", numbers, is_facet=False)]


def _ids(index: pd.Index) -> "pd.Series[str]":
    """Return the labels of an index as ids, each once."""
    ids = (
        pd.Series(index.astype("str"))
        if index.nlevels == 1
        else pd.Series(["-".join(map(str, each)) for each in index])
    )
    again = ids.groupby(ids).cumcount()
    return ids.where(again == 0, ids + "_" + (again + 1).astype("str"))
