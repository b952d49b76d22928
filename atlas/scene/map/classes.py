"""Classification of a layer by a numeric field: symbols, the symbol of each row, options of the reader."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd

from atlas.analysis.statistics.classify import SCHEMES, Interval, class_of, classify, count_bins, equal_bins
from atlas.catalog.filter import NUMERIC
from atlas.i18n import t
from atlas.scene.map.ramp import make_ramp
from atlas.scene.map.scene import Symbol
from atlas.scene.query.formatting import spread_between, write_edge, write_number
from atlas.scene.query.variable import variable_text
from atlas.scene.query.view import LEAST_CLASSES, MOST_CLASSES, Classes

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.scene.query.view import View

# Light and dark paper (theme.css): a ramp leads from the paper to the colour of the layer.
PAPER = ("#F6F3EC", "#14171A")
_AREAS = ("polygon", "mixed")
# Classes are read by colour, which a lower opacity would hide.
CLASSED_OPACITY = 0.92
# Classes of a layer that its declaration classifies.
_SCHEME, _CLASSES = "quantiles", 5
# Missing values: grey hatch, and a ring for points, so that they do not look like low values.
_UNKNOWN = ("#6E6E67", "#9A9A92")


@dataclass(frozen=True, slots=True, eq=False)
class ClassedRows:
    """Rows of a layer classed by one field.

    Attributes
    ----------
    symbols
        One for each class, from the lowest; the last is that of missing values.
    symbol_of
        For each row, the index of its symbol.
    """

    symbols: tuple[Symbol, ...]
    symbol_of: np.ndarray


class NumericField(TypedDict):
    """A numeric field that a layer can be classed by."""

    id: str
    title: str
    unit: str | None


class SchemeOption(TypedDict):
    """A classification scheme."""

    id: str
    title: str


class NumberClass(TypedDict):
    """One class: its interval and its colours."""

    title: str
    # As in the legend of the map; None where the class is open.
    bounds: tuple[float | None, float | None] | None
    # Least and greatest value of the class.
    start: float
    stop: float
    # On light and on dark paper.
    color: tuple[str, str]
    # Rows of the view in the class.
    kept: int


class HistogramBar(TypedDict):
    """Rows of an interval: all of the layer, and those of the view."""

    start: float
    stop: float
    of: int
    kept: int


class DensityOption(TypedDict):
    """The indicator that shows by area what a field counts: its id and title."""

    id: str
    title: str


class ChosenClasses(TypedDict):
    """The chosen classification and the distribution of its field.

    `variable` is the field with its unit and years; `warning` says that it is an amount, which colours areas by their
    size; `density` is the indicator to show instead; None without them.
    """

    variable: str
    warning: str | None
    density: DensityOption | None

    field: str
    scheme: str
    count: int
    # From the lowest to the highest.
    classes: list[NumberClass]
    # Rows of the view without a value.
    unknown: int
    histogram: list[HistogramBar]


class ClassificationOptions(TypedDict):
    """The ways to class a layer, and the chosen one."""

    layer: str
    title: str
    fields: list[NumericField]
    schemes: list[SchemeOption]
    # Numbers of classes to choose from.
    counts: list[int]
    chosen: ChosenClasses | None


def classes_of(layer: "Layer", view: "View") -> Classes | None:
    """Return the classification of a layer in a view, else that of its declaration; None without one."""
    chosen = next((classes for classes in view.classes if classes.layer == layer.id), None)
    if chosen or layer.style is None or layer.style.classed_by is None:
        return chosen
    return Classes(layer.id, layer.style.classed_by, _SCHEME, _CLASSES)


def class_rows(layer: "Layer", gdf: "gpd.GeoDataFrame", classes: Classes, lang: str) -> ClassedRows:
    """Class the rows of a layer by a numeric field.

    Parameters
    ----------
    layer, gdf
        Declaration, with a style, and rows.
    classes
        Field, scheme and number of classes, validated by `atlas.scene.query.validate_view.validate_view`.
    lang
        Language of the titles.
    """
    style, field = layer.style, layer.fields[classes.field]
    if style is None:
        msg = f"{layer.id} is a table"
        raise ValueError(msg)
    values = _numbers(gdf[classes.field])
    intervals = _intervals(values, field, classes)
    ramp = [
        make_ramp(paper, color, len(intervals))
        for paper, color in zip(PAPER, (style.color, style.color_dark), strict=True)
    ]
    plain = Symbol(None, "", "", *_UNKNOWN, shape=style.shape, pattern="solid", line="solid")
    titles = _titles(intervals, field, values, lang)
    symbols = [
        replace(
            plain,
            code=f"class_{k + 1}",
            title=titles[k],
            color=ramp[0][k],
            color_dark=ramp[1][k],
            bounds=(interval.low, interval.high),
        )
        for k, interval in enumerate(intervals)
    ]
    symbols.append(replace(plain, title=t("value.unknown", lang), shape="ring", pattern="hatch", line="dashed"))
    return ClassedRows(tuple(symbols), class_of(values, intervals).astype(np.uint8))


def variable_of(layer: "Layer", name: str, lang: str) -> str:
    """Return what the colours of a layer stand for: field, unit and years, and that it is an amount."""
    field = layer.fields[name]
    unit = field.unit or (t("classes.number", lang) if field.amount else t(f"classes.unit_{field.type}", lang))
    variable = variable_text(field.title(lang), unit, [source for _, source in layer.files], lang)
    return t("classes.amount", lang, variable=variable) if _is_coloured_amount(layer, field) else variable


def _is_coloured_amount(layer: "Layer", field: "Field") -> bool:
    """Return whether a field colours areas by an amount, which grows with their size."""
    return layer.geometry in _AREAS and field.is_amount


def describe_classes(
    layer: "Layer", gdf: "gpd.GeoDataFrame", kept: np.ndarray, chosen: Classes | None, lang: str
) -> ClassificationOptions:
    """Return the ways to class a layer, and the chosen one with the distribution of its field.

    Parameters
    ----------
    layer, gdf
        Declaration and rows.
    kept
        Rows that the view keeps.
    chosen
        The classification of the view, None without one.
    lang
        Language of the titles.
    """
    fields = {
        name: field
        for name, field in layer.fields.items()
        if field.type in NUMERIC and len(gdf[name].dropna().unique()) > 1
    }
    return {
        "layer": layer.id,
        "title": layer.title(lang),
        "fields": [{"id": name, "title": f.title(lang), "unit": f.unit} for name, f in fields.items()],
        "schemes": [{"id": scheme, "title": t(f"classes.{scheme}", lang)} for scheme in SCHEMES],
        "counts": list(range(LEAST_CLASSES, MOST_CLASSES + 1)),
        "chosen": _chosen_classes(layer, gdf, kept, chosen, lang) if chosen else None,
    }


def _chosen_classes(
    layer: "Layer", gdf: "gpd.GeoDataFrame", kept: np.ndarray, chosen: Classes, lang: str
) -> ChosenClasses:
    field, classed = layer.fields[chosen.field], class_rows(layer, gdf, chosen, lang)
    values = _numbers(gdf[chosen.field])
    intervals, known = _intervals(values, field, chosen), values[~np.isnan(values)]
    counts = np.bincount(classed.symbol_of[kept], minlength=len(classed.symbols)).tolist()
    bars = equal_bins(known, whole=field.type != "number")
    return {
        "variable": variable_of(layer, chosen.field, lang),
        "warning": t("classes.warning", lang) if _is_coloured_amount(layer, field) else None,
        "density": _density(field, lang),
        "field": chosen.field,
        "scheme": chosen.scheme,
        "count": chosen.count,
        "classes": [
            {
                "title": symbol.title,
                "bounds": symbol.bounds,
                "start": interval.start,
                "stop": interval.stop,
                "color": (symbol.color, symbol.color_dark),
                "kept": count,
            }
            for symbol, interval, count in zip(classed.symbols, intervals, counts, strict=False)
        ],
        "unknown": counts[-1],
        "histogram": [
            {"start": bar.start, "stop": bar.stop, "of": of, "kept": own}
            for bar, of, own in zip(bars, count_bins(known, bars), count_bins(values[kept], bars), strict=True)
        ],
    }


def _density(field: "Field", lang: str) -> DensityOption | None:
    return {"id": field.density, "title": t(f"measure.{field.density}", lang)} if field.density else None


def _numbers(column: "pd.Series[Any]") -> np.ndarray:
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _intervals(values: np.ndarray, field: "Field", classes: Classes) -> tuple[Interval, ...]:
    known = values[~np.isnan(values)]
    return classify(known, classes.scheme, classes.count, whole=field.type != "number") if len(known) else ()


def _titles(intervals: tuple[Interval, ...], field: "Field", values: np.ndarray, lang: str) -> list[str]:
    """Return the title of each class, which holds what it says: its bounds, or the value of a class of one."""
    position = class_of(values, intervals)
    alone = [_only_value(values[position == k]) for k in range(len(intervals))]
    widths = [interval.stop - interval.start for interval, only in zip(intervals, alone, strict=True) if only is None]
    spread = min((width for width in widths if width > 0), default=spread_between(pd.Series(values)))

    own = spread if field.type == "number" else 0
    last = len(intervals) - 1

    def write(k: int) -> str:
        if (only := alone[k]) is not None:
            return f"{only:.0f}" if field.type == "year" else write_number(only, lang, field.unit, spread=own)
        start, stop = intervals[k].start, intervals[k].stop
        if field.type == "year":
            return f"{start:.0f} – {stop:.0f}"
        low = write_edge(start, lang, spread=own, outer=None if k else "low")
        return f"{low} – {write_edge(stop, lang, field.unit, spread=own, outer=None if k < last else 'high')}"

    return [write(k) for k in range(len(intervals))]


def _only_value(values: np.ndarray) -> float | None:
    """Return the value that all rows of a class have; None where they differ."""
    return float(values[0]) if len(values) and (values == values[0]).all() else None
