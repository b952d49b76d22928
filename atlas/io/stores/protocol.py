"""Protocol of a store: layers, and rows of them that meet conditions."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from atlas.catalog.filter import Filter
from atlas.errors import LayerDataError, nearest

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer

# West, south, east, north in EPSG:4326.
Box = tuple[float, float, float, float]
GEOMETRY = "geometry"


def without_position(layer: str) -> Filter:
    """Return the condition that a row of a layer has no position."""
    return Filter(layer, GEOMETRY, "missing")


class Store(Protocol):
    """Layers, and rows of them as frames: all that the analysis needs."""

    def layers(self) -> "Mapping[str, Layer]":
        """Return the declared layers by id."""

    def read(
        self,
        layer: str,
        columns: Iterable[str] | None = None,
        where: "Iterable[Filter]" = (),
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
            Conditions that rows meet, as `atlas.analysis.filters.mask_rows` reads them. On ``geometry`` there is
            one more: ``missing`` keeps the rows without position.
        bbox
            West, south, east, north in EPSG:4326: rows whose geometry meets the box, exactly and not only its own box.

        Returns
        -------
        GeoDataFrame
            As `atlas.io.read.read_layer` returns it, in the same order.

        Raises
        ------
        LayerDataError
            The layer does not exist, is damaged or has no such column; or the store is not available.
        """


def find_layer(layers: "Mapping[str, Layer]", layer_id: str, columns: Iterable[str] | None = None) -> "Layer":
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
    # A copy for reading alone: the rest of the declaration may refer to fields that it lacks.
    return layer.model_copy(update={"fields": {name: layer.fields[name] for name in wanted}})
