"""A row as its card reads it: id, name in the language of the reader, values."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atlas.scene.query.row_names import row_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.catalog import Layer


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One row; the value of a field is read by its name, and missing where pandas says so."""

    id: str
    name: str
    values: "Mapping[str, Any]"

    def __getitem__(self, field: str) -> Any:
        """Return the value of a field."""
        return self.values[field]


def object_rows(layer: "Layer", rows: "gpd.GeoDataFrame", lang: str) -> list[ObjectRow]:
    """Return rows in their order, each named in a language, by its id where it has no name."""
    names = row_names(layer, rows, lang)
    columns = [rows[field].tolist() for field in layer.fields]
    values = zip(*columns, strict=True)
    return [
        ObjectRow(str(row_id), name or str(row_id), dict(zip(layer.fields, cells, strict=True)))
        for row_id, name, cells in zip(rows.index, names, values, strict=True)
    ]


def object_row(layer: "Layer", gdf: "gpd.GeoDataFrame", row_id: str, lang: str) -> ObjectRow:
    """Return one row.

    Raises
    ------
    KeyError
        No such row.
    """
    return object_rows(layer, gdf.loc[[row_id]], lang)[0]
