"""What the atlas holds: themes, layers, fields, styles, sources. Declarations only, no data."""

from atlas.catalog.catalog import Catalog, open_catalog, shipped_layers
from atlas.catalog.declarations import (
    Basemap,
    Field,
    Figure,
    Layer,
    Part,
    Source,
    Style,
    Text,
    Theme,
)

__all__ = [
    "Basemap",
    "Catalog",
    "Field",
    "Figure",
    "Layer",
    "Part",
    "Source",
    "Style",
    "Text",
    "Theme",
    "open_catalog",
    "shipped_layers",
]
