"""Charts that filter: bars with the counts that a click on them would give, and the action of that click."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import numpy as np

from atlas.analysis.statistics.classify import Interval, count_bins, equal_bins
from atlas.analysis.statistics.facets import Values
from atlas.i18n import t
from atlas.scene.explore.facets import field_values
from atlas.scene.query.formatting import write_number
from atlas.scene.query.row_masks import row_mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atlas.catalog import Chart, Field, Layer
    from atlas.catalog.filter import Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


class ChartAction(TypedDict):
    """The action that a click on a bar sends, see `atlas.scene.query.actions.apply_action`."""

    kind: Literal["legend", "filter"]
    layer: str
    field: str
    code: NotRequired[str | None]
    gte: NotRequired[float | None]
    lte: NotRequired[float | None]
    missing: NotRequired[bool]


class ChartBar(TypedDict):
    """A bar: `count` of rows that a click would show, and `parts` of that count.

    `start` and `stop` stand on the axis of numbers and years; the bar of the unknown has neither.
    """

    title: str
    count: int
    parts: list[int]
    chosen: bool
    act: ChartAction
    start: NotRequired[float]
    stop: NotRequired[float]


class ChartSplit(TypedDict):
    """The field that the bars are split by, and the titles of its values."""

    title: str
    parts: list[str]


class ChartMessage(TypedDict):
    """A chart of one field; `chosen` says that a condition on the field holds."""

    kind: Literal["bars", "histogram", "years"]
    field: str
    title: str
    unit: str | None
    chosen: bool
    by: ChartSplit | None
    bars: list[ChartBar]


class LayerCharts(TypedDict):
    """The charts of a layer."""

    layer: str
    title: str
    charts: list[ChartMessage]


def make_charts(layer_id: str, view: "View", atlas: "Atlas") -> LayerCharts:
    """Count the bars of the charts that a layer declares.

    Parameters
    ----------
    layer_id
        A layer of the catalogue, shown or not.
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    LayerCharts
        Those of fields with a value. The rows without a value are the last bar.
    """
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    requests = [_request(chart, layer, view, atlas) for chart in layer.charts if gdf[chart.field].notna().any()]
    charts = [_chart(request, atlas) for request in requests]
    return {"layer": layer_id, "title": layer.title(view.lang), "charts": charts}


@dataclass(frozen=True, slots=True, eq=False)
class _ChartRequest:
    """A chart, the rows that a click on it chooses among, and the conditions that its field has now."""

    chart: "Chart"
    layer: "Layer"
    kept: np.ndarray
    conditions: "list[Filter]"
    lang: str

    @property
    def field(self) -> "Field":
        return self.layer.fields[self.chart.field]


def _request(chart: "Chart", layer: "Layer", view: "View", atlas: "Atlas") -> _ChartRequest:
    own = [f for f in view.filters if (f.layer, f.field) == (layer.id, chart.field)]
    others = replace(view, filters=tuple(f for f in view.filters if f not in own))
    return _ChartRequest(chart, layer, row_mask(layer.id, others, atlas), own, view.lang)


def _chart(request: _ChartRequest, atlas: "Atlas") -> ChartMessage:
    chart, field, lang = request.chart, request.field, request.lang
    by = request.layer.fields[chart.by] if chart.by else None
    parts = _parts(field_values(request.layer.id, chart.by, atlas), by, lang) if chart.by and by else {}
    taken = field_values(request.layer.id, chart.field, atlas)
    if chart.kind == "bars":
        bars = list(_value_bars(request, taken, parts))
    else:
        numbers = atlas.frames[request.layer.id][chart.field].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        bars = list(_range_bars(request, numbers, parts))
    if not taken.known.all():
        bars.append(_unknown_bar(request, request.kept & ~taken.known, parts))
    return {
        "kind": chart.kind,
        "field": chart.field,
        "title": field.title(lang),
        "unit": field.unit,
        "chosen": bool(request.conditions),
        "by": {"title": by.title(lang), "parts": list(parts)} if by else None,
        "bars": bars,
    }


def _parts(taken: Values, by: "Field", lang: str) -> dict[str, np.ndarray]:
    """Return for each value of a field, by its title, which rows have it; the rows without one last."""
    parts = {}
    for position, code in enumerate(taken.titles):
        rows = np.zeros(len(taken.known), dtype=bool)
        rows[taken.row[taken.code == position]] = True
        parts[value_title(by, code, lang)] = rows
    return parts if taken.known.all() else parts | {t("value.unknown", lang): ~taken.known}


def _value_bars(request: _ChartRequest, taken: Values, parts: "Mapping[str, np.ndarray]") -> "Iterator[ChartBar]":
    """Return a bar for each value: in the order of the codes, else the longest first."""
    chosen = {value for condition in request.conditions for value in condition.values}
    size = len(taken.titles)
    counts = np.bincount(taken.code[request.kept[taken.row]], minlength=size)
    split = [np.bincount(taken.code[(request.kept & rows)[taken.row]], minlength=size) for rows in parts.values()]
    order = range(size) if request.field.codes else np.argsort(-counts, kind="stable").tolist()
    for k in order:
        code = taken.titles[k]
        yield {
            "title": value_title(request.field, code, request.lang),
            "count": int(counts[k]),
            "parts": [int(part[k]) for part in split],
            "chosen": code in chosen,
            "act": _choose(request, code),
        }


def _range_bars(request: _ChartRequest, numbers: np.ndarray, parts: "Mapping[str, np.ndarray]") -> "Iterator[ChartBar]":
    known = numbers[~np.isnan(numbers)]
    bins = equal_bins(known, whole=request.field.type != "number", decades=request.chart.kind == "years")
    counts = count_bins(numbers[request.kept], bins)
    split = [count_bins(numbers[request.kept & rows], bins) for rows in parts.values()]
    bounds = {condition.operator: condition.bound for condition in request.conditions}
    for k, interval in enumerate(bins):
        chosen = (bounds.get("gte"), bounds.get("lte")) == (interval.low, interval.high)
        yield {
            "title": _range_title(request, interval),
            "start": interval.start,
            "stop": interval.stop,
            "count": counts[k],
            "parts": [part[k] for part in split],
            "chosen": chosen,
            "act": _keep_range(request, None if chosen else interval),
        }


def _unknown_bar(request: _ChartRequest, rows: np.ndarray, parts: "Mapping[str, np.ndarray]") -> ChartBar:
    chosen = any(condition.operator == "missing" for condition in request.conditions)
    of_values = request.chart.kind == "bars"
    return {
        "title": t("value.unknown", request.lang),
        "count": int(rows.sum()),
        "parts": [int((rows & part).sum()) for part in parts.values()],
        "chosen": chosen,
        "act": _choose(request, None) if of_values else _keep_unknown(request, missing=not chosen),
    }


def _choose(request: _ChartRequest, code: str | None) -> ChartAction:
    return {"kind": "legend", "layer": request.layer.id, "field": request.chart.field, "code": code}


def _keep_range(request: _ChartRequest, interval: Interval | None) -> ChartAction:
    """Return the action that keeps the rows of an interval; None keeps all."""
    act: ChartAction = {"kind": "filter", "layer": request.layer.id, "field": request.chart.field}
    if interval:
        act["gte"], act["lte"] = interval.low, interval.high
    return act


def _keep_unknown(request: _ChartRequest, *, missing: bool) -> ChartAction:
    return {"kind": "filter", "layer": request.layer.id, "field": request.chart.field, "missing": missing}


def _range_title(request: _ChartRequest, interval: Interval) -> str:
    lang, unit = request.lang, request.field.unit
    if request.field.type == "year":
        low, high = f"{interval.low:.0f}", f"{interval.high:.0f}"
        return low if low == high else f"{low} – {high}"
    stop = interval.stop - 1 if request.field.type == "integer" else interval.stop
    if stop == interval.start:
        return write_number(stop, lang, unit)
    wide = interval.stop - interval.start
    return f"{write_number(interval.start, lang, spread=wide)} – {write_number(stop, lang, unit, spread=wide)}"


def value_title(field: "Field", code: str, lang: str) -> str:
    """Return the words for one value of a facet, as a filter writes it."""
    if field.type == "boolean":
        return t(f"value.{code}", lang)
    return field.codes[code](lang) if code in field.codes else code
