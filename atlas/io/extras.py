"""Optional dependencies: name the extra that installs a missing library."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from atlas.errors import LayerDataError

_EXTRAS = {
    "dask": "distributed",
    "distributed": "distributed",
    "duckdb": "big",
    "duckdb_extension_spatial": "big",
    "esda": "statistics",
    "libpysal": "statistics",
    "psycopg": "postgis",
    "rasterio": "terrain",
}


@contextmanager
def needs_extra(key: str = "ATLAS_STORE") -> Iterator[None]:
    """Name the extra of a library that is not installed; `key` is the option or variable that needs it."""
    try:
        with warnings.catch_warnings():
            # In a notebook libpysal loads bars of progress that want widgets; the atlas shows none.
            warnings.filterwarnings("ignore", message="IProgress not found")
            yield
    except ModuleNotFoundError as exc:
        extra = _EXTRAS.get((exc.name or "").partition(".")[0])
        if extra is None:
            raise
        raise LayerDataError("extra_missing", key=key, extra=extra) from exc
