"""Declarations of the atlas: themes, layers, fields, styles, sources. Declarations only, no data."""

from atlas.catalog.card import NAME, NOUN, Card, CitedValues, Clause, ValueForm
from atlas.catalog.catalog import Catalog, open_catalog, own_layers
from atlas.catalog.copies import Copy, copied_from
from atlas.catalog.declarations import (
    Chart,
    Completeness,
    Extent,
    Field,
    Figure,
    Part,
    Source,
    Style,
    Text,
    Tie,
    in_language,
)
from atlas.catalog.filter import Filter
from atlas.catalog.layer import Layer
from atlas.catalog.themes import Basemap, Theme
from atlas.folders import shipped_layers

__all__ = [
    "NAME",
    "NOUN",
    "Basemap",
    "Card",
    "Catalog",
    "Chart",
    "CitedValues",
    "Clause",
    "Completeness",
    "Copy",
    "Extent",
    "Field",
    "Figure",
    "Filter",
    "Layer",
    "Part",
    "Source",
    "Style",
    "Text",
    "Theme",
    "Tie",
    "ValueForm",
    "copied_from",
    "in_language",
    "open_catalog",
    "own_layers",
    "shipped_layers",
]
