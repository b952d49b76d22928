"""What every store of layers answers, and which one an address names."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from atlas.errors import LayerDataError, nearest

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Catalog, Layer
    from atlas.io.stores.conditions import Condition

Box = tuple[float, float, float, float]
_EXTRAS = {
    "dask": "distributed",
    "distributed": "distributed",
    "duckdb": "big",
    "duckdb_extension_spatial": "big",
    "psycopg": "postgis",
}


class Store(Protocol):
    """Layers, and rows of them. Analysis works on the frames that it gives and asks nothing else."""

    def layers(self) -> "Mapping[str, Layer]":
        """Return the declared layers by id."""

    def read(
        self,
        layer: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Condition]" = (),
        bbox: Box | None = None,
    ) -> "gpd.GeoDataFrame":
        """Read rows of a layer.

        Parameters
        ----------
        layer
            Its id.
        columns
            Declared columns, all without it; id and geometry always come.
        where
            Conditions that rows meet, as `atlas.analysis.filters.mask_rows` understands them. On ``geometry`` there is
            one more: ``missing`` keeps the rows without position.
        bbox
            West, south, east, north in EPSG:4326: rows whose geometry meets the box, exactly and not only its own box.

        Returns
        -------
        GeoDataFrame
            As `atlas.io.read.read_layer` gives it, in the same order.

        Raises
        ------
        LayerDataError
            The layer is not there, is damaged or has no such column; the store does not answer.
        """


def open_store(address: str, catalog: "Catalog") -> Store:
    """Open the store of an address.

    Parameters
    ----------
    address
        ``files:`` reads the data files beside their declarations; ``files:URI`` those below a folder of this machine or
        of an object storage (``s3://bucket/layers``). ``duckdb:`` asks the files through DuckDB, ``duckdb:2GB`` with no
        more memory than that. ``postgresql://…`` is a PostGIS database.
    catalog
        Declarations; a database has its own.

    Raises
    ------
    LayerDataError
        The address names no store, or needs an extra that is not installed.
    """
    kind, _, rest = address.partition(":")
    if kind == "files":
        from atlas.io.stores.files import FileStore  # noqa: PLC0415 - a store loads what it alone needs

        return FileStore(catalog, rest or None)
    with needs_extra():
        if kind == "duckdb":
            from atlas.io.stores.parquet import ParquetStore  # noqa: PLC0415

            return ParquetStore(catalog, memory=rest or None)
        if kind in {"postgresql", "postgres"}:
            from atlas.io.stores.postgis import PostgisStore  # noqa: PLC0415

            return PostgisStore(address)
    raise LayerDataError("store_unknown", key="ATLAS_STORE", value=kind)


@contextmanager
def needs_extra(key: str = "ATLAS_STORE") -> "Iterator[None]":
    """Name the extra that a missing library belongs to; `key` is what asked for it."""
    try:
        yield
    except ModuleNotFoundError as exc:
        extra = _EXTRAS.get((exc.name or "").partition(".")[0])
        if extra is None:
            raise
        raise LayerDataError("extra_missing", key=key, extra=extra) from exc


def declared(layers: "Mapping[str, Layer]", layer_id: str, columns: Iterable[str] | None = None) -> "Layer":
    """Return a layer by id, with some of its fields only where columns are named.

    Raises
    ------
    LayerDataError
        There is no such layer, or it declares no such column.
    """
    if layer_id not in layers:
        raise LayerDataError("layer_unknown", key="layer", value=layer_id, nearest=nearest(layer_id, layers))
    layer = layers[layer_id]
    if columns is None:
        return layer
    wanted = list(columns)
    if unknown := [column for column in wanted if column not in layer.fields]:
        raise LayerDataError("columns_missing", path=layer_id, columns=", ".join(unknown))
    # Only the reading below sees this layer: what else the declaration says of the other columns is not asked.
    return layer.model_copy(update={"fields": {name: layer.fields[name] for name in wanted}})
