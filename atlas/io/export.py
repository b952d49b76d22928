"""Write rows for other software: GeoJSON, GeoPackage, CSV, GeoParquet, with their provenance inside or beside."""

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio
from pyarrow import parquet

from atlas.catalog import in_language
from atlas.errors import LayerDataError
from atlas.io.provenance import Provenance, describe_columns, describe_provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd

FORMATS = (".geojson", ".gpkg", ".csv", ".parquet")


# What makes a spreadsheet take a text for a formula (OWASP, CSV injection), full-width forms included.
_FORMULA = r"^(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])"


def export_rows(rows: "Mapping[str, gpd.GeoDataFrame]", path: Path, provenance: Provenance) -> None:
    """Write rows to one file: ``id`` first, ``layer`` second when there are several, then the columns in their order.

    Rows without position are kept. A column of one name and several types becomes text. Producers, licences, dates and
    the link travel inside: members of GeoJSON, metadata of a GeoPackage, of a GeoParquet file; beside a CSV file lies
    ``<name>.csv-metadata.json``. The file appears whole or not at all.

    Parameters
    ----------
    rows
        Layer id → GeoDataFrame in EPSG:4326 indexed by id.
    path
        Its ending chooses the format: GeoJSON (RFC 7946), GeoPackage, CSV (UTF-8, no geometry; texts that a spreadsheet
        would take for a formula begin with an apostrophe), GeoParquet.
    provenance
        Where the rows come from.

    Raises
    ------
    LayerDataError
        There is no layer, the ending is no format of ours, or the folder does not take the file.
    """
    if not rows:
        raise LayerDataError("nothing_to_write", path=path.name)
    table = _together(rows)
    _write_whole(path, FORMATS, lambda partial: _write(table, partial, provenance))
    if path.suffix.lower() == ".csv":
        columns = [column for column in table.columns if column != "geometry"]
        sidecar = _json(describe_columns(columns, provenance, url=path.name), indent=2)
        write_text(path.with_name(f"{path.name}-metadata.json"), sidecar, endings=(".json",))


def write_text(path: Path, text: str, *, endings: tuple[str, ...]) -> None:
    """Write a text file, whole or not at all.

    Raises
    ------
    LayerDataError
        The ending is none of `endings`, or the folder does not take the file.
    """
    _write_whole(path, endings, lambda partial: partial.write_text(text, encoding="utf-8"))


def write_bytes(path: Path, content: bytes, *, endings: tuple[str, ...]) -> None:
    """Write a file, whole or not at all; it fails as `write_text` does."""
    _write_whole(path, endings, lambda partial: partial.write_bytes(content))


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


def _write(table: "gpd.GeoDataFrame", path: Path, provenance: Provenance) -> None:
    metadata = describe_provenance(provenance)
    if path.suffix == ".csv":
        _harmless(pd.DataFrame(table.drop(columns="geometry"))).to_csv(path, index=False, encoding="utf-8")
    elif path.suffix == ".parquet":
        table.to_parquet(path, compression="zstd", index=False)
        content = parquet.read_table(path)
        named = (content.schema.metadata or {}) | {b"atlas": _json(metadata).encode()}
        parquet.write_table(content.replace_schema_metadata(named), path, compression="zstd")
    elif path.suffix == ".geojson":
        members = {"FOREIGN_MEMBERS_COLLECTION": _json({"metadata": metadata}), "DESCRIPTION": provenance.credits_}
        table.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES", WRITE_NAME="NO", **members)
    else:
        path.unlink(missing_ok=True)
        described = {"IDENTIFIER": metadata["title"]["en"], "DESCRIPTION": provenance.credits_}
        stored = {
            "PRODUCER": "; ".join(sorted({in_language(source.producer, "en") for _, source in provenance.sources})),
            "LICENCE": "; ".join(metadata["licences"]),
            "DATE": metadata["date"],
            "PERMALINK": provenance.link,
            "CREDITS": provenance.credits_,
            "SOURCES": _json(metadata["sources"]),
        }
        table.to_file(path, driver="GPKG", engine="pyogrio", layer="atlas", layer_metadata=stored, **described)


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Prefix an apostrophe to texts that a spreadsheet would compute; numbers stay numbers."""
    texts = [column for column in table.columns if pd.api.types.is_string_dtype(table[column])]
    return table.assign(**{column: table[column].str.replace(_FORMULA, "'", regex=True) for column in texts})


def _json(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
