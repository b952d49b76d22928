"""Complete a shipped layer from its source: what was fetched replaces the rows in the area that was asked for."""

import tomllib
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
import tomlkit

from atlas.folders import shipped_layers
from atlas.io.read import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Layer
    from atlas.catalog.declarations import Source

    # Rows of one file of a layer, with its source.
    Kept = tuple[tuple[gpd.GeoDataFrame, Source], ...]

BOX_CRS = "EPSG:2154"


def completed_document(name: str, changes: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the theme of a shipped layer, and its declaration with what a connector changes in it.

    Raises
    ------
    KeyError
        No layer of that id is shipped.
    """
    path = next(shipped_layers().glob(f"*/{name}.toml"), None)
    if path is None:
        raise KeyError(name)
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    shipped.pop("parts", None)
    shipped.pop("file", None)
    return path.parent.name, shipped | changes | {"connector": name}


def declared_text(document: dict[str, Any]) -> str:
    """Return a declaration as TOML: single values first, then tables."""
    ordered = sorted(document.items(), key=lambda item: isinstance(item[1], dict | list))
    return tomlkit.dumps(dict(ordered))


def kept_rows(layer: "Layer", box: tuple[float, float, float, float]) -> "Kept":
    """Return the rows of a layer that lie outside the area that is asked for, by the file that they are in.

    Parameters
    ----------
    layer
        The shipped layer, or the own copy that completes it: its first file is what was fetched before.
    box
        Area in EPSG:2154.
    """
    rows, area = read_layer(layer), shapely.box(*box)
    outside = ~rows.geometry.to_crs(BOX_CRS).intersects(area) & rows.geometry.notna()
    kept = []
    for path, source in layer.files[1:] if layer.completes else layer.files:
        ids = pd.read_parquet(path, columns=["id"])["id"].astype("str")
        part = rows.loc[rows.index.isin(ids) & outside]
        if len(part):
            kept.append((gpd.GeoDataFrame(part), source))
    return tuple(kept)


def all_rows(rows: gpd.GeoDataFrame, kept: "Kept") -> gpd.GeoDataFrame:
    """Return the rows of all files of a layer as one frame."""
    return gpd.GeoDataFrame(pd.concat([rows, *(part for part, _ in kept)])) if kept else rows


def part_tables(kept: "Kept", files: "Iterable[str]") -> list[dict[str, Any]]:
    """Return the declared parts of a layer: the name of each file, its source, its rows."""
    return [
        {"file": name, "source": source.model_dump(exclude_none=True) | {"rows": len(part)}}
        for (part, source), name in zip(kept, files, strict=True)
    ]
