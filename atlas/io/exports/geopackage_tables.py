"""Tables of a GeoPackage beside those of the rows: styles of QGIS, titles of columns, codes and their meaning."""

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from atlas.catalog import Field
    from atlas.io.exports.export_job import ExportJob

_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
VALUES ('layer_styles', 'attributes', 'layer_styles', 0);
"""
# The schema extension of the standard (OGC 12-128r19, annex F.9).
_COLUMNS = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
"""
_SCHEMA = "http://www.geopackage.org/spec121/#extension_schema"
_EXTENDED = ("gpkg_data_columns", "gpkg_data_column_constraints")


class LayerStyle(Protocol):
    """The style of a table, in the language of QGIS and as SLD."""

    @property
    def table(self) -> str:
        """Name of the table."""

    @property
    def name(self) -> str:
        """Name of the style."""

    @property
    def default(self) -> bool:
        """Whether the table is drawn so unless another is chosen."""

    @property
    def qml(self) -> str:
        """Style of QGIS."""

    @property
    def sld(self) -> str:
        """Styled Layer Descriptor."""


def add_styles(path: "Path", styles: "Iterable[LayerStyle]", made: "date") -> None:
    """Add styles to a GeoPackage where QGIS looks for the default style of a table."""
    moment = f"{made.isoformat()}T00:00:00.000Z"
    rows = [
        ("", "", own.table, "geom", own.name, own.qml, own.sld, int(own.default), own.name, "", moment)
        for own in styles
    ]
    columns = "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD"
    marks = ", ".join("?" * (len(columns.split(",")) + 4))
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_STYLES)
        database.executemany(
            f"INSERT INTO layer_styles ({columns}, useAsDefault, description, owner, update_time) VALUES ({marks})",  # noqa: S608
            rows,
        )


def add_columns(path: "Path", job: "ExportJob") -> None:
    """Add the titles of columns, in the language of the file, and the codes with their meaning."""
    lang = job.options.lang
    described = list(_described(job))
    columns = [
        (
            table,
            name,
            _title(field, lang),
            field.description(lang) if field.description else None,
            _constraint(table, field, name),
        )
        for table, name, field in described
    ]
    codes = [
        (_constraint(table, field, name), code, text(lang))
        for table, name, field in described
        if _constraint(table, field, name)
        for code, text in field.codes.items()
    ]
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_COLUMNS)
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, title, description, constraint_name)"
            " VALUES (?, ?, ?, ?, ?)",
            columns,
        )
        database.executemany(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)"
            " VALUES (?, 'enum', ?, ?)",
            codes,
        )
        database.executemany(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
            [(table, _SCHEMA) for table in _EXTENDED],
        )


def _described(job: "ExportJob") -> "Iterator[tuple[str, str, Field]]":
    for table in job.tables:
        layer = table.layers[0] if table.layers else None
        for column, name in table.names.items():
            field = job.provenance.field_of(layer, column)
            if field is not None:
                yield table.name, name, field


def _title(field: "Field", lang: str) -> str:
    return f"{field.title(lang)} ({field.unit})" if field.unit else field.title(lang)


def _constraint(table: str, field: "Field", column: str) -> str | None:
    """Return the name of the codes of a column; a cell of several values is none of them."""
    return f"{table}_{column}".lower() if field.codes and not field.separator else None
