"""KML 2.2: a folder a layer, with names and titles in the reader's language."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely

from atlas.io.exports.names import column_names
from atlas.io.exports.tables import ID, Table

if TYPE_CHECKING:
    from atlas.catalog import Field
    from atlas.io.exports.export_job import ExportJob

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
_DECIMALS = 7
_LARGEST_INT = 2**31
_NOT_XML = dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
_TYPES = {"integer": "int", "year": "int", "number": "double", "boolean": "bool"}


def write_kml(job: "ExportJob", path: Path) -> None:
    """Write placemarks with a schema of typed columns; technical columns are left out, rows without position kept."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        title = ", ".join(layer.title(job.options.lang) for layer in job.provenance.layers)
        file.write(f"<name>{_text(title)}</name>\n<description>{_text(job.readme())}</description>\n")
        for table in job.tables:
            _write_folder(job, table, file)
        file.write("</Document>\n</kml>\n")


def kml_table(job: "ExportJob", table: Table) -> Table:
    """Return the table with the names of the columns that a placemark has as data.

    Its id and its name are its own; technical columns are left out.
    """
    layer = table.layers[0] if table.layers else None
    fields = {column: field for column in table.frame if (field := job.provenance.field_of(layer, column))}
    columns = [column for column in table.frame.columns if column != ID and not _is_technical(column, fields)]
    # The name of a placemark holds the column `name`, unless the rows are named by another.
    data = [column for column in columns if not (layer and column == layer.name == "name")]
    return replace(table, names=column_names(data, job.known, taken=(ID,)))


def _write_folder(job: "ExportJob", table: Table, file: TextIO) -> None:
    lang = job.options.lang
    layer = table.layers[0] if table.layers else None
    fields = {column: field for column in table.frame if (field := job.provenance.field_of(layer, column))}
    table = kml_table(job, table)
    job.note_names(table)
    data, name = list(table.names), layer.name if layer else ""
    schema = _attribute(table.name)
    file.write(f"<Schema name={schema} id={schema}>\n")
    for column in data:
        kind = _kind(table.frame[column], fields.get(column))
        title = fields[column].title(lang) if column in fields else column
        head = f'<SimpleField type="{kind}" name={_attribute(table.names[column])}>'
        file.write(f"{head}<displayName>{_text(title)}</displayName></SimpleField>\n")
    folder = table.layers[0].title(lang) if table.layers else table.name
    file.write(f"</Schema>\n<Folder><name>{_text(folder)}</name>\n")
    shapes = shapely.force_2d(table.shapes.to_numpy())
    titles = _placemark_names(table, name, lang)
    cells = {column: table.frame[column].astype("object").to_numpy() for column in data}
    for position, row_id in enumerate(table.frame[ID]):
        file.write(f"<Placemark id={_attribute(row_id)}>")
        if titles[position] is not None:
            file.write(f"<name>{_text(titles[position])}</name>")
        file.write(f"<ExtendedData><SchemaData schemaUrl={_attribute('#' + table.name)}>")
        for column, values in cells.items():
            if not pd.isna(values[position]):
                value = _text(_value(values[position]))
                file.write(f"<SimpleData name={_attribute(table.names[column])}>{value}</SimpleData>")
        file.write("</SchemaData></ExtendedData>")
        if table.placed[position]:
            file.writelines(_geometry(shapes[position]))
        file.write("</Placemark>\n")
    file.write("</Folder>\n")


def _is_technical(column: str, fields: "dict[str, Field]") -> bool:
    return column in fields and fields[column].technical


def _placemark_names(table: Table, name: str, lang: str) -> list[Any]:
    """Return what each placemark is called, in the reader's language where the layer names rows by codes."""
    if not table.layers or name not in table.frame.columns:
        return [None] * len(table.frame)
    layer = table.layers[0]
    names: pd.Series[Any] = table.frame[name].astype("object")
    if layer.name_codes and layer.name_codes in table.frame.columns:
        codes = {code: text(lang) for code, text in layer.fields[layer.name_codes].codes.items()}
        names = table.frame[layer.name_codes].astype("object").map(codes).fillna(names)
    return [None if pd.isna(text) else str(text) for text in names]


def _kind(cells: pd.Series, field: "Field | None") -> str:
    if pd.api.types.is_bool_dtype(cells):
        return "bool"
    if not pd.api.types.is_numeric_dtype(cells):
        return "string"
    kind = _TYPES.get(field.type, "double") if field else "double"
    wide = kind == "int" and (cells.abs() >= _LARGEST_INT).any()
    return "double" if wide or kind not in {"int", "double"} else kind


def _value(cell: Any) -> str:
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, float | np.floating):
        return repr(float(cell))
    return str(cell)


def _geometry(shape: Any) -> Iterator[str]:
    """Return a geometry as KML; areas with their outside counter-clockwise, as the standard asks."""
    kind = shape.geom_type
    if kind in {"Point", "LineString", "LinearRing"}:
        name = "Point" if kind == "Point" else "LineString"
        yield f"<{name}>{_coordinates(shape)}</{name}>"
    elif kind == "Polygon":
        turned = shapely.orient_polygons(shape)
        yield f"<Polygon><outerBoundaryIs><LinearRing>{_coordinates(turned.exterior)}</LinearRing></outerBoundaryIs>"
        for ring in turned.interiors:
            yield f"<innerBoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></innerBoundaryIs>"
        yield "</Polygon>"
    else:
        yield "<MultiGeometry>"
        for part in shape.geoms:
            yield from _geometry(part)
        yield "</MultiGeometry>"


def _coordinates(shape: shapely.Geometry) -> str:
    pairs = shapely.get_coordinates(shape).round(_DECIMALS)
    return f"<coordinates>{' '.join(f'{x!r},{y!r}' for x, y in pairs.tolist())}</coordinates>"


def _text(text: str) -> str:
    return escape(_allowed(text))


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r").translate(_NOT_XML)
