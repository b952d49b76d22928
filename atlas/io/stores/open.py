"""Open the store that an address names."""

from typing import TYPE_CHECKING

from atlas.errors import LayerDataError
from atlas.io.extras import needs_extra
from atlas.io.stores.address import kind_of

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.stores.protocol import Store


def open_store(address: str, catalog: "Catalog") -> "Store":
    """Open the store of an address.

    Parameters
    ----------
    address
        ``files:`` reads the data files beside their declarations; ``files:URI`` those below a folder of this machine or
        of an object storage (``s3://bucket/layers``). ``duckdb:`` queries the files with DuckDB, ``duckdb:2GB`` with
        at most that much memory. ``postgresql://…`` is a PostGIS database.
    catalog
        Declarations; a database has its own.

    Raises
    ------
    LayerDataError
        The address names no store, or needs an extra that is not installed.
    """
    kind, _, rest = address.partition(":")
    if kind == "files":
        from atlas.io.stores.files import FileStore  # noqa: PLC0415 - each store imports its own libraries

        return FileStore(catalog, rest or None)
    with needs_extra():
        if kind == "duckdb":
            from atlas.io.stores.parquet import ParquetStore  # noqa: PLC0415

            return ParquetStore(catalog, memory=rest or None)
        if kind in {"postgresql", "postgres"}:
            from atlas.io.stores.postgis import PostgisStore  # noqa: PLC0415

            return PostgisStore(address)
    raise LayerDataError("store_unknown", key="ATLAS_STORE", value=kind_of(address))
