"""Read the formats that GDAL reads, each with one driver: the worker disables all others."""

import mmap
import re
import warnings
from typing import Any

import pyarrow as pa
import pyogrio
import pyogrio.errors

from atlas.errors import LayerDataError
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.exchange_formats import declare_charset, markup_columns, skip_schema, user_tables
from atlas.io.imports.readers.geojson_crs import known_system, read_crs_member
from atlas.io.imports.readers.geojson_text import check_lines, feature_ids, wrap_features
from atlas.io.imports.readers.kml_times import TIMES, placemark_times
from atlas.io.imports.readers.markup_encoding import markup_to_utf8
from atlas.io.imports.readers.openstreetmap import read_extract
from atlas.io.imports.readers.shapefile_table import complete_table
from atlas.io.imports.readers.surfaces import flat, straight
from atlas.io.imports.readers.text_encoding import (
    dbf_encoding,
    find_encoding,
    gdal_encoding,
    likely_encodings,
)
from atlas.io.imports.readers.wide_text import wide_encoding
from atlas.io.imports.readers.xml_guard import check_markup
from atlas.io.imports.report import OpenQuestion
from atlas.io.imports.source_file import RawTable, SourceFile, check_size

# Formats whose standard prescribes WGS 84.
_DEGREES = {"geojson", "geojsonseq", "topojson", "kml", "gpx", "osm_pbf"}
_MARKUP = {"kml", "gpx", "gml"}
_JSON = {"geojson", "geojsonseq", "topojson", "esrijson"}
# GPX lists the points of lines as layers of their own.
_SECONDARY = {"route_points", "track_points"}
_BATCH = 20_000
# What the GDAL driver adds to every placemark: how Google Earth draws it, nothing that its author wrote.
_DRAWING = {"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"}
_MADE = {"id", "description", *TIMES}
# Formats whose rows can have a number of their own.
_NUMBERED = {"geojson", "geojsonseq", "gpkg", "sqlite", "filegdb"}
_FEATURE_ID = re.compile(rb'"id"\s*:\s*-?[0-9]')
_FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pa.ArrowInvalid,
    pa.ArrowNotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
)


def read_vector(source: SourceFile) -> RawTable:
    """Read one layer; see `atlas.io.imports.readers.read_file.read_file`."""
    if source.kind == "osm_pbf":
        return read_extract(source, "man_made", "spoil_heap")
    links = _check_markup(source) if source.kind in _MARKUP else 0
    if source.kind == "shapefile":
        complete_table(source)
    elif source.kind == "mapinfo":
        declare_charset(source)
    encoding = _encoding(source)
    if source.kind == "shapefile" and not source.path.with_suffix(".shx").exists():
        source.findings.note("index_rebuilt")
    member = _prepare(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer = _choose(source)
            table = _with_crs_member(_read(source, layer, encoding), member)
    except UnicodeDecodeError as exc:
        raise _encoding_question(source) from exc
    except _FAILURES as exc:
        if "UTF8" in str(exc):
            raise _encoding_question(source) from exc
        problem = str(exc).replace(f"{source.path.parent}/", "").split("; It might help")[0]
        raise LayerDataError("import_damaged", path=source.name, problem=problem) from exc
    if links and not any(len(cells) for cells in table.columns.values()):
        raise LayerDataError("import_links", path=source.name, n=links)
    return table


def _check_markup(source: SourceFile) -> int:
    """Check XML, in UTF-8 where it was in another encoding; note and return the links that are not followed."""
    markup_to_utf8(source)
    links = check_markup(source.path, source.name, source.kind)
    if links:
        source.findings.note("links_not_read", n=links)
    return links


def _prepare(source: SourceFile) -> str | None:
    """Complete what the driver would leave out; return what the member ``crs`` of GeoJSON says."""
    if source.kind == "geojson":
        wrap_features(source.path)
        return read_crs_member(source.path)
    if source.kind == "geojsonseq":
        check_lines(source)
    elif source.kind == "gml":
        skip_schema(source)
    elif source.kind == "sqlite":
        pyogrio.set_gdal_config_options({"SQLITE_LIST_ALL_TABLES": True})
    return None


def _encoding_question(source: SourceFile) -> Exception:
    """Return the question of the encoding, with the likely ones first; an answer that does not fit is an error."""
    if source.answers.encoding:
        return LayerDataError("encoding_wrong", path=source.name)
    return OpenQuestion("encoding", options=likely_encodings(source.path))


def _with_crs_member(table: RawTable, member: str | None) -> RawTable:
    """Take the reference system that a GeoJSON file states where GDAL did not understand it."""
    if member is not None and table.crs == "EPSG:4326":
        table.crs, table.crs_from = known_system(member), "file"
        table.crs_words = "" if table.crs else member[:60]
    return table


def _encoding(source: SourceFile) -> str:
    """Return the encoding of the text; GeoJSON in another encoding is rewritten in UTF-8."""
    path, answer = source.path, source.answers.encoding
    if source.kind == "shapefile":
        source.findings.encoding = dbf_encoding(source)
    elif source.kind in _JSON and (named := answer or wide_encoding(path)):
        source.findings.encoding = find_encoding(named)
        try:
            text = path.read_text(encoding=source.findings.encoding)
            path.write_text(text.removeprefix("\ufeff"), encoding="utf-8")
        except UnicodeError as exc:
            raise LayerDataError("encoding_wrong", path=source.name) from exc
    elif source.findings.encoding is None:
        source.findings.encoding = "UTF-8"
    return source.findings.encoding


def _choose(source: SourceFile) -> str:
    """Return the layer to read; several non-empty ones raise a question."""
    listed = {str(name): kind for name, kind in pyogrio.list_layers(source.path)}
    listed = user_tables(listed) if source.kind == "sqlite" else listed
    check_size(source, columns=len(listed))
    wanted = source.answers.layer
    if not listed:
        raise LayerDataError("import_no_layer", path=source.name)
    if len(listed) == 1 and source.kind != "gpkg":
        only = next(iter(listed))
        source.findings.layer = only if wanted == only else None
        return only
    if wanted is None:
        filled = [name for name in listed if _count(source, name)] or list(listed)
        first = [name for name in filled if name not in _SECONDARY] or filled
        found = [name for name in first if listed[name] is not None] or first
        wanted = found[0] if len(found) == 1 else None
        others = [name for name in filled if name != wanted and name not in _SECONDARY]
        if wanted and others:
            source.findings.note("layers_left", layers=", ".join(map(printable, others)))
        listed = {name: listed[name] for name in found}
    if wanted not in listed:
        raise OpenQuestion("layer", options=tuple(listed))
    source.findings.layer = wanted
    return wanted


def _count(source: SourceFile, layer: str) -> int:
    return int(pyogrio.read_info(source.path, layer=layer, force_feature_count=True)["features"])


def _read(source: SourceFile, layer: str, encoding: str) -> RawTable:
    batches: list[pa.RecordBatch] = []
    rows = size = shape_bytes = 0
    info = pyogrio.read_info(source.path, layer=layer)
    check_size(source, columns=len(info["fields"]))
    options: dict[str, Any] = {"encoding": gdal_encoding(encoding)} if source.kind == "shapefile" else {}
    # Times as text keep their offset: as instants, midnight of one clock is the day before of another.
    options |= {"datetime_as_string": True, "return_fids": source.kind in _NUMBERED}
    # A text that looks like a time stays as it is written: 10:30, 2024/05/01, a day beside hours.
    options |= {"DATE_AS_STRING": "YES"} if source.kind == "geojson" else {}
    # FlatGeobuf's own Arrow stream crashes on a row without geometry (GDAL 3.12); the general one does not.
    pyogrio.set_gdal_config_options({"OGR_FLATGEOBUF_STREAM_BASE_IMPL": True})
    opened = pyogrio.raw.open_arrow(source.path, layer=layer, use_pyarrow=True, batch_size=_BATCH, **options)
    with opened as (meta, reader):
        shape_name = meta["geometry_name"] or "wkb_geometry"
        for batch in reader:
            batch.validate(full=True)
            batches.append(batch)
            rows += batch.num_rows
            own = batch[shape_name].nbytes if shape_name in batch.schema.names else 0
            size, shape_bytes = size + batch.nbytes - own, shape_bytes + own
            check_size(source, rows=rows, columns=batch.num_columns, size=size, shape_bytes=shape_bytes)
        table = pa.Table.from_batches(batches, schema=reader.schema)
    shapes = table[shape_name] if shape_name in table.schema.names else None
    if shapes is not None:
        shapes = flat(source, straight(source, layer, shapes))
    columns = {name: table[name] for name in table.schema.names if name != shape_name}
    columns = _numbered(source, columns, meta["fid_column"]) if source.kind in _NUMBERED else columns
    if source.kind == "kml":
        columns = _as_written(source, layer, columns)
    elif source.kind == "gml":
        columns = markup_columns(columns)
    crs = meta["crs"]
    # TopoJSON says nothing of its system: its standard takes that of GeoJSON over.
    crs = "EPSG:4326" if source.kind == "topojson" and crs is None else crs
    degrees = source.kind in _DEGREES and crs == "EPSG:4326"
    return RawTable(columns, shapes, crs, "format" if degrees else "file")


def _numbered(source: SourceFile, columns: dict[str, pa.ChunkedArray], name: str) -> dict[str, pa.ChunkedArray]:
    """Return the columns with the numbers of the rows as ``id``, where the file gives them and no column has ids."""
    numbers = columns.pop(name)
    own = any(column.strip().lower() == "id" for column in columns)
    written = feature_ids(source, len(numbers)) if source.kind == "geojson" else None
    if written is not None:
        if written.null_count == len(written):
            return columns
        # The driver's own column ``id`` rounds long numbers and loses ids of several types.
        columns.pop("id", None)
        return {"id": written, **columns}
    if own or not len(numbers) or (source.kind in _JSON and not _has_feature_ids(source)):
        return columns
    return {"id": numbers, **columns}


def _has_feature_ids(source: SourceFile) -> bool:
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _FEATURE_ID.search(content) is not None


def _as_written(source: SourceFile, layer: str, columns: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """Return the columns of KML without what the driver adds, and times as the file writes them."""
    columns = {name: cells for name, cells in columns.items() if name not in _DRAWING}
    rows = len(next(iter(columns.values()), []))
    layers = [str(name) for name, _ in pyogrio.list_layers(source.path)]
    folders = placemark_times(source.path)
    filled = [name for name in layers if _count(source, name)]
    if len(filled) == len(folders) and layer in filled and len(folders[filled.index(layer)]) == rows:
        times = folders[filled.index(layer)]
        written = {name: [row.get(tag) for row in times] for name, tag in TIMES.items() if name in columns}
        columns |= {name: pa.chunked_array([pa.array(cells, pa.string())]) for name, cells in written.items()}
    return {name: cells for name, cells in columns.items() if not _is_unused(name, cells)}


def _is_unused(name: str, cells: pa.ChunkedArray) -> bool:
    """Return whether a column that the driver makes for every file holds nothing in this one."""
    if name not in _MADE:
        return False
    return cells.null_count == len(cells) or not any(cells.drop_null().cast(pa.string()).to_pylist())
