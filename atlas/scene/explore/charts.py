"""Charts that filter: bars with the counts that a click on them would give, and the act of that click."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

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


def make_charts(layer_id: str, view: "View", atlas: "Atlas") -> dict[str, Any]:
    """Make the charts that a layer declares.

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
    dict
        ``layer``, ``title`` and ``charts``, each with ``kind`` (bars, histogram, years), ``field``, ``title``,
        ``unit``, ``chosen`` (whether a condition on the field holds), ``by`` (None, or ``title`` and ``parts``: the
        titles of what the bars are split by) and ``bars``: ``title``, ``count`` of rows that a click would show,
        ``parts`` of that count, ``chosen`` and ``act``, what the page sends for that click; ``start`` and ``stop`` on
        the axis of numbers and years. The rows without a value are the last bar.
    """
    asked = [_ask(chart, atlas.catalog[layer_id], view, atlas) for chart in atlas.catalog[layer_id].charts]
    charts = [_chart(one, atlas) for one in asked if atlas.frames[layer_id][one.chart.field].notna().any()]
    return {"layer": layer_id, "title": atlas.catalog[layer_id].title(view.lang), "charts": charts}


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


def _ask(chart: "Chart", layer: "Layer", view: "View", atlas: "Atlas") -> _ChartRequest:
    own = [f for f in view.filters if (f.layer, f.field) == (layer.id, chart.field)]
    others = replace(view, filters=tuple(f for f in view.filters if f not in own))
    return _ChartRequest(chart, layer, row_mask(layer.id, others, atlas), own, view.lang)


def _chart(asked: _ChartRequest, atlas: "Atlas") -> dict[str, Any]:
    chart, field, lang = asked.chart, asked.field, asked.lang
    by = asked.layer.fields[chart.by] if chart.by else None
    parts = _parts(field_values(asked.layer.id, chart.by, atlas), by, lang) if chart.by and by else {}
    taken = field_values(asked.layer.id, chart.field, atlas)
    if chart.kind == "bars":
        bars = list(_value_bars(asked, taken, parts))
    else:
        numbers = atlas.frames[asked.layer.id][chart.field].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        bars = list(_range_bars(asked, numbers, parts))
    if not taken.known.all():
        bars.append(_unknown_bar(asked, asked.kept & ~taken.known, parts))
    return {
        "kind": chart.kind,
        "field": chart.field,
        "title": field.title(lang),
        "unit": field.unit,
        "chosen": bool(asked.conditions),
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


def _value_bars(asked: _ChartRequest, taken: Values, parts: "Mapping[str, np.ndarray]") -> "Iterator[dict[str, Any]]":
    """Return a bar for each value: in the order of the codes, else the longest first."""
    chosen = {value for condition in asked.conditions for value in condition.values}
    size = len(taken.titles)
    counts = np.bincount(taken.code[asked.kept[taken.row]], minlength=size)
    split = [np.bincount(taken.code[(asked.kept & rows)[taken.row]], minlength=size) for rows in parts.values()]
    order = range(size) if asked.field.codes else np.argsort(-counts, kind="stable").tolist()
    for k in order:
        code = taken.titles[k]
        yield {
            "title": value_title(asked.field, code, asked.lang),
            "count": int(counts[k]),
            "parts": [int(part[k]) for part in split],
            "chosen": code in chosen,
            "act": _act(asked, "legend", code=code),
        }


def _range_bars(
    asked: _ChartRequest, numbers: np.ndarray, parts: "Mapping[str, np.ndarray]"
) -> "Iterator[dict[str, Any]]":
    known = numbers[~np.isnan(numbers)]
    bins = equal_bins(known, whole=asked.field.type != "number", decades=asked.chart.kind == "years")
    counts = count_bins(numbers[asked.kept], bins)
    split = [count_bins(numbers[asked.kept & rows], bins) for rows in parts.values()]
    bounds = {condition.operator: condition.bound for condition in asked.conditions}
    for k, one in enumerate(bins):
        chosen = (bounds.get("gte"), bounds.get("lte")) == (one.low, one.high)
        yield {
            "title": _range_title(asked, one),
            "start": one.start,
            "stop": one.stop,
            "count": counts[k],
            "parts": [part[k] for part in split],
            "chosen": chosen,
            "act": _act(asked, "filter", **({} if chosen else {"gte": one.low, "lte": one.high})),
        }


def _unknown_bar(asked: _ChartRequest, rows: np.ndarray, parts: "Mapping[str, np.ndarray]") -> dict[str, Any]:
    chosen = any(condition.operator == "missing" for condition in asked.conditions)
    of_values = asked.chart.kind == "bars"
    return {
        "title": t("value.unknown", asked.lang),
        "count": int(rows.sum()),
        "parts": [int((rows & part).sum()) for part in parts.values()],
        "chosen": chosen,
        "act": _act(asked, "legend", code=None) if of_values else _act(asked, "filter", missing=not chosen),
    }


def _act(asked: _ChartRequest, kind: str, **what: Any) -> dict[str, Any]:
    return {"kind": kind, "layer": asked.layer.id, "field": asked.chart.field, **what}


def _range_title(asked: _ChartRequest, one: Interval) -> str:
    if asked.field.type == "year":
        return f"{one.low:.0f} – {one.high:.0f}"
    if asked.field.type == "integer":
        return f"{write_number(one.start, asked.lang)} – {write_number(one.stop - 1, asked.lang, asked.field.unit)}"
    return f"{write_number(one.start, asked.lang)} – {write_number(one.stop, asked.lang, asked.field.unit)}"


def value_title(field: "Field", code: str, lang: str) -> str:
    """Return the words for one value of a facet, as a filter writes it."""
    if field.type == "boolean":
        return t(f"value.{code}", lang)
    return field.codes[code](lang) if code in field.codes else code
