"""The layers of a catalogue as a table, for a notebook."""

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.catalog.layer import Layer
    from atlas.catalog.themes import Theme

_HEADS = ("id", "title", "theme", "geometry", "fields", "producer", "licence")


def layers_table(layers: "Iterable[Layer]", themes: "Mapping[str, Theme]", lang: str = "en") -> str:
    """Return HTML: one line a layer, with its producers and licences.

    Parameters
    ----------
    layers
        In the order of the tree.
    themes
        By id.
    lang
        Language of titles.
    """
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    lines = "".join(_line(layer, themes, lang) for layer in layers)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _line(layer: "Layer", themes: "Mapping[str, Theme]", lang: str) -> str:
    producers = dict.fromkeys(source.producer_names(lang) for _, source in layer.files if source.producers(lang))
    theme = themes[layer.theme].title(lang) if layer.theme in themes else layer.theme
    texts = (layer.title(lang), theme, layer.geometry, str(len(layer.fields)), "; ".join(producers), layer.licence)
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f"<tr><td><code>{escape(layer.id)}</code></td>{cells}</tr>"
