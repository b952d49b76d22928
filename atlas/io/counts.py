"""Count the rows of a layer from the footers of its files, without geopandas: what `list` needs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pyarrow import parquet

from atlas.errors import LayerDataError

if TYPE_CHECKING:
    from atlas.catalog import Layer


def count_rows(layer: "Layer") -> tuple[int, int]:
    """Return the number of rows of a layer and how many of them have a position.

    Raises
    ------
    LayerDataError
        A file is missing or unreadable.
    """
    counts = [count_file(path) for path, _ in layer.files]
    return sum(rows for rows, _ in counts), sum(placed for _, placed in counts)


def count_file(path: Path) -> tuple[int, int]:
    """Return the number of rows of one data file and how many have a position; errors as `count_rows`."""
    name = "/".join(path.parts[-3:])
    if not path.is_file():
        raise LayerDataError("file_missing", path=name)
    try:
        if path.suffix == ".geojson":
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            return len(features), sum(feature["geometry"] is not None for feature in features)
        footer = parquet.ParquetFile(path).metadata
        return _count_groups(footer)
    except MemoryError:
        raise
    except Exception as exc:  # a foreign file fails in any way
        raise LayerDataError("file_unreadable", path=name, problem=exc) from exc


def _count_groups(footer: parquet.FileMetaData) -> tuple[int, int]:
    columns = [footer.schema.column(i).path for i in range(footer.num_columns)]
    if "geometry" not in columns:
        return footer.num_rows, 0
    column = columns.index("geometry")
    # A file may have lost all its rows in a shared database: a group of none has no statistics.
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    statistics = [group.column(column).statistics for group in groups if group.num_rows]
    # A file of another program may count nothing: its rows are taken to have a position.
    nulls = sum(found.null_count for found in statistics if found is not None)
    return footer.num_rows, footer.num_rows - nulls
