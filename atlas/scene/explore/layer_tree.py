"""The catalogue as a tree of themes and layers, with the fields that a page offers as filters."""

from typing import TYPE_CHECKING, TypedDict

from atlas.catalog.filter import NUMERIC

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer, Style, Theme


class TreeField(TypedDict):
    """A field that the layer can be filtered by: `range` for numbers and years, `codes` with their titles."""

    title: str
    unit: str | None
    about: str | None
    range: bool
    year: bool
    codes: dict[str, str]


class SwatchSheet(TypedDict):
    """The parts of a layer's style that do not depend on a class."""

    width: float
    opacity: float
    symbol_below: float | None


class SwatchSymbol(TypedDict):
    """The symbol of a layer, as `atlas.render.mark_encoding.MapSymbol` describes it for a class."""

    kind: str
    color: tuple[str, str]
    shape: str
    pattern: str
    line: str


class Swatch(TypedDict):
    """What is drawn beside the title of a layer."""

    sheet: SwatchSheet
    symbol: SwatchSymbol


class TreeLayer(TypedDict):
    """A layer with the fields that it can be filtered by; `swatch` is None where the layer is not drawn."""

    id: str
    title: str
    description: str
    producers: list[str]
    swatch: Swatch | None
    fields: dict[str, TreeField]


class TreeSubnetwork(TypedDict):
    """A named part of a theme: the titles of its layers."""

    title: str
    layers: list[str]
    note: str | None


class TreeTheme(TypedDict):
    """A theme with its layers; `color` on light and on dark ground."""

    id: str
    title: str
    description: str
    color: tuple[str, str]
    note: str | None
    subnetworks: list[TreeSubnetwork]
    layers: list[TreeLayer]


def describe_tree(catalog: "Catalog", lang: str) -> list[TreeTheme]:
    """Return themes, their layers and their facets in one language, in the order of the tree."""
    return [_theme(theme, catalog, lang) for theme in catalog.themes.values()]


def _theme(theme: "Theme", catalog: "Catalog", lang: str) -> TreeTheme:
    return {
        "id": theme.id,
        "title": theme.title(lang),
        "description": theme.description(lang),
        "color": (theme.color, theme.color_dark),
        "note": theme.note(lang) if theme.note else None,
        "subnetworks": [
            {
                "title": subnetwork.title(lang),
                "layers": [catalog[layer].title(lang) for layer in subnetwork.layers if layer in catalog],
                "note": subnetwork.note(lang) if subnetwork.note else None,
            }
            for subnetwork in theme.subnetworks.values()
        ],
        "layers": [
            _layer(layer, lang) for layer in catalog.values() if layer.theme == theme.id and not _is_ground(layer)
        ],
    }


def _is_ground(layer: "Layer") -> bool:
    """Return whether a layer is only drawn below the others and is not offered to the reader."""
    return layer.backdrop and layer.level is None


def _swatch(style: "Style", geometry: str) -> Swatch:
    """Return the symbol that stands for the whole layer, as the map page has it for each class."""
    kind = {"mixed": "line" if style.line != "solid" else "polygon"}.get(geometry, geometry)
    first = next(iter(style.classes.values()), None)
    return {
        "sheet": {"width": style.width, "opacity": style.opacity, "symbol_below": style.symbol_below},
        "symbol": {
            "kind": kind,
            "color": (style.color, style.color_dark),
            "shape": (first and first.shape) or style.shape,
            "pattern": (first and first.pattern) or style.pattern,
            "line": (first and first.line) or style.line,
        },
    }


def _layer(layer: "Layer", lang: str) -> TreeLayer:
    return {
        "id": layer.id,
        "title": layer.title(lang),
        "description": layer.description(lang),
        "producers": list(dict.fromkeys(own for _, source in layer.files if (own := source.producer_names(lang)))),
        "swatch": _swatch(layer.style, layer.geometry) if layer.style else None,
        "fields": {
            key: {
                "title": field.title(lang),
                "unit": field.unit,
                "about": field.description(lang) if field.description else None,
                "range": field.type in NUMERIC,
                "year": field.type == "year",
                "codes": {code: text(lang) for code, text in field.codes.items()},
            }
            for key, field in layer.fields.items()
            if field.filter
        },
    }
