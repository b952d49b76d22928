"""The legend of a sheet: what is in sight, with its counts, in the order of drawing, set in columns."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.i18n import t
from atlas.render.print.canvas import text_width, wrap
from atlas.render.print.map.ground_legend import GroundEntry, draw_entry, ground_entries
from atlas.render.print.map.symbols import SwatchStyle, draw_swatch
from atlas.scene.map.legend import alike, group_title
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.render.print.canvas import Canvas
    from atlas.render.print.colours import Look
    from atlas.render.print.fonts import Face
    from atlas.render.print.map.projection import MapFrame
    from atlas.scene.map.scene import LegendEntry, Mark, Scene, Symbol

# Of a row at full size, in pixels: sizes of type, distance of lines, air above a layer, room for a swatch.
_HEAD, _ENTRY, _LEADING, _AIR, _SWATCH = 12.5, 11.5, 1.22, 7.0, 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend: a layer, or a class of it; hollow where it explains symbols without fill.

    ``opacity`` is how much of its colour the layer keeps, ``zoom`` that of the map. ``ground`` is what a row without a
    mark explains.
    """

    mark: "Mark | None"
    symbol: "Symbol | None"
    title: str
    count: str
    head: bool
    hollow: bool = False
    opacity: float = 1
    zoom: float = 0
    ground: GroundEntry | None = None


@dataclass(frozen=True, slots=True)
class LegendColumn:
    """Rows below each other, each with the lines its title is broken into, and their height together."""

    rows: tuple[tuple[Row, tuple[str, ...]], ...]
    height: float


def symbols_in_window(scene: "Scene", window: "MapFrame") -> dict[str, np.ndarray]:
    """Return for each layer which of its symbols stand in a window."""
    shown = {}
    for mark in scene.marks:
        shapes, kept = mark.features.to_numpy(), np.flatnonzero(scene.kept[mark.layer])
        shown[mark.layer] = np.zeros(len(mark.symbols), dtype=bool)
        for copy in window.copies:
            west, south, east, north = window.bounds()
            frame = shapely.box(west - 360 * copy, south, east - 360 * copy, north)
            rows = kept[window.in_window(shapes[kept], copy, margin=0)]
            shown[mark.layer][mark.symbol_of[rows[shapely.intersects(shapes[rows], frame)]]] = True
    return shown


def legend_rows(scene: "Scene", in_window: "Mapping[str, np.ndarray]", zoom: float) -> list[Row]:
    """Return the rows of the legend, the top layer first; classes that the map draws alike are one row."""
    marks = {mark.layer: mark for mark in scene.marks}
    groups: dict[str, list[LegendEntry]] = {}
    for entry in scene.legend:
        groups.setdefault(entry.layer, []).append(entry)
    rows = []
    for layer, entries in groups.items():
        mark = marks[layer]
        shown = [entry for entry in entries if in_window[layer][entry.symbol] and entry.chosen is not False]
        if not shown:
            continue
        line = partial(Row, mark, opacity=scene.opacity.get(layer, 1.0), zoom=zoom)
        single = len(entries) == 1 and mark.field is None
        count = write_number(int(scene.kept[layer].sum()), scene.lang)
        only = shown[0] if single else None
        symbol = mark.symbols[only.symbol] if only else None
        rows.append(line(symbol, mark.title, count, head=True, hollow=only is not None and only.hollow == "all"))
        if mark.variable:
            rows.append(line(None, mark.variable, "\u00a0", head=False))
        rows += [] if single else _class_rows(mark, shown, scene, line)
        rows += _notes(mark, shown, scene, line)
    return rows


def ground_legend(scene: "Scene", window: "MapFrame") -> list[Row]:
    """Return the rows of what a map shows beside its layers, under a title of their own."""
    entries = ground_entries(scene, window)
    rows = [Row(None, None, entry.title, "", head=False, ground=entry) for entry in entries]
    return [Row(None, None, t("sheet.ground_title", scene.lang), "", head=True), *rows] if rows else []


def _class_rows(mark: "Mark", shown: "list[LegendEntry]", scene: "Scene", line: "partial[Row]") -> list[Row]:
    near = mark.symbol_below is not None and line.keywords["zoom"] >= mark.symbol_below
    rows = []
    for group in alike(mark, shown, as_area=near):
        symbol, hollow = mark.symbols[group[0].symbol], group[0].hollow == "all"
        title = group_title([mark.symbols[entry.symbol].title for entry in group], scene.lang)
        said = t("map.approximate", scene.lang, title=title) if hollow else title
        count = write_number(sum(entry.count for entry in group), scene.lang)
        rows.append(line(symbol, said, count, head=False, hollow=hollow))
    return rows


def _notes(mark: "Mark", shown: "list[LegendEntry]", scene: "Scene", line: "partial[Row]") -> list[Row]:
    """Return what is to be known of some rows of a layer: hollow symbols, unknown years."""
    rows, kept, layer = [], scene.kept[mark.layer], mark.layer
    mixed = [mark.symbols[entry.symbol] for entry in shown if entry.hollow == "some"]
    if mixed and (hollow := int((kept & mark.hollow).sum())):
        count = write_number(hollow, scene.lang)
        rows.append(line(mixed[0], t("sheet.hollow", scene.lang), count, head=False, hollow=True))
    if doubtful := int(scene.uncertain[layer].sum()) if layer in scene.uncertain else 0:
        note = t("map.year_unknown", scene.lang, n=write_number(doubtful, scene.lang))
        rows.append(line(None, note, "\u00a0", head=False))
    return rows


def set_columns(rows: list[Row], width: float, height: float, scale: float) -> list[LegendColumn]:
    """Set rows in as many columns as a height needs.

    A layer is not parted from its first class, and named again in the column that it goes on in.
    """
    columns: list[LegendColumn] = []
    current: list[tuple[Row, tuple[str, ...]]] = []
    filled, head = 0.0, None
    for position, row in enumerate(rows):
        head = row if row.head else head
        block = [row, *(below for below in rows[position + 1 : position + 2] if row.head and not below.head)]
        if current and filled + sum(_height(part, _lines(part, width, scale), scale) for part in block) > height:
            columns.append(LegendColumn(tuple(current), filled))
            current, filled = [], 0.0
            if head and head is not row:
                again = replace(head, title=f"{head.title} …", count="")
                current, filled = _add(current, again, width, scale)
        current, more = _add(current, row, width, scale)
        filled += more
    return [*columns, LegendColumn(tuple(current), filled)] if current else columns


def _add(
    current: list[tuple[Row, tuple[str, ...]]], row: Row, width: float, scale: float
) -> tuple[list[tuple[Row, tuple[str, ...]]], float]:
    lines = _lines(row, width, scale)
    return [*current, (row, lines)], _height(row, lines, scale, first=not current)


def balanced(rows: list[Row], width: float, count: int, scale: float) -> list[LegendColumn]:
    """Set rows in at most `count` columns as short as they can be."""
    low, high = 0.0, sum(_height(row, _lines(row, width, scale), scale) for row in rows)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(set_columns(rows, width, middle, scale)) <= count else (middle, high)
    return set_columns(rows, width, high, scale)


def draw_legend(  # noqa: PLR0913 - where the columns stand and how they look
    canvas: "Canvas",
    look: "Look",
    columns: list[LegendColumn],
    *,
    x: float,
    y: float,
    width: float,
    gap: float,
    scale: float,
) -> None:
    """Draw columns from a place on."""
    for position, column in enumerate(columns):
        left, top = x + position * (width + gap), y
        for number, (row, lines) in enumerate(column.rows):
            top += _height(row, lines, scale, first=number == 0)
            _draw_row(canvas, look, row, lines, (left, top, width), scale)


def _draw_row(
    canvas: "Canvas", look: "Look", row: Row, lines: tuple[str, ...], box: tuple[float, float, float], scale: float
) -> None:
    left, bottom, width = box
    size, face = _type(row, scale)
    last = bottom - size * 0.24
    first = last - (len(lines) - 1) * size * _LEADING
    swatch = (left + 12, first - size * 0.33)
    if row.ground:
        draw_entry(canvas, look, row.ground, at=swatch, scale=scale)
    if row.symbol and row.mark:
        drawn = SwatchStyle(scale, row.zoom, row.opacity, hollow=row.hollow)
        draw_swatch(canvas, look, row.mark, row.symbol, at=swatch, style=drawn)
    for number, line in enumerate(lines):
        canvas.write(left + _indent(row), first + number * size * _LEADING, line, size=size, color=look.ink, face=face)
    canvas.write(left + width, last, row.count, size=size, color=look.muted, align="right")


def _type(row: Row, scale: float) -> "tuple[float, Face]":
    return (_HEAD * scale, "sans_bold") if row.head else (_ENTRY * scale, "sans")


def _indent(row: Row) -> float:
    return _SWATCH if row.symbol or row.ground else 0.0


def _lines(row: Row, width: float, scale: float) -> tuple[str, ...]:
    size, face = _type(row, scale)
    room = width - _indent(row) - text_width(row.count, size) - 8
    return tuple(wrap(row.title, room, size, face))


def _height(row: Row, lines: tuple[str, ...], scale: float, *, first: bool = False) -> float:
    size, _ = _type(row, scale)
    air = 0.0 if first else (_AIR if row.head else 1.5) * scale
    return len(lines) * size * _LEADING + air
