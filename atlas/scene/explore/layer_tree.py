"""The catalogue as a tree of plain words: what a page needs to offer layers and their filters."""

from typing import TYPE_CHECKING, Any

from atlas.catalog.filter import NUMERIC

if TYPE_CHECKING:
    from atlas.catalog import Catalog, Layer, Style, Theme


def describe_tree(catalog: "Catalog", lang: str) -> list[dict[str, Any]]:
    """Return themes, their layers and their facets in one language, in the order of the tree."""
    return [_theme(theme, catalog, lang) for theme in catalog.themes.values()]


def _theme(theme: "Theme", catalog: "Catalog", lang: str) -> dict[str, Any]:
    return {
        "id": theme.id,
        "title": theme.title(lang),
        "description": theme.description(lang),
        "color": [theme.color, theme.color_dark],
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
    """Return whether a layer is nothing but the ground of the others: it is no choice of the reader."""
    return layer.backdrop and layer.level is None


def _swatch(style: "Style", geometry: str) -> dict[str, Any]:
    """Return the symbol that stands for the whole layer, as the map page has it for each class."""
    kind = {"mixed": "line" if style.line != "solid" else "polygon"}.get(geometry, geometry)
    first = next(iter(style.classes.values()), None)
    drawn = {key: (first and getattr(first, key)) or getattr(style, key) for key in ("shape", "pattern", "line")}
    symbol = {"kind": kind, "color": [style.color, style.color_dark]} | drawn
    sheet = {"width": style.width, "opacity": style.opacity, "symbol_below": style.symbol_below}
    return {"sheet": sheet, "symbol": symbol}


def _layer(layer: "Layer", lang: str) -> dict[str, Any]:
    return {
        "id": layer.id,
        "title": layer.title(lang),
        "description": layer.description(lang),
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
