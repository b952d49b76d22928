"""The layers that portraits and sheets list: what lies in a place, without territories and the ground of the map."""

from typing import TYPE_CHECKING

from atlas.scene.query.row_masks import readable_layers

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas

# Listed by the communes that they name: their lines cross territories that they do not concern.
TIES = ("twinnings", "partnerships")


def is_listed(layer: "Layer") -> bool:
    """Return whether a layer says what lies in a place."""
    return layer.style is not None and layer.level is None and not layer.backdrop and layer.id not in TIES


def listed_layers(atlas: "Atlas") -> "list[Layer]":
    """Return the layers that are listed and whose files can be read, in the order of the catalogue."""
    return readable_layers((layer for layer in atlas.catalog.values() if is_listed(layer)), atlas.frames)
