"""The parts that files of QGIS are made of: elements, options, symbols and their layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Value = str | bool | int | float
_TYPES = {bool: "bool", int: "int", float: "double", str: "QString"}
# What no XML file can hold.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class SymbolLayer:
    """A layer of a symbol: its class in QGIS, its options, what depends on the row, a symbol inside it.

    ``when`` is an expression: the layer is drawn for the rows that meet it; empty for all. ``usual`` says whether most
    rows do: a legend, which has no row, shows no other layer.
    """

    kind: str
    options: Mapping[str, str]
    computed: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    inner: "tuple[str, tuple[SymbolLayer, ...]] | None" = None
    usual: bool = True


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: Value) -> Element:
    """Add an element with a text and attributes, and return it."""
    element = SubElement(parent, tag, {name: write(value) for name, value in attributes.items()})
    if text is not None:
        element.text = printable(text)
    return element


def write(value: Value) -> str:
    """Return a value as an attribute."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return printable(value) if isinstance(value, str) else f"{value:g}" if abs(value) < 1e6 else repr(value)  # noqa: PLR2004


def printable(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return text.translate(_CONTROLS)


def identifier(*parts: str) -> str:
    """Return an identifier in braces, the same for the same parts."""
    return f"{{{uuid5(NAMESPACE_URL, '|'.join(parts))}}}"


def add_option(parent: Element, name: str, value: Value) -> Element:
    """Add an option with a value."""
    text = ("true" if value else "false") if isinstance(value, bool) else write(value)
    return SubElement(parent, "Option", {"name": name, "type": _TYPES[type(value)], "value": text})


def add_options(parent: Element, options: Mapping[str, Value], *, name: str | None = None) -> Element:
    """Add a map of options."""
    group = SubElement(parent, "Option", {"type": "Map"} | ({"name": name} if name else {}))
    for key, value in options.items():
        add_option(group, key, value)
    return group


def add_computed(parent: Element, computed: Mapping[str, str], tag: str = "data_defined_properties") -> Element:
    """Add properties that are computed for each row by an expression."""
    collection = SubElement(add(parent, tag), "Option", {"type": "Map"})
    add_option(collection, "name", "")
    group = SubElement(collection, "Option", {"name": "properties", "type": "Map"})
    for key, expression in computed.items():
        add_options(group, {"active": True, "expression": expression, "type": 3}, name=key)
    add_option(collection, "type", "collection")
    return collection


def add_symbol(
    parent: Element, name: str, kind: str, layers: Sequence[SymbolLayer], *, opacity: str = "", alpha: float = 1
) -> Element:
    """Add a symbol.

    Parameters
    ----------
    parent
        Where it goes.
    name
        Its name there.
    kind
        ``marker``, ``line`` or ``fill``.
    layers
        Its layers, the lowest first.
    opacity
        Expression of its opacity in percent; empty for `alpha` for all rows.
    alpha
        Its opacity, 0 to 1.
    """
    symbol = add(parent, "symbol", name=name, type=kind, alpha=alpha, clip_to_extent=True, force_rhr=False)
    add_computed(symbol, {"alpha": opacity} if opacity else {})
    for position, layer in enumerate(layers):
        element = SubElement(symbol, "layer", {"class": layer.kind, "enabled": "1", "locked": "0", "pass": "0"})
        add_options(element, layer.options)
        add_computed(element, {**layer.computed, **({"enabled": layer.when} if layer.when else {})})
        if layer.inner:
            add_symbol(element, f"@{name}@{position}", *layer.inner)
    return symbol


def document(root: Element, *, doctype: str = "") -> bytes:
    """Return an element as a file."""
    indent(root, " ")
    text = tostring(root, encoding="unicode")
    return (
        f"{doctype}\n{text}\n".lstrip().encode() if doctype else tostring(root, encoding="utf-8", xml_declaration=True)
    )


def both(*conditions: str) -> str:
    """Return conditions that must all hold as one expression; empty ones are left out."""
    parts = [part for part in conditions if part]
    return "".join(parts) if len(parts) <= 1 else " AND ".join(f"({part})" for part in parts)
