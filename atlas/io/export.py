"""Writes rows for other software: GeoJSON, GeoPackage, CSV, GeoParquet."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio

from atlas.errors import LayerDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd

FORMATS = (".geojson", ".gpkg", ".csv", ".parquet")


def export_rows(rows: "Mapping[str, gpd.GeoDataFrame]", path: Path, *, credits_: str = "") -> None:
    """Write rows to one file: ``id`` first, ``layer`` second when there are several, then the columns in their order.

    Rows without position are kept. A column of one name and several types becomes text. GeoJSON and GeoPackage
    carry the credits inside. The file appears whole or not at all.

    Parameters
    ----------
    rows
        Layer id → GeoDataFrame in EPSG:4326 indexed by id.
    path
        Its ending chooses the format: GeoJSON (RFC 7946), GeoPackage, CSV (UTF-8, no geometry), GeoParquet.

    credits_
        Producers and licences of the rows.

    Raises
    ------
    LayerDataError
        There is no layer, the ending is no format of ours, or the folder does not take the file.
    """
    if not rows:
        raise LayerDataError("nothing_to_write", path=path.name)
    table = _together(rows)
    _write_whole(path, FORMATS, lambda partial: _write(table, partial, credits_))


def write_text(path: Path, text: str, *, endings: tuple[str, ...]) -> None:
    """Write a text file, whole or not at all.

    Raises
    ------
    LayerDataError
        The ending is none of `endings`, or the folder does not take the file.
    """
    _write_whole(path, endings, lambda partial: partial.write_text(text, encoding="utf-8"))


def _write_whole(path: Path, endings: tuple[str, ...], write: "Callable[[Path], object]") -> None:
    if path.suffix.lower() not in endings:
        raise LayerDataError("format_unknown", path=path.name, valid=", ".join(endings))
    partial = path.with_name(f".{path.stem}.partial{path.suffix.lower()}")
    try:
        write(partial)
        os.replace(partial, path)  # noqa: PTH105 - the atomic one
    except (OSError, pyogrio.errors.DataSourceError) as exc:
        problem = getattr(exc, "strerror", None) or str(exc).replace(partial.name, path.name)
        raise LayerDataError("file_unwritable", path=path, problem=problem) from exc
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def _together(rows: "Mapping[str, gpd.GeoDataFrame]") -> "gpd.GeoDataFrame":
    frames = [gdf.reset_index() for gdf in rows.values()]
    if len(frames) == 1:
        return frames[0]
    for layer_id, frame in zip(rows, frames, strict=True):
        frame.insert(1, "layer", layer_id)
    for column in {column for frame in frames for column in frame.columns} - {"geometry"}:
        holders = [frame for frame in frames if column in frame.columns]
        if len({str(frame[column].dtype) for frame in holders}) > 1:
            for frame in holders:
                frame[column] = frame[column].astype("object").map(str, na_action="ignore").astype("str")
    return pd.concat(frames, ignore_index=True)


def _write(table: "gpd.GeoDataFrame", path: Path, credits_: str) -> None:
    if path.suffix == ".csv":
        pd.DataFrame(table.drop(columns="geometry")).to_csv(path, index=False, encoding="utf-8")
    elif path.suffix == ".parquet":
        table.to_parquet(path, compression="zstd", index=False)
    elif path.suffix == ".geojson":
        table.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES", WRITE_NAME="NO", DESCRIPTION=credits_)
    else:
        path.unlink(missing_ok=True)
        table.to_file(path, driver="GPKG", engine="pyogrio", layer="atlas", layer_metadata={"CREDITS": credits_})
