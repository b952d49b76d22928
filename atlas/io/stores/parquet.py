"""GeoParquet larger than memory, queried through DuckDB: only the rows requested are loaded."""

import tempfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from atlas.errors import LayerDataError
from atlas.io.frames import conform
from atlas.io.read import short_path
from atlas.io.stores.conditions import box_sql, to_sql
from atlas.io.stores.files import as_frame, check_crs
from atlas.io.stores.protocol import find_layer

if TYPE_CHECKING:
    from pathlib import Path

    from atlas.catalog import Catalog, Layer
    from atlas.catalog.filter import Filter
    from atlas.io.stores.protocol import Box


class ParquetStore:
    """GeoParquet files of a catalogue, queried with DuckDB's spatial extension.

    Parameters
    ----------
    catalog
        The declarations.
    memory
        Memory limit of DuckDB, for instance ``2GB``; sorts and groups beyond it use a temporary folder. By default
        four fifths of the machine's memory.
    """

    def __init__(self, catalog: "Catalog", *, memory: str | None = None) -> None:
        self._catalog = catalog
        spill = f"{tempfile.gettempdir()}/post-mining-atlas-duckdb"
        try:
            self._base = duckdb.connect(config={"temp_directory": spill})
            if memory:
                self._base.execute("SET memory_limit = ?", [memory])
            # The extension is loaded from its wheel: no download, no copy in the home folder.
            wheel = files("duckdb_extension_spatial") / "extensions" / f"v{duckdb.__version__}"
            self._base.execute(f"LOAD '{wheel / 'spatial.duckdb_extension'}'")
        except duckdb.Error as exc:
            raise LayerDataError("store_unusable", key="ATLAS_STORE", problem=_first_line(exc)) from exc

    def layers(self) -> "Mapping[str, Layer]":
        """Return the layers whose files are all Parquet, by id."""
        return {
            layer_id: layer
            for layer_id, layer in self._catalog.items()
            if all(path.suffix == ".parquet" for path, _ in layer.files)
        }

    def read(
        self,
        layer: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Filter]" = (),
        bbox: "Box | None" = None,
    ) -> gpd.GeoDataFrame:
        """Read rows of a layer; see `atlas.io.stores.protocol.Store`."""
        whole = find_layer(self.layers(), layer)
        wanted, conditions = find_layer(self.layers(), layer, columns), tuple(where)
        names = ", ".join(f'"{name}"' for name in ("id", *wanted.fields))
        parts = []
        for path, _ in whole.files:
            shape = "" if whole.geometry == "none" else ", ST_AsWKB(geometry) AS geometry"
            table = self._query(f"SELECT {names}{shape}", path, whole, conditions, bbox)
            parts.append(conform(as_frame(table), wanted, path=short_path(path)))
        return parts[0] if len(parts) == 1 else pd.concat(parts)

    def count(
        self, layer: str, *, by: str | None = None, where: "Iterable[Filter]" = (), bbox: "Box | None" = None
    ) -> "pd.Series[int]":
        """Count rows of a layer without loading them, in total or for each value of a column.

        Parameters
        ----------
        layer, where, bbox
            As for `read`.
        by
            A declared column.

        Returns
        -------
        Series of int
            Indexed by value, sorted, missing values last; without `by` a single count under the id of the layer.
        """
        whole, conditions = find_layer(self.layers(), layer, None), tuple(where)
        find_layer(self.layers(), layer, [by] if by else [])
        what = f'"{by}"' if by else f"'{layer}'"
        totals: pd.Series[int] = pd.Series(dtype="int64")
        for path, _ in whole.files:
            select = f"SELECT {what} AS value, count(*) AS rows"
            found = self._query(select, path, whole, conditions, bbox, "GROUP BY ALL").to_pandas()
            totals = (
                totals.add(found.set_index("value")["rows"], fill_value=0)
                if len(totals)
                else found.set_index("value")["rows"]
            )
        return totals.astype("int64").sort_index()

    def _query(
        self,
        select: str,
        path: "Path",
        layer: "Layer",
        where: "tuple[Filter, ...]",
        bbox: "Box | None",
        after: str = "",
    ) -> pa.Table:
        """Query one file, or one folder of parts."""
        if not path.exists():
            raise LayerDataError("file_missing", path=short_path(path))
        source = str(path / "*.parquet") if path.is_dir() else str(path)
        first = min(path.glob("*.parquet"), default=path) if path.is_dir() else path
        condition, bound = to_sql(where, layer, mark="?")
        try:
            check_crs(parquet.read_schema(first), layer, path)
            cursor = self._base.cursor()
            if bbox:
                near, sides = self._intersects(cursor, source, bbox)
                condition, bound = f"{condition} AND {near}", [*bound, *sides]
            text = f"{select} FROM read_parquet(?) WHERE {condition} {after}"
            return cursor.execute(text, [source, *bound]).to_arrow_table()
        except (duckdb.Error, OSError, pa.ArrowException) as exc:
            if isinstance(exc, duckdb.OutOfMemoryException):
                raise LayerDataError("memory_short", path=short_path(path), problem=_first_line(exc)) from exc
            raise LayerDataError("file_unreadable", path=short_path(path), problem=_first_line(exc)) from exc

    @staticmethod
    def _intersects(cursor: "duckdb.DuckDBPyConnection", source: str, bbox: "Box") -> tuple[str, list[Any]]:
        """Return the SQL condition that a row intersects a box; the bbox column comes first, to skip row groups."""
        exact = "ST_Intersects(geometry, ST_MakeEnvelope(?, ?, ?, ?))"
        columns = cursor.execute("SELECT name FROM parquet_schema(?)", [source]).fetchall()
        if ("bbox",) not in columns:
            return exact, list(bbox)
        rough, sides = box_sql(bbox, mark="?")
        return f"{rough} AND {exact}", [*sides, *bbox]


def _first_line(problem: Exception) -> str:
    return str(problem).partition("\n")[0]
