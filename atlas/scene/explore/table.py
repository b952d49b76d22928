"""The attribute table of a layer: the rows that a view selects, sorted, page by page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd

from atlas.analysis.statistics.name_words import fold
from atlas.catalog import Field
from atlas.errors import ViewError, nearest
from atlas.i18n import LANGUAGES, t
from atlas.scene.explore.answers import distances
from atlas.scene.map.question import distances_of_conditions, fields_with_conditions
from atlas.scene.query.formatting import spread_of
from atlas.scene.query.row_masks import query_rows, selected_outline, share_column, shares_in_area
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Catalog, Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Columns that fit below a map; the reader can choose others.
_COLUMNS = 8
MOST_ROWS = 1_000
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a table that a page requests, and its order.

    Attributes
    ----------
    sort
        A column; ``-column`` sorts downwards; "" keeps the order of the layer.
    start, count
        The first row of the page and how many.
    columns
        Columns shown; none given means the first of the layer.
    row
        A row whose position in the sorted table is wanted.
    """

    sort: str = ""
    start: int = 0
    count: int = 100
    columns: tuple[str, ...] = ()
    row: str | None = None


class TableColumn(TypedDict):
    """A column that can be shown."""

    id: str
    title: str
    unit: str | None
    about: str | None
    type: str


class TableRow(TypedDict):
    """A row: for each column shown the text of the card and the value itself, None where it is not known."""

    id: str
    name: str
    cells: list[tuple[str, Any]]


class TablePage(TypedDict):
    """A page of a table.

    `columns` are all that can be shown, `shown` the ids of those that the cells are of. `total` counts the rows that
    the view keeps, `of` those of the layer. `position` is that of the row of the request in the sorted rows, None when
    the view does not keep it.
    """

    layer: str
    title: str
    columns: list[TableColumn]
    shown: list[str]
    total: int
    of: int
    sort: str
    start: int
    position: int | None
    rows: list[TableRow]


def make_table(layer_id: str, view: "View", atlas: "Atlas", page: Page) -> TablePage:
    """Return a page of the table of one layer.

    Parameters
    ----------
    layer_id
        A layer of the catalogue, shown or not.
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    page
        The part of it, and the order.

    Raises
    ------
    ViewError
        A column of `page` does not exist.
    """
    layer = atlas.catalog[layer_id]
    area = selected_outline(view, atlas) if layer.geometry != "none" else None
    fields = _fields(layer, view, atlas.catalog, inside=area is not None)
    shown = page.columns or _first(layer, view, fields)
    for key, named in [("columns", shown), ("sort", (page.sort.removeprefix("-"),) if page.sort else ())]:
        for name in named:
            if name not in fields:
                near = nearest(name, fields)
                raise ViewError("field_unknown", key=key, layer=layer_id, value=name, nearest=near)
    share = share_column(layer)
    ranked = page.sort.removeprefix("-") == share
    gdf = query_rows(replace(view, layers=(layer_id,)), atlas, shares=ranked)[layer_id]
    ranking = page.sort.removeprefix("-")
    if ranking in fields and ranking not in gdf.columns:
        gdf = gdf.assign(**_measured(layer, gdf, (ranking,), view, atlas))
    if page.sort:
        gdf = sort_rows(gdf, page.sort, fields[page.sort.removeprefix("-")], view.lang)
    cut = gdf.iloc[page.start : page.start + min(page.count, MOST_ROWS)]
    if area is not None:
        # Of a large layer, only the shares of the rows of this page are measured, unless they are the order.
        of_rows = cut[share] if ranked else shares_in_area(layer, cut, area)
        cut = cut.assign(**{share: 100 * of_rows})
    # A distance that a condition limits is measured for the rows of this page.
    cut = cut.assign(**_measured(layer, cut, [name for name in shown if name not in cut.columns], view, atlas))
    spreads = {name: spread_of(atlas.frames[layer_id], name, fields[name]) for name in shown}
    return {
        "layer": layer_id,
        "title": layer.title(view.lang),
        "columns": [_column(name, field, view.lang) for name, field in fields.items()],
        "shown": list(shown),
        "total": len(gdf),
        "of": len(atlas.frames[layer_id]),
        "sort": page.sort,
        "start": page.start,
        "position": _position(gdf, page.row),
        "rows": [
            {
                "id": row_id,
                "name": row_name(layer, row, view.lang),
                "cells": [_cell(fields[name], row[name], view.lang, spreads[name]) for name in shown],
            }
            for row_id, row in cut.iterrows()
        ],
    }


def sort_rows(gdf: "gpd.GeoDataFrame", sort: str, field: Field, lang: str) -> "gpd.GeoDataFrame":
    """Sort rows by a column: texts without accents, numbers inside texts by their value (T9 before T10).

    Missing values come last in both directions; equal rows keep their order.
    """
    column = gdf[sort.removeprefix("-")]
    known = column.notna().to_numpy(dtype=bool)
    if field.type in {"string", "date"}:
        keys = column[known].map(lambda cell: _natural(write_value(field, cell, lang)))
    else:
        keys = column[known].astype("float64")
    order = keys.sort_values(ascending=not sort.startswith("-"), kind="stable").index
    positions = np.flatnonzero(known)[column[known].index.get_indexer(order)]
    return gdf.iloc[np.concatenate([positions, np.flatnonzero(~known)])]


def _fields(layer: "Layer", view: "View", catalog: "Catalog", *, inside: bool) -> dict[str, Field]:
    """Return every column of the table: the name, the declared fields, the distances and the share of the view."""
    declared = {name: field for name, field in layer.fields.items() if not field.technical}
    # What is asked about comes first, so that it is in sight beside the name.
    with_conditions = {name: layer.fields[name] for name in fields_with_conditions(layer.id, view)}
    measured = {
        _distance_column(other): _distance(catalog[other])
        for other in distances_of_conditions(layer.id, view)
        if layer.geometry != "none"
    }
    share = {share_column(layer): _share()} if inside else {}
    return {layer.name: layer.fields[layer.name], **with_conditions, **measured, **share, **declared}


def _distance_column(other: str) -> str:
    return f"nearest_{other}_m"


def _measured(
    layer: "Layer", rows: "gpd.GeoDataFrame", columns: "Iterable[str]", view: "View", atlas: "Atlas"
) -> dict[str, np.ndarray]:
    """Return the distances of rows, by column."""
    others = {_distance_column(other): other for other in distances_of_conditions(layer.id, view)}
    return {name: distances(rows.geometry, others[name], view, atlas) for name in columns if name in others}


def _share() -> Field:
    """Return the field of the share inside the selected area, percent."""
    title = {lang: t("table.inside", lang) for lang in LANGUAGES}
    about = {lang: t("table.inside_about", lang) for lang in LANGUAGES}
    return Field.model_validate({"title": title, "description": about, "type": "number", "unit": "%"})


def _distance(other: "Layer") -> Field:
    title = {lang: t("table.distance", lang, layer=other.title(lang)) for lang in LANGUAGES}
    return Field.model_validate({"title": title, "type": "number", "unit": "m"})


def _first(layer: "Layer", view: "View", fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Choose the columns shown first: the name, what is asked about, other names and places, filters."""
    with_conditions = [
        name for name in fields if name not in layer.fields or name in fields_with_conditions(layer.id, view)
    ]
    filters = [name for name, field in fields.items() if field.filter]
    chosen = dict.fromkeys((layer.name, *with_conditions, *layer.search.names, *layer.search.about, *filters))
    first = list(chosen)[: max(_COLUMNS, 1 + len(with_conditions))]
    return tuple(name for name in fields if name in first)


def _column(name: str, field: Field, lang: str) -> TableColumn:
    about = field.description(lang) if field.description else None
    return {"id": name, "title": field.title(lang), "unit": field.unit, "about": about, "type": field.type}


def _cell(field: Field, value: Any, lang: str, spread: float) -> tuple[str, Any]:
    if pd.isna(value):
        return t("value.unknown", lang), None
    return write_value(field, value, lang, spread), value.item() if isinstance(value, np.generic) else value


def _position(gdf: "gpd.GeoDataFrame", row_id: str | None) -> int | None:
    return int(gdf.index.get_loc(row_id)) if row_id in gdf.index else None


def _natural(text: str) -> str:
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), fold(text))
