"""How rows of a program are coloured: one colour, classes of numbers, or a colour for each value."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from atlas.analysis.statistics.classify import SCHEMES
from atlas.api.own_layer import column_name
from atlas.catalog.declarations import StyleClass, Text
from atlas.catalog.filter import NUMERIC
from atlas.catalog.layer import Layer
from atlas.errors import LayerDataError, ViewError, nearest
from atlas.io.imports.normalise.columns import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

# Light and dark, told apart by hue and lightness (Okabe and Ito 2008, darkened to 3:1 on paper).
PALETTE = (
    ("#0B6E8A", "#5CC1DB"),
    ("#A14F12", "#EFA266"),
    ("#3D6B21", "#9CCB7B"),
    ("#8A2F6B", "#E58FC4"),
    ("#5B5FB0", "#A9ADF2"),
    ("#A3324A", "#F0919F"),
    ("#6B5B2A", "#D3BF7F"),
    ("#2F5D62", "#86BFC5"),
    ("#7A3E9D", "#C99AE6"),
    ("#4A4A4A", "#B8B8B8"),
)

UNKNOWN = ("#6E6E67", "#9A9A92")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class OwnStyle:
    """What a program asks of the colours of its rows; see `atlas.api.show.show`."""

    column: str | None = None
    scheme: str = "quantiles"
    k: int = 5
    color: str | None = None
    name: str | None = None


def styled(
    layer: Layer, rows: "gpd.GeoDataFrame", given: "gpd.GeoDataFrame", style: OwnStyle
) -> tuple[Layer, tuple[tuple[str, str, str, int], ...]]:
    """Return a layer with its colours, and the classes of its numbers.

    Parameters
    ----------
    layer, rows
        As `atlas.api.own_layer.make_layer` returned them.
    given
        The rows of the program, whose columns have names of their own.
    style
        What is asked for.

    Raises
    ------
    LayerDataError
        There is no such column, or its values are too many for a colour each.
    ViewError
        There is no such scheme.
    """
    own = layer.style
    if style.color and own:
        own = own.model_copy(update=dict.fromkeys(("color", "color_dark"), _hex(style.color)))
        layer = layer.model_copy(update={"style": own})
    if style.column is None:
        return layer, ()
    field = _field_of(layer, given, style.column)
    if field is None or not rows[field].notna().any():
        # No row has a value.
        grey = {"color": UNKNOWN[0], "color_dark": UNKNOWN[1]}
        return layer.model_copy(update={"style": own.model_copy(update=grey)} if own else {}), ()
    if layer.fields[field].type in NUMERIC:
        if style.scheme not in SCHEMES:
            raise ViewError("value_unknown", key="scheme", value=style.scheme, valid=", ".join(SCHEMES))
        return layer, ((layer.id, field, style.scheme, style.k),)
    return _by_value(layer, rows[field], field), ()


def _field_of(layer: Layer, given: "gpd.GeoDataFrame", column: str) -> str | None:
    """Return the field that a column became, whose title is the name of the column; None where it holds no value."""
    named = {column_name(label): label for label in given.columns if label != given.active_geometry_name}
    if (name := column_name(column)) not in named:
        raise LayerDataError("own_column_unknown", key="column", value=name, nearest=nearest(name, named))
    called = {declared.title("en"): field for field, declared in layer.fields.items()}
    return called.get(printable(name))


def _by_value(layer: Layer, cells: "pd.Series[str]", field: str) -> Layer:
    """Return a layer with a colour for each value of a column."""
    logical = isinstance(cells.dtype, pd.BooleanDtype)
    values = ["false", "true"] if logical else sorted(cells.dropna().unique())
    looks = [*_looks()]
    if len(values) > len(looks):
        raise LayerDataError("own_values_many", key=field, count=len(values), most=len(looks))
    classes = dict(zip(values, looks, strict=False))
    codes = {} if logical else {value: Text(fr=value, en=value) for value in values}
    declared = layer.fields[field].model_copy(update={"codes": codes})
    # What has no value is grey.
    unknown = {"color": UNKNOWN[0], "color_dark": UNKNOWN[1]}
    style = layer.style.model_copy(update={"by": field, "classes": classes, **unknown}) if layer.style else None
    return layer.model_copy(update={"fields": {**layer.fields, field: declared}, "style": style})


def _looks() -> "Iterator[StyleClass]":
    """Yield the looks of values: the colours, then the same hatched, as diamonds, as dashed lines."""
    for light, dark in PALETTE:
        yield StyleClass(color=light, color_dark=dark)
    for light, dark in PALETTE:
        yield StyleClass(color=light, color_dark=dark, pattern="hatch", shape="diamond", line="dashed")


def _hex(colour: str) -> str:
    """Return a colour as ``#RRGGBB``; any that matplotlib knows is a colour."""
    if not _HEX.fullmatch(colour):
        from matplotlib.colors import to_hex  # noqa: PLC0415 - only names of colours need it

        try:
            colour = to_hex(colour)
        except ValueError as exc:
            raise LayerDataError("own_colour_wrong", key="color", value=colour) from exc
    return colour.upper()
