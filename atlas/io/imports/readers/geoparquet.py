"""Read GeoParquet, its footer first: the unpacked size is checked before anything is unpacked."""

import json
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from atlas.environment import MEGABYTE
from atlas.errors import LayerDataError
from atlas.io.imports.readers.nested_columns import flatten_columns
from atlas.io.imports.source_file import RawTable, SourceFile, check_size
from atlas.io.reference_systems import is_code

_BATCH = 20_000
_WGS84 = "OGC:CRS84"
_CRS = (dict, type(None))
# GeoParquet 1.1 has these beside WKB: coordinates in lists and structures of Arrow.
_NATIVE = {"point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon"}


def read_parquet(source: SourceFile) -> RawTable:
    """Read the one layer of a GeoParquet file; see `atlas.io.imports.readers.read_file.read_file`."""
    source.findings.encoding = "UTF-8"
    try:
        with parquet.ParquetFile(source.path) as file:
            return _read(source, file)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, OSError, ValueError, KeyError) as exc:
        problem = str(exc).replace(f"{source.path.parent}/", "")
        raise LayerDataError("import_damaged", path=source.name, problem=problem) from exc


def _read(source: SourceFile, file: parquet.ParquetFile) -> RawTable:
    footer, schema = file.metadata, file.schema_arrow
    groups = [footer.row_group(position) for position in range(footer.num_row_groups)]
    size = sum(group.total_byte_size for group in groups)
    check_size(source, rows=footer.num_rows, columns=len(schema), size=size)
    _check_ratio(source, size)
    primary, about = _geometry(source, schema)
    covering = _covering(about)
    kept = [name for name in schema.names if name not in covering or name == primary]
    if len(set(kept)) != len(kept):
        raise LayerDataError("import_damaged", path=source.name, problem="two columns of one name")
    batches: list[pa.RecordBatch] = []
    rows = held = 0
    for batch in file.iter_batches(_BATCH, columns=kept):
        batches.append(batch)
        rows, held = rows + batch.num_rows, held + batch.nbytes
        check_size(source, rows=rows, size=held)
    table = pa.Table.from_batches(batches, schema=pa.schema([schema.field(name) for name in kept]))
    plain = [name for name in kept if name != primary and not name.startswith("__index_level_")]
    columns = flatten_columns(source, {name: table[name] for name in plain})
    if primary is None:
        return RawTable(columns)
    # GeoParquet: without ``crs`` the file is in longitude and latitude, with a null ``crs`` it is unknown.
    crs = about.get("crs", _WGS84)
    shapes = _to_wkb(table[primary], str(about["encoding"]))
    return RawTable(
        columns, shapes, json.dumps(crs) if isinstance(crs, dict) else crs, "file" if "crs" in about else "format"
    )


def _covering(about: dict[str, Any]) -> set[str]:
    """Return the columns of bounds that a GeoParquet file has for its readers."""
    paths = about.get("covering", {}).get("bbox", {}) if isinstance(about.get("covering"), dict) else {}
    return {"bbox", *(str(path[0]) for path in paths.values() if isinstance(path, list) and path)}


def _to_wkb(column: pa.ChunkedArray, encoding: str) -> pa.ChunkedArray:
    """Return geometries as WKB; those in Arrow's own structures are read by geopandas."""
    if encoding == "WKB":
        if isinstance(column.type, pa.BaseExtensionType):
            column = column.cast(column.type.storage_type)
        return column.cast(pa.binary())
    import geopandas as gpd  # noqa: PLC0415 - for few files

    column.validate(full=True)
    field = pa.field("geometry", column.type, metadata={"ARROW:extension:name": f"geoarrow.{encoding}"})
    frame = gpd.GeoDataFrame.from_arrow(pa.Table.from_arrays([column], schema=pa.schema([field])))
    return pa.chunked_array([pa.array(frame.geometry.to_wkb().to_numpy(), pa.binary(), from_pandas=True)])


def _check_ratio(source: SourceFile, size: int) -> None:
    ratio = size // source.path.stat().st_size
    if size > MEGABYTE and ratio > source.limits.ratio:
        raise LayerDataError("archive_ratio", path=source.name, ratio=ratio, limit=source.limits.ratio)


def _geometry(source: SourceFile, schema: pa.Schema) -> tuple[str | None, dict[str, Any]]:
    """Return the name of the geometry column and its metadata; a plain table has none."""
    metadata = (schema.metadata or {}).get(b"geo")
    if metadata is None:
        return _logical_geometry(schema)
    geo = json.loads(metadata)
    primary = geo["primary_column"]
    about = geo["columns"][primary]
    encoding = about.get("encoding")
    # A reference system is an object or null: a text could be a recipe that reads other files.
    if encoding not in {"WKB", *_NATIVE} or primary not in schema.names or not isinstance(about.get("crs", {}), _CRS):
        problem = f"geometry encoded as {str(encoding)[:20]}"
        raise LayerDataError("import_damaged", path=source.name, problem=problem)
    return primary, about


def _logical_geometry(schema: pa.Schema) -> tuple[str | None, dict[str, Any]]:
    """Return the first column of Parquet's own type GEOMETRY, or of a type of GeoArrow, as GeoParquet describes it."""
    for field in schema:
        extension = field.type if isinstance(field.type, pa.BaseExtensionType) else None
        stated = field.metadata or {}
        name = extension.extension_name if extension is not None else stated.get(b"ARROW:extension:name", b"").decode()
        encoding = {"geoarrow.wkb": "WKB"}.get(name, name.removeprefix("geoarrow."))
        if not name.startswith("geoarrow.") or encoding not in {"WKB", *_NATIVE}:
            continue
        text = extension.__arrow_ext_serialize__() if extension is not None else stated.get(b"ARROW:extension:metadata")
        crs = json.loads(text or b"{}").get("crs")
        # A text is a code of a register or nothing: it could be a recipe that reads other files.
        plain = isinstance(crs, dict) or (isinstance(crs, str) and is_code(crs))
        return field.name, {"encoding": encoding, "crs": crs if plain else None}
    return None, {}
