"""Join a table to the objects of a layer: the rows of a new layer, and the report of what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from atlas.errors import LayerDataError, nearest
from atlas.io.imports.join.cells import as_texts, read_figures, second_header
from atlas.io.imports.join.figure_kinds import figure_kind, unit_of
from atlas.io.imports.join.long_table import PlacedRows, find_variables, spread_rows
from atlas.io.imports.join.match_rows import MatchedRows, match_rows
from atlas.io.imports.join.place_columns import PlaceColumn, column_texts, gazetteer_of, propose_joins
from atlas.io.imports.join.place_kinds import kind_of
from atlas.io.imports.join.report import JoinAnswers, JoinReport
from atlas.io.imports.join.row_rules import RULES, RowRule, apply_rule, rules_for
from atlas.io.imports.join.years import is_year_column, year_in

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.io.imports.join.gazetteer import Gazetteer

# A column that names at least this share of the objects that another does names objects as well.
_AS_WELL = 0.8
# Places with several rows that the report names.
_NAMED = 5


@dataclass(slots=True)
class JoinedTable:
    """The rows of a joined layer.

    Attributes
    ----------
    report
        What was found.
    rows
        Columns of the table, indexed by the id of their object; None while a question is open.
    kinds, units
        Column of figures → ``count`` or ``rate``, and its unit.
    lost
        The rows of the table that were not joined, as it has them.
    """

    report: JoinReport
    rows: pd.DataFrame | None
    kinds: dict[str, str]
    units: dict[str, str]
    lost: pa.Table
    names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def join_table(table: pa.Table, answers: JoinAnswers, atlas: "Atlas", *, decimal: str | None = None) -> JoinedTable:
    """Join a table to the objects of a layer.

    Parameters
    ----------
    table
        Columns as the file names them, rows in its order.
    answers
        What the reader states.
    atlas
        Layers and rows.
    decimal
        Decimal mark where the numbers of the table leave it open.

    Raises
    ------
    LayerDataError
        No such layer, column or rule, or nothing of the table names an object of the layer.
    """
    layer = _layer(answers.layer, atlas)
    header = second_header(table)
    table = table.slice(1) if header else table
    gazetteer = gazetteer_of(layer.id, atlas)
    report = JoinReport(layer.id, _column(table, answers, layer, atlas), second_header=header)
    matched = match_rows(table, answers, gazetteer, report)
    lost = table.filter(pa.array(matched.lost))
    if not report.joined:
        raise LayerDataError("join_nothing", key=report.on, layer=layer.id, examples=_examples(report))
    rows, kinds, units = _figures(table, matched, answers, report, decimal)
    years = _years(table, matched, answers, report)
    own = table.filter(pa.array([place is not None for place in matched.place]))
    placed = PlacedRows(own, rows.index.tolist(), None if years is None else years.tolist())
    report.variables = list(_variables(placed, tuple(kinds), answers, report))
    rule = _rule(rows.index, answers.rows, gazetteer, report)
    report.places = rows.index.nunique()
    done = None
    if rule:
        if rule == "columns":
            rows, kinds, units = spread_rows(
                placed, tuple(report.variables), list(kinds), kinds=answers.kinds, decimal=decimal
            )
        if rule == "sum":
            report.left_out = [name for name, kind in kinds.items() if kind == "rate"]
        done = apply_rule(rows, rule, kinds, years)
        kinds, units = _of_columns(done, kinds), _of_columns(done, units)
    return JoinedTable(report, done, kinds, units, lost, gazetteer.names, gazetteer.members)


def joined_rows(joined: JoinedTable, layer: "Layer", atlas: "Atlas") -> gpd.GeoSeries:
    """Return the geometry of each row of a joined table: that of its object, of all its parts where it has several."""
    shapes = atlas.frames[layer.id].geometry
    of_place = {}
    for place in joined.rows.index.unique() if joined.rows is not None else ():
        parts = shapes.loc[list(joined.members[place])].dropna()
        of_place[place] = (
            None if parts.empty else parts.iloc[0] if len(parts) == 1 else shapely.union_all(parts.to_numpy())
        )
    index = joined.rows.index if joined.rows is not None else pd.Index([])
    return gpd.GeoSeries([of_place[place] for place in index], index=index, crs="EPSG:4326")


def _layer(layer_id: str, atlas: "Atlas") -> "Layer":
    layer = atlas.catalog.get(layer_id)
    if layer is None or layer.geometry == "none":
        valid = [other.id for other in atlas.catalog.values() if other.geometry != "none"]
        raise LayerDataError("join_layer", key="join", value=layer_id[:60], nearest=nearest(layer_id, valid))
    return layer


def _column(table: pa.Table, answers: JoinAnswers, layer: "Layer", atlas: "Atlas") -> str:
    """Return the column that names the objects: the one that the reader says, else the one that fits best."""
    if answers.on:
        loose = {name.strip().casefold(): name for name in table.column_names}
        found = answers.on if answers.on in table.column_names else loose.get(answers.on.strip().casefold())
        if found is None:
            raise LayerDataError(
                "join_column", key="on", value=answers.on[:60], valid=", ".join(table.column_names[:40])
            )
        return found
    proposed = propose_joins(table, atlas, (layer.id,))
    if not proposed:
        raise LayerDataError("join_no_column", key="join", layer=layer.id, valid=", ".join(table.column_names[:40]))
    rivals = [one.column for one in proposed[1:] if _is_rival(table, proposed[0], one, gazetteer_of(layer.id, atlas))]
    if rivals:
        valid = ", ".join([proposed[0].column, *rivals])
        raise LayerDataError("join_columns", key="join", layer=layer.id, valid=valid)
    return proposed[0].column


def _is_rival(table: pa.Table, best: PlaceColumn, other: PlaceColumn, gazetteer: "Gazetteer") -> bool:
    """Return whether a column names objects as well as the best one, and others: where one comes from and goes to."""
    if other.share < _AS_WELL * best.share or other.found < _AS_WELL * best.found:
        return False
    found: dict[str, str | None] = {}

    def place(text: str | None) -> str | None:
        if text and text not in found:
            found[text] = gazetteer.find(text).place
        return found.get(text or "")

    pairs = zip(*(map(place, column_texts(table, name)) for name in (best.column, other.column)), strict=True)
    known = [one == two for one, two in pairs if one and two]
    return bool(known) and sum(known) < _AS_WELL * len(known)


def _examples(report: JoinReport) -> str:
    return ", ".join(f"« {one.value} »" for one in report.not_found[:3] if one.value) or "–"


def _figures(
    table: pa.Table, matched: MatchedRows, answers: JoinAnswers, report: JoinReport, decimal: str | None
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """Return the joined rows with their figures as numbers, and the kind and unit of each column of figures."""
    own = np.array([place is not None for place in matched.place])
    # Rows without an object still tell how a column writes its numbers.
    judged = table.filter(pa.array(own | matched.lost))
    kept = pa.array(own[own | matched.lost])
    columns: dict[str, Any] = {}
    kinds: dict[str, str] = {}
    units: dict[str, str] = {}
    for name in table.column_names:
        figures = read_figures(judged[name], decimal) if name != report.on else None
        cells = figures.cells.filter(kept) if figures else _codes(table, report, pa.array(own))
        columns[name] = _series(cells)
        for sign, count in (figures.blanks if figures else {}).items():
            report.blanks[sign] = report.blanks.get(sign, 0) + count
        if figures is None or not _is_number(cells):
            continue
        unit = unit_of(name) or figures.unit
        kind = answers.kinds.get(name) or figure_kind(name, unit, columns[name], whole=pa.types.is_integer(cells.type))
        if kind:
            kinds[name], units[name] = kind, unit or ""
    index = pd.Index([place for place in matched.place if place is not None], name="place")
    return pd.DataFrame({name: series.set_axis(index) for name, series in columns.items()}, index=index), kinds, units


def _codes(table: pa.Table, report: JoinReport, own: pa.Array) -> pa.ChunkedArray:
    """Return the column that names the objects as texts, codes with the zeros that were lost."""
    kind = kind_of(report.layer)
    read = kind.code if kind.code and kind.is_open else str
    texts = pa.array(column_texts(table, report.on), type=pa.string()).filter(own).to_pylist()
    whole = [text and (read(text) or text) for text in texts]
    return pa.chunked_array([pa.array(whole, type=pa.string())])


def _series(cells: pa.ChunkedArray) -> "pd.Series[Any]":
    if pa.types.is_integer(cells.type):
        return pd.Series(cells.to_pylist(), dtype="Int64")
    if _is_number(cells):
        return pd.Series(cells.cast(pa.float64(), safe=False).to_pylist(), dtype="float64")
    return pd.Series(cells.to_pylist(), dtype=object)


def _is_number(cells: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type) or pa.types.is_decimal(cells.type))


def _years(table: pa.Table, matched: MatchedRows, answers: JoinAnswers, report: JoinReport) -> "pd.Series[Any] | None":
    """Return the year of each joined row; None for a table without a column of years."""
    own = pa.array([place is not None for place in matched.place])
    if answers.year and answers.year not in table.column_names:
        raise LayerDataError("join_column", key="year", value=answers.year, valid=", ".join(table.column_names[:40]))
    texts = {name: as_texts(table[name].filter(own)) for name in table.column_names}
    found = (name for name, cells in texts.items() if name != report.on and is_year_column(name, cells))
    report.year = answers.year or next(found, None)
    if report.year is None:
        return None
    index = pd.Index([place for place in matched.place if place is not None], name="place")
    years = pd.Series([year_in(text) for text in texts[report.year]], index=index, dtype="Float64")
    report.years = sorted({int(year) for year in years.dropna()})
    return years


def _variables(
    placed: PlacedRows, figures: tuple[str, ...], answers: JoinAnswers, report: JoinReport
) -> tuple[str, ...]:
    """Return the columns that make a table of several rows a place one in long format; none where it is not."""
    if answers.variable and answers.variable not in placed.table.column_names:
        valid = ", ".join(placed.table.column_names[:40])
        raise LayerDataError("join_column", key="variable", value=answers.variable[:60], valid=valid)
    if len(set(placed.places)) == len(placed.places) or not figures:
        return ()
    apart = [report.on, *figures, *([report.year] if report.year else [])]
    found = find_variables(placed, apart=apart, wanted=answers.variable)
    if not found and (answers.variable or answers.rows == "columns"):
        raise LayerDataError("join_no_variable", key="--rows", value=answers.variable or "columns")
    return found


def _rule(index: pd.Index, answer: str | None, gazetteer: "Gazetteer", report: JoinReport) -> RowRule | None:
    """Return what becomes of several rows of a place; None where the reader must say it."""
    counts = index.value_counts(sort=False)
    several = counts[counts > 1]
    if answer and answer not in RULES:
        raise LayerDataError("join_rule", key="rows", value=answer[:60], valid=", ".join(RULES[1:]))
    report.repeated_places = len(several)
    report.repeated = [(gazetteer.names[str(place)], int(count)) for place, count in several.head(_NAMED).items()]
    report.rules = list(rules_for(dated=report.year is not None, long=bool(report.variables))) if len(several) else []
    if not len(several) and answer not in {"years", "table"}:
        report.rule = "one"
        return "one"
    rule = next((one for one in RULES[1:] if one == answer), None)
    report.rule = rule or ""
    return rule


def _of_columns(rows: pd.DataFrame, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the columns of a table; a column of one year has that of its figure."""
    return {name: values[own] for name in rows for own in (name, name.rpartition(" ")[0]) if own in values}
