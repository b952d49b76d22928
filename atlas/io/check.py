"""Check every declaration against its files: what `python -m atlas check` and the tests run."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from atlas.catalog import in_language
from atlas.catalog.placeholders import is_placeholder
from atlas.errors import AtlasError, LayerDataError
from atlas.folders import shipped_layers
from atlas.io.counts import count_file
from atlas.io.frames import GEOMETRY_TYPES
from atlas.io.read import read_layer, short_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from atlas.catalog import Catalog, Layer
    from atlas.io.atlas import Atlas

GEOJSON_LIMIT = 200_000
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: the file (from its ``layers/`` folder on), the key or column, and the sentence."""

    path: str
    key: str
    sentence: str


def check_atlas(atlas: "Atlas") -> list[Problem]:
    """Return every problem of every declaration and data file, not only the first; rows are read once."""
    problems = [_problem(error) for error in atlas.catalog.problems]
    for layer in atlas.catalog.values():
        problems += [_problem(error) for error in check_layer(layer, atlas.frames)]
    problems += [_problem(error) for error in check_references(atlas)]
    return problems + [_problem(error) for error in check_extents(atlas)]


def remind_catalog(catalog: "Catalog") -> list[Problem]:
    """Return what layers still lack: reminders for their owner, not problems."""
    reminders = []
    for layer in catalog.values():
        if layer.completeness is None and layer.folder.is_relative_to(shipped_layers()):
            path = short_path(layer.folder / f"{layer.id}.toml")
            reminders.append(_problem(LayerDataError("completeness_missing", path=path, key="completeness")))
        path = short_path(layer.folder / f"{layer.id}.toml")
        named = {key: in_language(getattr(layer.source, key), "fr") for key in ("producer", "citation")}
        blank = [key for key, text in named.items() if any(map(is_placeholder, text.split(";")))]
        if layer.private:
            reminders.append(_problem(LayerDataError("import_private", path=path, key="source.licence")))
        if blank:
            keys = ", ".join(f"source.{key}" for key in (*blank, *(() if layer.source.url else ("url",))))
            reminders.append(_problem(LayerDataError("import_incomplete", path=path, key=keys, keys=keys)))
    return reminders


def check_layer(layer: "Layer", frames: "Mapping[str, gpd.GeoDataFrame] | None" = None) -> list[LayerDataError]:
    """Return every problem of one layer, read or given; the list is empty when declaration and files agree."""
    declaration = f"layers/{layer.theme}/{layer.id}.toml"
    errors = [
        LayerDataError("hash_wrong", path=declaration, key=f"source.sha256.{name}")
        for _, source in layer.files
        for name, digest in source.sha256.items()
        if not _SHA256.fullmatch(digest)
    ]
    for path, _ in layer.files:
        if path.suffix == ".geojson" and path.is_file() and path.stat().st_size > GEOJSON_LIMIT:
            errors.append(LayerDataError("geojson_large", path=short_path(path), key="file", limit=GEOJSON_LIMIT))
    try:
        gdf = read_layer(layer) if frames is None else frames[layer.id]
    except LayerDataError as error:
        return [*errors, error]
    for path, source in layer.files:
        found = count_file(path)[0]
        if source.rows is not None and found != source.rows:
            errors.append(
                LayerDataError("rows_differ", path=short_path(path), key="rows", found=found, rows=source.rows)
            )
    data = short_path(layer.files[0][0])
    return [*errors, *_check_columns(gdf, layer, data), *_check_geometry(gdf, layer, data)]


def check_references(atlas: "Atlas") -> "Iterator[LayerDataError]":
    """Return every reference to an id that the referenced layer does not have.

    Layers that are not in the catalogue or cannot be read are skipped; so are references to another column than the id:
    a commune outside the basin is named and has no row.
    """
    for layer in atlas.catalog.values():
        for name, field in layer.fields.items():
            if field.refers is None or field.refers not in atlas.catalog:
                continue
            try:
                cells, ids = atlas.frames[layer.id][name].dropna(), set(atlas.frames[field.refers].index)
            except LayerDataError:
                continue
            values = cells.str.split(field.separator).explode().str.strip() if field.separator else cells
            if stray := _first(set(values) - ids):
                path = short_path(layer.files[0][0])
                yield LayerDataError("reference_unknown", path=path, key=name, values=stray, layer=field.refers)


def check_extents(atlas: "Atlas") -> "Iterator[LayerDataError]":
    """Return every area of a `Completeness` that is neither a territory nor a layer of areas."""
    territories: set[str] = set()
    for layer in atlas.catalog.values():
        if layer.level:
            with suppress(LayerDataError):
                territories |= set(atlas.frames[layer.id].index)
    if not territories:
        # One theme alone, or territories that cannot be read, which is said already: nothing to look an area up in.
        return
    known = territories | {layer.id for layer in atlas.catalog.values() if layer.geometry == "polygon"}
    for layer in atlas.catalog.values():
        for extent in layer.extents:
            stray = _first(set(() if isinstance(extent.area, str) else extent.area) - known)
            if stray:
                path = f"layers/{layer.theme}/{layer.id}.toml"
                yield LayerDataError("completeness_area", path=path, key="completeness.area", values=stray)


def _check_columns(gdf: "gpd.GeoDataFrame", layer: "Layer", path: str) -> "Iterator[LayerDataError]":
    if repeated := _first(gdf.index[gdf.index.duplicated()]):
        yield LayerDataError("ids_repeated", path=path, key="id", values=repeated)
    for name, field in layer.fields.items():
        cells = gdf[name].dropna()
        values = cells.str.split(field.separator).explode().str.strip() if field.separator else cells
        if field.codes and (stray := _first(set(values) - set(field.codes))):
            yield LayerDataError("code_unknown", path=path, key=name, values=stray, valid=", ".join(field.codes))
        if field.type == "date" and (bad := _first(v for v in values if not _DATE.fullmatch(v))):
            yield LayerDataError("date_wrong", path=path, key=name, values=bad)
    if "licence" in layer.fields:
        declared = {source.licence for _, source in layer.files}
        if set(gdf["licence"]) != declared:
            yield LayerDataError("licence_differs", path=path, key="licence", declared=", ".join(sorted(declared)))


def _check_geometry(gdf: "gpd.GeoDataFrame", layer: "Layer", path: str) -> "Iterator[LayerDataError]":
    shapes = gdf.geometry.dropna()
    if stray := _first(set(shapes.geom_type) - GEOMETRY_TYPES[layer.geometry]):
        yield LayerDataError("geometry_type", path=path, key="geometry", values=stray, declared=layer.geometry)
    if broken := _first(shapes.index[~shapes.is_valid | shapes.is_empty]):
        yield LayerDataError("geometry_invalid", path=path, key="geometry", values=broken)
    bounds = shapes.bounds
    outside = (bounds[["minx", "maxx"]].abs() > 180).any(axis=1) | (bounds[["miny", "maxy"]].abs() > 90).any(axis=1)  # noqa: PLR2004
    if stray := _first(shapes.index[outside]):
        yield LayerDataError("geometry_outside", path=path, key="geometry", values=stray)


def _first(values: "object") -> str:
    """List up to three of `values`, sorted; empty without values."""
    listed = sorted(pd.Index(list(values)).astype("str").unique())  # type: ignore[call-overload]
    return ", ".join(listed[:3]) + (f" (+{len(listed) - 3})" if len(listed) > 3 else "")  # noqa: PLR2004


def _problem(error: AtlasError) -> Problem:
    key = error.named.get("field") or error.named.get("key") or error.named.get("column") or ""
    return Problem(str(error.named["path"]), str(key), str(error))
