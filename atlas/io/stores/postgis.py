"""Layers in a PostGIS database: one table each, with the declaration they are read by.

The schema ``atlas`` holds a table ``_layers`` (id, theme, declaration, version) and, for each layer, a table of its id:
``_row`` (the order), ``_file`` (which data file, hence which licence), ``id``, the declared columns and ``geometry`` in
EPSG:4326. A trigger gives the layer a new version in the transaction that changes a row, whichever program does it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import psycopg
import shapely
from psycopg import sql
from pydantic import ValidationError

from atlas.catalog import Layer
from atlas.errors import LayerDataError, nearest
from atlas.io.frames import conform, wgs84
from atlas.io.stores.address import mask
from atlas.io.stores.conditions import to_sql
from atlas.io.stores.protocol import find_layer
from atlas.toml_text import parse_toml

if TYPE_CHECKING:
    from atlas.catalog.filter import Filter
    from atlas.io.stores.protocol import Box

_TYPES = {
    "string": "text",
    "date": "text",
    "integer": "bigint",
    "year": "bigint",
    "number": "double precision",
    "boolean": "boolean",
}
_PATIENCE_SECONDS = 3
# Names the locks of the atlas among those of other programs in one database.
_LOCK = 0x61746C73
_CONFLICTS = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateSchema,
)
_SCHEMA = """
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE SCHEMA IF NOT EXISTS atlas;
CREATE TABLE IF NOT EXISTS atlas._layers (
    id text PRIMARY KEY, theme text NOT NULL, theme_declaration text NOT NULL, declaration text NOT NULL,
    version uuid NOT NULL DEFAULT gen_random_uuid());
CREATE OR REPLACE FUNCTION atlas._changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE atlas._layers SET version = gen_random_uuid() WHERE id = TG_TABLE_NAME; RETURN NULL; END $$;
"""
_TRIGGER = """
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION atlas._changed()
"""


@dataclass(frozen=True, slots=True)
class StoredDeclaration:
    """Declaration of a layer as the database holds it.

    Attributes
    ----------
    theme, theme_declaration, declaration
        Id of the theme, the TOML text of the theme and of the layer.
    version
        Changes with every change of the layer.
    """

    theme: str
    theme_declaration: str
    declaration: str
    version: str

    def layer(self, layer_id: str) -> Layer:
        """Read the declaration."""
        try:
            content = parse_toml(self.declaration)
            return Layer.model_validate({**content, "id": layer_id, "theme": self.theme, "folder": Path(self.theme)})
        except (tomllib.TOMLDecodeError, ValidationError) as exc:
            raise LayerDataError("declaration_unreadable", path=f"{self.theme}/{layer_id}.toml", problem=exc) from exc


class PostgisStore:
    """The layers of one database.

    Parameters
    ----------
    address
        ``postgresql://user:password@host/database``.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def declarations(self) -> dict[str, StoredDeclaration]:
        """Return the declarations of all layers, by id."""
        with self._connected() as connection:
            return _read_declarations(connection)

    def is_set_up(self) -> bool:
        """Return whether the database has ever held a layer; an empty one may be about to be restored."""
        with self._connected() as connection:
            return _has_layers(connection)

    def layers(self) -> Mapping[str, Layer]:
        """Return the declared layers by id."""
        return {layer_id: stored.layer(layer_id) for layer_id, stored in self.declarations().items()}

    def read(
        self,
        layer: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Filter]" = (),
        bbox: "Box | None" = None,
    ) -> gpd.GeoDataFrame:
        """Read rows of a layer; see `atlas.io.stores.protocol.Store`."""
        with self._connected() as connection:
            return self._select(connection, layer, columns, where, bbox)[0]

    def snapshot(self, layer: str) -> tuple[StoredDeclaration, gpd.GeoDataFrame, pd.Series]:
        """Return declaration, rows, and the data file of each row, all from one database snapshot."""
        with self._connected() as connection:
            return _read_declaration(connection, layer), *self._select(connection, layer)

    def put(self, layer: Layer, rows: Mapping[str, gpd.GeoDataFrame], *, over: bool = False) -> None:
        """Write a layer in one transaction.

        Parameters
        ----------
        layer
            A layer with its declaration in its folder.
        rows
            Name of the data file → its rows, as `conform` returns them.
        over
            Whether a layer of that id may be replaced.

        Raises
        ------
        LayerDataError
            The id is taken, or the database rejects the layer.
        """
        theme, declaration = layer.folder / "theme.toml", layer.folder / f"{layer.id}.toml"
        texts = [path.read_text(encoding="utf-8") if path.exists() else "" for path in (theme, declaration)]
        self._set_up()
        with self._connected(writing=True) as connection:
            # Of several that write one layer, one after the other.
            connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, layer.id])
            if not over and layer.id in _read_declarations(connection):
                raise LayerDataError("id_taken", key="as", value=layer.id)
            connection.execute("DELETE FROM atlas._layers WHERE id = %s", [layer.id])
            connection.execute("INSERT INTO atlas._layers VALUES (%s, %s, %s, %s)", [layer.id, layer.theme, *texts])
            _fill(connection, layer, rows)

    def _set_up(self) -> None:
        """Make what all layers need, in a transaction of its own; of several at once, one after the other."""
        with self._connected(writing=True) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
            connection.execute(_SCHEMA)

    def remove(self, layer: str) -> None:
        """Remove a layer from the database; `LayerDataError` when it does not exist."""
        with self._connected(writing=True) as connection:
            _read_declaration(connection, layer)
            connection.execute("DELETE FROM atlas._layers WHERE id = %s", [layer])
            connection.execute(sql.SQL("DROP TABLE atlas.{}").format(sql.Identifier(layer)))

    def _select(
        self,
        connection: "psycopg.Connection[Any]",
        layer_id: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Filter]" = (),
        bbox: "Box | None" = None,
    ) -> tuple[gpd.GeoDataFrame, pd.Series]:
        whole = _read_declaration(connection, layer_id).layer(layer_id)
        wanted = find_layer({layer_id: whole}, layer_id, columns)
        condition, bound = to_sql(where, whole, mark="%s")
        if bbox:
            condition += " AND ST_Intersects(geometry, ST_MakeEnvelope(%s, %s, %s, %s, 4326))"
            bound = [*bound, *bbox]
        names = ["_file", "id", *wanted.fields]
        text = sql.SQL("SELECT {}, ST_AsBinary(geometry) FROM atlas.{} WHERE {} ORDER BY _row").format(
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.Identifier(layer_id),
            sql.SQL(condition),  # declared names and bound values only
        )
        try:
            rows = connection.cursor(binary=True).execute(text, bound).fetchall()
        except (psycopg.ProgrammingError, psycopg.DataError) as exc:
            # Its table is gone, closed to us or another: a problem of this layer, not of the database.
            named = f"{whole.theme}/{layer_id}"
            raise LayerDataError("file_unreadable", path=named, problem=exc.diag.message_primary) from exc
        cells = {
            name: pd.Series(values, dtype=object)
            for name, values in zip(names, _columns(rows, len(names)), strict=True)
        }
        shapes = gpd.GeoSeries.from_wkb([row[-1] for row in rows], crs=wgs84())
        frame = conform(gpd.GeoDataFrame(cells, geometry=shapes), wanted, path=f"{whole.theme}/{layer_id}")
        return frame, cells["_file"]

    @contextmanager
    def _connected(self, *, writing: bool = False) -> "Iterator[psycopg.Connection[Any]]":
        """Open a connection with one snapshot for all queries; errors become one sentence."""
        try:
            with psycopg.connect(self._address, connect_timeout=_PATIENCE_SECONDS) as connection:
                connection.isolation_level = None if writing else psycopg.IsolationLevel.REPEATABLE_READ
                yield connection
        except psycopg.ProgrammingError as exc:
            if exc.sqlstate is None:
                # The address itself cannot be read, and the message quotes it.
                raise LayerDataError("store_address", key="ATLAS_STORE") from None
            raise self._refused(exc) from None
        except psycopg.errors.DiskFull as exc:
            raise LayerDataError("disk_full", path="ATLAS_STORE") from exc
        except _CONFLICTS:
            raise LayerDataError("store_conflict", key="ATLAS_STORE") from None
        except psycopg.Error as exc:
            if exc.sqlstate is None and "invalid" in str(exc):
                raise LayerDataError("store_address", key="ATLAS_STORE") from None
            raise self._refused(exc) from None

    def _refused(self, exc: psycopg.Error) -> LayerDataError:
        """Return what the database says in its first line, and nothing of the address, which holds a password."""
        problem = exc.diag.message_primary or str(exc).strip().partition("\n")[0].rpartition(": ")[2]
        return LayerDataError("store_away", key="ATLAS_STORE", problem=mask(problem, self._address))


def _read_declarations(connection: "psycopg.Connection[Any]") -> dict[str, StoredDeclaration]:
    if not _has_layers(connection):
        return {}
    query = "SELECT id, theme, theme_declaration, declaration, version::text FROM atlas._layers ORDER BY id"
    return {row[0]: StoredDeclaration(*row[1:]) for row in connection.execute(query)}


def _has_layers(connection: "psycopg.Connection[Any]") -> bool:
    found = connection.execute("SELECT to_regclass('atlas._layers')").fetchone()
    return found is not None and found[0] is not None


def _read_declaration(connection: "psycopg.Connection[Any]", layer: str) -> StoredDeclaration:
    found = _read_declarations(connection)
    if layer not in found:
        raise LayerDataError("layer_unknown", key="layer", value=layer, nearest=nearest(layer, found))
    return found[layer]


def _columns(rows: list[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [[row[position] for row in rows] for position in range(count)]


def _fill(connection: "psycopg.Connection[Any]", layer: Layer, rows: Mapping[str, gpd.GeoDataFrame]) -> None:
    table = sql.SQL("atlas.{}").format(sql.Identifier(layer.id))
    typed = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_TYPES[f.type])) for name, f in layer.fields.items()]
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute(
        sql.SQL(
            "CREATE TABLE {} (_row bigint GENERATED BY DEFAULT AS IDENTITY, _file text NOT NULL, "
            "id text PRIMARY KEY, {}, geometry geometry(Geometry, 4326))"
        ).format(table, sql.SQL(", ").join(typed))
    )
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
        number = 0
        for file, gdf in rows.items():
            for row in _cells(gdf, layer):
                copy.write_row((number, file, *row))
                number += 1
    for text in (
        # Rows added by other programs come after these.
        "SELECT setval(pg_get_serial_sequence({name}, '_row'), (SELECT count(*) + 1 FROM {table}))",
        "CREATE INDEX ON {table} USING gist (geometry)",
        _TRIGGER,
    ):
        named = sql.Literal(f'atlas."{layer.id}"')
        connection.execute(sql.SQL(text).format(table=table, name=named))


def _cells(gdf: gpd.GeoDataFrame, layer: Layer) -> Iterator[tuple[Any, ...]]:
    """Return rows as values of PostgreSQL: a missing value is NULL, never NaN."""
    columns = [gdf[name].astype(object).where(gdf[name].notna(), None).tolist() for name in layer.fields]
    shapes = shapely.to_wkb(shapely.set_srid(gdf.geometry.to_numpy(), 4326), hex=True, include_srid=True)
    return zip(gdf.index, *columns, shapes, strict=True)
