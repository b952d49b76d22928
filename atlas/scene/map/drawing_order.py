"""The order in which the layers of a map are drawn: the usual one, or that of the reader."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from atlas.catalog import Layer


def in_drawing_order(layers: "Iterable[Layer]", order: "Sequence[str]" = ()) -> "list[Layer]":
    """Sort layers as they are drawn, the lowest first.

    Parameters
    ----------
    layers
        Layers of the map.
    order
        Ids from the top to the bottom, as the reader wants them. A layer that is not named lies on the one that it
        usually lies on.
    """
    usual = sorted(layers, key=_usual_place)
    place = {layer_id: position for position, layer_id in enumerate(order)}
    result = sorted((layer for layer in usual if layer.id in place), key=lambda layer: -place[layer.id])
    for position, layer in enumerate(usual):
        if layer.id not in place:
            result.insert(result.index(usual[position - 1]) + 1 if position else 0, layer)
    return result


def _usual_place(layer: "Layer") -> tuple[int, int]:
    """Draw areas below lines below points; within each, the last layer of the tree first."""
    return ({"polygon": 0, "line": 1, "mixed": 2, "point": 3}.get(layer.geometry, 0), -layer.order)
