"""Read OpenStreetMap: elements as Overpass answers them (``out geom``), and extracts in PBF."""

import warnings
from typing import Any

import pyarrow as pa
import pyogrio
import pyogrio.errors
import shapely

from atlas.errors import LayerDataError
from atlas.io.imports.source_file import RawTable, SourceFile, check_size

# Layers that GDAL makes of an extract; lines that close and relations of areas are in the last.
_LAYERS = ("points", "lines", "multipolygons")
_RING = 4


def read_elements(source: SourceFile, found: Any) -> RawTable:
    """Make a shape of each element of an answer of Overpass, and a column of each tag.

    An area is a closed way, or a relation whose outer and inner ways close.
    """
    elements = found.get("elements") if isinstance(found, dict) else None
    if not isinstance(elements, list):
        raise LayerDataError("import_damaged", path=source.name, problem="no elements")
    if remark := found.get("remark"):
        # Overpass ran out of time or memory: the answer is incomplete.
        raise LayerDataError("import_damaged", path=source.name, problem=str(remark)[:200])
    kept = [element for element in elements if isinstance(element, dict) and element.get("tags")]
    try:
        shapes = [_shape(element) for element in kept]
    except (KeyError, TypeError, ValueError, shapely.GEOSException) as exc:
        raise LayerDataError("import_damaged", path=source.name, problem=exc) from exc
    tags = sorted({tag for element in kept for tag in element["tags"]})
    check_size(source, rows=len(kept), columns=len(tags))
    columns: dict[str, list[str | None]] = {"@id": [f"{e.get('type')}/{e.get('id')}" for e in kept]}
    columns |= {tag: [_text(element["tags"].get(tag)) for element in kept] for tag in tags}
    arrays = {name: pa.chunked_array([pa.array(cells, type=pa.string())]) for name, cells in columns.items()}
    wkb = pa.chunked_array([pa.array(shapely.to_wkb(shapes).tolist(), type=pa.binary())])
    return RawTable(arrays, wkb, "EPSG:4326", "format")


def read_extract(source: SourceFile, tag: str, value: str) -> RawTable:
    """Read the elements of an extract that have one tag, of every geometry."""
    tables = []
    for layer in _LAYERS:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tables.append(_layer(source, layer, tag, value))
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowInvalid, RuntimeError) as exc:
            problem = str(exc).replace(f"{source.path.parent}/", "")
            raise LayerDataError("import_damaged", path=source.name, problem=problem) from exc
    table = pa.concat_tables(tables)
    columns = {name: table[name] for name in ("@id", "name", "man_made")}
    return RawTable(columns, table["shape"], "EPSG:4326", "format")


def _layer(source: SourceFile, layer: str, tag: str, value: str) -> pa.Table:
    fields = {str(name) for name in pyogrio.read_info(source.path, layer=layer)["fields"]}
    where = f"{tag} = '{value}'" if tag in fields else f'other_tags LIKE \'%"{tag}"=>"{value}"%\''
    with pyogrio.raw.open_arrow(source.path, layer=layer, where=where, use_pyarrow=True) as (meta, reader):
        table = reader.read_all()
    way = table["osm_way_id"] if "osm_way_id" in table.schema.names else pa.nulls(len(table), pa.string())
    kinds = {"points": "node", "lines": "way", "multipolygons": "relation"}
    numbers = zip(way.to_pylist(), table["osm_id"].to_pylist(), strict=True)
    columns = {
        "@id": pa.array([f"way/{own}" if own else f"{kinds[layer]}/{other}" for own, other in numbers], pa.string()),
        "name": table["name"].cast(pa.string()),
        tag: pa.array([value] * len(table), pa.string()),
        "shape": _areas(table[meta["geometry_name"] or "wkb_geometry"]),
    }
    return pa.table(columns)


def _areas(wkb: pa.ChunkedArray) -> pa.Array:
    """Make an area of each line that closes: GDAL does so for some tags only."""
    shapes = shapely.from_wkb(wkb.to_numpy())
    closed = shapely.is_closed(shapes) & (shapely.get_type_id(shapes) == 1)
    shapes[closed] = [shapely.Polygon(line.coords) for line in shapes[closed]]
    return pa.array(shapely.to_wkb(shapes), type=pa.binary())


def _shape(element: dict[str, Any]) -> shapely.Geometry | None:
    if element["type"] == "node":
        return shapely.Point(element["lon"], element["lat"])
    if element["type"] == "way":
        line = _line(element.get("geometry") or [])
        closed = line is not None and line.is_ring and len(line.coords) >= _RING
        return shapely.Polygon(line) if closed else line
    rings = {
        role: [_line(m.get("geometry") or []) for m in element.get("members", []) if m.get("role", "outer") == role]
        for role in ("outer", "inner")
    }
    areas = {role: shapely.union_all(_closed(lines)) for role, lines in rings.items()}
    area = areas["outer"].difference(areas["inner"])
    return None if area.is_empty else area


def _line(vertices: list[dict[str, float]]) -> shapely.LineString | None:
    pairs = [(vertex["lon"], vertex["lat"]) for vertex in vertices if vertex]
    return shapely.LineString(pairs) if len(pairs) > 1 else None


def _closed(lines: list[shapely.LineString | None]) -> Any:
    """Return the areas that lines close together."""
    return shapely.get_parts(shapely.polygonize([line for line in lines if line is not None]))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
